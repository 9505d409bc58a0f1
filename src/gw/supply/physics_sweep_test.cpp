#include "gw/supply/physics_sweep.h"

#include <doctest/doctest.h>

namespace gw::supply {
namespace {

using namespace gw::unit;

GasTurbine turbine() {
  GasTurbine out;
  out.unit_power = 50.0 * MW, out.heat_rate_mmbtu_per_mwh = 9, out.min_load_heat_rate_mmbtu_per_mwh = 12,
  out.min_load_frac = 0.4;
  out.temperature_derate_per_k = 0.007, out.altitude_derate_per_km_frac = 0.1;
  return out;
}

std::string first(const SourceSweep& sweep) { return sweep.problems.empty() ? "" : sweep.problems.front(); }

}  // namespace

TEST_CASE("sound plants pass: thermal, wind, battery, sun") {
  CHECK(first(sweep_physics(turbine())) == "");
  CHECK(sweep_physics(turbine()).points == 21 + 7 * 14);
  WindPlant wind;
  wind.power = 100.0 * MW;
  CHECK(first(sweep_physics(wind)) == "");
  CHECK(first(sweep_physics(Battery{})) == "");
  SolarPlant sun;
  sun.dc_power = 130.0 * MW;
  CHECK(first(sweep_physics(sun)) == "");
  CHECK(sweep_physics(sun).points == 14 * 71);
  sun.inverter_loading_ratio = 0.7, sun.inverter_efficiency_frac = 0.997, sun.loss_frac = 0;
  CHECK(first(sweep_physics(sun)) == "");
}

TEST_CASE("each broken law is found, and said once") {
  GasTurbine out = turbine();
  out.heat_rate_mmbtu_per_mwh = 3.3, out.min_load_heat_rate_mmbtu_per_mwh = 3.4;
  CHECK(first(sweep_physics(out)).find("efficiency 10") != std::string::npos);
  CHECK(sweep_physics(out).problems.size() == 1);
  out = turbine(), out.min_load_heat_rate_mmbtu_per_mwh = 8;
  CHECK(first(sweep_physics(out)).find("heat rate rises") != std::string::npos);
  out = turbine(), out.min_load_heat_rate_mmbtu_per_mwh = 30;  // 0.4 x 30 > 9: less fuel at full output
  CHECK(first(sweep_physics(out)).find("fuel falls") != std::string::npos);
  out = turbine(), out.temperature_derate_per_k = 0.04;
  CHECK(first(sweep_physics(out)).find("gives nothing") != std::string::npos);
  Battery battery;
  battery.round_trip_efficiency_frac = 1.1;
  CHECK(first(sweep_physics(battery)).find("gives back") != std::string::npos);
  battery.round_trip_efficiency_frac = 0.9, battery.charge_efficiency_frac = 0.8;
  CHECK(first(sweep_physics(battery)).find("way out") != std::string::npos);
  SolarPlant sun;
  sun.dc_power = 100.0 * MW, sun.loss_frac = -0.5;
  CHECK(first(sweep_physics(sun)).find("more than the modules make") != std::string::npos);
  sun.loss_frac = 0.14, sun.temperature_coefficient_per_k = 0.002;
  CHECK(first(sweep_physics(sun)).find("5 K colder") != std::string::npos);
}

}  // namespace gw::supply
