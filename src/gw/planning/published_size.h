#pragma once
// A model's published parameter counts against its shape.

#include <vector>

#include "gw/campus/prepare.h"
#include "gw/planning/scenario.h"

namespace gw::planning {

/// GW2101 for every published count that the shape of a job's model misses by more than 2 %.
std::vector<campus::Issue> published_size_issues(const Scenario& scenario);

}  // namespace gw::planning
