#include "gw/planning/accounts.h"

#include "gw/base/sum.h"
#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using doctest::Approx;
using namespace test;

constexpr Date kJanuary{2027, 1, 1};

supply::GridConnection grid(double service_mw, double usd_per_kw_month) {
  supply::GridConnection out;
  out.service = {{Date{2020, 1, 1}, service_mw * MW}};
  out.demand_charge_usd_per_kw_month = usd_per_kw_month;
  return out;
}

double charges(const supply::GridConnection& connection, const std::vector<double>& mw, Date start) {
  const std::vector<double> usd = utility_charges_usd(connection, mw, start);
  CHECK(usd.size() == mw.size());
  return sum_of(usd);
}

Money line(const economics::CostReport& report, const std::string& part) {
  Money out;
  for (const economics::CostLine& l : report.operating)
    if (l.name.find(part) != std::string::npos) out += l.amount;
  return out;
}

}  // namespace

TEST_CASE("the demand charge bills the peak of every calendar month") {
  std::vector<double> mw((31 + 28) * 24, 10.0);
  mw[5] = 30;              // January
  mw[31 * 24 + 100] = 20;  // February
  CHECK(charges(grid(100, 8), mw, kJanuary) == Approx((30'000 + 20'000) * 8.0));
}

TEST_CASE("the credit of interruptible service is paid on service less firm level, all year") {
  supply::GridConnection offered = grid(100, 0);
  offered.interruptible.emplace();
  offered.interruptible->firm = 40 * MW, offered.interruptible->credit_usd_per_kw_year = 36.5;
  CHECK(charges(offered, std::vector<double>(8760, 50.0), kJanuary) == Approx(-60'000 * 36.5));
  offered.interruptible->firm = 150 * MW;  // above the service: nothing is offered
  CHECK(charges(offered, std::vector<double>(8760, 50.0), kJanuary) == 0);
}

TEST_CASE("the month turns at midnight of its last day, and a month that is cut is billed for its part") {
  std::vector<double> mw(31 * 24 + 14 * 24, 0.0);
  mw[31 * 24 - 1] = 10;  // last hour of January
  CHECK(charges(grid(100, 1), mw, kJanuary) == Approx(10'000));
  mw[31 * 24] = 7;       // first hour of the half of February
  CHECK(charges(grid(100, 1), mw, kJanuary) == Approx(10'000 + 7'000 * 0.5));
  CHECK(utility_charges_usd(grid(100, 1), mw, kJanuary)[3] == Approx(10'000 / 744.0));
}

TEST_CASE("a horizon that starts within a month bills the days it has") {
  const std::vector<double> mw(10 * 24, 4.0);
  CHECK(charges(grid(100, 2), mw, Date{2027, 1, 27}) == Approx((5.0 / 31 + 5.0 / 28) * 4'000 * 2.0));
  CHECK(charges(grid(100, 2), {}, kJanuary) == 0);
  // A year cut anywhere costs twelve months.
  const std::vector<double> year_mw(8760, 3.0);
  CHECK(charges(grid(100, 1), year_mw, kJanuary) == Approx(12 * 3'000));
  CHECK(charges(grid(100, 1), year_mw, Date{2026, 6, 11}) == Approx(12 * 3'000));
}

TEST_CASE("the minimum take is billed when the peak is below it, on the mean service of the month") {
  supply::GridConnection service = grid(100, 5);
  service.minimum_take_frac = 0.6;
  service.service.push_back({Date{2027, 2, 1}, 200 * MW});
  const std::vector<double> mw((31 + 28) * 24, 70.0);
  CHECK(charges(service, mw, kJanuary) == Approx((70'000 + 120'000) * 5.0));
  service.service[1].date = Date{2027, 2, 15};
  CHECK(charges(service, mw, kJanuary) == Approx((70'000 + 90'000) * 5.0));
}

TEST_CASE("a month before the service is not billed") {
  supply::GridConnection service = grid(100, 1);
  service.minimum_take_frac = 1;
  service.service[0].date = Date{2027, 2, 15};
  CHECK(charges(service, std::vector<double>((31 + 28) * 24, 0.0), kJanuary) == Approx(0.5 * 100'000));
}

TEST_CASE("the capacity charge follows the service from stage to stage") {
  supply::GridConnection service = grid(100, 0);
  service.capacity_charge_usd_per_kw_year = 12;
  CHECK(charges(service, std::vector<double>(8760, 1.0), kJanuary) == Approx(100'000 * 12.0));
  CHECK(charges(service, std::vector<double>(876, 1.0), kJanuary) == Approx(10'000 * 12.0));
  service.service.push_back({Date{2027, 7, 2}, 300 * MW});  // half a year and half a day before
  CHECK(charges(service, std::vector<double>(8760, 1.0), kJanuary) == Approx((100'000 * 182 + 300'000 * 183) / 365.0 * 12));
}

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
