// Printed names of parts, libraries and their releases.
#include "gw/evidence/setup_of.h"
#include "gw/evidence/statistics.h"
#include "gw/evidence/test_rows.h"

namespace gw::evidence {
namespace {

using testing::Cells;
using testing::table_of;

std::string software(const Cells& cells, std::string_view part) {
  const CsvTable table = table_of({cells});
  return software_row(Row(table, 0), part);
}

std::string megatron_core(const std::string& place, const char* part = "h100_sxm") {
  return software({{"source_title", "Megatron-Bridge performance summary"}, {"table_or_section", place}},
                  part);
}

}  // namespace

TEST_CASE("accelerators by their printed names") {
  const std::pair<const char*, const char*> names[] = {{"H100-SXM", "h100_sxm"},
                                                       {"NVIDIA H100 80GB HBM3", "h100_sxm"},
                                                       {"H100-96 (HBM2e 2.4 TB/s, 500 W cap)", "h100_500w"},
                                                       {"A100-80-SXM", "a100_80"},
                                                       {"A100-40-SXM", "a100_40"},
                                                       {"NVIDIA A100-SXM4-40GB", "a100_40"},
                                                       {"A100 (Ampere; memory size not printed)", "a100_80"},
                                                       {"V100-32-SXM", "v100_32"},
                                                       {"GB200", "gb200"},
                                                       {"GB300 NVL72", "gb300"},
                                                       {"B200", "b200"},
                                                       {"B300", "b300"},
                                                       {"GH200 480GB", "gh200"},
                                                       {"H200", "h200"},
                                                       {"H20", "h20"},
                                                       {"H800", "h800"},
                                                       {"A800", "a100_80"},
                                                       {"MI355X", "mi355x"},
                                                       {"AMD Instinct MI300X", "mi300x"},
                                                       {"MI250", "mi250x"},
                                                       {"Gaudi 3", "gaudi3"},
                                                       {"TPUv5p", "tpu_v5p"},
                                                       {"TPU v5e", "tpu_v5e"},
                                                       {"TPU v5 lite", "tpu_v5e"},
                                                       {"Trillium", "tpu_v6e"},
                                                       {"Ironwood", "tpu7x"},
                                                       {"TPUv4", "tpu_v4"},
                                                       {"Trn2", "trainium2"},
                                                       {"TPUv3", ""},
                                                       {"", ""},
                                                       {"something else", ""}};
  for (const auto& [printed, row] : names) {
    CAPTURE(printed);
    CHECK(accelerator_row(printed) == row);
    if (*row) CHECK(testing::shipped_rig().accelerators.contains(row));
  }
}

TEST_CASE("each accelerator's own row name means that row") {
  for (const auto& [name, part] : testing::shipped_rig().accelerators) {
    CAPTURE(name);
    CHECK(accelerator_row(name) == name);
  }
}

TEST_CASE("releases of Megatron-Core by the year and month of the container") {
  CHECK(megatron_core("") == "megatron_core");
  CHECK(megatron_core("DGX-GB200") == "megatron_core");
  CHECK(megatron_core("24.09 container") == "megatron_core_2024");
  CHECK(megatron_core("25.02 container, DGX-H100") == "megatron_core_2025");
  CHECK(megatron_core("26.02.01 container") == "megatron_core");
  CHECK(megatron_core("26.04 container") == "megatron_core");
  CHECK(megatron_core("26.06 container") == "megatron_core_2026");
  CHECK(megatron_core("27.01 container") == "megatron_core_2026");
  CHECK(megatron_core("torch 2.25.04") == "megatron_core");  // a part of a longer version
  // Whole iterations in CUDA graphs: recipes of 2026 for 72-GPU domains, or where the row says so.
  CHECK(megatron_core("26.02 container", "gb200") == "megatron_core_graphs");
  CHECK(megatron_core("26.08 container", "gb300") == "megatron_core_2026_graphs");
  CHECK(megatron_core("26.08 container, CUDA graphs") == "megatron_core_2026_graphs");
  CHECK(megatron_core("25.02 container", "gb200") == "megatron_core_2025");
}

TEST_CASE("libraries by source and notes") {
  CHECK(software({{"source_title", "MaxText configs"}}, "h100_sxm") == "xla");
  CHECK(software({{"source_title", "a paper"}}, "tpu_v4") == "xla");
  CHECK(software({{"source_title", "MLPerf Training v5.1 results"}}, "gb200") == "mlperf");
  CHECK(software({{"source_title", "torchtitan benchmarks"}, {"notes", "FSDP2, eager"}}, "h100_sxm") ==
        "pytorch_fsdp2");
  CHECK(software({{"source_title", "torchtitan benchmarks"}, {"notes", "torch.compile"}}, "h100_sxm") ==
        "pytorch_fsdp2_compiled");
  CHECK(software({{"source_title", "MosaicML llm-foundry"}}, "h100_sxm") == "llm_foundry");
  CHECK(software({{"source_title", "MegaScale"}}, "a100_80") == "megascale");
  CHECK(software({{"source_title", "MegaScale"}, {"notes", "Megatron-LM; baseline"}}, "a100_80") ==
        "megatron_lm_2023");
  CHECK(software({{"source_title", "BigScience"}, {"zero_stage", "1"}}, "a100_80") == "megatron_deepspeed");
  CHECK(software({{"notes", "DeepSpeed"}, {"zero_stage", "3"}}, "a100_80") == "deepspeed_zero3");
  CHECK(software({{"source_title", "NeMo performance summary"}}, "h100_sxm") == "megatron_core_2024");
  CHECK(software({{"notes", "megatron"}}, "a100_80") == "megatron_lm_2021");
  CHECK(software({{"source_title", "Reducing Activation Recomputation"}}, "a100_80") == "megatron_lm_2022");
  CHECK(software({{"notes", "megatron"}}, "h100_sxm") == "megatron_lm_2023");
  CHECK(software({{"source_title", "my runs"}, {"notes", "FSDP"}}, "h100_sxm") == "pytorch_fsdp2_compiled");
  CHECK(software({{"source_title", "my runs"}}, "h100_sxm") == "megatron_core");
  CHECK(software({{"source_title", "my runs"}}, "a100_80") == "megatron_lm_2023");
}

TEST_CASE("whatever a row says, its library is one of the catalogue") {
  const Result<CsvTable> table = read_measurements(GW_SOURCE_DIR "/evidence/training/published-training.csv");
  REQUIRE(table);
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    const Row row(*table, i);
    const std::string part = accelerator_row(row.text("accelerator"));
    CHECK(testing::shipped_rig().software.contains(software_row(row, part)));
  }
}

TEST_CASE("generations of parts") {
  CHECK(generation("h100_sxm") == "Hopper");
  CHECK(generation("gh200") == "Hopper");
  CHECK(generation("gb300") == "Blackwell");
  CHECK(generation("b200") == "Blackwell");
  CHECK(generation("a100_40") == "Ampere");
  CHECK(generation("v100_32") == "Volta");
  CHECK(generation("mi355x") == "CDNA");
  CHECK(generation("tpu_v5p") == "TPU");
  CHECK(generation("tpu7x") == "TPU");
  CHECK(generation("gaudi3") == "gaudi3");
  CHECK(generation("") == "unknown");
}

}  // namespace gw::evidence
