#include "gw/planning/train_job.h"

#include <algorithm>

#include "gw/planning/test_files.h"
#include "gw/planning/test_train_flags.h"

namespace gw::planning {
namespace {

using namespace test;

Result<TrainJob> load(const TrainFlags& given) {
  const catalog::Library library = train_library(given);
  return load_train(given, library);
}

TrainJob job(const TrainFlags& given) {
  auto loaded = load(given);
  INFO(loaded.diagnostics.render());
  REQUIRE(loaded);
  return std::move(*loaded);
}

// "GW1101 plan.tensr", ... in order.
std::vector<std::string> problems(const TrainFlags& given) {
  std::vector<std::string> out;
  const auto loaded = load(given);
  for (const Diagnostic& d : loaded.diagnostics.list()) out.push_back(d.code + " " + d.path);
  return out;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("flags become the setup; fabric and software are those usual for the part") {
  const TrainJob found = job(train_flags());
  CHECK(found.setup.accelerators == 64);
  CHECK(found.setup.plan.global_batch_sequences == 256);
  CHECK(found.setup.plan.sequence_length == 8192);
  CHECK(found.setup.plan.precision == catalog::Precision::bf16);
  CHECK(found.setup.model.layers == 32);
  CHECK(found.accelerator_row == "h100_sxm");
  CHECK(found.fabric_row == "nvlink_infiniband_400g");
  CHECK(found.usual_fabric);
  CHECK(found.software_row == "megatron_core");
  CHECK(found.usual_software);
  CHECK(found.setup.fabric.tiers.size() >= 2);
  CHECK_FALSE(found.catalogue_hash.empty());
  CHECK(found.kept.empty());
}

TEST_CASE("every part has a usual fabric and software that exist") {
  const catalog::Library library = train_library({});
  for (const std::string& part : library.names("accelerators")) {
    INFO(part);
    TrainFlags given = train_flags();
    given.accelerator = part;
    const TrainJob found = job(given);
    CHECK_FALSE(library.path("fabrics", found.fabric_row).empty());
    CHECK_FALSE(library.path("software", found.software_row).empty());
    if (part.starts_with("tpu")) CHECK(found.fabric_row == "tpu_ici_3d_torus");
    if (part.starts_with("gb2") || part.starts_with("gb3")) CHECK(found.fabric_row == "nvl72_spectrum_x");
    if (part.starts_with("a100") || part.starts_with("v100"))
      CHECK(found.fabric_row == "nvlink_infiniband_200g");
    CHECK((found.software_row == "xla") == part.starts_with("tpu"));
  }
}

TEST_CASE("named rows win, and can be changed in place") {
  TrainFlags given = train_flags({"fabric.scale_out_efficiency_frac=0.5", "software.host_per_step_ms=0"});
  TrainJob found = job(given);
  CHECK(found.input.fabric.scale_out_efficiency_frac == 0.5);
  CHECK(found.fabric_row == "nvlink_infiniband_400g");
  CHECK(found.setup.plan.software.host_per_step.base() == 0);
  given.fabric = "roce_400g", given.software = "mlperf", given.precision = "fp8";
  found = job(given);
  CHECK(found.fabric_row == "roce_400g");
  CHECK_FALSE(found.usual_fabric);
  CHECK(found.software_row == "mlperf");
  CHECK_FALSE(found.usual_software);
  CHECK(found.setup.plan.precision == catalog::Precision::fp8);
}

TEST_CASE("--set reaches plan, model, accelerator and count") {
  const TrainJob found = job(
      train_flags({"tensor=2", "plan.pipeline=4", "model.layers=20", "accelerator.tdp_w=500", "accelerators=32"}));
  CHECK(found.setup.plan.tensor == 2);
  CHECK(found.setup.plan.pipeline == 4);
  CHECK(found.setup.model.layers == 20);
  CHECK(found.setup.accelerator.tdp.in(W) == doctest::Approx(500));
  CHECK(found.setup.accelerators == 32);
  CHECK(found.accelerator_row == "h100_sxm");
}

TEST_CASE("a plan file: its fields, its places, its format line; flags win over it, --set over all") {
  Folder folder;
  TrainFlags given = train_flags({"micro_batch=4"});
  given.plan_file = folder.write(
      "plan.yaml", "format: gigawatt.plan/1\ntensor: 4\nmicro_batch: 2\nglobal_batch_sequences: 8\n");
  const TrainJob found = job(given);
  CHECK(found.setup.plan.tensor == 4);
  CHECK(found.setup.plan.micro_batch == 4);
  CHECK(found.setup.plan.global_batch_sequences == 256);
  given.plan_file = folder.write("bad.yaml", "tensor: 4\npipline: 2\nmicro_batch: 0\n");
  const auto bad = load(given);
  REQUIRE(find(bad.diagnostics, "GW1101"));
  CHECK(place(*find(bad.diagnostics, "GW1101")) == "2:1");
  CHECK(find(bad.diagnostics, "GW1101")->hint.find("pipeline") != std::string::npos);
  CHECK(find(bad.diagnostics, "GW1101")->source_line == "pipline: 2");
  given.plan_file = folder.write("other.yaml", "format: gigawatt.campus/1\ntensor: 4\n");
  CHECK(problems(given) == Strings{"GW1114 format"});
  given.plan_file = folder.write("list.yaml", "- tensor\n");
  CHECK_FALSE(problems(given).empty());
  given.plan_file = folder.path("none.yaml");
  CHECK(problems(given) == Strings{"GW1001 "});
  given.plan_file = folder.write("empty.yaml", "{}\n");
  CHECK(job(given).setup.plan.tensor == 1);
}

TEST_CASE("everything wrong is said at once") {
  TrainFlags given = train_flags({"tensr=2", "modle.layers=3", "search.tensr=[1]"});
  given.accelerator = "h100_sx", given.count = "6.5", given.precision = "fp9";
  const Strings found = problems(given);
  for (const char* expected : {"GW1101 plan.tensr", "GW1101 modle", "GW1101 search.tensr",
                               "GW1110 accelerator", "GW1112 accelerators", "GW1107 plan.precision"}) {
    INFO(expected);
    CHECK(std::ranges::find(found, expected) != found.end());
  }
}

TEST_CASE("what is missing names the flag that gives it") {
  TrainFlags given;
  given.model = "llama3_8b";
  const auto loaded = load(given);
  std::string hints;
  for (const Diagnostic& d : loaded.diagnostics.list()) hints += d.code + " " + d.hint + "\n";
  CHECK(hints ==
        "GW1103 give --accelerator NAME\nGW1103 give --count N\nGW1103 give --batch SEQUENCES\n"
        "GW1103 give --sequence TOKENS\n");
}

TEST_CASE("a Hugging Face configuration in the place of a row") {
  Folder folder;
  TrainFlags given = train_flags({"model.vocabulary=32000"});
  given.model = folder.write(
      "config.json",
      R"({"model_type": "llama", "num_hidden_layers": 16, "hidden_size": 2048, "intermediate_size": 8192,
                                 "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256,
                                 "max_position_embeddings": 8192, "tie_word_embeddings": true})");
  const TrainJob found = job(given);
  CHECK(found.setup.model.layers == 16);
  CHECK(found.setup.model.vocabulary == 32000);
  CHECK(found.provenance.at("model.layers").origin.source.find("config.json") != std::string::npos);
}

TEST_CASE("a search keeps what the plan gives, unless the search lists it") {
  TrainJob found = job(train_flags(
      {"tensor=2", "recompute=full", "zero_stage=3", "search.zero_stage=[1,2]", "search.pipeline=[1,2]"}));
  CHECK(found.space.tensor == std::vector<std::int64_t>{2});
  CHECK(found.space.recompute == std::vector{training::Recompute::full});
  CHECK(found.space.zero_stage == std::vector{1, 2});
  CHECK(found.space.pipeline == std::vector<std::int64_t>{1, 2});
  CHECK(found.space.context.empty());
  CHECK(found.kept == Strings{"tensor 2", "recompute full"});
  found = job(train_flags({"tensor=2", "search.tensor=[]"}));
  CHECK(found.space.tensor.empty());
  CHECK(found.kept.empty());
}

TEST_CASE("problems of a plan stand where its values do") {
  Folder folder;
  TrainFlags given = train_flags({"pipeline=5"});
  given.plan_file = folder.write("plan.yaml", "micro_batch: 1\ntensor: 3\n");
  const TrainJob found = job(given);
  const Diagnostics placed = place_problems(found, training::check(found.setup));
  REQUIRE(placed.has_errors());
  for (const Diagnostic& d : placed.list()) {
    if (d.code == "GW2002") CHECK(place(d) == "2:9");
    if (d.code == "GW2004") CHECK(d.where.file == "--set");
  }
}

}  // namespace gw::planning
