#include "gw/planning/accounts.h"

#include "gw/base/sum.h"
#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using doctest::Approx;
using namespace test;

Money line(const economics::CostReport& report, const std::string& part) {
  Money out;
  for (const economics::CostLine& l : report.operating)
    if (l.name.find(part) != std::string::npos) out += l.amount;
  return out;
}

}  // namespace

TEST_CASE("a source without a date is new on the horizon's first day: to money and to the weather alike") {
  Folder folder;
  const std::string source = "supply:\n  - {kind: solar, base: pv_tracker, name: roof, dc_power_mw: 0.1, degradation_per_year_frac: 0.1%}\n";
  const auto with = [&](const std::string& date) {
    std::string text = source;
    text.replace(text.find('%'), 1, date);
    return run_of(folder.write("a.yaml", tiny({{"supply:\n", text}})), {"horizon.length_years=0.04"});
  };
  const auto item = [](const Run& run) {
    for (const economics::CapitalItem& i : run.accounts.inputs.capital)
      if (i.name == "roof") return i;
    FAIL("no item");
    return economics::CapitalItem{};
  };
  const Run undated = with(""), first_day = with(", online: 2026-01-01"), old = with(", online: 2016-01-01");
  const auto output = [](const Run& run) { return run.simulation.dispatch.sources[0].total.output_mwh; };
  CHECK(item(undated).in_service == item(first_day).in_service);
  CHECK(output(undated) == Approx(output(first_day)));
  CHECK(undated.accounts.cash_flow.npv.in(USD) == Approx(first_day.accounts.cash_flow.npv.in(USD)));
  CHECK(output(old) < 0.5 * output(undated));
  CHECK(item(old).in_service.in(year) < -10);
}

TEST_CASE("a year that grows is accounted year by year, and the last one goes on") {
  Folder folder;
  const std::string later =
      "  - {name: later, energised: 2027-01-01, racks: 17, rack: hgx_h100, cooling: air_cooled_chillers,\n"
      "     power_chain: ac_415v_double_conversion_2n}\n"
      "fabric:";
  const std::string file = folder.write("a.yaml", tiny({{"fabric:", later}, {"service_mw: 0.4", "service_mw: 0.8"},
                                                        {"repeat: true", "instances: 0, repeat: true"}}));
  const Run run = run_of(file, {"horizon.length_years=2.5"});
  const auto& years = run.accounts.years;
  REQUIRE(years.size() == 3);
  CHECK(years[0].accelerator_hours == Approx(128.0 * 8760));
  CHECK(years[1].accelerator_hours == Approx(256.0 * 8760));
  CHECK(years[2].accelerator_hours == Approx(256.0 * 8760));
  CHECK(years[1].tokens == Approx(2 * years[0].tokens).epsilon(0.01));
  CHECK(years[1].operating.in(USD) > 1.7 * years[0].operating.in(USD));
  const Money sum = years[0].operating + years[1].operating + years[2].operating * 0.5;
  CHECK(sum.in(USD) == Approx(run.accounts.report.opex.in(USD)));
  const auto& rows = run.accounts.cash_flow.rows;
  const double growth = 1 + run.input.scenario.economics.inflation_frac;
  CHECK(rows[1].operating.in(USD) == Approx(years[0].operating.in(USD)));
  CHECK(rows[9].operating.in(USD) == Approx(rows[8].operating.in(USD) * growth));
}

TEST_CASE("capital by layer: IT and facility by stage, plants by their own price") {
  const Run run = tiny_run();
  const auto& inputs = run.accounts.inputs;
  const auto by_layer = economics::capital_by_layer(inputs.capital);
  const double it_mw = run.simulation.prepared.halls[0].design_it.in(MW);
  const auto& prices = run.input.scenario.economics.capital;
  if (prices.it_basis == economics::ItBasis::it_power)
    CHECK(by_layer[0].in(MUSD) == Approx(it_mw * prices.it_capex.in(MUSD / MW)));
  CHECK(by_layer[1] > 0.0 * USD);
  Money sum;
  for (const Money& layer : by_layer) sum += layer;
  CHECK(run.accounts.report.capex.in(USD) == Approx(sum.in(USD)));
  CHECK(inputs.it_capacity_energy.in(MWh) == Approx(it_mw * run.input.scenario.horizon.hours()));
}

TEST_CASE("what is energised after the horizon is neither built nor billed") {
  const Run now = tiny_run();
  Folder folder;
  const std::string later =
      "  - {name: later, energised: 2030-01-01, racks: 100, rack: hgx_h100, cooling: air_cooled_chillers,\n"
      "     power_chain: ac_415v_double_conversion_2n}\n"
      "fabric:";
  const std::string file = folder.write("a.yaml", tiny({{"fabric:", later}}));
  const Run run = run_of(file, {"horizon.length_years=0.04"});
  CHECK(run.accounts.report.capex.in(USD) == Approx(now.accounts.report.capex.in(USD)));
  CHECK(run.figures.find("accelerators")->value == 136);
}

TEST_CASE("the cost of grid energy is energy times price, hour by hour") {
  const Run run = tiny_run({"supply.0.energy_price_usd_per_mwh=50"});
  const auto& total = run.simulation.dispatch.sources[0].total;
  CHECK(run.accounts.inputs.grid_energy.in(USD) == Approx(50 * total.output_mwh));
  CHECK(run.accounts.inputs.fuel == 0.0 * USD);
  CHECK(run.accounts.inputs.on_site_energy == 0.0 * MWh);
  CHECK(run.accounts.inputs.co2.in(kg) == Approx(1e3 * total.co2_t));
  CHECK(run.accounts.inputs.co2_on_site == 0.0 * kg);
  CHECK(line(run.accounts.report, "grid").in(USD) >= 0);
}

TEST_CASE("fuel, operation and starts of a plant are told apart and add up to its cost") {
  Folder folder;
  const std::string text = tiny({{"supply:\n", "supply:\n  - {kind: gas_engine, base: cat_g3520, name: engine, units: 1, online: 2020-01-01}\n"},
                                 {"service_mw: 0.4", "service_mw: 0.05"}});
  const Run run = run_of(folder.write("a.yaml", text), {"horizon.length_years=0.04"});
  const auto& total = run.simulation.dispatch.sources[0].total;
  const auto& inputs = run.accounts.inputs;
  CHECK(total.output_mwh > 0);
  CHECK((inputs.fuel + inputs.variable_om + inputs.start_costs).in(USD) == Approx(total.cost_usd));
  CHECK(inputs.fuel.in(USD) > 0);
  CHECK(inputs.start_costs.in(USD) >= -1e-6 * total.cost_usd);
  CHECK(inputs.on_site_energy.in(MWh) == Approx(total.output_mwh));
  CHECK(inputs.co2_on_site.in(kg) == Approx(1e3 * total.co2_t));
}

TEST_CASE("hours and tokens are those of the simulation") {
  const Run run = tiny_run();
  const auto& hours = run.simulation.operations.accelerator_hours;
  CHECK(run.accounts.inputs.accelerator_hours_available == hours.installed);
  CHECK(run.accounts.inputs.accelerator_hours_used == Approx(128.0 * run.input.scenario.horizon.hours()));
  CHECK(run.accounts.inputs.tokens == Approx(run.simulation.operations.job_tokens[0]).epsilon(1e-12));
  CHECK(run.accounts.inputs.facility_energy.in(MWh) == Approx(run.simulation.facility_mwh));
}

}  // namespace gw::planning
