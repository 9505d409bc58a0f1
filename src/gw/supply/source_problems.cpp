// Cross-field checks of sources.

#include <fmt/format.h>

#include <map>
#include <set>

#include "gw/base/text.h"
#include "gw/supply/physics_sweep.h"
#include "gw/supply/source.h"

namespace gw::supply {
namespace {

/// Combined cycles reach 58 % of the higher heating value, 5.9 MMBtu/MWh (64 % of the lower one, as makers quote); beyond
/// 65 % is no plant built. Grid batteries hold a quarter of an hour and more; a tenth of one is none (assumed).
constexpr double kBestHeatRate = 5.25, kLeastBatteryH = 0.1;
/// A constant energy price below it is one per kWh, by mistake.
constexpr double kLeastUsdPerMwh = 1;

class Checker {
 public:
  explicit Checker(std::vector<SourceProblem>& out) : out_(out) {}
  void begin(int source) { source_ = source; }

  void operator()(const GridConnection& grid) {
    std::map<Date, int> seen;
    for (const GridStage& stage : grid.service)
      if (++seen[stage.date] == 2)
        add("service", fmt::format("two service stages begin on {}; one of them would be ignored",
                                   to_string(stage.date)));
    if (grid.export_for_sale && !grid.export_allowed)
      add("export_for_sale", "needs export_allowed: nothing may flow out of this connection");
    if (!grid.export_prices.empty() && !grid.export_allowed)
      add("export_prices", "needs export_allowed: nothing may flow out of this connection");
    if (const Power most = grid.largest_service(), all = double(grid.circuits) * grid.circuit_limit(most); all < most)
      add("circuit_mw", fmt::format("{} circuits of {} MW carry {} MW, less than the service of {} MW", grid.circuits,
                                    significant(grid.circuit_limit(most).in(unit::MW)), significant(all.in(unit::MW)),
                                    significant(most.in(unit::MW))));
    if (const double price = grid.energy_price_usd_per_mwh; grid.energy_prices.empty() && price > 0 && price < kLeastUsdPerMwh)
      warn("energy_price_usd_per_mwh", fmt::format("{} USD/MWh is below any tariff: a price per kWh is a thousand times that", significant(price)));
    if (grid.service.empty())
      add("service", "no service stage is given, so the connection never carries power");
  }
  void operator()(const ThermalPlant& plant) {
    check_heat_rates(plant);
    if (const double rate = plant.heat_rate_mmbtu_per_mwh; rate < kBestHeatRate)
      warn("heat_rate_mmbtu_per_mwh", fmt::format("a heat rate of {} MMBtu/MWh is {:.0f} % efficiency (HHV), better than any plant built",
                                                  significant(rate), 100 * kMmbtuPerMwh / rate));
    check_curve(plant.forced_outage);
    check_times(plant);
  }
  void operator()(const SolarPlant&) {}
  void operator()(const WindPlant& plant) {
    for (std::size_t i = 1; i < plant.power_curve.size(); ++i)
      if (plant.power_curve[i].speed_m_per_s <= plant.power_curve[i - 1].speed_m_per_s)
        add("power_curve", fmt::format("point {} ({} m/s) must be faster than the one before it", i + 1,
                                       significant(plant.power_curve[i].speed_m_per_s)));
    if (!plant.power_curve.empty()) return;
    if (plant.rated_m_per_s <= plant.cut_in_m_per_s)
      add("rated_m_per_s", fmt::format("rated speed {} m/s must lie above cut-in speed {} m/s",
                                       significant(plant.rated_m_per_s), significant(plant.cut_in_m_per_s)));
    if (plant.cut_out_m_per_s <= plant.rated_m_per_s)
      add("cut_out_m_per_s",
          fmt::format("cut-out speed {} m/s must lie above rated speed {} m/s",
                      significant(plant.cut_out_m_per_s), significant(plant.rated_m_per_s)));
  }
  void operator()(const Battery& battery) {
    if (battery.initial_state_frac < battery.min_state_frac)
      add("initial_state_frac",
          fmt::format("initial state {} is below the minimum state {}",
                      significant(battery.initial_state_frac), significant(battery.min_state_frac)));
    if (battery.power == Power{} && battery.energy > Energy{})
      warn("power_mw", fmt::format("{} MWh of cells without power: they are paid for and never work", significant(battery.energy.in(unit::MWh))));
    if (battery.power > Power{})
      if (const double hours = (battery.energy / battery.power).in(unit::hour); hours < kLeastBatteryH)
        warn("energy_mwh", fmt::format("{} MWh behind {} MW last {:.1f} min: no battery for the grid is built so",
                                       significant(battery.energy.in(unit::MWh)), significant(battery.power.in(unit::MW)), 60 * hours));
    if (battery.discharge_efficiency() > 1)
      add("charge_efficiency_frac",
          fmt::format("charge efficiency {} is below the round trip's {}: the way back would gain energy",
                      significant(battery.charge_efficiency()), significant(battery.round_trip_efficiency_frac)));
    if (battery.use == BatteryUse::peak_shaving && !(battery.peak_target > Power{}))
      add("peak_target_mw", "peak_shaving needs a peak target above 0 MW");
  }

 private:
  void add(std::string field, std::string message) {
    out_.push_back({source_, std::move(field), std::move(message)});
  }
  void warn(std::string field, std::string message) {
    out_.push_back({source_, std::move(field), std::move(message), true});
  }
  void check_heat_rates(const ThermalPlant& plant) {
    const double full = plant.heat_rate_mmbtu_per_mwh, least = plant.min_load_heat_rate_mmbtu_per_mwh;
    if (plant.min_load_frac >= 1.0) return;
    if (least < full)
      add("min_load_heat_rate_mmbtu_per_mwh",
          fmt::format(
              "heat rate at minimum load ({} MMBtu/MWh) is below the one at full load ({}): part load "
              "cannot be more efficient here",
              significant(least), significant(full)));
    if (plant.min_load_frac * least >= full)
      add("min_load_heat_rate_mmbtu_per_mwh",
          fmt::format(
              "heat rate at minimum load ({} MMBtu/MWh) times the minimum load ({}) must stay below the "
              "full-load heat rate ({}), else more power would burn less fuel",
              significant(least), significant(plant.min_load_frac), significant(full)));
  }
  void check_times(const ThermalPlant& plant) {
    if (plant.cold_start_time < plant.start_time)
      add("cold_start_time_min",
          fmt::format("the cold start ({} min) is shorter than the warm one ({} min)",
                      significant(plant.cold_start_time.in(unit::minute)), significant(plant.start_time.in(unit::minute))));
  }
  void check_curve(const OutageCurve& curve) {
    for (std::size_t i = 1; i < curve.points.size(); ++i)
      if (curve.points[i].temperature <= curve.points[i - 1].temperature)
        add("forced_outage.points",
            fmt::format("point {} ({} C) must be warmer than the one before it", i + 1,
                        significant(curve.points[i].temperature.in_celsius())));
  }

  std::vector<SourceProblem>& out_;
  int source_ = 0;
};

}  // namespace

std::vector<SourceProblem> problems(std::span<const Source> sources) {
  std::vector<SourceProblem> out;
  Checker check(out);
  std::set<std::string> names;
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (const std::string& name = common(sources[i]).name; !name.empty() && !names.insert(name).second)
      out.push_back({int(i), "name", fmt::format("the name '{}' is taken by another source", name)});
  for (std::size_t i = 0; i < sources.size(); ++i) {
    check.begin(int(i));
    std::visit([&](const auto& source) { check(source); }, sources[i]);
  }
  return out;
}

}  // namespace gw::supply
