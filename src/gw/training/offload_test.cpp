// What lies in host memory, and copies of the weights that fewer ranks share (HSDP).
#include <doctest/doctest.h>

#include <algorithm>

#include "gw/training/data_ranks.h"
#include "gw/training/step_cost.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

StepCost cost_of(const TrainingSetup& setup) {
  return step_cost(setup, workload::Roofline(setup.accelerator));
}

// ZeRO-3 over 128 data ranks, eight to a domain.
TrainingSetup sharded(std::int64_t shard_ranks) {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.tensor = 1, setup.plan.pipeline = 8, setup.plan.zero_stage = 3;
  setup.plan.shard_ranks = shard_ranks;
  return setup;
}

}  // namespace

TEST_CASE("optimizer states in host memory: freed here, moved over the host link") {
  TrainingSetup setup = gpt3_on_1024();
  const StepCost here = cost_of(setup);
  CHECK(here.part(PartKind::offload).base() == 0);
  for (const double away : {0.25, 1.0}) {
    setup.plan.offload_optimizer_frac = away;
    const StepCost cost = cost_of(setup);
    CHECK(cost.memory.optimizer.base() == doctest::Approx(((1 - away) * here.memory.optimizer).base()));
    CHECK(cost.memory.gradients.base() == here.memory.gradients.base());
    CHECK(cost.data.optimizer_bytes.base() ==
          doctest::Approx(((1 - away) * here.data.optimizer_bytes).base()));
    // A rank's share of 12 layers: gradients of 4 bytes down, weights of 2 up; the host streams both and
    // reads and writes 12 bytes of states, at 0.8 of its memory's rate.
    const double parameters = 96.0 / 8 * 12 * 12288.0 * 12288 / 8 / 16;
    const double link = parameters * 6 / setup.accelerator.host_bandwidth.base();
    const double update = parameters * (6 + 24) / (0.8 * setup.accelerator.host_memory_bandwidth.base());
    CHECK(cost.part(PartKind::offload).base() == doctest::Approx(away * (link + update)).epsilon(0.002));
    CHECK(cost.total() > here.total());
  }
}

TEST_CASE("offloaded states: link and host memory each take their time, one after the other") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.offload_optimizer_frac = 1;
  const Bandwidth endless = Bandwidth::from_base(1e30);
  const auto offload = [&](double link, double memory) {
    TrainingSetup other = setup;
    other.accelerator.host_bandwidth = link > 0 ? link * setup.accelerator.host_bandwidth : endless;
    other.accelerator.host_memory_bandwidth =
        memory > 0 ? memory * setup.accelerator.host_memory_bandwidth : endless;
    return cost_of(other).part(PartKind::offload);
  };
  CHECK((offload(1, 0) / offload(2, 0)) == doctest::Approx(2));
  CHECK((offload(0, 1) / offload(0, 2)) == doctest::Approx(2));
  CHECK(offload(1, 1).base() == doctest::Approx((offload(1, 0) + offload(0, 1)).base()));
}

TEST_CASE("activations in host memory: hidden while the link keeps up with both passes, shown beyond") {
  TrainingSetup setup = gpt3_on_1024();
  const StepCost here = cost_of(setup);
  setup.plan.offload_activations_frac = 1;
  setup.accelerator.host_bandwidth = Bandwidth::from_base(1e15);
  const StepCost hidden = cost_of(setup);
  CHECK(hidden.part(PartKind::offload).base() == 0);
  CHECK(hidden.memory.activations < 0.5 * here.memory.activations);
  CHECK(hidden.memory.activations.base() > 0);  // layers on their way
  // A link that takes three times the forward and backward pass for what is saved.
  const Time forward = here.mean_stage.forward.total(), backward = here.mean_stage.backward.total();
  const Time move = 3.0 * (forward + backward);
  setup.accelerator.host_bandwidth = here.mean_stage.saved / move;
  CHECK(cost_of(setup).part(PartKind::offload).base() ==
        doctest::Approx((here.micro_batches * ((move - forward) + (move - backward))).base()));
}

TEST_CASE("activations offloaded in part: memory is linear in the part") {
  TrainingSetup setup = gpt3_on_1024();
  setup.model.vocabulary = 8;  // the first stage stays the fullest
  const auto activations = [&](double part) {
    setup.plan.offload_activations_frac = part;
    return cost_of(setup).memory.activations.base();
  };
  CHECK(activations(0.5) == doctest::Approx(0.5 * (activations(0.0) + activations(1.0))));
  CHECK(activations(0.9) < activations(0.1));
}

TEST_CASE("copies of the weights shared by fewer ranks: more memory, less traffic between domains") {
  const StepCost all = cost_of(sharded(0)), domain = cost_of(sharded(8));
  const double states = (all.memory.weights + all.memory.optimizer + all.memory.gradients).base();
  CHECK((domain.memory.weights + domain.memory.optimizer + domain.memory.gradients).base() ==
        doctest::Approx(16 * states));
  CHECK(domain.data.scale_out_bytes < 0.1 * all.data.scale_out_bytes);
  CHECK(domain.data.traffic < all.data.traffic);
  // As many as there are, or more, are all of them.
  CHECK(cost_of(sharded(128)).total().base() == all.total().base());
  CHECK(cost_of(sharded(1024)).total().base() == all.total().base());
}

TEST_CASE("groups of copies and of shards cover the data ranks") {
  for (const std::int64_t wanted : {0, 1, 2, 8, 32, 128}) {
    const DataRanks ranks = data_ranks(sharded(wanted));
    CHECK(ranks.dense_shard.size * ranks.dense_replica.size == ranks.dense.size);
    CHECK(ranks.dense_shard.size == (wanted > 0 ? wanted : 128));
    CHECK(ranks.dense_replica.stride == ranks.dense.stride * ranks.dense_shard.size);
  }
  TrainingSetup experts = mixtral_on_64();
  experts.plan.zero_stage = 3, experts.plan.shard_ranks = 8;  // half of 16 data ranks, one of 2 expert copies
  const DataRanks ranks = data_ranks(experts);
  CHECK(ranks.dense_shard.size == 8);
  CHECK(ranks.expert_shard.size == 1);
  CHECK(ranks.expert_replica.size == 2);
}

TEST_CASE("sharing by fewer ranks belongs to ZeRO-3: other stages take no notice of it") {
  for (const int stage : {0, 1, 2}) {
    TrainingSetup setup = gpt3_on_1024();
    setup.plan.zero_stage = stage;
    const StepCost plain = cost_of(setup);
    setup.plan.shard_ranks = 4;
    CHECK(cost_of(setup).total().base() == plain.total().base());
    CHECK(cost_of(setup).memory.total().base() == plain.memory.total().base());
  }
}

TEST_CASE("shard ranks that do not divide are refused with the nearest that do") {
  TrainingSetup setup = sharded(48);
  setup.accelerator.memory = 1e6 * unit::GB;
  const auto problems = check(setup);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].hint == "shard_ranks 32 divides them");
  setup.plan.shard_ranks = 32;
  CHECK(check(setup).empty());
}

}  // namespace gw::training
