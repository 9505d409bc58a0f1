#include "gw/supply/horizon_weather.h"

#include <algorithm>

#include "gw/base/assert.h"

namespace gw::supply {
namespace {

constexpr int kYearHours = 8760;

}  // namespace

std::vector<int> weather_hours(const catalog::WeatherYear& weather, Horizon horizon) {
  GW_ASSERT(weather.hours() == kYearHours, "weather has {} hours", weather.hours());
  GW_ASSERT(horizon.hours >= 0, "horizon of {} hours", horizon.hours);
  std::vector<int> out(std::size_t(horizon.hours));
  for (int day = 0; day * 24 < horizon.hours; ++day) {
    const int first = typical_hour_of_year(horizon.start, std::int64_t(day) * 24);
    const int last = std::min(24, horizon.hours - day * 24);
    for (int h = 0; h < last; ++h) out[std::size_t(day * 24 + h)] = first + h;
  }
  return out;
}

int hour_of(Horizon horizon, Date date) {
  const std::int64_t hours = (days_since_epoch(date) - days_since_epoch(horizon.start)) * 24;
  return int(std::clamp<std::int64_t>(hours, 0, horizon.hours));
}

}  // namespace gw::supply
