#pragma once
// Test support: parts of a bus drawn at random, by seed.

#include <string>
#include <string_view>

#include "gw/base/random.h"
#include "gw/supply/source.h"

namespace gw::supply::test {

class Draws {
 public:
  Draws(std::uint64_t seed, std::string_view stream, std::uint64_t number)
      : random_(seed, stream_id(stream), number) {}

  double between(double low, double high) { return low + (high - low) * random_.uniform(); }
  bool chance(double share) { return random_.uniform() < share; }

  /// One to `most_units` units that start and stop within the hour.
  GasTurbine turbine(int number, int most_units, double least_mw, double most_mw) {
    GasTurbine out;
    out.name = "plant " + std::to_string(number);
    out.units = 1 + int(between(0, most_units)), out.unit_power = between(least_mw, most_mw) * unit::MW;
    out.heat_rate_mmbtu_per_mwh = between(6, 12);
    out.min_load_heat_rate_mmbtu_per_mwh = out.heat_rate_mmbtu_per_mwh * between(1, 1.4);
    out.min_load_frac = between(0.2, 0.7), out.fuel_price_usd_per_mmbtu = between(1, 8);
    out.start_cost_usd_per_mw = between(0, 90), out.fuel_emission_kg_per_mmbtu = 53;
    return out;
  }

  GridConnection grid(double most_mw) {
    GridConnection out;
    out.name = "grid";
    out.service = {{Date{2020, 1, 1}, between(20, most_mw) * unit::MW}};
    out.energy_price_usd_per_mwh = between(10, 120), out.emission_kg_per_mwh = between(0, 700);
    out.export_allowed = chance(0.5), out.export_price_usd_per_mwh = between(0, 40);
    out.export_for_sale = out.export_allowed && chance(0.5);
    return out;
  }

  Battery battery(double most_mw) {
    Battery out;
    out.name = "battery", out.power = between(5, most_mw) * unit::MW;
    out.energy = between(1, 6) * out.power * unit::hour;
    out.use = chance(0.5) ? BatteryUse::backup : BatteryUse::shift, out.initial_state_frac = between(0, 1);
    return out;
  }

 private:
  Random random_;
};

}  // namespace gw::supply::test
