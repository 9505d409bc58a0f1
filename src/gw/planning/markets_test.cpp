#include "gw/planning/markets.h"

#include "gw/base/sum.h"
#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using doctest::Approx;
using namespace test;

std::string with_contract(const std::string& terms) {
  return tiny() + "contracts:\n  - {name: sun, plants: [{kind: solar, base: pv_tracker, dc_power_mw: 1}], " + terms + "}\n";
}

Money net(const Run& run) {
  for (const economics::CostLine& line : run.accounts.report.operating)
    if (line.name == "power contracts") return line.amount;
  FAIL("no line");
  return {};
}

}  // namespace

TEST_CASE("a virtual contract settles price less grid price on all that is made") {
  Folder folder;
  const Run run = run_of(folder.write("a.yaml", with_contract("settlement: virtual, price_usd_per_mwh: 55")),
                         {"horizon.length_years=0.04", "supply.0.energy_price_usd_per_mwh=40"});
  REQUIRE(run.markets.contracts.size() == 1);
  const ContractResult& sun = run.markets.contracts[0];
  CHECK(sun.generation_mwh > 10);
  CHECK(net(run).in(USD) == Approx(15 * sun.generation_mwh));
  const Run without = tiny_run({"supply.0.energy_price_usd_per_mwh=40"});
  CHECK((run.accounts.report.opex - without.accounts.report.opex).in(USD) == Approx(15 * sun.generation_mwh));
}

TEST_CASE("a physical contract replaces bought energy and nothing more") {
  Folder folder;
  const Run run = run_of(folder.write("a.yaml", with_contract("price_usd_per_mwh: 55")),
                         {"horizon.length_years=0.04", "supply.0.energy_price_usd_per_mwh=40"});
  const ContractResult& sun = run.markets.contracts[0];
  CHECK(sun.used_mwh < sun.generation_mwh);
  CHECK(net(run).in(USD) == Approx(55 * sun.generation_mwh - 40 * sun.used_mwh));
}

TEST_CASE(
    "several contracts on one connection: deliveries share its draw, listed order of kinds does not matter") {
  Folder folder;
  const auto plant = [](const char* name, const char* settlement) {
    return std::string("  - {name: ") + name + ", settlement: " + settlement +
           ", price_usd_per_mwh: 55, plants: [{kind: solar, base: pv_tracker, dc_power_mw: 1}]}\n";
  };
  const std::vector<std::string> short_run = {"horizon.length_years=0.04",
                                              "supply.0.energy_price_usd_per_mwh=40"};
  const auto run = [&](const std::string& listed) {
    return run_of(folder.write("a.yaml", tiny() + "contracts:\n" + listed), short_run);
  };
  const Run two = run(plant("a", "physical") + plant("b", "physical"));
  const std::vector<double>& draw = two.simulation.dispatch.sources[0].output_mw;
  const ContractResult &a = two.markets.contracts[0], &b = two.markets.contracts[1];
  CHECK(a.generation_mwh == Approx(b.generation_mwh));
  CHECK(b.used_mwh < a.used_mwh);
  double most = 0;
  for (std::size_t h = 0; h < draw.size(); ++h)
    most += std::min(draw[h], a.generation_mw[h] + b.generation_mw[h]);
  CHECK(a.used_mwh + b.used_mwh == Approx(most));
  const Run first = run(plant("p", "physical") + plant("v", "virtual")),
            last = run(plant("v", "virtual") + plant("p", "physical"));
  CHECK(first.markets.contracts[0].used_mwh == Approx(a.used_mwh));
  CHECK(last.markets.contracts[1].name == "p");
  CHECK(last.markets.contracts[1].used_mwh == Approx(a.used_mwh));
  CHECK(net(first).in(USD) == Approx(net(last).in(USD)));
}

TEST_CASE("a contract before its start and after its term makes and pays nothing") {
  Folder folder;
  const auto made = [&](const std::string& terms) {
    return run_of(folder.write("a.yaml", with_contract("price_usd_per_mwh: 55, " + terms)), {"horizon.length_years=0.04"})
        .markets.contracts[0].generation_mwh;
  };
  CHECK(made("start: 2030-01-01") == 0);
  CHECK(made("start: 2020-01-01, term_years: 5") == 0);
  CHECK(made("start: 2020-01-01, term_years: 10") > 10);
}

TEST_CASE("a contract year by year: the price grows with each of its own years, the table goes by the calendar's") {
  Folder folder;
  const Run run = run_of(folder.write("a.yaml", with_contract("price_usd_per_mwh: 50, escalation_frac: 0.1, start: 2026-07-01")),
                         {"horizon.length_years=2", "supply.0.energy_price_usd_per_mwh=40"});
  const ContractResult& sun = run.markets.contracts[0];
  REQUIRE(sun.years.size() == 2);
  CHECK(sun.years[0].year == 2026);
  CHECK(sun.years[0].paid_usd == Approx(50 * sun.years[0].generation_mwh));
  CHECK(sun.years[1].paid_usd > 50 * sun.years[1].generation_mwh);
  CHECK(sun.years[1].paid_usd < 55 * sun.years[1].generation_mwh);
  CHECK(sun.years[0].settlement_usd() + sun.years[1].settlement_usd() == Approx(net(run).in(USD)));
  CHECK(sun.years[0].generation_mwh + sun.years[1].generation_mwh == Approx(sun.generation_mwh));
  CHECK(sun.worthless_mwh == Approx(sun.generation_mwh - sun.used_mwh));
}

