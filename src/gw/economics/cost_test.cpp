#include "gw/economics/cost.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "gw/base/random.h"
#include "gw/economics/annuity.h"

using namespace gw;
using namespace gw::economics;

namespace {

constexpr double kCent = 0.01;

Money line(const std::vector<CostLine>& lines, const std::string& name) {
  for (const CostLine& entry : lines)
    if (entry.name == name) return entry.amount;
  FAIL("no line " << name);
  return {};
}

/// A gigawatt of IT for a year, with Epoch's 0.6 bn$ of energy.
CostInputs epoch_gigawatt(const Economics& config) {
  CampusQuantities campus;
  campus.stages = {{.name = "all", .it_power = 1.0 * GW, .accelerators = 500'000}};
  CostInputs in;
  in.capital = capital_plan(config, campus);
  in.it_capacity_energy = it_capacity_energy(campus, in.horizon);
  in.grid_energy = 0.6 * BUSD;
  in.it_energy = 8.76 * TWh;
  in.facility_energy = 10.5 * TWh;
  in.accelerator_hours_available = 500'000 * 8760.0;
  in.accelerator_hours_used = 0.8 * in.accelerator_hours_available;
  in.tokens = 30e12;
  return in;
}

}  // namespace

TEST_CASE("Epoch's gigawatt: 38 bn$ of capital and 0.9 bn$ a year, within 5 %") {
  const Economics config;
  const CostReport out = cost_report(config, epoch_gigawatt(config));
  CHECK(out.capex.in(BUSD) == doctest::Approx(38).epsilon(0.05));
  CHECK(out.opex.in(BUSD) == doctest::Approx(0.9).epsilon(0.05));
  CHECK(balance_residual(out).in(USD) < kCent);
  CHECK(out.warnings.empty());
}

TEST_CASE("both views by hand") {
  const Economics config;
  const CostInputs in = epoch_gigawatt(config);
  const CostReport out = cost_report(config, in);
  const double straight = 26.1 / 5 + 11.8 / 14;
  const double annuity = 26.1 * 0.2504565 + 11.8 * capital_recovery_factor(0.08, 14);
  CHECK(out.straight_line.capital.in(BUSD) == doctest::Approx(straight));
  CHECK(out.annuity.capital.in(BUSD) == doctest::Approx(annuity).epsilon(1e-6));
  const double hours = 4.38e9;
  CHECK(out.straight_line.usd_per_accelerator_hour == doctest::Approx((straight + 0.9) * 1e9 / hours));
  CHECK(out.annuity.usd_per_used_accelerator_hour ==
        doctest::Approx(out.annuity.usd_per_accelerator_hour / 0.8));
  CHECK(out.annuity.usd_per_million_tokens == doctest::Approx((annuity + 0.9) * 1e9 / 30e6).epsilon(1e-6));
  CHECK(out.annuity.usd_per_it_mwh == doctest::Approx((annuity + 0.9) * 1e9 / 8.76e6).epsilon(1e-6));
  CHECK(out.energy_usd_per_mwh == doctest::Approx(0.6e9 / 10.5e6));
}

TEST_CASE("without a discount rate the two views agree") {
  Economics config;
  config.discount_rate_frac = 0;
  const CostReport out = cost_report(config, epoch_gigawatt(config));
  CHECK(out.annuity.total.in(USD) == doctest::Approx(out.straight_line.total.in(USD)).epsilon(1e-12));
}

TEST_CASE("every operating line by hand") {
  Economics config;
  config.operating = {.fixed = 0.1 * MUSD / (MW * year),
                      .it_maintenance_frac = 0.02,
                      .facility_maintenance_frac = 0.03,
                      .staff = 500,
                      .staff_cost = 200'000.0 * USD / year,
                      .network = 5.0 * MUSD / year,
                      .property_tax_insurance_frac = 0.01,
                      .water_usd_per_m3 = 2,
                      .co2 = 50.0 * USD / tonne};
  CostInputs in;
  in.horizon = 0.5 * year;
  in.capital = {{.name = "it", .layer = Layer::it, .cost = 1.0 * BUSD, .life = 5.0 * year},
                {.name = "hall",
                 .layer = Layer::facility,
                 .cost = 400.0 * MUSD,
                 .life = 14.0 * year,
                 .in_service = 0.25 * year},
                {.name = "gas",
                 .layer = Layer::generation,
                 .cost = 100.0 * MUSD,
                 .life = 25.0 * year,
                 .fixed_om = 4.0 * MUSD / year}};
  in.fuel = 10.0 * MUSD;
  in.variable_om = 1.0 * MUSD;
  in.start_costs = 0.5 * MUSD;
  in.demand_charges = 2.0 * MUSD;
  in.co2 = 200'000.0 * tonne;
  in.co2_on_site = 150'000.0 * tonne;
  in.water_m3 = 1e6;
  in.it_capacity_energy = 20.0 * MW * year;
  in.on_site_energy = 200.0 * GWh;
  in.other = 3.0 * MUSD;
  const CostReport out = cost_report(config, in);
  const auto musd = [&](const char* name) { return line(out.operating, name).in(MUSD); };
  CHECK(musd("fuel") == doctest::Approx(10));
  CHECK(musd("plant fixed O&M") == doctest::Approx(2));
  CHECK(musd("CO2") == doctest::Approx(10));
  CHECK(musd("water") == doctest::Approx(2));
  CHECK(musd("site operation") == doctest::Approx(2));
  CHECK(musd("IT maintenance") == doctest::Approx(10));
  CHECK(musd("facility maintenance") == doctest::Approx(3));  // 400 x 0.03 x a quarter year
  CHECK(musd("staff") == doctest::Approx(50));
  CHECK(musd("network") == doctest::Approx(2.5));
  CHECK(musd("property tax and insurance") == doctest::Approx(5 + 1 + 0.5));
  const double charge = 100 * capital_recovery_factor(0.08, 25) * 0.5;
  CHECK(out.on_site_lcoe_usd_per_mwh == doctest::Approx((charge + 2 + 11.5 + 7.5) * 1e6 / 200e3));
  CHECK(balance_residual(out).in(USD) < kCent);
}

TEST_CASE("capital is charged only for the time it serves; land only costs its return") {
  const Economics config;
  const CapitalItem late{.name = "late", .cost = 100.0 * MUSD, .life = 5.0 * year, .in_service = 0.75 * year};
  CHECK(straight_line_charge(late, 1.0 * year).in(MUSD) == doctest::Approx(5));
  CHECK(straight_line_charge(late, 0.5 * year).base() == 0);
  const CapitalItem early{
      .name = "early", .cost = 100.0 * MUSD, .life = 5.0 * year, .in_service = -3.0 * year};
  CHECK(straight_line_charge(early, 1.0 * year).in(MUSD) == doctest::Approx(20));
  const CapitalItem land{.name = "land", .cost = 100.0 * MUSD, .depreciable = false};
  CHECK(straight_line_charge(land, 1.0 * year).base() == 0);
  CHECK(annuity_charge(config, land, 1.0 * year).in(MUSD) == doctest::Approx(8));
}

TEST_CASE("parts sum to totals to the cent for random large campuses") {
  Random random(8, stream_id("test.cost"), 0);
  for (int i = 0; i < 100; ++i) {
    Economics config;
    config.operating.it_maintenance_frac = 0.1 * random.uniform();
    config.operating.property_tax_insurance_frac = 0.02 * random.uniform();
    CostInputs in;
    in.horizon = (0.1 + 10 * random.uniform()) * year;
    for (int n = 0; n < 30; ++n)
      in.capital.push_back({.name = "item",
                            .layer = Layer(int(random.uniform() * kLayers)),
                            .cost = 2e10 * random.uniform() * USD,
                            .life = (1 + 30 * random.uniform()) * year,
                            .in_service = 12 * random.uniform() * year});
    in.fuel = 1e10 * random.uniform() * USD;
    in.accelerator_hours_available = 1e10;
    const CostReport out = cost_report(config, in);
    CHECK(balance_residual(out).in(USD) < kCent);
    double shares = 0;
    for (const CostLine& entry : out.annuity.split) shares += entry.share_frac;
    CHECK(shares == doctest::Approx(1).epsilon(1e-12));
  }
}

TEST_CASE("a broken total is found") {
  const Economics config;
  CostReport out = cost_report(config, epoch_gigawatt(config));
  out.operating[0].amount += 1.0 * USD;
  CHECK(balance_residual(out).in(USD) == doctest::Approx(1).epsilon(1e-3));
}

TEST_CASE("empty, late and impossible inputs give warnings and finite numbers") {
  const CostReport nothing = cost_report({}, {});
  CHECK(nothing.annuity.usd_per_accelerator_hour == 0);
  CHECK(nothing.annuity.usd_per_million_tokens == 0);
  CHECK(nothing.on_site_lcoe_usd_per_mwh == 0);
  CostInputs in;
  in.horizon = {};
  in.capital = {{.name = "late", .cost = 1.0 * MUSD, .in_service = 2.0 * year}};
  in.accelerator_hours_used = 5;
  const CostReport out = cost_report({}, in);
  CHECK(out.warnings.size() == 4);
  CHECK(std::isfinite(out.annuity.total.base()));
}
