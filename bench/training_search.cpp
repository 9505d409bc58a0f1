// The search for the best parallel plan of GPT-3 175B on 4,096 A100 of 80 GB, 4,096 sequences a step: the space that
// Calculon [Isaev et al. 2023, SC'23, doi 10.1145/3581784.3607102] made known. Every plan of the default space.

#include <thread>

#include "answers.h"
#include "gw/training/search.h"
#include "gw/training/test_setups.h"

namespace gw::bench {
namespace {

using namespace training;

TrainingSetup gpt3_on_4096_a100() {
  catalog::Accelerator a;
  a.name = "A100";
  a.peak.fp16 = a.peak.bf16 = FlopRate::from_base(312e12);
  a.memory = 80.0 * unit::GB;
  a.memory_bandwidth = Bandwidth::from_base(2.039e12);
  a.scale_up_bandwidth = Bandwidth::from_base(300e9);
  a.scale_out_bandwidth = Bandwidth::from_base(25e9);
  Plan plan;
  plan.sequence_length = 2048, plan.global_batch_sequences = 4096;
  return {.model = workload::testing::gpt3_175b(),
          .accelerator = a,
          .fabric = network::make_fabric(a, training::testing::leaf_and_spine(), 4096),
          .accelerators = 4096,
          .plan = plan};
}

void count(benchmark::State& state, const SearchCounts& counts) {
  const auto rate = [](std::uint64_t plans) {
    return benchmark::Counter(double(plans), benchmark::Counter::kIsIterationInvariantRate);
  };
  state.counters["plans"] = double(counts.enumerated);
  state.counters["evaluated"] = double(counts.evaluated);
  state.counters["plans/s"] = rate(counts.enumerated);
  state.counters["evaluated/s"] = rate(counts.evaluated);
}

void check_best(benchmark::State& state, const std::string& name, const SearchResult& result) {
  if (result.best.empty()) return state.SkipWithError("nothing fits");
  const Plan& plan = result.best.front().plan;
  check_answer(state, name, "enumerated", double(result.counts.enumerated));
  check_answer(state, name, "evaluated", double(result.counts.evaluated));
  check_answer(state, name, "best_step_s", result.best.front().step_time.in(s));
  check_answer(state, name, "best_tensor", double(plan.tensor));
  check_answer(state, name, "best_pipeline", double(plan.pipeline));
  check_answer(state, name, "best_virtual_pipeline", double(plan.virtual_pipeline));
  check_answer(state, name, "best_micro_batch", double(plan.micro_batch));
}

// One core: the rates are those of a core.
void training_search(benchmark::State& state) {
  const TrainingSetup setup = gpt3_on_4096_a100();
  SearchResult result;
  for (auto _ : state) result = search(setup, {}, {.threads = 1});
  count(state, result.counts);
  check_best(state, "training_search", result);
}
BENCHMARK(training_search)->Unit(benchmark::kMillisecond);

// Memory without end: every plan that divides is evaluated in full.
void training_search_all_fit(benchmark::State& state) {
  TrainingSetup setup = gpt3_on_4096_a100();
  setup.accelerator.memory = 1e9 * unit::GB;
  SearchResult result;
  for (auto _ : state) result = search(setup, {}, {.threads = 1});
  count(state, result.counts);
  check_best(state, "training_search_all_fit", result);
}
BENCHMARK(training_search_all_fit)->Unit(benchmark::kMillisecond);

// As a user calls it, on all cores; wall time.
void training_search_all_cores(benchmark::State& state) {
  const TrainingSetup setup = gpt3_on_4096_a100();
  SearchResult result;
  for (auto _ : state) result = search(setup, {});
  state.counters["cores"] = double(std::thread::hardware_concurrency());
  count(state, result.counts);
  check_best(state, "training_search", result);
}
BENCHMARK(training_search_all_cores)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace gw::bench
