#include "gw/planning/make_up_water.h"

#include <algorithm>

#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using doctest::Approx;
using namespace test;

Run wet_run(std::vector<std::string> overrides = {}) {
  Folder folder;
  overrides.insert(overrides.begin(), "horizon.length_years=1");
  return run_of(folder.write("a.yaml", tiny({{"cooling: air_cooled_chillers", "cooling: evaporative_tower"}})), std::move(overrides));
}

}  // namespace

TEST_CASE("the design flow carries all racks at provisioned power: above every hour of the year, and not by far") {
  const Run run = wet_run();
  const std::vector<double>& hourly = run.simulation.operations.hourly.water_kg;
  CHECK(run.make_up.peak_m3_per_h == Approx(*std::ranges::max_element(hourly) / 1e3));
  CHECK(hourly[run.make_up.peak_hour] == Approx(run.make_up.peak_m3_per_h * 1e3));
  CHECK(run.make_up.design_m3_per_h >= run.make_up.peak_m3_per_h);
  CHECK(run.make_up.design_m3_per_h < 2 * run.make_up.peak_m3_per_h);
  // All heat of the hall by evaporation alone, with the blowdown of four cycles, bounds it: 2.45 MJ/kg at 20 C.
  const double heat_mw = run.simulation.prepared.halls[0].design_it.in(MW) * 1.5;
  CHECK(run.make_up.design_m3_per_h < heat_mw * 3600 / 2450 * 2);
}

TEST_CASE("flows are figures in m3/h and L/s, by hall and in all") {
  const Run run = wet_run();
  const auto value = [&](const char* id) { return run.figures.find(id)->value; };
  CHECK(value("make_up_design_m3_per_h") == Approx(run.make_up.design_m3_per_h));
  CHECK(value("make_up_design_m3_per_h_hall") == Approx(run.make_up.design_m3_per_h));
  CHECK(value("make_up_design_l_per_s") == Approx(run.make_up.design_m3_per_h / 3.6));
  CHECK(value("make_up_peak_l_per_s") == Approx(run.make_up.peak_m3_per_h / 3.6));
}

TEST_CASE("a dry plant needs none; a hall after the horizon counts with nothing") {
  const Run dry = tiny_run();
  CHECK(dry.make_up.design_m3_per_h == 0);
  CHECK(dry.figures.find("make_up_peak_m3_per_h")->value == 0);
  Folder folder;
  const std::string later = "  - {name: later, energised: 2030-01-01, racks: 17, rack: hgx_h100, cooling: evaporative_tower,\n"
                            "     power_chain: ac_415v_double_conversion_2n}\nfabric:";
  const Run run = run_of(folder.write("a.yaml", tiny({{"cooling: air_cooled_chillers", "cooling: evaporative_tower"}, {"fabric:", later}})),
                         {"horizon.length_years=0.04"});
  REQUIRE(run.make_up.hall_m3_per_h.size() == 2);
  CHECK(run.make_up.hall_m3_per_h[0] > 0);
  CHECK(run.make_up.hall_m3_per_h[1] == 0);
}

}  // namespace gw::planning
