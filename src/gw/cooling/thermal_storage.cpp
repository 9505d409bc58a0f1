#include "gw/cooling/thermal_storage.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace gw::cooling {
namespace {

constexpr std::size_t kHoursPerDay = 24;

/// The n coolest hours of a day charge, the n hottest give; of equal hours the earlier ones are taken as cooler.
void plan_day(std::vector<std::int8_t>& steps, const OutdoorYear& weather, std::size_t first, std::size_t n, double swing_k) {
  std::array<std::size_t, kHoursPerDay> order;
  std::iota(order.begin(), order.end(), first);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return weather.dry_bulb_c[i]; });
  if (weather.dry_bulb_c[order.back()] - weather.dry_bulb_c[order[n - 1]] < swing_k) return;
  for (std::size_t i = 0; i < n; ++i) steps[order[i]] = 1, steps[order[kHoursPerDay - 1 - i]] = -1;
}

/// Hours of the day like this one that are still to come, itself included.
double hours_left(const SizedTank& tank, std::size_t hour) {
  const std::size_t first = hour % tank.steps.size();
  const std::size_t end = std::min(tank.steps.size(), (first / kHoursPerDay + 1) * kHoursPerDay);
  return double(std::count(tank.steps.begin() + std::ptrdiff_t(first),
                           tank.steps.begin() + std::ptrdiff_t(end), tank.steps[first]));
}

}  // namespace

SizedTank size_tank(const ThermalStorage& storage, const OutdoorYear& weather) {
  SizedTank tank{std::get<WaterTank>(storage), std::vector<std::int8_t>(std::size_t(weather.hours()), 0)};
  if (tank.design.use == TankUse::ride_through) {
    std::ranges::fill(tank.steps, std::int8_t(1));
    return tank;
  }
  const std::size_t n = std::size_t(std::clamp(tank.design.level_hours, 1, int(kHoursPerDay) / 2));
  for (std::size_t day = 0; day + kHoursPerDay <= tank.steps.size(); day += kHoursPerDay)
    plan_day(tank.steps, weather, day, n, tank.design.level_swing.base());
  return tank;
}

double tank_loss_wh(const SizedTank& tank, double stored_wh) {
  return stored_wh * tank.design.loss_frac_per_day / double(kHoursPerDay);
}

TankHour tank_hour(const SizedTank& tank, double stored_wh, std::size_t hour) {
  const WaterTank& design = tank.design;
  const double energy_wh = design.energy.in(unit::Wh), left_wh = stored_wh - tank_loss_wh(tank, stored_wh);
  const int step = tank.steps.empty() ? 1 : tank.steps[hour % tank.steps.size()];
  const double n = step != 0 && design.use == TankUse::level_load ? hours_left(tank, hour) : 1.0;
  const auto part_of = [n](double wh, double most_w) { return std::clamp(wh / n, 0.0, most_w); };
  TankHour out;
  out.most_w = std::clamp(left_wh, 0.0, design.discharge_power.base());
  if (step > 0) out.charge_w = part_of(energy_wh - left_wh, design.charge_power.base());
  if (step < 0) out.planned_w = part_of(left_wh - design.reserve_frac * energy_wh, out.most_w);
  return out;
}

}  // namespace gw::cooling
