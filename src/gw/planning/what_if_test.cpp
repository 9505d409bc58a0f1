// What a change of the campus file does to the answer: directions and proportions that must hold whatever the data.

#include <fmt/format.h>

#include "gw/describe/schema.h"
#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using doctest::Approx;
using namespace test;

double value(const Run& run, const std::string& id) {
  const Figure* figure = run.figures.find(id);
  REQUIRE_MESSAGE(figure, id);
  return figure->value;
}

// A figure of tiny without and with changes, on a service that is never short.
struct Change {
  Run before, after;
  explicit Change(std::vector<std::string> overrides, std::vector<std::string> both = {})
      : before(ample(std::move(both))), after(ample(std::move(overrides))) {}
  static Run ample(std::vector<std::string> overrides) {
    overrides.insert(overrides.begin(), {"supply.0.service.0.service_mw=50", "supply.0.forced_outage_frac=0"});
    return tiny_run(std::move(overrides));
  }
  double ratio(const std::string& id) const { return value(after, id) / value(before, id); }
};

}  // namespace

TEST_CASE("twice the racks: twice the accelerators and capital, the same work") {
  const Change c({"halls.0.racks=34"});
  CHECK(c.ratio("accelerators") == 2);
  CHECK(c.ratio("capex_musd_layer_it") == Approx(2));
  CHECK(c.ratio("tokens_trained") == Approx(1));
  CHECK(c.ratio("it_mean_mw") > 1);
  CHECK(c.ratio("it_mean_mw") < 2);  // the new ones idle
  CHECK(c.ratio("usd_per_million_training_tokens") > 1);
}

TEST_CASE("twice the racks and as many instances as fit: twice the work") {
  const Change c({"halls.0.racks=34", "jobs.0.instances=0"});
  CHECK(c.ratio("tokens_trained") == Approx(2));
  CHECK(c.ratio("it_mean_mw") == Approx(2).epsilon(0.02));
  CHECK(c.ratio("days_to_train") == Approx(1));
  CHECK(c.ratio("usd_per_accelerator_hour") == Approx(1).epsilon(0.02));
}

TEST_CASE("a power cap: slower, less power, fewer watts a token") {
  const Change c({"halls.0.power_cap_w=320"});
  CHECK(c.ratio("step_time_s") > 1);
  CHECK(c.ratio("tokens_trained") < 1);
  CHECK(c.ratio("it_mean_mw") < 1);
  CHECK(c.ratio("mfu_frac") == Approx(1 / c.ratio("step_time_s")));
}

TEST_CASE("a hotter place: more cooling power, the same IT") {
  const Change c({"site.weather=phoenix"});
  CHECK(c.ratio("it_mean_mw") == Approx(1));
  CHECK(c.ratio("pue") > 1);
}

TEST_CASE("a warmer climate: more cooling energy, the same IT") {
  const Change c({"site.warming_k=3"});
  CHECK(c.ratio("it_mean_mw") == Approx(1));
  CHECK(c.ratio("facility_energy_twh") > 1.0005);
  CHECK(c.ratio("facility_energy_twh") < 1.05);
  CHECK(Change({"site.warming_k=-3"}).ratio("facility_energy_twh") < 1);
  CHECK(Change({"site.warming_k=0"}).ratio("facility_energy_twh") == Approx(1).epsilon(1e-12));
}

TEST_CASE("a summer of a return period: a higher peak, a plant of the same size and price, a little more energy") {
  const Change c({"site.summer_return_period_years=20", "horizon.length_years=1"}, {"horizon.length_years=1"});
  CHECK(c.ratio("facility_peak_mw") > 1.001);
  CHECK(c.ratio("facility_provisioned_mw") == Approx(1));
  CHECK(c.ratio("capex_musd") == Approx(1));
  CHECK(c.ratio("it_mean_mw") == Approx(1));
  CHECK(c.ratio("facility_energy_twh") > 1);
  CHECK(c.ratio("facility_energy_twh") < 1.002);
  CHECK(value(Change::ample({"site.summer_return_period_years=50", "horizon.length_years=1"}), "facility_peak_mw") >
        value(c.after, "facility_peak_mw"));
}

