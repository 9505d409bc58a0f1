#pragma once
// Test support: a search done the slow way, plan by plan through simulate_step().

#include <algorithm>
#include <vector>

#include "gw/training/search.h"
#include "gw/training/step.h"

namespace gw::training::testing {

struct BruteForce {
  SearchCounts counts;
  struct Row {
    std::uint64_t order;
    Plan plan;
    Time time;
    Bytes memory;
  };
  std::vector<Row> rows;  ///< plans that run, in the order of enumeration

  void look(TrainingSetup& setup) {
    const std::uint64_t order = counts.enumerated++;
    const auto result = simulate_step(setup);
    if (const auto* step = std::get_if<Step>(&result)) {
      ++counts.evaluated;
      rows.push_back({order, setup.plan, step->total, step->memory.total()});
      return;
    }
    const bool memory = std::get<std::vector<Problem>>(result).front().code == "GW2010";
    ++(memory ? counts.out_of_memory : counts.not_dividing);
  }

  /// The fastest, plans equal in time and memory once.
  std::vector<Row> best(std::size_t top) const {
    std::vector<Row> sorted = rows;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Row& a, const Row& b) {
      return a.time != b.time ? a.time < b.time : a.memory < b.memory;
    });
    const auto same = [](const Row& a, const Row& b) { return a.time == b.time && a.memory == b.memory; };
    sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
    sorted.resize(std::min(top, sorted.size()));
    return sorted;
  }

  /// Plans that none beats in time and memory, fastest first.
  std::vector<Row> front() const {
    std::vector<Row> out;
    for (const Row& row : best(rows.size()))
      if (out.empty() || row.memory < out.back().memory) out.push_back(row);
    return out;
  }
};

/// Every combination of the lists of `space`, none of which may be empty, in the order search() promises.
inline BruteForce brute_force(TrainingSetup setup, const SearchSpace& space) {
  BruteForce out;
  Plan& p = setup.plan;
  const auto last = [&] {
    for (int zero : space.zero_stage)
      for (Schedule schedule : space.schedule) p.zero_stage = zero, p.schedule = schedule, out.look(setup);
  };
  const auto inner = [&] {
    for (auto micro : space.micro_batch)
      for (auto recompute : space.recompute)
        for (auto pipeline : space.pipeline)
          for (auto chunks : space.virtual_pipeline)
            p.micro_batch = micro, p.recompute = recompute, p.pipeline = pipeline, p.virtual_pipeline = chunks, last();
  };
  for (auto tensor : space.tensor)
    for (auto context : space.context)
      for (auto expert : space.expert)
        for (auto expert_tensor : space.expert_tensor)
          for (int sequence : space.sequence_parallel) {
            p.tensor = tensor, p.context = context, p.expert = expert, p.expert_tensor = expert_tensor;
            p.sequence_parallel = sequence != 0;
            inner();
          }
  return out;
}

}  // namespace gw::training::testing
