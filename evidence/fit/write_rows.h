#pragma once
// Writes fitted values back into the rows' YAML files.

#include <string>
#include <vector>

#include "problem.h"

namespace gw::fit {

/// Replaces each parameter's line in catalog/<folder>/<row>.yaml, or appends it. Other lines stay as they
/// are.
void write_rows(const std::string& catalogue, const Problem& problem, const std::vector<double>& x);

}  // namespace gw::fit