TEST_CASE("a hall with outdoor air is sized by the summer before it was raised") {
  // So cold, without limits of moisture, that outdoor air carries all of the air loop's heat but in the raised summer.
  const std::vector<std::string> cold = {"halls.0.cooling={base: outdoor_air_chillers, air: {economiser: {dew_point_max_c: 30, dew_point_min_c: -40}}}",
                                         "site.warming_k=-16", "horizon.length_years=1"};
  std::vector<std::string> hot = cold;
  hot.push_back("site.summer_return_period_years=200");
  const Run typical = Change::ample(cold), raised = Change::ample(hot);
  for (const char* id : {"capex_musd", "facility_provisioned_mw"}) CHECK(value(raised, id) == Approx(value(typical, id)));
}

TEST_CASE("spare units of cooling cost capital; units that are out do not give it back") {
  const Change c({"halls.0.cooling.spare_units=7"});
  CHECK(c.ratio("capex_musd_layer_it") == Approx(1));
  CHECK(c.ratio("capex_musd_hall_cooling_plant") == Approx(17.0 / 12));
  const Change out({"halls.0.cooling.units_out=2"});
  CHECK(out.ratio("capex_musd") == Approx(1));
  CHECK(out.ratio("facility_provisioned_mw") == Approx(1));
  CHECK(out.ratio("it_mean_mw") == Approx(1));
  CHECK(value(Change({"halls.0.cooling.units_out=9"}).after, "unserved_cooling_mwh") > 0);
}

TEST_CASE("a hall by its IT power: as many whole racks as draw it") {
  const Run racks = Change::ample({});
  const double mw = value(racks, "it_provisioned_mw");
  Folder folder;
  const auto run = [&](double it_mw) {
    return run_of(folder.write("a.yaml", tiny({{"racks: 17", fmt::format("it_power_mw: {:.9f}", it_mw)}})),
                  {"horizon.length_years=0.02", "supply.0.service.0.service_mw=50"});
  };
  CHECK(value(run(mw), "accelerators") == value(racks, "accelerators"));
  CHECK(value(run(mw * 1.01), "accelerators") == value(racks, "accelerators") + 8);
  CHECK(value(run(mw * 20), "accelerators") == 20 * value(racks, "accelerators"));
  RunOptions both;
  both.load.overrides = {"halls.0.it_power_mw=1"};
  const RunOutcome refused = run_scenario(shipped("tiny.yaml"), both);
  CHECK_FALSE(refused.run);
  CHECK(find(refused.diagnostics, "GW3024"));
}

TEST_CASE("a measured step time replaces the modelled one and scales the work") {
  const Run modelled = Change::ample({});
  const double step = 2 * value(modelled, "step_time_s");
  const Change c({"jobs.0.measured_step_time_s=" + std::to_string(step)});
  CHECK(c.ratio("tokens_trained") == Approx(0.5).epsilon(1e-5));
  CHECK(c.ratio("achieved_tflops_per_accelerator") == Approx(0.5).epsilon(1e-5));
  CHECK(c.ratio("goodput_frac") == Approx(1));
  CHECK(c.ratio("it_mean_mw") < 0.95);  // it waits half of the time
}

