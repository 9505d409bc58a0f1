#pragma once
// For tests: a row of catalog/cooling/ read as a user's campus file would.

#include <string>

#include "gw/cooling/design.h"

namespace gw::cooling {

/// The row; `problems` gets what was wrong with it.
CoolingDesign shipped_row(const std::string& name, std::string& problems);

}  // namespace gw::cooling
