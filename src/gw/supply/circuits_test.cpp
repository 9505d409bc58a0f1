#include <doctest/doctest.h>

#include <cmath>

#include "gw/supply/adequacy_study.h"
#include "gw/supply/fleet.h"
#include "gw/supply/outage_table.h"
#include "gw/supply/test_weather.h"

namespace gw::supply {
namespace {

using doctest::Approx;

const Horizon kYear{Date{2027, 1, 1}, 8760};

GridConnection connection(double mw, int circuits, std::optional<double> circuit_mw, double rate_frac, double repair_h = 20) {
  GridConnection grid;
  grid.name = "utility";
  grid.service = {{Date{2020, 1, 1}, mw * unit::MW}};
  grid.circuits = circuits;
  if (circuit_mw) grid.circuit = *circuit_mw * unit::MW;
  grid.circuit_forced_outage_frac = rate_frac, grid.circuit_mean_time_to_repair = repair_h * unit::hour;
  return grid;
}

BusAdequacy study(const std::vector<Source>& sources, double load_mw, int years = 0) {
  return study_adequacy(sources, test::constant_weather(10), kYear, std::vector<BusLoad>{{"main", std::vector<double>(8760, load_mw)}},
                        {.years = years, .seed = 5})
      .front();
}

}  // namespace

TEST_CASE("what a connection carries with circuits out: firm by default, shares where it is said") {
  const GridConnection firm = connection(100, 3, {}, 0.01), shares = connection(100, 2, 50.0, 0.01), single = connection(100, 1, {}, 0.01);
  const Power all = 100.0 * unit::MW;
  CHECK(firm.firm(all));
  for (int circuits = 2; circuits < 20; ++circuits) CHECK(connection(97.3, circuits, {}, 0.01).firm(97.3 * unit::MW));
  CHECK_FALSE(shares.firm(all));
  CHECK_FALSE(single.firm(all));
  const auto mw = [&](const GridConnection& grid, int in) { return grid.carried(all, in).in(unit::MW); };
  CHECK(mw(firm, 2) == Approx(100));
  CHECK(mw(firm, 1) == Approx(50));
  CHECK(mw(shares, 2) == Approx(100));
  CHECK(mw(shares, 1) == Approx(50));
  CHECK(mw(single, 1) == Approx(100));
  CHECK(mw(single, 0) == 0);
}

TEST_CASE("circuits that a service can spare: all but one by default, more where each carries more than its share") {
  const Power all = 100.0 * unit::MW;
  const auto spare = [&](int circuits, std::optional<double> circuit_mw) { return connection(100, circuits, circuit_mw, 0.01).spare_circuits(all); };
  CHECK(spare(1, {}) == 0);
  CHECK(spare(2, {}) == 1);
  CHECK(spare(8, {}) == 1);  // whose sevenths do not add up to the whole by rounding
  CHECK(spare(2, 99.9) == 0);
  CHECK(spare(4, 50.0) == 2);
  CHECK(spare(4, 100.0) == 3);
}

// The lines of the test system's branch table: outages a year and hours of each [IEEE RTS 1996].
TEST_CASE("outages by voltage class are those of the IEEE Reliability Test System's lines") {
  struct Line {
    double kv, miles, per_year, hours;
  };
  for (const Line& line : {Line{138, 16, 0.30, 10}, {138, 33, 0.39, 10}, {138, 55, 0.51, 10}, {230, 10, 0.32, 11}, {230, 36, 0.41, 11},
                           {230, 73, 0.54, 11}}) {
    GridConnection grid;
    grid.voltage_kv = line.kv, grid.line_length_km = line.miles * 1.609344;
    const GridConnection::CircuitOutages found = grid.circuit_outages();
    CHECK(found.repair.in(unit::hour) == line.hours);
    CHECK(found.rate_frac / (1 - found.rate_frac) * 8760 / line.hours == Approx(line.per_year).epsilon(0.02));
  }
  GridConnection grid;
  grid.circuit_forced_outage_frac = 0.2, grid.circuit_mean_time_to_repair = 5.0 * unit::hour;
  CHECK(grid.circuit_outages().rate_frac == 0.2);
  CHECK(grid.circuit_outages().repair.in(unit::hour) == 5);
}

TEST_CASE("convolution: two halves are short with either out, a firm pair with both, a single one with it") {
  const double r = 0.02;
  const BusAdequacy shares = study({connection(100, 2, 50.0, r)}, 100);
  CHECK(shares.convolution.lolh_h == Approx(8760 * (1 - (1 - r) * (1 - r))));
  CHECK(shares.convolution.eue_mwh == Approx(8760 * (2 * r * (1 - r) * 50 + r * r * 100)));
  CHECK(shares.units == 2);
  CHECK(shares.installed_mw == Approx(100));
  const BusAdequacy firm = study({connection(100, 2, {}, r)}, 100);
  CHECK(firm.convolution.lolh_h == Approx(8760 * r * r));
  CHECK(firm.convolution.eue_mwh == Approx(8760 * r * r * 100));
  CHECK(study({connection(100, 1, {}, r)}, 100).convolution.lolh_h == Approx(8760 * r));
}

TEST_CASE("an outage of the whole connection comes on top of its circuits'") {
  GridConnection grid = connection(100, 2, {}, 0.02);
  grid.forced_outage_frac = 0.01, grid.mean_time_to_repair = 10.0 * unit::hour;
  const BusAdequacy found = study({grid}, 100, 3000);
  CHECK(found.convolution.lolh_h == Approx(8760 * (0.01 + 0.99 * 0.02 * 0.02)));
  CHECK(std::abs(found.disagreement()) < 4);
  CHECK(found.never_out.empty());
  CHECK(found.never_whole.empty());
}

TEST_CASE("Monte Carlo agrees with convolution, beside a plant, for firm circuits and for shares") {
  GasTurbine plant;
  plant.name = "plant", plant.units = 3, plant.unit_power = 40.0 * unit::MW, plant.maintenance_frac = 0;
  plant.temperature_derate_per_k = plant.altitude_derate_per_km_frac = 0;
  plant.forced_outage = OutageCurve::constant(0.06), plant.mean_time_to_repair = 30.0 * unit::hour;
  for (const std::optional<double> circuit_mw : {std::optional<double>{}, std::optional<double>{30.0}}) {
    const BusAdequacy found = study({plant, connection(60, 2, circuit_mw, 0.05)}, 130, 2000);
    CAPTURE(circuit_mw.value_or(0));
    CHECK(found.convolution.lolh_h > 1);
    CHECK(std::abs(found.disagreement()) < 4);
    CHECK(std::abs(found.sampled.mean.eue_mwh - found.convolution.eue_mwh) < 4 * found.sampled.error.eue_mwh);
  }
}

TEST_CASE("N-k takes circuits as units: the worst set of k, also where it is not the last one and another") {
  GasTurbine plant;
  plant.name = "plant", plant.units = 4, plant.unit_power = 43.0 * unit::MW, plant.maintenance_frac = 0;
  plant.temperature_derate_per_k = plant.altitude_derate_per_km_frac = 0;
  const BusAdequacy firm = study({plant, connection(100, 2, {}, 0.01)}, 90);  // 272 MW in all
  REQUIRE(firm.removals.size() == 5);
  CHECK(firm.removals[1].removed == "plant");            // 43 beats one circuit of a firm service, which loses nothing
  CHECK(firm.removals[1].least_spare_mw == Approx(272 - 43 - 90));
  CHECK(firm.removals[2].removed == "in all 2 x utility circuit");  // 100 beats 86
  CHECK(firm.removals[2].least_spare_mw == Approx(172 - 90));
  CHECK(firm.removals[3].removed == "plant");
  CHECK(firm.removals[4].short_hours == 8760);           // 86 MW for 90
  const BusAdequacy shares = study({plant, connection(100, 2, 50.0, 0.01)}, 90);
  CHECK(shares.removals[1].removed == "utility circuit");
  CHECK(shares.removals[1].least_spare_mw == Approx(272 - 50 - 90));
}

TEST_CASE("in the hourly year a circuit out takes its share, of a firm service nothing; draws of the whole stay as they were") {
  GridConnection shares = connection(100, 2, 50.0, 0.05), firm = connection(100, 2, {}, 0.05);
  const auto hours_at = [&](const GridConnection& grid, double mw) {
    const CapacityTable table = capacity(std::vector<Source>{grid}, test::constant_weather(10), kYear, {.seed = 3});
    int count = 0;
    for (const double available : table.sources[0].available_mw) count += std::abs(available - mw) < 1e-9 ? 1 : 0;
    return count;
  };
  CHECK(hours_at(shares, 50) == Approx(8760 * 2 * 0.05 * 0.95).epsilon(0.4));
  CHECK(hours_at(firm, 50) == 0);
  CHECK(hours_at(firm, 0) == hours_at(shares, 0));
  shares.forced_outage_frac = firm.forced_outage_frac = 0.05;
  shares.circuit_forced_outage_frac = firm.circuit_forced_outage_frac = 0.0;
  CHECK(hours_at(shares, 0) == hours_at(firm, 0));
  CHECK(hours_at(shares, 100) + hours_at(shares, 0) == 8760);
}

TEST_CASE("the called hours of an interruptible service are hours of its firm level in adequacy too") {
  GridConnection grid = connection(100, 2, {}, 0.0);
  grid.interruptible = Interruptible{.firm = 40.0 * unit::MW, .yearly_hours = 30, .daily_hours = 3};
  const BusAdequacy found =
      study_adequacy(std::vector<Source>{grid}, test::seasonal_weather(), kYear, std::vector<BusLoad>{{"main", std::vector<double>(8760, 70.0)}},
                     {.years = 2})
          .front();
  CHECK(found.convolution.lolh_h == Approx(30));
  CHECK(found.convolution.eue_mwh == Approx(30 * 30));
  CHECK(found.sampled.mean.lolh_h == Approx(30));
  CHECK(found.removals.front().short_hours == 30);
}

TEST_CASE("circuits that do not carry the service together are refused") {
  const std::vector<Source> small = {connection(100, 2, 40.0, 0.01)}, enough = {connection(100, 2, 60.0, 0.01)};
  REQUIRE(problems(small).size() == 1);
  CHECK(problems(small)[0].field == "circuit_mw");
  CHECK(problems(small)[0].message.find("80.00 MW, less than the service of 100.0 MW") != std::string::npos);
  CHECK(problems(enough).empty());
}

TEST_CASE("states without steps: a load that equals what a state leaves is met, as steps do not see it") {
  const UnitGroup groups[] = {{5, 25, 0.05}};
  const OutageStates exact(groups);
  double tail = 1 - std::pow(0.95, 5) - 5 * 0.05 * std::pow(0.95, 4);
  CHECK(exact.loss_of_load_probability(100) == Approx(tail));
  CHECK(OutageTable(groups, 0.08125).loss_of_load_probability(100) > 3 * tail);
  CHECK(exact.expected_unserved_mw(90) == Approx(OutageTable(groups, 0.001).expected_unserved_mw(90)).epsilon(1e-6));
  CHECK(OutageStates::count(groups) == 6);
}

}  // namespace gw::supply