TEST_CASE("a price of CO2 sends the work to the cleaner source") {
  const std::vector<std::string> price = {"economics.operating.co2_usd_per_t=200"};
  Folder folder;
  const std::string file = folder.write("a.yaml", tiny({
      {"supply:\n", "supply:\n  - {kind: gas_engine, base: cat_g3520, name: engines, units: 3, online: 2020-01-01}\n"}}));
  const std::vector<std::string> ample = {"supply.1.service.0.service_mw=50", "horizon.length_years=0.04",
                                          "supply.0.min_load_frac=0", "supply.1.energy_price_usd_per_mwh=60"};
  std::vector<std::string> priced = ample;
  priced.push_back(price[0]);
  const Run cheap = run_of(file, ample), dear = run_of(file, priced);
  CHECK(value(cheap, "on_site_energy_gwh") > value(cheap, "grid_energy_gwh"));
  CHECK(value(dear, "on_site_energy_gwh") < value(dear, "grid_energy_gwh"));
  CHECK(value(dear, "co2_t") < value(cheap, "co2_t"));
}

TEST_CASE("failures: more of them cost goodput, none leave only checkpoints") {
  const Change more({"failures.observed.duration_days=5.4"});  // the same counts in a tenth of the time
  CHECK(more.ratio("failures_per_day") == Approx(10));
  CHECK(more.ratio("goodput_frac") < 1);
  CHECK(more.ratio("tokens_trained") == Approx(more.ratio("goodput_frac")));
}

TEST_CASE("prices move money only, and in proportion") {
  const Change c({"economics.capital.it_capex_musd_per_mw=52.2", "supply.0.energy_price_usd_per_mwh=1000"});
  CHECK(c.ratio("capex_musd_layer_it") == Approx(2));
  CHECK(c.ratio("energy_usd_per_mwh") > 2);
  CHECK(c.ratio("usd_per_accelerator_hour") > 1);
  for (const char* physical : {"tokens_trained", "facility_energy_twh", "co2_t", "water_m3", "unserved_mwh", "pue"})
    CHECK(value(c.after, physical) == value(c.before, physical));
}

TEST_CASE("a grid of twice the emission factor: twice the CO2") {
  const Run run = Change::ample({});
  const double factor = std::get<supply::GridConnection>(run.input.scenario.supply[0]).emission_kg_per_mwh;
  const Change c({"supply.0.emission_kg_per_mwh=" + std::to_string(2 * factor)});
  CHECK(c.ratio("co2_t") == Approx(2).epsilon(1e-6));
}

TEST_CASE("water costs nothing where none is used, and a tower uses some") {
  const Change c({"halls.0.cooling=evaporative_tower"});
  CHECK(value(c.before, "water_m3") == 0);
  CHECK(value(c.after, "water_m3") > 0);
  CHECK(value(c.after, "wue_l_per_kwh") > 0.1);
  CHECK(value(c.after, "wue_l_per_kwh") < 5);
}

TEST_CASE("spares are powered and do no work") {
  const Change c({"spare_frac=0.05", "jobs.0.accelerators=64"}), none({"spare_frac=0", "jobs.0.accelerators=64"});
  CHECK(value(c.after, "tokens_trained") == Approx(value(none.after, "tokens_trained")));
  CHECK(value(c.after, "it_mean_mw") == Approx(value(none.after, "it_mean_mw")));
}

TEST_CASE("a job that starts late trains in the rest of the horizon") {
  const Change c({"jobs.0.start=2026-01-08"});
  const double hours = c.before.input.scenario.horizon.hours();
  CHECK(c.ratio("tokens_trained") == Approx((hours - 7 * 24) / hours));
}

TEST_CASE("a hall energised late is installed from then on") {
  const Change c({"halls.0.energised=2026-01-08"});
  const double hours = c.before.input.scenario.horizon.hours();
  CHECK(c.ratio("accelerator_hours") == Approx((hours - 7 * 24) / hours));
  CHECK(c.ratio("accelerators") == 1);
}

