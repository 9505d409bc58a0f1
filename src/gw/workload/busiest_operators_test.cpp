// Which operators of a layer go by the busiest expert rank, and by how much; the largest of n draws by
// drawing.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <string>

#include "gw/base/random.h"
#include "gw/workload/expert_load.h"
#include "gw/workload/operators.h"
#include "gw/workload/test_models.h"

namespace gw::workload {
namespace {

/// Standard normal draws [Box and Muller 1958].
double normal(Random& random) {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - random.uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * random.uniform());
}

std::set<std::string> above_one(const OperatorList& list) {
  std::set<std::string> names;
  for (const Operator& op : list)
    if (op.busiest > 1.0) names.insert(op.name);
  return names;
}

}  // namespace

TEST_CASE("the expected largest of n draws, against draws") {
  for (const int draws : {2, 8, 64}) {
    CAPTURE(draws);
    Random random(1, stream_id("test.expert_load"), std::uint64_t(draws));
    constexpr int kTrials = 20'000;
    double sum = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
      double largest = -1e300;
      for (int i = 0; i < draws; ++i) largest = std::max(largest, normal(random));
      sum += largest;
    }
    CHECK(sum / kTrials == doctest::Approx(expected_largest_normal(draws)).epsilon(0.03));
  }
}

TEST_CASE("experts and their permutation go by the busiest rank, everything else by its own tokens") {
  const catalog::Model model = testing::mixtral_8x7b();
  const LayerInput input{.micro_batch = 1, .sequence = 4096};
  const LayerKind kind{.experts = true};
  const OperatorList list = layer_operators(model, kind, input, {.expert = 8});
  CHECK(above_one(list) ==
        std::set<std::string>{"permute", "expert_up", "expert_activation", "expert_down", "unpermute"});
  const double expected = busiest_expert_rank(*model.experts, 8);
  for (const Operator& op : list)
    if (op.busiest > 1.0) CHECK(op.busiest == doctest::Approx(expected));
  // All experts on every rank: nobody waits.
  CHECK(above_one(layer_operators(model, kind, input, {})).empty());
  CHECK(above_one(layer_operators(testing::gpt3_175b(), {}, input, {.tensor = 8})).empty());
}

TEST_CASE("a stated imbalance replaces the router's; one forces balance") {
  const catalog::Model model = testing::mixtral_8x7b();
  LayerInput input{.micro_batch = 1, .sequence = 4096};
  const Shards shards{.expert = 8};
  CHECK(expert_imbalance(model, input, shards) == doctest::Approx(busiest_expert_rank(*model.experts, 8)));
  input.expert_imbalance = 2.5;
  CHECK(expert_imbalance(model, input, shards) == 2.5);
  input.expert_imbalance = 1.0;
  CHECK(above_one(layer_operators(model, {.experts = true}, input, shards)).empty());
  CHECK(expert_imbalance(testing::gpt3_175b(), input, shards) == 1.0);
}

TEST_CASE("FLOPs, bytes and weights of the operators stay those of the mean rank") {
  catalog::Model model = testing::mixtral_8x7b();
  const LayerInput input{.micro_batch = 1, .sequence = 4096};
  const OperatorList uneven = layer_operators(model, {.experts = true}, input, {.expert = 8});
  model.experts->load_variation = 0.0;
  const OperatorList even = layer_operators(model, {.experts = true}, input, {.expert = 8});
  REQUIRE(uneven.size() == even.size());
  for (std::size_t i = 0; i < even.size(); ++i) {
    CHECK(uneven[i].flops_forward.base() == even[i].flops_forward.base());
    CHECK(uneven[i].bytes_backward.base() == even[i].bytes_backward.base());
    CHECK(uneven[i].weights_local == even[i].weights_local);
    CHECK(uneven[i].saved.base() == even[i].saved.base());
  }
}

}  // namespace gw::workload
