// The search finds what evaluating every plan one by one finds.
#include "gw/training/search.h"

#include <doctest/doctest.h>

#include <atomic>
#include <numeric>

#include "gw/training/search_brute_force.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

TrainingSetup small_dense() {
  Plan plan;
  plan.global_batch_sequences = 64, plan.sequence_length = 2048;
  return testing::setup(workload::testing::gpt(24, 4096, 32), 32, plan);
}

TrainingSetup small_experts() {
  Plan plan;
  plan.global_batch_sequences = 64, plan.sequence_length = 4096;
  return testing::setup(workload::testing::mixtral_8x7b(), 64, plan);
}

SearchSpace some_of_everything() {
  return {.tensor = {1, 2, 3, 4, 8},
          .context = {1, 2},
          .expert = {1},
          .expert_tensor = {1},
          .sequence_parallel = {0, 1},
          .micro_batch = {1, 2, 3, 4},
          .recompute = {Recompute::none, Recompute::selective, Recompute::full},
          .pipeline = {1, 2, 4, 5},
          .virtual_pipeline = {1, 2, 3},
          .zero_stage = {0, 1, 2, 3},
          .schedule = {Schedule::one_f_one_b, Schedule::interleaved}};
}

void check_same(const SearchCounts& a, const SearchCounts& b) {
  CHECK(a.enumerated == b.enumerated);
  CHECK(a.not_dividing == b.not_dividing);
  CHECK(a.out_of_memory == b.out_of_memory);
  CHECK(a.evaluated == b.evaluated);
}

void check_same(const std::vector<Ranked>& found, const std::vector<BruteForce::Row>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(found[i].order == expected[i].order);
    CHECK(found[i].step_time == expected[i].time);
    CHECK(found[i].memory == expected[i].memory);
    CHECK(found[i].plan.tensor == expected[i].plan.tensor);
    CHECK(found[i].plan.zero_stage == expected[i].plan.zero_stage);
  }
}

void check_against_brute_force(const TrainingSetup& setup, const SearchSpace& space) {
  const BruteForce expected = brute_force(setup, space);
  const SearchResult found = search(setup, space, {.top = 7, .threads = 2});
  check_same(found.counts, expected.counts);
  check_same(found.best, expected.best(7));
  check_same(found.pareto, expected.front());
  CHECK(found.nothing_fits.has_value() == (expected.counts.evaluated == 0));
}

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

// Simple activity-based energy: idle power and the tensor cores' share of the rest.
double joules_per_token(const TrainingSetup& setup, const StepCost& cost) {
  const double busy = (cost.part(PartKind::compute_gemm) + cost.part(PartKind::compute_attention)).base();
  const double joules = double(setup.accelerators) * (100.0 * cost.total().base() + 600.0 * busy);
  return joules / double(setup.plan.global_batch_sequences * setup.plan.sequence_length);
}

}  // namespace

TEST_CASE("a dense space: the result of brute force") {
  check_against_brute_force(small_dense(), some_of_everything());
}

TEST_CASE("experts: the result of brute force") {
  SearchSpace space = some_of_everything();
  space.tensor = {1, 2, 4}, space.expert = {1, 2, 3, 8}, space.expert_tensor = {1, 2};
  check_against_brute_force(small_experts(), space);
}

TEST_CASE("little memory: the result of brute force") {
  TrainingSetup setup = small_dense();
  for (const double gb : {6.0, 9.0, 20.0}) {
    setup.accelerator.memory = gb * unit::GB;
    check_against_brute_force(setup, some_of_everything());
  }
}

TEST_CASE("values that no plan can have are counted, not evaluated") {
  SearchSpace space = some_of_everything();
  space.tensor = {0, 2, 4096}, space.pipeline = {0, 2, 1000}, space.virtual_pipeline = {0, 1},
  space.zero_stage = {-1, 1, 9};
  space.micro_batch = {0, 1};
  check_against_brute_force(small_dense(), space);
}

TEST_CASE("left open, no plan is missed: as many and as good as with every number up to the most") {
  TrainingSetup setup = small_dense();
  setup.model = workload::testing::gpt(6, 1024, 8);
  setup.accelerators = 12, setup.plan.global_batch_sequences = 12, setup.plan.sequence_length = 48;
  std::vector<std::int64_t> all(12);
  std::iota(all.begin(), all.end(), 1);
  SearchSpace every = some_of_everything();
  every.tensor = every.context = every.pipeline = every.virtual_pipeline = every.micro_batch = all;
  every.recompute = {Recompute::none, Recompute::selective, Recompute::full, Recompute::activations};
  every.schedule = {Schedule::one_f_one_b, Schedule::interleaved, Schedule::zero_bubble, Schedule::dualpipe};
  const SearchResult wide = search(setup, every), open = search(setup, {});
  CHECK(open.counts.evaluated == wide.counts.evaluated);
  CHECK(open.counts.out_of_memory == wide.counts.out_of_memory);
  CHECK(open.counts.enumerated < wide.counts.enumerated / 10);
  REQUIRE(open.best.size() == wide.best.size());
  for (std::size_t i = 0; i < open.best.size(); ++i) CHECK(open.best[i].step_time == wide.best[i].step_time);
}