TEST_CASE("two years are a year and a year") {
  const std::vector<std::string> steady = {"supply.0.service.0.service_mw=50", "supply.0.forced_outage_frac=0"};
  std::vector<std::string> one = steady, two = steady;
  one.push_back("horizon.length_years=1");
  two.push_back("horizon.length_years=2");
  const Run a = run_of(shipped("tiny.yaml"), one), b = run_of(shipped("tiny.yaml"), two);
  CHECK(value(b, "facility_energy_twh") == Approx(2 * value(a, "facility_energy_twh")));
  CHECK(value(b, "tokens_trained") == Approx(2 * value(a, "tokens_trained")));
  CHECK(value(b, "us_households_equivalent") == Approx(value(a, "us_households_equivalent")));
  CHECK(value(b, "capex_busd") == Approx(value(a, "capex_busd")));
  CHECK(value(b, "usd_per_accelerator_hour") == Approx(value(a, "usd_per_accelerator_hour")));
}

TEST_CASE("a leap year starts and ends where it should") {
  const Run run = run_of(shipped("tiny.yaml"), {"horizon.start=2028-02-28", "horizon.length_years=0.01", "halls.0.energised=2028-02-29"});
  const auto& it = run.simulation.operations.hourly.it_mw;
  CHECK(it[23] == 0);
  CHECK(it[24] > 0);
}

TEST_CASE("every number that a result lists as an input can be set to itself, alone and all at once, and nothing changes") {
  const auto plain = load_scenario(shipped("tiny.yaml"), {});
  REQUIRE(plain);
  const std::string yaml = describe::to_yaml(Scenario::description(), &plain->scenario);
  std::vector<std::string> all;
  for (const auto& [path, p] : plain->provenance)
    if (!p.is_text) all.push_back(fmt::format("{}={}", path, p.value));
  REQUIRE(all.size() > 250);
  const auto same = [&](const std::vector<std::string>& overrides) {
    LoadOptions options;
    options.overrides = overrides;
    const auto loaded = load_scenario(shipped("tiny.yaml"), options);
    CHECK_MESSAGE(loaded, overrides.front() << "\n" << loaded.diagnostics.render());
    if (loaded) CHECK_MESSAGE(describe::to_yaml(Scenario::description(), &loaded->scenario) == yaml, overrides.front());
  };
  same(all);
  for (std::size_t i = 0; i < all.size(); i += 17) same({all[i]});
  for (const char* path : {"halls[0].accelerator.tdp_w", "fabric.levels[0].latency_us",
                           "halls[0].power_chain.critical[0].square_frac"})
    same({fmt::format("{}={}", path, plain->provenance.at(path).value)});
}

TEST_CASE("below a row: one number of a hall's accelerator, of a list element, and a bad one") {
  LoadOptions options;
  options.overrides = {"halls.0.accelerator.tdp_w=650", "fabric.levels.0.latency_us=7",
                       "halls.0.power_chain.critical.0.square_frac=0.01"};
  const auto changed = load_scenario(shipped("tiny.yaml"), options);
  const auto plain = load_scenario(shipped("tiny.yaml"), {});
  REQUIRE(changed);
  CHECK(changed->scenario.halls[0].accelerator->tdp.in(W) == 650);
  CHECK(changed->scenario.halls[0].accelerator->memory == plain->scenario.halls[0].accelerator->memory);
  CHECK(changed->scenario.fabric.levels[0].latency.in(us) == doctest::Approx(7));
  CHECK(changed->scenario.fabric.levels.size() == plain->scenario.fabric.levels.size());
  CHECK(changed->scenario.halls[0].power_chain.critical[0].square_frac == 0.01);
  CHECK(changed->provenance.at("halls[0].accelerator.tdp_w").origin.place == "--set");
  CHECK(changed->provenance.at("halls[0].accelerator.memory_gb").origin.source ==
        plain->provenance.at("halls[0].accelerator.memory_gb").origin.source);
  options.overrides = {"halls.0.accelerator.tdp_w=-1"};
  const auto bad = load_scenario(shipped("tiny.yaml"), options);
  REQUIRE(find(bad.diagnostics, "GW1102"));
  CHECK(find(bad.diagnostics, "GW1102")->path == "halls[0].accelerator.tdp_w");
}

}  // namespace gw::planning
