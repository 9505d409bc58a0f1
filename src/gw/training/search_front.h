#pragma once
// The plans worth keeping of a search: the best few, and those that no other plan beats everywhere.

#include <cstdint>
#include <vector>

#include "gw/units/quantity.h"

namespace gw::training {

/// An evaluated plan. `value` is what is minimised.
struct Candidate {
  std::uint64_t order = 0;
  double value = 0;
  Time time;
  Bytes memory;
  double joules_per_token = 0;
};

/// Value, then time, then memory, then order.
bool better(const Candidate& a, const Candidate& b);

/// The best `limit` candidates that differ in value, time or memory; of equal ones the first. Does not depend on the
/// order of adding.
class BestFew {
 public:
  explicit BestFew(std::size_t limit) : limit_(limit) {}
  void add(const Candidate& candidate);
  const std::vector<Candidate>& sorted() const { return list_; }

 private:
  std::size_t limit_;
  std::vector<Candidate> list_;
};

/// Candidates that none beats in time, memory and energy together; of equal ones the first. Does not depend on the
/// order of adding.
class Front {
 public:
  void add(const Candidate& candidate);
  /// Fastest first.
  std::vector<Candidate> sorted() const;

 private:
  std::vector<Candidate> list_;
};

}  // namespace gw::training
