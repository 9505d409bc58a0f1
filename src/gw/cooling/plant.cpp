#include "gw/cooling/plant.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "gw/base/assert.h"
#include "gw/cooling/exchanger.h"

namespace gw::cooling {
namespace {

constexpr double kSecondsPerHour = 3600.0;
/// Share of heat below which unmet heat is rounding, not a lack of cooling.
constexpr double kUnmetTolerance = 1e-6;
/// Sums of powers agree this closely.
constexpr double kRoundingFrac = 1e-9;
/// Of a plant and its tank; all but one kind of plant need two.
constexpr int kTankRounds = 12;

struct Runner {
  const LoopDuty& duty;
  const OutdoorAir& air;

  PlantHour operator()(std::monostate) const { return {}; }
  PlantHour operator()(const SizedDryCooler& p) const { return run_dry_cooler(p, duty, air.dry_bulb_c); }
  PlantHour operator()(const SizedAdiabaticDryCooler& p) const { return run_adiabatic(p, duty, air); }
  PlantHour operator()(const SizedCoolingTower& p) const { return run_cooling_tower(p, duty, air); }
  PlantHour operator()(const SizedClosedCircuitTower& p) const {
    return run_closed_circuit_tower(p, duty, air);
  }
  PlantHour operator()(const SizedAirCooledChiller& p) const { return run_air_cooled_chiller(p, duty, air); }
  PlantHour operator()(const SizedWaterCooledChiller& p) const {
    return run_water_cooled_chiller(p, duty, air);
  }
  PlantHour operator()(const SizedDirectAir& p) const { return run_direct_air(p, duty, air); }
};

PlantHour times(double share, PlantHour hour) {
  for (double* value : {&hour.carried_w, &hour.fan_w, &hour.pump_w, &hour.compressor_w, &hour.rejected_w,
                        &hour.evaporated_kg_per_s, &hour.drift_kg_per_s, &hour.blowdown_kg_per_s})
    *value *= share;
  return hour;
}

/// All units, or a share of them where that takes less power. A share u under heat Q does what u of all units
/// under Q / u do. The share is continuous down to one unit, so power has no steps: u of the power at the
/// stated load rises with heat, and the lesser of two powers that rise with heat and weather rises with them.
/// Units do not stop where that would start sprays.
PlantHour run_plant(const SizedLoop& loop, const LoopDuty& duty, const OutdoorAir& air) {
  const PlantHour all = std::visit(Runner{duty, air}, loop.plant);
  if (!(loop.staging_load_frac > 0) || !(duty.heat_w > 0)) return all;
  const double share = std::max(duty.heat_w / (loop.staging_load_frac * loop.installed_w), loop.least_share);
  if (!(share < 1)) return all;
  LoopDuty each = duty;
  each.heat_w /= share;
  const PlantHour fewer = times(share, std::visit(Runner{each, air}, loop.plant));
  const bool carries = fewer.carried_w >= all.carried_w * (1 - kRoundingFrac);
  const bool sprays = fewer.evaporated_kg_per_s > 0 && !(all.evaporated_kg_per_s > 0);
  return carries && !sprays && fewer.power_w() < all.power_w() ? fewer : all;
}

/// The plant with its tank.
struct WithTank {
  PlantHour plant;
  double plant_heat_w = 0, to_tank_w = 0;
  bool rode_through = false;
};

/// Charging gives way to heat that the plant leaves, then the tank gives, up to its most. `duty` is the
/// loop's heat; a plant whose capacity depends on its load takes a few rounds.
WithTank run_with_tank(const SizedLoop& loop, LoopDuty duty, const TankHour& tank, const OutdoorAir& air) {
  const double heat_w = duty.heat_w, most_w = std::min(tank.most_w, heat_w),
               planned_w = std::min(tank.planned_w, heat_w);
  double given_w = planned_w, taken_w = planned_w > 0 ? 0.0 : tank.charge_w;
  WithTank out;
  for (int round = 0; round < kTankRounds; ++round) {
    duty.heat_w = heat_w + taken_w - given_w;
    out = {run_plant(loop, duty, air), duty.heat_w, taken_w - given_w, given_w > planned_w};
    const double short_w = duty.heat_w - out.plant.carried_w;
    const double less_w = std::min(taken_w, short_w), more_w = std::min(most_w - given_w, short_w - less_w);
    if (short_w <= kRoundingFrac * heat_w || less_w + more_w <= 0) break;
    taken_w -= less_w, given_w += more_w;
  }
  return out;
}

/// Outdoor air beside the plant, in one hour: what it takes off the air, and with what power and water.
struct OutdoorPath {
  OutdoorShare share{};
  PlantHour hour{};
};

/// No compressor, or one for the rest of the heat.
Economiser mode_of(const OutdoorShare& share, const PlantHour& plant) {
  if (!(share.free_frac > 0)) return plant.mode;
  // Beside outdoor air that carries all, compressors may run for a tank.
  const bool without = share.free_frac < 1 ? plant.mode == Economiser::full : !(plant.compressor_w > 0);
  return without ? Economiser::full : Economiser::partial;
}

/// The loop with outdoor air taking a share of its heat, or none.
LoopHour loop_hour(const SizedLoop& loop, double heat_w, const OutdoorAir& air, const HeatCall& call,
                   const TankHour& tank, const OutdoorPath& outdoor) {
  LoopHour out;
  const OutdoorShare& share = outdoor.share;
  const double flow = loop.peak_w > 0 ? std::min(1.0, heat_w / loop.peak_w) : 0.0;
  const double plant_frac = loop.economiser ? loop.economiser->plant_frac : 1.0;
  const double coil_flow = share.free_frac < 1 ? std::min(1.0, flow * (1.0 - share.free_frac) / plant_frac) : 0.0;
  const double loop_pump = loop.pump_w * affinity_power_frac(coil_flow, loop.pump_static_frac);
  const double loop_fan = loop.fan_w * affinity_power_frac(flow, loop.fan_static_frac);
  const double warmer = loop.cdu ? loop.cdu->approach_k - loop.cdu->approach(flow) : 0.0;
  const double supply_c = loop.supply_c + warmer, return_c = loop.return_c + warmer;
  const double free_w = share.free_frac * (heat_w + loop_fan);
  const double all_w = share.free_frac < 1 ? heat_w + loop_pump + loop_fan - free_w : 0.0;
  ReusedHeat reused;
  if (call.network)
    reused = reuse_heat(*call.network, Temperature::celsius(supply_c), Temperature::celsius(return_c),
                        all_w * unit::W, call.wanted);
  const LoopDuty duty{supply_c, return_c, all_w - reused.taken.base(), loop.installed_w};
  const WithTank run = run_with_tank(loop, duty, tank, air);
  const PlantHour& hour = run.plant;
  out.to_tank = run.to_tank_w * unit::W, out.rode_through = run.rode_through;
  out.fan = (loop_fan + hour.fan_w + outdoor.hour.fan_w) * unit::W;
  out.pump = (loop_pump + hour.pump_w) * unit::W;
  out.compressor = hour.compressor_w * unit::W;
  out.heat_pump = reused.compressor;
  out.reused = reused.delivered();
  out.rejected = (hour.rejected_w + free_w + outdoor.hour.fan_w) * unit::W;
  out.unmet = (run.plant_heat_w - hour.carried_w) * unit::W;
  out.evaporated = (hour.evaporated_kg_per_s + outdoor.hour.evaporated_kg_per_s) * kSecondsPerHour * unit::kg;
  out.drift = hour.drift_kg_per_s * kSecondsPerHour * unit::kg;
  out.blowdown = (hour.blowdown_kg_per_s + outdoor.hour.blowdown_kg_per_s) * kSecondsPerHour * unit::kg;
  out.economiser = mode_of(share, hour);
  out.by_outdoor_air = free_w * unit::W;
  out.moisture = hour.moisture;
  out.outside_curves = hour.outside_curves;
  return out;
}

/// Whether an hour carries more heat than another without its tank, or as much for less power.
bool better(const LoopHour& one, const LoopHour& other, double heat_w) {
  const auto left_w = [](const LoopHour& hour) {
    return hour.unmet.base() - (hour.rode_through ? hour.to_tank.base() : 0.0);
  };
  const double less_w = left_w(other) - left_w(one), rounding_w = kRoundingFrac * heat_w;
  if (std::abs(less_w) > rounding_w) return less_w > 0;
  return one.power() < other.power();
}

LoopHour run_loop(const SizedLoop& loop, double heat_w, const OutdoorAir& air, const HeatCall& call,
                  const TankHour& tank) {
  if (!(heat_w > 0) && !(tank.charge_w > 0)) return {};
  LoopHour closed = loop_hour(loop, heat_w, air, call, tank, {});
  if (!loop.economiser || !(heat_w > 0) || !(loop.peak_w > 0)) return closed;
  closed.moisture = moisture_of(loop.economiser->design, air);
  const double fan_w = loop.fan_w * affinity_power_frac(std::min(1.0, heat_w / loop.peak_w), loop.fan_static_frac);
  const HallAir hall = hall_air(*loop.economiser, heat_w, loop.peak_w, fan_w, loop.supply_c);
  OutdoorShare share = outdoor_share(loop.economiser->design, hall, air);
  const PlantHour path = run_outdoor_path(*loop.economiser, hall, share);
  share.free_frac *= std::min(1.0, loop.peak_w / heat_w);  // heat above the peak finds no more air than the peak does
  if (!(share.free_frac > 0)) return closed;
  LoopHour open = loop_hour(loop, heat_w, air, call, tank, {share, path});
  open.moisture = closed.moisture;
  return better(open, closed, heat_w) ? open : closed;
}

void record(CoolingYear& year, std::size_t i, double heat_w, const CoolingHour& hour) {
  year.fan_w[i] = hour.fan().base(), year.pump_w[i] = hour.pump().base();
  year.compressor_w[i] = hour.compressor().base();
  year.power_w[i] = year.fan_w[i] + year.pump_w[i] + year.compressor_w[i];
  year.to_tank_w[i] = hour.to_tank().base();
  year.rejected_w[i] = hour.rejected().base(), year.unmet_w[i] = hour.unmet().base();
  year.evaporated_kg[i] = hour.evaporated().base(), year.drift_kg[i] = hour.drift().base();
  year.blowdown_kg[i] = hour.blowdown().base();
  year.water_kg[i] = year.evaporated_kg[i] + year.drift_kg[i] + year.blowdown_kg[i];
  year.liquid_economiser[i] = static_cast<std::uint8_t>(hour.liquid.economiser);
  year.air_economiser[i] = static_cast<std::uint8_t>(hour.air.economiser);
  year.heat += heat_w * unit::W * unit::hour;
  year.liquid_full_hours += hour.liquid.economiser == Economiser::full;
  year.liquid_partial_hours += hour.liquid.economiser == Economiser::partial;
  year.air_full_hours += hour.air.economiser == Economiser::full;
  year.air_partial_hours += hour.air.economiser == Economiser::partial;
  year.too_moist_hours += hour.air.moisture == Moisture::too_moist;
  year.too_dry_hours += hour.air.moisture == Moisture::too_dry;
  year.unmet_hours += year.unmet_w[i] > kUnmetTolerance * heat_w;
  year.outside_curves_hours += hour.liquid.outside_curves || hour.air.outside_curves;
  if (hour.power() > year.peak_power) year.peak_power = hour.power(), year.peak_power_hour = int(i);
}

double total(const std::vector<double>& values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum;
}

void add_up(CoolingYear& year) {
  const Energy wh = unit::W * unit::hour;
  year.fan = total(year.fan_w) * wh, year.pump = total(year.pump_w) * wh;
  year.compressor = total(year.compressor_w) * wh, year.power = total(year.power_w) * wh;
  year.rejected = total(year.rejected_w) * wh, year.unmet = total(year.unmet_w) * wh;
  year.evaporated = total(year.evaporated_kg) * unit::kg, year.drift = total(year.drift_kg) * unit::kg;
  year.blowdown = total(year.blowdown_kg) * unit::kg, year.water = total(year.water_kg) * unit::kg;
  if (year.outside_curves_hours > 0)
    year.warnings.push_back(fmt::format(
        "chiller curves were used outside their validity box in {} of {} hours (clamped, scaled by lift)",
        year.outside_curves_hours, year.power_w.size()));
  if (year.unmet_hours > 0)
    year.warnings.push_back(fmt::format("the plant could not hold its supply temperature in {} of {} hours",
                                        year.unmet_hours, year.power_w.size()));
}

/// The hour with as much levelling as sets no new peak.
template <class At>
CoolingHour charged_below(At at, const CoolingPlantSized& plant, const TankHours& tanks, Power peak) {
  if (level_charging(plant, tanks, 0) == tanks) return at(1);
  const Power limit = std::max(peak, at(0).power());
  return at(charge_share([&](double share) { return (at(share).power() - limit).base(); }));
}

}  // namespace

CoolingHour cool(const CoolingPlantSized& plant, Power liquid_heat, Power air_heat, const OutdoorAir& air,
                 const HourCalls& calls) {
  return {run_loop(plant.liquid, liquid_heat.base(), air, calls.network, calls.tanks.liquid),
          run_loop(plant.air, air_heat.base(), air, {}, calls.tanks.air)};
}

CoolingHour cool(const CoolingPlantSized& plant, Power liquid_heat, Power air_heat, Temperature dry_bulb,
                 double relative_humidity_frac, double pressure_pa) {
  return cool(plant, liquid_heat, air_heat, outdoor_air(dry_bulb, relative_humidity_frac, pressure_pa));
}

TanksStored full_tanks(const CoolingPlantSized& plant) {
  const auto full = [](const SizedLoop& loop) {
    return loop.tank ? loop.tank->design.energy.in(unit::Wh) : 0.0;
  };
  return {full(plant.liquid), full(plant.air)};
}

TankHours tank_hours(const CoolingPlantSized& plant, const TanksStored& stored, std::size_t hour_of_year) {
  const auto of = [&](const SizedLoop& loop, double wh) {
    return loop.tank ? tank_hour(*loop.tank, wh, hour_of_year) : TankHour{};
  };
  return {of(plant.liquid, stored.liquid_wh), of(plant.air, stored.air_wh)};
}

double tanks_loss_wh(const CoolingPlantSized& plant, const TanksStored& stored) {
  const auto of = [](const SizedLoop& loop, double wh) {
    return loop.tank ? tank_loss_wh(*loop.tank, wh) : 0.0;
  };
  return of(plant.liquid, stored.liquid_wh) + of(plant.air, stored.air_wh);
}

TanksStored after_hour(const CoolingPlantSized& plant, const TanksStored& stored, double liquid_to_tank_w,
                       double air_to_tank_w) {
  const auto of = [](const SizedLoop& loop, double wh, double to_tank_w) {
    return loop.tank ? wh - tank_loss_wh(*loop.tank, wh) + to_tank_w : 0.0;
  };
  return {of(plant.liquid, stored.liquid_wh, liquid_to_tank_w), of(plant.air, stored.air_wh, air_to_tank_w)};
}

TankHours level_charging(const CoolingPlantSized& plant, TankHours tanks, double share) {
  for (auto [loop, tank] : {std::pair{&plant.liquid, &tanks.liquid}, {&plant.air, &tanks.air}})
    if (loop->tank && loop->tank->design.use == TankUse::level_load) tank->charge_w *= share;
  return tanks;
}

CoolingYear cool_year(const CoolingPlantSized& plant, std::span<const double> liquid_heat_w,
                      std::span<const double> air_heat_w, const OutdoorYear& weather,
                      std::size_t first_hour) {
  const std::size_t longest = std::max(liquid_heat_w.size(), air_heat_w.size());
  const bool constant = liquid_heat_w.size() <= 1 && air_heat_w.size() <= 1;
  const std::size_t hours = constant ? std::size_t(weather.hours()) : longest;
  GW_ASSERT(weather.hours() > 0 && longest > 0, "{} weather hours, {} hours of heat", weather.hours(),
            longest);
  GW_ASSERT(liquid_heat_w.size() == longest || liquid_heat_w.size() == 1, "{} liquid hours",
            liquid_heat_w.size());
  GW_ASSERT(air_heat_w.size() == longest || air_heat_w.size() == 1, "{} air hours", air_heat_w.size());
  CoolingYear year;
  for (auto* v : {&year.fan_w, &year.pump_w, &year.compressor_w, &year.power_w, &year.rejected_w,
                  &year.unmet_w, &year.to_tank_w, &year.stored_wh, &year.evaporated_kg, &year.drift_kg,
                  &year.blowdown_kg, &year.water_kg})
    v->resize(hours);
  year.liquid_economiser.resize(hours), year.air_economiser.resize(hours);
  const std::size_t weather_hours = std::size_t(weather.hours());
  TanksStored stored = full_tanks(plant);
  year.stored_begin = stored.total_wh() * unit::Wh;
  for (std::size_t i = 0; i < hours; ++i) {
    const double liquid = std::max(0.0, liquid_heat_w[liquid_heat_w.size() == 1 ? 0 : i]);
    const double air = std::max(0.0, air_heat_w[air_heat_w.size() == 1 ? 0 : i]);
    const std::size_t hour_of_year = (first_hour + i) % weather_hours;
    const TankHours tanks = tank_hours(plant, stored, hour_of_year);
    const auto at = [&](double share) {
      return cool(plant, liquid * unit::W, air * unit::W, weather.at(hour_of_year),
                  {.tanks = level_charging(plant, tanks, share)});
    };
    const CoolingHour hour = charged_below(at, plant, tanks, year.peak_power);
    record(year, i, liquid + air, hour);
    year.tank_loss += tanks_loss_wh(plant, stored) * unit::Wh;
    stored = after_hour(plant, stored, hour.liquid.to_tank.base(), hour.air.to_tank.base());
    year.stored_wh[i] = stored.total_wh();
  }
  year.stored_end = stored.total_wh() * unit::Wh;
  add_up(year);
  return year;
}

}  // namespace gw::cooling
