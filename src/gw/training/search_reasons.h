#pragma once
// Words for what a search found: why the best plans are the best, and why nothing fits.

#include "gw/training/search.h"
#include "gw/training/search_front.h"
#include "gw/training/search_space.h"

namespace gw::training {

/// The dividing plan that needs the least memory.
struct Closest {
  std::uint64_t order = 0;
  Bytes memory = Bytes::from_base(1e300);
  bool found() const { return memory.base() < 1e300; }
  void add(std::uint64_t other_order, Bytes other) {
    if (other < memory || (other == memory && other_order < order)) order = other_order, memory = other;
  }
};

/// `found` holds at most one candidate more than options.top.
std::vector<Ranked> describe_best(const TrainingSetup& setup, const PlanSpace& space,
                                  const std::vector<Candidate>& found, const SearchOptions& options);
std::vector<Ranked> describe_front(const TrainingSetup& setup, const PlanSpace& space,
                                   const std::vector<Candidate>& front);
/// `given` are the axes the caller limited.
NothingFits nothing_fits(const TrainingSetup& setup, const Axes& given, const PlanSpace& space,
                         const Closest& closest);

}  // namespace gw::training
