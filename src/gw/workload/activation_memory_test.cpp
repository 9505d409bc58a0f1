#include "gw/workload/activation_memory.h"

#include <doctest/doctest.h>

#include "gw/workload/test_models.h"

namespace gw::workload {
namespace {

using namespace testing;

// Unfused 16-bit attention with dropout: the setting of the paper.
LayerInput paper_input() {
  return {.micro_batch = 1,
          .sequence = 2048,
          .matmul = catalog::Precision::fp16,
          .activation = catalog::Precision::fp16,
          .fused_attention = false,
          .dropout = true};
}

double per_token(const catalog::Model& model, const Shards& shards, Recompute recompute) {
  return activation_bytes_per_token(model, {}, paper_input(), shards, recompute).base();
}

}  // namespace

TEST_CASE("a GPT layer keeps what Korthikanti et al. count, table 2") {
  const double h = 12288, a = 96, s = 2048, t = 8;
  const catalog::Model model = gpt(1, 12288, 96);
  const Shards tensor{.tensor = 8}, sequence{.tensor = 8, .sequence_parallel = true};
  CHECK(per_token(model, {}, Recompute::none) == doctest::Approx(h * (34 + 5 * a * s / h)));
  CHECK(per_token(model, tensor, Recompute::none) ==
        doctest::Approx(h * (10 + 24 / t + 5 * a * s / (h * t))));
  CHECK(per_token(model, sequence, Recompute::none) == doctest::Approx(h * (34 / t + 5 * a * s / (h * t))));
  CHECK(per_token(model, sequence, Recompute::selective) == doctest::Approx(h * 34 / t));
  CHECK(per_token(model, {}, Recompute::full) == doctest::Approx(2 * h));
}

TEST_CASE("selective recompute saves 70 % on GPT-3 and 65 % on MT-NLG 530B, as published") {
  const Shards sequence{.tensor = 8, .sequence_parallel = true};
  const auto saving = [&](const catalog::Model& model) {
    return 1 - per_token(model, sequence, Recompute::selective) / per_token(model, sequence, Recompute::none);
  };
  CHECK(saving(gpt3_175b()) == doctest::Approx(0.70).epsilon(0.01));
  CHECK(saving(gpt(105, 20480, 128)) == doctest::Approx(0.65).epsilon(0.01));
}

TEST_CASE("fused attention keeps little beside its inputs, 8-bit inputs less") {
  LayerInput input{.sequence = 8192};
  const catalog::Model model = llama3_405b();
  const auto bytes = [&] { return activation_bytes_per_token(model, {}, input, {}, Recompute::none); };
  const Bytes fused = bytes();
  CHECK((fused - activation_bytes_per_token(model, {}, input, {}, Recompute::selective)).base() ==
        doctest::Approx(4.0 * 128));
  input.matmul = catalog::Precision::fp8;
  CHECK(bytes() < fused);
  input.fused_attention = false;
  CHECK(bytes() > 2.0 * fused);
}

TEST_CASE("key/value cache per token") {
  // Llama 3 405B: 2 x 126 layers x 8 heads x 128 x 2 bytes; DeepSeek-V3: 61 layers x (512 + 64) x 2 bytes.
  CHECK(kv_bytes_per_token(llama3_405b(), catalog::Precision::bf16).base() == 2.0 * 126 * 8 * 128 * 2);
  CHECK(kv_bytes_per_token(deepseek_v3(), catalog::Precision::bf16).base() == 61.0 * 576 * 2);
  CHECK(kv_bytes_per_token(llama3_405b(), catalog::Precision::fp8).base() == 2.0 * 126 * 8 * 128);
}

}  // namespace gw::workload
