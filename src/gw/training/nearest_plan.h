#pragma once
// The plan that works nearest to one that does not.
//
// What: of all plans of the searched dimensions (search.h) that divide and fit in memory, the one with the
// least
//   distance = sum over ranks and micro-batch |log2(asked / found)| + weights of other settings changed
// so halving or doubling one rank counts 1. Batch, sequence and what else is not searched stay; a precision
// that the part lacks becomes its 16-bit one. Of equal distances the first of the enumeration.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gw/training/setup.h"

namespace gw::training {

/// Nothing when no plan of this batch works on these accelerators, or when sizes are not positive.
std::optional<Plan> nearest_plan(const TrainingSetup& setup);

/// What differs, as keys and values of the plan: {"tensor", "8"}, {"recompute", "full"}, ... Left out:
/// sequence_parallel without tensor ranks, which changes nothing.
std::vector<std::pair<std::string, std::string>> plan_changes(const Plan& from, const Plan& to);

}  // namespace gw::training
