#include "gw/planning/utility_bill.h"

#include <algorithm>

#include "gw/base/sum.h"
#include "gw/planning/test_run_checks.h"

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

TEST_CASE("months of a bill: their hours, the peak and its hour, the demand that is billed") {
  std::vector<double> mw(31 * 24 + 14 * 24, 10.0);
  mw[100] = mw[200] = 30;       // twice the same peak: the first counts
  mw[31 * 24] = 12;             // midnight of 1 February
  supply::GridConnection service = grid(100, 5);
  service.minimum_take_frac = 0.2;
  const std::vector<DemandMonth> months = demand_months(service, mw, kJanuary);
  REQUIRE(months.size() == 2);
  CHECK(months[0].to == 744);
  CHECK(months[0].peak_hour == 100);
  CHECK(months[0].billed_mw == 30);
  CHECK(months[0].top_up_usd == 0);
  CHECK(months[1].from == 744);
  CHECK(months[1].peak_hour == 744);
  CHECK(months[1].peak_mw == 12);
  CHECK(months[1].billed_mw == Approx(20));  // a fifth of the service
  CHECK(months[1].billed_frac() == Approx(0.5));
  CHECK(months[1].demand_usd == Approx(12'000 * 5 * 0.5));
  CHECK(months[1].top_up_usd == Approx(8'000 * 5 * 0.5));
}

TEST_CASE("a ratchet bills its share of the highest peak of the eleven months before, beyond peak and minimum take") {
  std::vector<double> mw(2 * 8760, 10.0);
  mw[31 * 24 + 5] = 50;  // February 2027
  supply::GridConnection service = grid(100, 5);
  service.demand_ratchet_frac = 0.8;
  const std::vector<DemandMonth> months = demand_months(service, mw, kJanuary);
  CHECK(months[0].billed_mw == 10);
  CHECK(months[1].billed_mw == 50);
  CHECK(months[1].ratchet_usd == 0);
  for (std::size_t m = 2; m <= 12; ++m) {
    CHECK(months[m].billed_mw == Approx(40));
    CHECK(months[m].ratchet_usd == Approx(30'000 * 5.0));
    CHECK(months[m].top_up_usd == 0);
  }
  CHECK(months[13].billed_mw == 10);  // February 2028: a year later it is forgotten
  service.minimum_take_frac = 0.3;
  const DemandMonth march = demand_months(service, mw, kJanuary)[2];
  CHECK(march.top_up_usd == Approx(20'000 * 5.0));
  CHECK(march.ratchet_usd == Approx(10'000 * 5.0));
  CHECK(march.billed_usd() == Approx(40'000 * 5.0));
  double billed = 0;
  for (const DemandMonth& month : demand_months(service, mw, kJanuary)) billed += month.billed_usd();
  CHECK(charges(service, mw, kJanuary) == Approx(billed));
}

TEST_CASE("a month without service bills nothing, and has no demand") {
  supply::GridConnection service = grid(100, 5);
  service.capacity_charge_usd_per_kw_year = 12, service.minimum_take_frac = 1;
  service.service[0].date = Date{2027, 2, 1};
  const std::vector<DemandMonth> months = demand_months(service, std::vector<double>((31 + 28) * 24, 0.0), kJanuary);
  REQUIRE(months.size() == 2);
  CHECK(months[0].billed_hours == 0);
  CHECK(months[0].billed_mw == 0);
  CHECK(months[0].net_usd() == 0);
  CHECK(months[1].top_up_usd == Approx(100'000 * 5.0));
  CHECK(months[1].capacity_usd == Approx(100'000 * 12.0 * 28 / 365));
}

namespace {

// A run with everything on its bill: two connections, exports, a minimum take, interruptible service, two contracts.
Run billed_run(const std::vector<std::string>& overrides) {
  Folder folder;
  const std::string text = tiny({{"supply:\n",
      "supply:\n"
      "  - {kind: grid, base: srvc, name: second, service: [{date: 2026-03-10, service_mw: 0.1}], energy_price_usd_per_mwh: 30}\n"
      "  - {kind: solar, base: pv_tracker, name: field, dc_power_mw: 2, online: 2020-01-01}\n"},
      {"service_mw: 0.4}]", "service_mw: 0.4}], export_allowed: true, export_price_usd_per_mwh: 20,\n"
       "     demand_charge_usd_per_kw_month: 8, capacity_charge_usd_per_kw_year: 50, minimum_take_frac: 0.4, demand_ratchet_frac: 0.9,\n"
       "     interruptible: {firm_mw: 0.3, credit_usd_per_kw_year: 40}"}}) +
      "contracts:\n"
      "  - {name: sun, grid: utility, plants: [{kind: solar, base: pv_tracker, dc_power_mw: 1}], price_usd_per_mwh: 55, escalation_frac: 0.02}\n"
      "  - {name: swap, grid: second, settlement: virtual, plants: [{kind: solar, base: pv_tracker, dc_power_mw: 1}], price_usd_per_mwh: 20}\n";
  return run_of(folder.write("a.yaml", text), overrides);
}

}  // namespace

TEST_CASE("the bill's months add up to the lines of the cost, to the cent, whatever the horizon cuts") {
  for (const char* start : {"2026-01-01", "2026-02-17"}) {
    const Run run = billed_run({std::string("horizon.start=") + start, "horizon.length_years=1.2"});
    check_bill(run);
    check_formulas(run);
    check_explained(run);
    for (const char* name : {"money: utility bill and grid energy", "money: utility bill and demand charges",
                             "money: utility bill and power contracts", "money: contracts by year and in all"}) {
      const auto found = std::ranges::find(run.simulation.balances, name, &campus::Balance::name);
      REQUIRE(found != run.simulation.balances.end());
      CHECK(found->in > 0);
      CHECK(found->holds());
    }
  }
}

TEST_CASE("exports at hourly prices: the bill, the cost and its explanation agree") {
  Folder folder;
  std::string prices = "price\n";
  for (int h = 0; h < 8760; ++h) prices += std::to_string(h % 24 == 12 ? -5 : 10 + h % 24) + "\n";
  const Run run = billed_run({"horizon.length_years=0.3", "supply.2.export_prices=" + folder.write("exports.csv", prices)});
  check_bill(run);
  check_formulas(run);
  check_explained(run);
  for (const campus::Balance& balance : run.simulation.balances) CHECK_MESSAGE(balance.holds(), balance.name);
  const supply::SourceDispatch& done = run.simulation.dispatch.sources[2];
  const std::vector<double>& paid = run.input.series[2].export_price_usd_per_mwh;
  REQUIRE(paid.size() == done.export_mw.size());
  double usd = 0, billed_usd = 0;
  for (std::size_t h = 0; h < paid.size(); ++h) {
    usd += done.export_mw[h] * paid[h];
    if (paid[h] < 0) CHECK(done.export_mw[h] == 0);
  }
  for (const BillMonth& month : run.accounts.bill) billed_usd += month.export_usd;
  CHECK(usd > 0);
  CHECK(billed_usd == Approx(usd));
  CHECK(run.figures.find("export_price_paid_usd_per_mwh_utility")->value == Approx(usd / done.total.export_mwh));
}

TEST_CASE("rows of the bill: every connection has every month, each item where its terms put it") {
  const Run run = billed_run({"horizon.start=2026-01-16", "horizon.length_years=0.5"});
  const std::vector<BillMonth>& bill = run.accounts.bill;
  REQUIRE(bill.size() == 14);  // January to July, twice
  CHECK(bill.front().month == Date{2026, 1, 1});
  CHECK(bill.front().demand.to == 16 * 24);
  CHECK(bill[6].month == Date{2026, 7, 1});
  const BillMonth &january = bill[7], &second_january = bill[0], &second_march = bill[2];
  CHECK(second_january.demand.billed_hours == 0);
  CHECK(second_march.demand.billed_hours == 22 * 24);
  CHECK(second_march.energy_usd == Approx(30 * second_march.import_mwh));
  CHECK(january.demand.billed_mw == Approx(std::max(january.demand.peak_mw, 0.4 * 0.4)));
  CHECK(january.demand.capacity_usd == Approx(400 * 50.0 * 16 / 365));
  CHECK(january.demand.credit_usd == Approx(100 * 40.0 * 16 / 365));
  CHECK(january.export_mwh > 1);
  CHECK(january.export_usd == Approx(20 * january.export_mwh));
  double sun = 0;
  for (std::size_t h = 0; h < january.demand.to; ++h) sun += run.markets.contracts[0].net_usd[h];
  CHECK(january.contract_usd == Approx(sun));
  CHECK(january.total_usd() == Approx(january.energy_usd - january.export_usd + january.demand.demand_usd +
                                      january.demand.top_up_usd + january.demand.ratchet_usd + january.demand.capacity_usd - january.demand.credit_usd + sun));
}

}  // namespace gw::planning
