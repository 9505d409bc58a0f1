#pragma once
// Which hour of the weather year each hour of a horizon repeats. Internal to the room.

#include <vector>

#include "gw/catalog/epw.h"
#include "gw/supply/capacity.h"

namespace gw::supply {

/// Index into the weather's arrays for each hour of the horizon: same month, day and hour; 29 February
/// repeats 28 February.
std::vector<int> weather_hours(const catalog::WeatherYear& weather, Horizon horizon);
/// First hour of the horizon on or after 00:00 of `date`, clamped to [0, hours].
int hour_of(Horizon horizon, Date date);

}  // namespace gw::supply
