#include "gw/workload/operators.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"
#include "gw/workload/test_models.h"

namespace gw::workload {
namespace {

using namespace testing;

double weights(const OperatorList& list) {
  double sum = 0;
  for (const Operator& op : list) sum += op.weights;
  return sum;
}

double all_weights(const catalog::Model& model) {
  const LayerInput input;
  const LayerMix mix = layer_mix(model);
  double sum = weights(embedding_operators(model, input, {})) + weights(head_operators(model, input, {}));
  for (std::size_t i = 0; i < mix.counts.size(); ++i)
    if (mix.counts[i] > 0)
      sum += double(mix.counts[i]) * weights(layer_operators(model, layer_kind_at(i), input, {}));
  return sum;
}

double local_weights(const OperatorList& list) {
  double sum = 0;
  for (const Operator& op : list) sum += op.weights_local;
  return sum;
}

Flops forward(const OperatorList& list) {
  Flops sum;
  for (const Operator& op : list) sum += op.flops_forward;
  return sum;
}

const Operator& find(const OperatorList& list, const char* name) {
  for (const Operator& op : list)
    if (std::strcmp(op.name, name) == 0) return op;
  FAIL("no operator " << name);
  return list[0];
}

}  // namespace

TEST_CASE("the weights of the operators are the weights of the model") {
  for (const auto& model : {gpt3_175b(), llama3_405b(), mixtral_8x7b(), deepseek_v3()}) {
    CAPTURE(model.name);
    CHECK(all_weights(model) == doctest::Approx(double(catalog::total_parameters(model))).epsilon(1e-12));
  }
  CHECK(all_weights(gpt3_175b()) == doctest::Approx(174.6e9).epsilon(0.005));
  CHECK(all_weights(llama3_405b()) == doctest::Approx(405.9e9).epsilon(0.005));
  CHECK(all_weights(deepseek_v3()) == doctest::Approx(671e9).epsilon(0.005));
}

TEST_CASE("the same for every model of the catalogue") {
  catalog::Library library({std::string(GW_SOURCE_DIR) + "/catalog"});
  for (const auto& name : library.names("models")) {
    Diagnostics diagnostics;
    describe::ProvenanceMap provenance;
    const auto* document = library.row("models", name, diagnostics);
    REQUIRE(document);
    const auto model = describe::read<catalog::Model>(*document, library.resolver(), provenance, diagnostics);
    CAPTURE(name);
    CHECK(all_weights(model) == doctest::Approx(double(catalog::total_parameters(model))).epsilon(1e-9));
  }
}

TEST_CASE("extra prediction layers hold what the catalogue counts for them") {
  const catalog::Model model = deepseek_v3();
  const LayerInput input;
  const double layer = weights(layer_operators(model, {.experts = true, .full_attention = true}, input, {}));
  const double extra = layer + weights(multi_token_operators(model, input, {}));
  CHECK(extra == doctest::Approx(double(catalog::multi_token_parameters(model))).epsilon(1e-9));
}

TEST_CASE("a GPT layer does 24 T h^2 (1 + s / 6h) forward FLOPs, causal half for fused attention") {
  const catalog::Model model = gpt(1, 4096, 32);
  const double h = 4096, s = 2048;
  LayerInput input{.micro_batch = 2, .sequence = s};
  input.fused_attention = false;
  const double whole = 24 * 2 * s * h * h * (1 + s / (6 * h));
  CHECK(forward(layer_operators(model, {}, input, {})).base() == doctest::Approx(whole));
  input.fused_attention = true;
  const double causal = 24 * 2 * s * h * h + 4 * 2 * s * h * (s + 1) / 2;
  CHECK(forward(layer_operators(model, {}, input, {})).base() == doctest::Approx(causal));
}

TEST_CASE("backward is twice forward for products; fused attention recomputes the scores") {
  for (const Operator& op : layer_operators(llama3_405b(), {}, {.sequence = 8192}, {})) {
    CAPTURE(op.name);
    const double ratio = op.kind == OperatorKind::attention ? 2.5 : 2.0;
    if (op.flops_forward.base() > 0) CHECK(op.flops_backward / op.flops_forward == doctest::Approx(ratio));
  }
}

TEST_CASE("tensor and context ranks divide products and attention; replicated parts stay") {
  const catalog::Model model = llama3_405b();
  const LayerInput input{.micro_batch = 1, .sequence = 8192};
  const auto one = layer_operators(model, {}, input, {});
  const auto cut = layer_operators(model, {}, input, {.tensor = 8, .context = 2, .sequence_parallel = true});
  CHECK((forward(one) / forward(cut)) == doctest::Approx(16));
  CHECK(local_weights(one) == doctest::Approx(weights(one)));
  const double norms = 2.0 * 16384;
  CHECK(local_weights(cut) == doctest::Approx((weights(one) - norms) / 8 + norms));
  CHECK(find(cut, "attention_norm").bytes_forward * 16.0 / find(one, "attention_norm").bytes_forward ==
        doctest::Approx(1));
  const auto no_sp = layer_operators(model, {}, input, {.tensor = 8, .context = 2});
  CHECK(find(no_sp, "attention_norm").bytes_forward * 2.0 / find(one, "attention_norm").bytes_forward ==
        doctest::Approx(1));
}

TEST_CASE("experts: work per rank follows the tokens, weights follow the ranks") {
  const catalog::Model model = mixtral_8x7b();
  const LayerInput input{.micro_batch = 1, .sequence = 4096};
  const LayerKind moe{.experts = true, .full_attention = true};
  const Operator one = find(layer_operators(model, moe, input, {}), "expert_up");
  CHECK(one.flops_forward.base() == doctest::Approx(2.0 * 4096 * 2 * 4096 * 2 * 14336));
  CHECK(one.m == doctest::Approx(4096 * 2 / 8.0));
  const Operator ep = find(layer_operators(model, moe, input, {.expert = 8}), "expert_up");
  CHECK((ep.flops_forward / one.flops_forward) == doctest::Approx(1));  // balanced: as many tokens come as go
  CHECK(ep.weights_local * 8 == doctest::Approx(one.weights_local));
  CHECK(ep.batch == 1);
  CHECK(ep.m == doctest::Approx(8192));
  const Operator etp =
      find(layer_operators(model, moe, input,
                           {.tensor = 2, .expert = 4, .expert_tensor = 2, .sequence_parallel = true}),
           "expert_up");
  CHECK((etp.flops_forward / one.flops_forward) == doctest::Approx(0.5));
  CHECK(etp.weights_local * 8 == doctest::Approx(one.weights_local));
  CHECK(etp.expert_weights);
}

TEST_CASE("windows: mean keys of sliding attention and layers by kind") {
  catalog::Model model = llama3_405b();
  CHECK(mean_context(model, true, 4096) == doctest::Approx(2048.5));
  std::get<catalog::GroupedAttention>(model.attention).window = 128;
  std::get<catalog::GroupedAttention>(model.attention).full_every = 2;
  // 128 queries see 1..128 keys, the rest 128.
  CHECK(mean_context(model, false, 4096) == doctest::Approx((128 * 129 / 2 + (4096 - 128) * 128.0) / 4096));
  CHECK(mean_context(model, false, 100) == doctest::Approx(50.5));
  CHECK(layer_mix(model).counts == std::array<std::int64_t, 4>{63, 63, 0, 0});
  CHECK(layer_mix(deepseek_v3()).counts == std::array<std::int64_t, 4>{3, 0, 58, 0});
  CHECK(layer_mix(deepseek_v3()).total() == 61);
}

TEST_CASE("8-bit products read half the bytes and add a quantisation pass") {
  const catalog::Model model = llama3_405b();
  const auto wide = layer_operators(model, {}, {.sequence = 8192}, {});
  const auto narrow = layer_operators(model, {}, {.sequence = 8192, .matmul = catalog::Precision::fp8}, {});
  CHECK(narrow.size() == wide.size() + 1);
  CHECK(find(narrow, "ffn_up").bytes_forward < find(wide, "ffn_up").bytes_forward);
  CHECK(find(narrow, "attention").precision == catalog::Precision::bf16);
  CHECK(find(narrow, "ffn_up").precision == catalog::Precision::fp8);
  CHECK(find(narrow, "quantise").bytes_forward.base() > 0);
  CHECK(std::strcmp(to_string(OperatorKind::grouped_gemm), "grouped_gemm") == 0);
}

TEST_CASE(
    "experts' inputs are cast one expert after another: three kernels a product, two with block scales") {
  const catalog::Model model = mixtral_8x7b();
  const LayerKind experts{.experts = true};
  const auto of = [&](catalog::Precision precision, std::int64_t ranks) {
    return layer_operators(model, experts, {.sequence = 4096, .matmul = precision}, {.expert = ranks});
  };
  // Two products of 8 local experts.
  CHECK(find(of(catalog::Precision::fp8, 1), "quantise_experts").kernels_forward == 3 * 2 * 8);
  CHECK(find(of(catalog::Precision::fp8, 4), "quantise_experts").kernels_forward == 3 * 2 * 2);
  CHECK(find(of(catalog::Precision::mxfp8, 1), "quantise_experts").kernels_backward == 2 * 2 * 8);
  // Two copies of 4,096 tokens: in 16 bits once, out in 8 bits twice, of the width before each product.
  CHECK(find(of(catalog::Precision::fp8, 1), "quantise_experts").bytes_forward.base() ==
        doctest::Approx(4.0 * 2 * 4096 * (4096 + 14336)));
}

TEST_CASE("biases of experts' outputs in kernels of their own: bytes by the copies, kernels by the experts") {
  catalog::Model model = mixtral_8x7b();
  const LayerKind experts{.experts = true};
  LayerInput input{.sequence = 4096};
  input.fused_experts = false;
  const std::size_t plain = layer_operators(model, experts, input, {}).size();
  model.biases = true;
  CHECK(layer_operators(model, experts, input, {}).size() == plain + 1);
  const Operator one = find(layer_operators(model, experts, input, {}), "expert_bias");
  // Two copies of 4,096 tokens of 4,096 elements: 28 bytes there and 36 back.
  CHECK(one.bytes_forward.base() == doctest::Approx(28.0 * 2 * 4096 * 4096));
  CHECK(one.bytes_backward.base() == doctest::Approx(36.0 * 2 * 4096 * 4096));
  const Operator cut = find(layer_operators(model, experts, input, {.expert = 8}), "expert_bias");
  CHECK(cut.bytes_forward.base() == one.bytes_forward.base());  // ranks bring tokens of their own
  CHECK(cut.kernels_forward * 8 == one.kernels_forward);
  CHECK(cut.busiest > 1);
  input.fused_experts = true;
  CHECK(layer_operators(model, experts, input, {}).size() == plain);
}

TEST_CASE("clamps of experts' activations outside their kernel: bytes by the copies, a copy kept") {
  catalog::Model model = mixtral_8x7b();
  LayerInput input{.sequence = 4096};
  input.fused_experts = false;
  const std::size_t plain = layer_operators(model, {.experts = true}, input, {}).size();
  model.activation_clamped = true;
  const OperatorList clamped = layer_operators(model, {.experts = true}, input, {});
  CHECK(clamped.size() == plain + 1);
  CHECK(layer_operators(model, {}, input, {}).size() ==
        layer_operators(mixtral_8x7b(), {}, input, {}).size());
  const Operator clamp = find(clamped, "expert_clamp");
  // Two copies of 4,096 tokens, 14,336 elements each: 16 bytes there, 30 back, gate and value in 16 bits
  // kept.
  CHECK(clamp.bytes_forward.base() == doctest::Approx(16.0 * 2 * 4096 * 14336));
  CHECK(clamp.bytes_backward.base() == doctest::Approx(30.0 * 2 * 4096 * 14336));
  CHECK(clamp.saved.base() == doctest::Approx(4.0 * 2 * 4096 * 14336));
  input.fused_experts = true;
  CHECK(layer_operators(model, {.experts = true}, input, {}).size() == plain);
}

TEST_CASE("sums of gradients in kernels of their own: bytes of the weights, whatever the tokens") {
  const catalog::Model model = mixtral_8x7b();
  const auto sums = [&](double micro_batch) {
    LayerInput input{.micro_batch = micro_batch, .sequence = 4096};
    input.accumulate_bytes = 10;
    return find(layer_operators(model, {.experts = true}, input, {.tensor = 2, .expert = 4}),
                "accumulate_gradients");
  };
  const double attention = 4096.0 * (4096 * 2 + 1024 * 2) / 2, experts = 2 * 3 * 4096.0 * 14336;
  CHECK(sums(1).bytes_backward.base() == doctest::Approx(10 * (attention + experts)));
  CHECK(sums(4).bytes_backward.base() == sums(1).bytes_backward.base());
  CHECK(sums(1).bytes_forward.base() == 0);
  CHECK(sums(1).kernels_forward == 0);
}

TEST_CASE("every number of every operator is finite and not negative") {
  for (const auto& model : {gpt3_175b(), llama3_405b(), mixtral_8x7b(), deepseek_v3()})
    for (std::size_t i = 0; i < 4; ++i)
      for (const Operator& op : layer_operators(model, layer_kind_at(i), {.sequence = 1},
                                                {.tensor = 8, .sequence_parallel = true})) {
        CAPTURE(op.name);
        for (double x : {op.flops_forward.base(), op.flops_backward.base(), op.bytes_forward.base(),
                         op.bytes_backward.base(), op.weights, op.weights_local, op.saved.base()}) {
          CHECK(std::isfinite(x));
          CHECK(x >= 0);
        }
        CHECK(op.saved_scores <= op.saved);
      }
}

}  // namespace gw::workload