TEST_CASE("a search that is told to stop does so, whoever asks") {
  for (const int threads : {1, 4}) {
    std::atomic<int> asked = 0;
    const SearchResult found =
        search(small_experts(), {}, {.threads = threads, .stop = [&] { return ++asked > 3; }});
    CHECK(found.stopped);
    CHECK(found.best.empty());
    CHECK_FALSE(found.nothing_fits);
    CHECK(asked <= 3 + threads);
  }
  CHECK_FALSE(search(small_experts(), {}, {.threads = 2, .stop = [] { return false; }}).stopped);
}

TEST_CASE("the same result on any number of threads") {
  const SearchOptions one{.threads = 1, .joules_per_token = joules_per_token};
  const SearchResult a = search(small_experts(), {}, one);
  REQUIRE_FALSE(a.best.empty());
  for (const int threads : {0, 2, 7}) {
    const SearchResult b =
        search(small_experts(), {}, {.threads = threads, .joules_per_token = joules_per_token});
    check_same(a.counts, b.counts);
    for (const auto list : {&SearchResult::best, &SearchResult::pareto}) {
      REQUIRE((a.*list).size() == (b.*list).size());
      for (std::size_t i = 0; i < (a.*list).size(); ++i) {
        CHECK((a.*list)[i].order == (b.*list)[i].order);
        CHECK((a.*list)[i].reason == (b.*list)[i].reason);
      }
    }
  }
}

TEST_CASE("counts add up, the best come in order and say why") {
  const SearchResult result = search(small_dense(), {});
  const SearchCounts& c = result.counts;
  CHECK(c.enumerated == c.not_dividing + c.out_of_memory + c.evaluated);
  REQUIRE(result.best.size() == 10);
  for (std::size_t i = 0; i < result.best.size(); ++i) {
    const Ranked& r = result.best[i];
    CHECK(contains(r.reason, "bound by"));
    CHECK(contains(r.reason, "the next"));
    CHECK(r.tokens_per_second == doctest::Approx(64 * 2048 / r.step_time.in(unit::s)));
    CHECK(r.mfu_frac > 0);
    CHECK(r.uncertainty_frac > 0);
    CHECK_FALSE(r.binding.empty());
    if (i > 0) CHECK(result.best[i - 1].step_time <= r.step_time);
  }
  CHECK(result.pareto.front().step_time == result.best.front().step_time);
  CHECK(contains(result.pareto.front().reason, "fastest"));
  CHECK(contains(result.pareto.back().reason, "slower than the fastest"));
}

TEST_CASE("the front has no plan that another beats, energy included") {
  const SearchResult result = search(small_dense(), {}, {.joules_per_token = joules_per_token});
  CHECK(result.pareto.size() > 3);
  for (const Ranked& a : result.pareto)
    for (const Ranked& b : result.pareto) {
      if (a.order == b.order) continue;
      CHECK_FALSE(
          (a.step_time <= b.step_time && a.memory <= b.memory && a.joules_per_token <= b.joules_per_token));
    }
}

TEST_CASE("other objectives") {
  const SearchOptions memory{.objective = Objective::memory};
  const SearchOptions energy{.objective = Objective::energy, .joules_per_token = joules_per_token};
  const SearchResult fast = search(small_dense(), {}), small = search(small_dense(), {}, memory),
                     lean = search(small_dense(), {}, energy);
  CHECK(small.best.front().memory < fast.best.front().memory);
  CHECK(small.best.front().memory == small.pareto.back().memory);
  CHECK(contains(small.best.front().reason, "GB less than the next"));
  for (const Ranked& r : lean.pareto) CHECK(lean.best.front().joules_per_token <= r.joules_per_token);
  CHECK(contains(lean.best.front().reason, "the next"));
}

TEST_CASE("one plan: nothing to compare with") {
  const SearchResult result = search(gpt3_on_1024(), {.tensor = {8},
                                                      .context = {1},
                                                      .expert = {1},
                                                      .expert_tensor = {1},
                                                      .sequence_parallel = {1},
                                                      .micro_batch = {1},
                                                      .recompute = {Recompute::selective},
                                                      .pipeline = {8},
                                                      .virtual_pipeline = {6},
                                                      .zero_stage = {1},
                                                      .schedule = {Schedule::interleaved}});
  CHECK(result.counts.enumerated == 1);
  REQUIRE(result.best.size() == 1);
  CHECK(result.pareto.size() == 1);
  CHECK_FALSE(contains(result.best.front().reason, "next"));
}

TEST_CASE("a list of none keeps the front") {
  const SearchResult result = search(small_dense(), {}, {.top = 0});
  CHECK(result.best.empty());
  CHECK_FALSE(result.pareto.empty());
}

}  // namespace gw::training
