// Any space of any job has the result of brute force.
#include <doctest/doctest.h>

#include "gw/base/random.h"
#include "gw/training/search_brute_force.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

template <class T>
std::vector<T> pick(Random& random, std::initializer_list<T> from, std::size_t most) {
  std::vector<T> out;
  for (const T value : from)
    if (out.size() < most && random.uniform() < 0.5) out.push_back(value);
  if (out.empty()) out.push_back(*(from.begin() + std::ptrdiff_t(random.uniform() * double(from.size()))));
  return out;
}

SearchSpace random_space(Random& random, bool experts) {
  SearchSpace space;
  using Values = std::initializer_list<std::int64_t>;
  space.tensor = pick(random, Values{1, 2, 4, 8, 16, 3}, 3);
  space.context = pick(random, Values{1, 2, 4, 3}, 2);
  space.expert = experts ? pick(random, Values{1, 2, 4, 5, 8, 64}, 2) : std::vector<std::int64_t>{1};
  space.expert_tensor = experts ? pick(random, Values{1, 2, 4}, 2) : pick(random, Values{1, 2}, 1);
  space.sequence_parallel = pick(random, {0, 1}, 2);
  space.micro_batch = pick(random, Values{1, 2, 3, 4}, 2);
  space.recompute =
      pick(random, {Recompute::none, Recompute::selective, Recompute::full, Recompute::activations}, 2);
  space.pipeline = pick(random, Values{1, 2, 4, 8, 3, 16, 61}, 4);
  space.virtual_pipeline = pick(random, Values{1, 2, 3, 7}, 3);
  space.zero_stage = pick(random, {0, 1, 2, 3}, 3);
  space.schedule = pick(
      random, {Schedule::one_f_one_b, Schedule::interleaved, Schedule::zero_bubble, Schedule::dualpipe}, 2);
  return space;
}

TrainingSetup random_setup(Random& random, std::uint64_t i) {
  const catalog::Model models[] = {workload::testing::gpt(24, 2048, 16), workload::testing::mixtral_8x7b(),
                                   workload::testing::llama3_405b(), workload::testing::deepseek_v3()};
  const std::int64_t counts[] = {8, 24, 64, 256, 1000, 2048};
  Plan plan;
  plan.sequence_length = std::int64_t(1) << int(7 + random.uniform() * 8);
  plan.global_batch_sequences = std::int64_t(random.uniform() < 0.2 ? 1000 : 3072)
                                << int(random.uniform() * 4);
  plan.uneven_stages = random.uniform() < 0.5;
  plan.software.gradient = random.uniform() < 0.5 ? GradientFormat::bf16 : GradientFormat::fp32;
  plan.software.fused_attention = random.uniform() < 0.8;
  plan.software.data_overlap = random.uniform() < 0.5;
  plan.software.tensor_overlap_frac = random.uniform();
  plan.software.contention_frac = 0.5 * random.uniform();
  plan.recompute_layers_frac = random.uniform();
  TrainingSetup out = testing::setup(models[i % 4], counts[std::size_t(random.uniform() * 6)], plan);
  if (random.uniform() < 0.8) out.accelerator.memory = (10.0 + 1000.0 * random.uniform()) * unit::GB;
  return out;
}

bool same(const std::vector<Ranked>& found, const std::vector<BruteForce::Row>& expected) {
  return std::equal(found.begin(), found.end(), expected.begin(), expected.end(),
                    [](const Ranked& a, const BruteForce::Row& b) {
                      return a.order == b.order && a.step_time == b.time && a.memory == b.memory;
                    });
}

}  // namespace

TEST_CASE("two hundred random spaces") {
  std::uint64_t evaluated = 0, spaces = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    Random random(1, stream_id("training.search"), i);
    const TrainingSetup setup = random_setup(random, i);
    const SearchSpace space = random_space(random, setup.model.experts.has_value());
    CAPTURE(i);
    const BruteForce expected = brute_force(setup, space);
    const SearchResult found = search(setup, space, {.top = 5, .threads = 1});
    CHECK(found.counts.enumerated == expected.counts.enumerated);
    CHECK(found.counts.not_dividing == expected.counts.not_dividing);
    CHECK(found.counts.out_of_memory == expected.counts.out_of_memory);
    CHECK(found.counts.evaluated == expected.counts.evaluated);
    CHECK(same(found.best, expected.best(5)));
    CHECK(same(found.pareto, expected.front()));
    CHECK(found.nothing_fits.has_value() == expected.rows.empty());
    evaluated += expected.counts.evaluated, spaces += !expected.rows.empty();
  }
  MESSAGE(evaluated << " plans in " << spaces << " spaces");
  CHECK(evaluated > 1000);
  CHECK(spaces > 20);
}

}  // namespace gw::training
