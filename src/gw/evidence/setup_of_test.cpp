// From a printed row to a setup: shapes, plans, what is filled in, measured times.
#include "gw/evidence/setup_of.h"

#include <cmath>

#include "gw/evidence/test_rows.h"
#include "gw/training/memory.h"
#include "gw/workload/model_flops.h"

namespace gw::evidence {
namespace {

using testing::Cells;
using testing::gpt3_row;
using testing::shipped_rig;
using testing::table_of;
using testing::with;
using training::Schedule;
using workload::Recompute;

Case must(const Cells& cells) {
  const CsvTable table = table_of({cells});
  const auto setup = setup_of(Row(table, 0), shipped_rig());
  if (const auto* unusable = std::get_if<Unusable>(&setup)) FAIL(unusable->reason);
  return std::get<Case>(setup);
}

std::string reason(const Cells& cells) {
  const CsvTable table = table_of({cells});
  const auto setup = setup_of(Row(table, 0), shipped_rig());
  const auto* unusable = std::get_if<Unusable>(&setup);
  return unusable ? unusable->reason : "";
}

training::Plan plan(const Cells& cells) { return must(cells).setup.plan; }
catalog::Model model(const Cells& cells) { return must(cells).setup.model; }

// GPT-3 with FSDP on 512 H100 of today's library.
Cells sharded_row() {
  return with(gpt3_row(), {{"source_title", "my runs"},
                           {"notes", "FSDP"},
                           {"accelerator", "H100-SXM"},
                           {"n_accelerators", "512"},
                           {"tp", ""},
                           {"pp", ""},
                           {"precision", "bf16"},
                           {"global_batch_sequences", "512"}});
}

}  // namespace

TEST_CASE(
    "windows and biases come from the catalogue's row of that name, where the columns print its shape") {
  const Cells columns{{"model_name", "GPT OSS 120B"},
                      {"layers", "36"},
                      {"hidden", "2880"},
                      {"ffn_hidden", "2880"},
                      {"heads", "64"},
                      {"kv_heads", "8"},
                      {"head_dim", "64"},
                      {"vocab", "201088"},
                      {"experts", "128"},
                      {"experts_per_token", "4"},
                      {"activation", "swiglu"},
                      {"tp", "1"},
                      {"pp", "1"},
                      {"ep", "64"}};
  const Case named = must(with(gpt3_row(), columns));
  CHECK(named.model == "gpt_oss_120b");
  CHECK(named.setup.model.biases);
  CHECK(std::get<catalog::GroupedAttention>(named.setup.model.attention).window == 128);
  Cells other = columns;
  other["layers"] = "24";
  const Case printed = must(with(gpt3_row(), other));
  CHECK(printed.model == "");
  CHECK(std::get<catalog::GroupedAttention>(printed.setup.model.attention).window == 0);
}

TEST_CASE("a row that prints everything is taken as it stands") {
  const Case c = must(gpt3_row());
  CHECK(c.part == "a100_80");
  CHECK(c.software == "megatron_lm_2021");
  CHECK(c.model == "");
  CHECK(c.measured_as == "step time");
  CHECK(c.measured_s == 20);
  CHECK_FALSE(c.batch_assumed);
  const training::Plan& p = c.setup.plan;
  CHECK(c.setup.accelerators == 1024);
  CHECK(p.tensor == 8);
  CHECK(p.pipeline == 8);
  CHECK(p.micro_batch == 1);
  CHECK(p.global_batch_sequences == 1536);
  CHECK(p.sequence_length == 2048);
  CHECK(p.recompute == Recompute::full);
  CHECK(p.recompute_layers_frac == 1);
  CHECK(p.precision == catalog::Precision::fp16);
  CHECK(c.setup.model.layers == 96);
  CHECK(c.setup.model.ffn == 4 * 12288);
  CHECK(c.setup.model.biases);
  CHECK(double(catalog::total_parameters(c.setup.model)) == doctest::Approx(175e9).epsilon(0.01));
}

TEST_CASE("reasons why a row cannot be compared") {
  CHECK(reason(with(gpt3_row(), {{"accelerator", "TPUv3"}})) ==
        "no catalogue row for the accelerator: 'TPUv3'");
  CHECK(reason(with(gpt3_row(), {{"layers", ""}}))
            .find("neither printed nor in the catalogue: 'GPT-3 shape'") != std::string::npos);
  CHECK(reason(with(gpt3_row(), {{"n_accelerators", ""}})).find("not printed") != std::string::npos);
  CHECK(reason(with(gpt3_row(), {{"n_accelerators", "1000"}})).find("do not divide") != std::string::npos);
  CHECK(reason(with(gpt3_row(), {{"tp", "64"}, {"pp", "1"}})).find("(GW2002): ") != std::string::npos);
  CHECK(reason(with(gpt3_row(), {{"precision", "nvfp4"}})).find("(GW2008): ") != std::string::npos);
  CHECK(reason(with(gpt3_row(), {{"measured_step_time_s", ""}})).find("no step time") != std::string::npos);
  CHECK(reason(gpt3_row()) == "");
}

TEST_CASE("shapes from the catalogue by name, when columns are missing or attention is latent") {
  const Case deepseek = must(with(gpt3_row(), {{"model_name", "DeepSeekV3"},
                                               {"attention_kind", "MLA"},
                                               {"layers", ""},
                                               {"accelerator", "GB200"},
                                               {"precision", "mxfp8"},
                                               {"ep", "64"},
                                               {"tp", "1"},
                                               {"pp", "4"},
                                               {"seq_len", "4096"},
                                               {"n_accelerators", "256"},
                                               {"global_batch_sequences", "2048"}}));
  CHECK(deepseek.model == "deepseek_v3");
  CHECK(std::holds_alternative<catalog::LatentAttention>(deepseek.setup.model.attention));
  CHECK(deepseek.setup.plan.expert == 64);
  // A shortened model of the family keeps the printed layers.
  const Cells named =
      with(gpt3_row(),
           {{"model_name", "Llama 3 70B"}, {"hidden", ""}, {"layers", "8"}, {"activation", ""}, {"pp", "1"}});
  const Case llama = must(named);
  CHECK(llama.model == "llama3_70b");
  CHECK(llama.setup.model.layers == 8);
  CHECK(llama.setup.model.hidden == 8192);
}

TEST_CASE("shapes from the columns: activation, vocabulary, heads, experts") {
  const Cells gated = with(gpt3_row(), {{"activation", ""},
                                        {"ffn_hidden", "32768"},
                                        {"kv_heads", "8"},
                                        {"vocab", ""},
                                        {"model_name", "llama3-like"}});
  CHECK(model(gated).activation == catalog::Activation::swiglu);
  CHECK_FALSE(model(gated).biases);
  CHECK(model(gated).vocabulary == 128256);
  CHECK(std::get<catalog::GroupedAttention>(model(gated).attention).kv_heads == 8);
  const Cells plain = with(gpt3_row(), {{"activation", ""}, {"ffn_hidden", "49152"}, {"vocab", ""}});
  CHECK(model(plain).activation == catalog::Activation::gelu);
  CHECK(model(plain).vocabulary == 51200);
  CHECK(std::get<catalog::GroupedAttention>(model(plain).attention).head_dim == 128);
  const Cells experts = with(gpt3_row(), {{"experts", "64"},
                                          {"experts_per_token", "4"},
                                          {"moe_ffn_hidden", "1024"},
                                          {"shared_experts", "2"},
                                          {"hidden", "2048"},
                                          {"heads", "16"},
                                          {"ep", "8"},
                                          {"activation", "swiglu"},
                                          {"ffn_hidden", "8192"},
                                          {"tp", "1"}});
  REQUIRE(model(experts).experts);
  CHECK(model(experts).experts->routed == 64);
  CHECK(model(experts).experts->expert_ffn == 1024);
  CHECK(model(experts).experts->shared_ffn == 2048);
  CHECK(plan(experts).expert == 8);
  CHECK(plan(with(gpt3_row(), {{"ep", "8"}})).expert == 1);  // without experts there is nothing to cut
}

TEST_CASE("plan: ZeRO stage, precision, schedule, overlap by the words of the row") {
  CHECK(plan(gpt3_row()).zero_stage == 1);
  CHECK(plan(with(gpt3_row(), {{"zero_stage", "2"}})).zero_stage == 2);
  CHECK(plan(sharded_row()).zero_stage == 3);
  CHECK(plan(with(sharded_row(), {{"notes", "FSDP shards optimizer states"}, {"tp", "8"}, {"pp", "8"}}))
            .zero_stage == 2);
  CHECK(plan(with(gpt3_row(), {{"notes", "data parallel only; megatron"}})).zero_stage == 0);
  CHECK(plan(sharded_row()).precision == catalog::Precision::bf16);
  CHECK(plan(with(sharded_row(), {{"precision", ""}, {"notes", "FSDP, float8: fp8"}})).precision ==
        catalog::Precision::fp8);
  CHECK(plan(with(sharded_row(), {{"precision", ""}})).precision == catalog::Precision::bf16);
  CHECK(plan(with(gpt3_row(), {{"precision", ""}, {"notes", "megatron; fp8"}})).precision ==
        catalog::Precision::bf16);  // the A100 has no 8-bit units
  const training::Plan chunks = plan(with(gpt3_row(), {{"vpp", "3"}}));
  CHECK(chunks.schedule == Schedule::interleaved);
  CHECK(chunks.virtual_pipeline == 3);
  CHECK(plan(with(sharded_row(), {{"notes", "FSDP, AsyncTP"}})).software.tensor_overlap_frac ==
        doctest::Approx(0.7));
  CHECK(must(with(sharded_row(), {{"notes", "FSDP, AsyncTP"}})).overlap_printed);
  CHECK(plan(with(gpt3_row(), {{"notes", "megatron; parallel transformer block"}})).parallel_block);
  CHECK(plan(with(gpt3_row(), {{"notes", "megatron; LoRA"}})).trainable_frac < 0.1);
  CHECK_FALSE(plan(with(gpt3_row(), {{"sp", "no"}})).sequence_parallel);
  CHECK(plan(with(gpt3_row(), {{"sp", "yes"}})).sequence_parallel);
}

TEST_CASE(
    "virtual stages that the source never prints are chunks of about two layers; printed elsewhere, none") {
  const Case assumed = must(gpt3_row());
  CHECK(assumed.setup.plan.virtual_pipeline == 6);  // 12 layers a stage
  CHECK(assumed.setup.plan.schedule == Schedule::interleaved);
  const CsvTable table = table_of({gpt3_row(), with(gpt3_row(), {{"vpp", "2"}})});
  const auto setup = setup_of(Row(table, 0), shipped_rig());
  REQUIRE(std::holds_alternative<Case>(setup));
  CHECK(std::get<Case>(setup).setup.plan.virtual_pipeline == 1);
}

TEST_CASE("a batch that does not divide is scaled, time with it") {
  const Case c = must(with(gpt3_row(), {{"global_batch_sequences", "1530"}}));  // data 16
  CHECK(c.setup.plan.global_batch_sequences == 1536);
  CHECK(c.measured_s == doctest::Approx(20.0 * 1536 / 1530));
  const Case none = must(with(gpt3_row(), {{"global_batch_sequences", ""}}));
  CHECK(none.batch_assumed);
  CHECK(double(none.setup.plan.global_batch_sequences) * 2048 == doctest::Approx(2e6).epsilon(0.01));
  // Step time and tokens per second give the batch.
  const Case both =
      must(with(gpt3_row(), {{"global_batch_sequences", ""}, {"measured_tokens_per_s", "163840"}}));
  CHECK_FALSE(both.batch_assumed);
  CHECK(both.setup.plan.global_batch_sequences == 1600);
  CHECK(both.measured_s == doctest::Approx(20));
}

TEST_CASE("recompute that is not printed is the least that fits") {
  const Cells open =
      with(gpt3_row(), {{"recompute", ""}, {"notes", "my library"}, {"source_title", "x"}, {"vpp", "1"}});
  const Case c = must(with(open, {{"n_accelerators", "4096"}, {"tp", "8"}, {"pp", "16"}}));
  CHECK((c.setup.plan.recompute == Recompute::none || c.setup.plan.recompute_layers_frac < 1));
  const Case tight = must(with(open, {{"micro_batch", "8"}}));
  REQUIRE(tight.setup.plan.recompute == Recompute::full);
  CHECK(tight.setup.plan.recompute_layers_frac > 0);
  CHECK(training::memory_use(tight.setup).total() <= 1.0000001 * tight.setup.accelerator.memory);
  CHECK(must(with(open, {{"recompute", "selective"}})).setup.plan.recompute == Recompute::selective);
}

TEST_CASE("model ranks that are not printed are those of the quickest plan of the kind") {
  const Case c = must(with(gpt3_row(), {{"tp", ""}, {"pp", ""}}));
  CHECK(c.setup.plan.tensor * c.setup.plan.pipeline > 1);
  CHECK(c.setup.plan.tensor <= 8);
  CHECK(c.setup.plan.context == 1);
  CHECK(c.setup.plan.recompute == Recompute::full);  // printed
  CHECK(training::memory_use(c.setup).total() <= c.setup.accelerator.memory);
  const Case small =
      must(with(gpt3_row(), {{"tp", ""}, {"pp", ""}, {"layers", "12"}, {"hidden", "768"}, {"heads", "12"}}));
  CHECK(small.setup.plan.tensor == 1);
}

TEST_CASE("a micro-batch that is not printed is the quickest of the usual ones") {
  const Case c = must(with(gpt3_row(), {{"micro_batch", ""}}));
  CHECK(c.setup.plan.micro_batch >= 1);
  CHECK(c.setup.plan.micro_batch <= 2);
  CHECK(c.setup.plan.global_batch_sequences == 1536);
  CHECK(must(with(gpt3_row(), {{"micro_batch", "4"}})).setup.plan.micro_batch == 4);
}

TEST_CASE("measured: tokens per second, FLOP/s and MFU become a step time") {
  const Cells open = with(gpt3_row(), {{"measured_step_time_s", ""}});
  const double tokens = 1536.0 * 2048;
  const Case rate = must(with(open, {{"measured_tokens_per_s", "200000"}}));
  CHECK(rate.measured_as == "tokens/s");
  CHECK(rate.measured_s == doctest::Approx(tokens / 200000));

  const auto flops = workload::model_flops_per_token(rate.setup.model, 2048);
  const double whole = flops.total_full_attention().base();  // papers count the whole square of scores
  const Case speed = must(with(open, {{"measured_tflops_per_gpu", "150"}}));
  CHECK(speed.measured_s == doctest::Approx(tokens * whole / (150e12 * 1024)));
  const Case percent = must(with(open, {{"measured_mfu", "50"}})),
             share = must(with(open, {{"measured_mfu", "0.5"}}));
  CHECK(percent.measured_s == doctest::Approx(tokens * whole / (0.5 * 312e12 * 1024)));
  CHECK(share.measured_s == doctest::Approx(percent.measured_s));

  const Case causal = must(with(open, {{"measured_tflops_per_gpu", "150"}, {"notes", "megatron; causal"}}));
  CHECK((causal.measured_s / speed.measured_s) == doctest::Approx(flops.total().base() / whole));
  // Hardware FLOPs with full recompute: one more forward of the layers.
  const Case hardware =
      must(with(open, {{"measured_tflops_per_gpu", "150"}, {"notes", "megatron; hardware FLOPs"}}));
  CHECK(hardware.measured_s > 1.3 * speed.measured_s);
  CHECK(hardware.measured_s < 4.0 / 3 * speed.measured_s);
}

TEST_CASE("a step time is trusted before a rate, a rate before FLOP/s") {
  CHECK(must(with(gpt3_row(), {{"measured_tokens_per_s", "1"}, {"measured_mfu", "0.1"}})).measured_as ==
        "step time");
  CHECK(must(with(gpt3_row(),
                  {{"measured_step_time_s", "0"}, {"measured_tokens_per_s", "1"}, {"measured_mfu", "0.1"}}))
            .measured_as == "tokens/s");
}

TEST_CASE("the printed network replaces the part's") {
  CHECK(must(with(gpt3_row(), {{"scaleout_gbps_per_gpu", "100"}}))
            .setup.accelerator.scale_out_bandwidth.base() == doctest::Approx(12.5e9));
  CHECK(must(gpt3_row()).setup.accelerator.scale_out_bandwidth.base() ==
        shipped_rig().accelerators.at("a100_80").scale_out_bandwidth.base());
}

}  // namespace gw::evidence
