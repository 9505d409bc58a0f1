#include "gw/campus/campus.h"

#include <cmath>

namespace gw::campus {

int Horizon::hours() const { return int(std::lround(length.in(unit::hour))); }

std::int64_t Hall::accelerators() const { return racks * rack.accelerators; }

}  // namespace gw::campus
