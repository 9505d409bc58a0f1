#pragma once
// A campus file: everything a run needs. The campus, and the prices it is valued by.

#include <string>

#include "gw/campus/campus.h"
#include "gw/economics/economics.h"

namespace gw::planning {

/// Document `gigawatt.campus/1`.
struct Scenario : campus::Campus {
  economics::Economics economics;
  static const describe::RecordType& description();
};

}  // namespace gw::planning
