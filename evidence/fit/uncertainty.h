#pragma once
// The errors that predictions state, from runs that the fit did not see.

#include <string>
#include <vector>

#include "gw/evidence/compare.h"

namespace gw::fit {

/// Writes uncertainty.csv (src/gw/training/uncertainty.h). `by_source`: every row predicted with its source
/// left out of the fit; `by_generation`: with its generation of accelerators left out. A class of fewer than
/// three configurations gets no line of its own; the lines "any" are never narrower than any other of
/// their kind.
void write_uncertainty(const std::string& path, const std::vector<evidence::Comparison>& by_source,
                       const std::vector<evidence::Comparison>& by_generation);

}  // namespace gw::fit