TEST_CASE("only a delivered contract makes energy that is worth nothing") {
  Folder folder;
  const Run run = run_of(folder.write("a.yaml", with_contract("settlement: virtual, price_usd_per_mwh: 55")), {"horizon.length_years=0.04"});
  CHECK(run.markets.contracts[0].generation_mwh > run.markets.contracts[0].used_mwh);
  CHECK(run.markets.contracts[0].worthless_mwh == 0);
}

TEST_CASE("a delivered contract that begins before its connection is paid for nothing: a warning says how much") {
  Folder folder;
  const auto outcome = [&](const std::string& terms, const std::string& from) {
    std::string text = with_contract("price_usd_per_mwh: 55" + terms);
    const std::string service = "date: 2026-01-01, service_mw";
    text.replace(text.find(service), service.size(), "date: " + from + ", service_mw");
    RunOptions options;
    options.load.overrides = {"horizon.length_years=0.1"};
    return run_scenario(folder.write("a.yaml", text), options);
  };
  const RunOutcome late = outcome("", "2026-01-20");
  const Diagnostic* warning = find(late.diagnostics, "GW3023");
  REQUIRE(warning);
  CHECK(warning->severity == Severity::warning);
  CHECK(warning->message.find("USD") != std::string::npos);
  CHECK(warning->hint.find("2026-01-20") != std::string::npos);
  const ContractResult& sun = late.run->markets.contracts[0];
  double early = 0;
  for (std::size_t h = 0; h < 19 * 24; ++h) early += sun.generation_mw[h];
  CHECK(sun.unconnected_mwh == Approx(early));
  CHECK(sun.unconnected_usd == Approx(55 * early));
  CHECK_FALSE(find(outcome("", "2026-01-01").diagnostics, "GW3023"));
  CHECK_FALSE(find(outcome(", settlement: virtual", "2026-01-20").diagnostics, "GW3023"));
  CHECK_FALSE(find(outcome(", start: 2026-01-20", "2026-01-20").diagnostics, "GW3023"));
}

TEST_CASE("carbon by location, by market and by the hour") {
  Folder folder;
  const Run run = run_of(folder.write("a.yaml", with_contract("price_usd_per_mwh: 55")),
                         {"horizon.length_years=0.04", "supply.0.residual_mix_kg_per_mwh=500", "supply.0.carbon_free_frac=0.4"});
  const supply::CarbonAccount& c = run.markets.carbon;
  const double drawn = run.simulation.dispatch.sources[0].total.output_mwh, made = run.markets.contracts[0].generation_mwh;
  CHECK(c.location_t == Approx(run.figures.find("co2_t")->value));
  CHECK(c.market_t == Approx(0.5 * (drawn - made)));
  CHECK(c.market_hourly_t == Approx(0.5 * (drawn - c.contract_matched_mwh)));
  CHECK(c.score_frac == Approx((c.contract_matched_mwh + 0.4 * (drawn - c.contract_matched_mwh)) / drawn));
  CHECK(run.figures.find("cfe_score_frac")->value == Approx(c.score_frac));
}

TEST_CASE("the year of ERCOT's generation by fuel that ships is whole: its means are those of the file, worked out apart") {
  Folder folder;
  const auto loaded = load_scenario(folder.write("a.yaml", tiny()),
                                    {.overrides = {"supply.0.emission_series=ercot_2022_mix", "horizon.length_years=1"}, .catalogue = {}});
  INFO(loaded.diagnostics.render());
  REQUIRE(loaded);
  const SourceSeries& grid = loaded->series[0];
  REQUIRE(grid.carbon_free_frac.size() == 8760);
  CHECK(sum_of(grid.carbon_free_frac) / 8760 == Approx(0.4171484).epsilon(1e-6));
  CHECK(sum_of(grid.emission_kg_per_mwh) / 8760 == Approx(357.63053).epsilon(1e-6));
}

TEST_CASE("a contract without a connection or plants is refused at its place") {
  Folder folder;
  const auto refused = load_scenario(folder.write("a.yaml", with_contract("price_usd_per_mwh: 55, grid: utilty")), {});
  REQUIRE(find(refused.diagnostics, "GW3013"));
  CHECK(find(refused.diagnostics, "GW3013")->hint.find("utility") != std::string::npos);
  const auto empty = load_scenario(folder.write("b.yaml", tiny() + "contracts: [{name: a, plants: [], price_usd_per_mwh: 1}]\n"), {});
  CHECK(find(empty.diagnostics, "GW3013"));
}

TEST_CASE("the AEP Ohio data-centre tariff: 85 % of the service is billed, for four and eight years, 36 months to leave") {
  Folder folder;
  const std::string file = folder.write("a.yaml", tiny({{"base: srvc", "base: pjm_aep"}, {"service_mw: 0.4", "service_mw: 100"}}));
  const Run run = run_of(file, {"horizon.length_years=1"});
  const double month_musd = 0.85 * 100e3 * 6 / 1e6;
  CHECK(run.figures.find("minimum_bill_musd_utility")->value == Approx(month_musd));
  CHECK(run.figures.find("tariff_commitment_musd_utility")->value == Approx(144 * month_musd));
  CHECK(run.figures.find("exit_fee_musd_utility")->value == Approx(36 * month_musd));
  // The campus draws far less than 85 MW, so a year's demand charges are twelve minimum bills and the capacity charge.
  const double capacity_musd = 100e3 * 121.7 / 1e6;
  CHECK(run.accounts.inputs.demand_charges.in(MUSD) == Approx(12 * month_musd + capacity_musd));
}

}  // namespace gw::planning
