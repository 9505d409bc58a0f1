#pragma once
// The table of cross-validated errors that `gw evidence` prints beside the fit.

#include <string>
#include <vector>

#include "gw/evidence/compare.h"

namespace gw::fit {

/// Errors by group of runs left out of the fit, each source and each generation in turn. `table_hash` is that of the
/// measurements they were fitted on.
void write_held_out(const std::string& path, const std::string& table_hash, const std::vector<evidence::Comparison>& by_source,
                    const std::vector<evidence::Comparison>& by_generation);

}  // namespace gw::fit
