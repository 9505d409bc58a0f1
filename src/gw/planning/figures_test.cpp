#include "gw/planning/figures.h"

#include <set>

#include "gw/planning/test_run_checks.h"

namespace gw::planning {
namespace {

using doctest::Approx;
using namespace test;

// tiny with supply of several kinds, a second job and a power cap.
std::string rich(const Folder& folder) {
  return folder.write("rich.yaml", tiny({
      {"supply:\n", "supply:\n  - {kind: gas_engine, base: cat_g3520, name: engines, units: 1, online: 2020-01-01}\n"
                    "  - {kind: solar, base: pv_tracker, name: roof, dc_power_mw: 0.1, online: 2020-01-01}\n"
                    "  - {kind: battery, base: megapack_2xl, name: store, online: 2020-01-01}\n"},
      {"service_mw: 0.4", "service_mw: 0.1"},
      {"racks: 17", "racks: 34, power_cap_w: 600"},
      {"supply:\n", "  - {kind: steady, name: \"other work\", accelerators: 100}\nsupply:\n"}}));
}

}  // namespace

TEST_CASE("every formula equals its value: tiny") { check_formulas(tiny_run()); }

TEST_CASE("every formula equals its value: several sources, a cap, work of two kinds") {
  Folder folder;
  check_formulas(run_of(rich(folder), {"horizon.length_years=0.04"}));
}

TEST_CASE("every formula equals its value: a cooling tank, whose content at the end follows") {
  Folder folder;
  const Run run = run_of(folder.write("tank.yaml", tiny({{"cooling: air_cooled_chillers",
      "cooling: {base: air_cooled_chillers, air: {storage: {kind: water_tank, energy_mwh: 0.2, charge_power_mw: 0.05, "
      "discharge_power_mw: 0.05, use: level_load}}}"}})), {"horizon.length_years=0.04"});
  check_formulas(run);
  CHECK(value(run, "tank_begin_mwh") == Approx(0.2));
  CHECK(value(run, "tank_given_mwh") > 0.1);
  CHECK(value(run, "tank_gain_mwh") > 0);
  CHECK(value(run, "ride_through_hall_hours") == 0);
  CHECK(run.simulation.operations.hourly.tank_stored_mwh.back() == Approx(value(run, "tank_end_mwh")));
  CHECK(tiny_run().figures.find("tank_given_mwh") == nullptr);
}

TEST_CASE("headline figures that a campus cannot have are listed with the reason") {
  Folder folder;
  const Run run = run_of(folder.write("a.yaml", tiny({
      {"{kind: training, name: llama3_8b, model: llama3_8b, accelerators: 128, tokens: 1.0e+12, repeat: true,\n"
       "     plan: {tensor: 2, micro_batch: 1, sequence_length: 8192, global_batch_sequences: 512, precision: bf16}}",
       "{kind: steady, name: inference, accelerators: 128}"}})), {"horizon.length_years=0.04"});
  CHECK(run.headline.size() + run.undefined.size() == tiny_run().headline.size());
  REQUIRE(run.undefined.size() == 6);
  CHECK(run.undefined[0].id == "tokens_trained");
  CHECK(run.undefined[0].unit == "tokens");
  for (const Run::Undefined& figure : run.undefined) CHECK_FALSE(figure.reason.empty());
  CHECK(tiny_run().undefined.empty());
}

TEST_CASE("the cost of energy names its parts down to fields: fuel by heat rate and price, starts, O&M, capital") {
  Folder folder;
  const Run run = run_of(rich(folder), {"horizon.length_years=0.04", "economics.operating.co2_usd_per_t=30"});
  check_explained(run);
  const auto inputs_of = [&](const std::string& id) { return run.figures.find(id)->inputs; };
  const auto has = [&](const std::string& id, const std::string& input) { return std::ranges::count(inputs_of(id), input) == 1; };
  for (const char* line : {"cost_musd_fuel", "cost_musd_plant_variable_o_m", "cost_musd_plant_fixed_o_m", "cost_musd_grid_energy",
                           "cost_musd_co2", "cost_musd_generation_capital", "cost_musd_storage_capital"})
    CHECK_MESSAGE(has("energy_cost_musd", line), line);
  CHECK_FALSE(has("energy_cost_musd", "cost_musd_it_capital"));
  CHECK(has("fuel_musd_engines", "fuel_price_usd_per_mmbtu_engines"));
  CHECK(has("fuel_mmbtu_engines", "mean_heat_rate_mmbtu_per_mwh_engines"));
  CHECK(has("mean_heat_rate_mmbtu_per_mwh_engines", "heat_rate_mmbtu_per_mwh_engines"));
  CHECK(value(run, "mean_heat_rate_mmbtu_per_mwh_engines") >= value(run, "heat_rate_mmbtu_per_mwh_engines") * (1 - 1e-9));
  CHECK(value(run, "cost_musd_fuel") == Approx(run.accounts.inputs.fuel.in(MUSD)));
  CHECK(value(run, "charge_of_capex_musd_roof") ==
        Approx(value(run, "capex_musd_roof") * value(run, "capital_recovery_factor_generation") * value(run, "horizon_h") / 8760));
}

TEST_CASE("market-based emissions by connection, year and contract; a price list is one leaf, its mean as paid another") {
  Folder folder;
  const std::string file = folder.write("a.yaml", tiny() + "contracts:\n  - {name: sun, plants: [{kind: solar, base: pv_tracker, dc_power_mw: 1}], "
                                                           "price_usd_per_mwh: 55}\n");
  std::string prices = "price\n";
  for (int h = 0; h < 8760; ++h) prices += std::to_string(20 + h % 24) + "\n";
  folder.write("prices.csv", prices);
  const Run run = run_of(file, {"horizon.start=2026-12-20", "horizon.length_years=0.06", "supply.0.residual_mix_kg_per_mwh=500",
                                "supply.0.energy_prices=prices.csv"});
  check_formulas(run);
  check_explained(run);
  const Figure& december = *run.figures.find("co2_market_t_utility_2026");
  CHECK(december.inputs == std::vector<std::string>{"residual_t_utility_2026", "contracted_mwh_utility_2026", "import_mwh_utility_2026"});
  CHECK(value(run, "contracted_mwh_utility_2026") + value(run, "contracted_mwh_utility_2027") == Approx(value(run, "contract_mwh_sun")));
  CHECK(value(run, "residual_kg_per_mwh_utility") == 500);
  CHECK(value(run, "energy_price_usd_per_mwh_utility") == Approx(31.5).epsilon(0.02));
  CHECK(run.figures.find("energy_price_usd_per_mwh_utility")->label.find("hourly series") != std::string::npos);
  CHECK(value(run, "energy_price_paid_usd_per_mwh_utility") == Approx(31.5).epsilon(0.1));
}

TEST_CASE("an escalation of the price of energy is a leaf of its cost") {
  const Run run = run_of(shipped("tiny.yaml"), {"horizon.length_years=1.5", "supply.0.price_escalation_frac=0.2", "supply.0.energy_price_usd_per_mwh=50"});
  check_formulas(run);
  check_explained(run);
  CHECK(value(run, "price_escalation_frac_utility") == 0.2);
  CHECK(value(run, "energy_price_paid_usd_per_mwh_utility") > 50);
  CHECK(value(run, "energy_price_paid_usd_per_mwh_utility") < 60);
  const Run flat = tiny_run({"supply.0.price_escalation_frac=0.2"});
  check_explained(flat);
  CHECK(flat.figures.find("price_escalation_frac_utility") == nullptr);
}

TEST_CASE("heat sold is a credit by its price, and no part of the cost of energy") {
  const Run run = run_of(shipped("prometheus.yaml"), {"site.heat_network={peak_mw: 150, price_usd_per_mwh: 20}", "horizon.length_years=0.1"});
  check_formulas(run);
  check_explained(run);
  CHECK(value(run, "cost_musd_heat_sold") == Approx(-20e-6 * value(run, "heat_reused_mwh")));
  CHECK(std::ranges::count(run.figures.find("energy_cost_musd")->inputs, "cost_musd_heat_sold") == 0);
}

TEST_CASE("goodput rests on the checkpoint policy: its assumptions grade it") {
  const Run run = tiny_run();
  for (const char* id : {"checkpoint_minimum_interval_s", "checkpoint_asynchronous", "checkpoint_write_gb_per_s", "checkpoint_initialisation_s"})
    CHECK_MESSAGE(run.figures.find(id), id);
  CHECK(run.figures.weakest_grade("goodput_frac") == Grade::assumed);
}

TEST_CASE("every formula equals its value: nothing fails, a measured step, two training jobs") {
  Folder folder;
  const std::string second = "  - {kind: training, name: second, model: llama3_8b, accelerators: 8, tokens: 1e12,\n"
                             "     plan: {tensor: 2, micro_batch: 1, sequence_length: 8192, global_batch_sequences: 64, precision: bf16}}\n"
                             "supply:\n";
  const std::string file = folder.write("a.yaml", tiny({{"supply:\n", second}, {"accelerators: 128", "accelerators: 64, measured_step_time_s: 5"},
                                                        {"failures: llama3_h100", "failures: {name: none, observed: {accelerators: 8}, causes: []}"}}));
  const Run run = run_of(file, {"horizon.length_years=0.02"});
  check_formulas(run);
  CHECK(value(run, "step_time_s") == 5);
  CHECK(value(run, "second_goodput_frac") > 0.9);
  CHECK(value(run, "tokens_trained") == Approx(value(run, "job_tokens_trained") + value(run, "second_job_tokens_trained")));
}

TEST_CASE("the headline has its figures, in order, all in the book") {
  const Run run = tiny_run();
  CHECK(run.headline.front() == "tokens_trained");
  CHECK(run.headline.size() >= 24);
  for (const std::string& id : run.headline) CHECK_MESSAGE(run.figures.find(id), id);
  CHECK(std::set<std::string>(run.headline.begin(), run.headline.end()).size() == run.headline.size());
}

TEST_CASE("5 GW flat for a year is the electricity of 4.06 million households") {
  Run run = tiny_run();
  campus::Operations& operations = run.simulation.operations;
  operations.hourly.it_mw.assign(8760, 5000.0);
  for (auto* series : {&operations.hourly.cooling_mw, &operations.hourly.electrical_loss_mw}) series->assign(8760, 0.0);
  operations.it_energy_wh = {};
  operations.it_energy_wh.accelerators = 8760.0 * 5000.0 * MW;
  run.figures = {};
  run.headline.clear();
  build_figures(run);
  CHECK(value(run, "facility_energy_twh") == Approx(43.8));
  CHECK(value(run, "us_households_equivalent") / 1e6 == Approx(4.06).epsilon(0.001));
  CHECK(value(run, "pue") == Approx(1));
}

TEST_CASE("the household's electricity is sourced") {
  const Run run = tiny_run();
  const Figure* household = run.figures.find("household_kwh_per_year");
  REQUIRE(household);
  CHECK(household->value == 10791);
  CHECK(household->origin.source.find("EIA") != std::string::npos);
  CHECK(household->origin.grade == Grade::published);
}

TEST_CASE("energy over a part of a year counts households by the year") {
  const Run run = tiny_run();
  CHECK(value(run, "us_households_equivalent") == Approx(value(run, "facility_mean_mw") * 8760 * 1000 / 10791));
}

TEST_CASE("a figure is as good as its weakest input, and names the sources below it") {
  const Run run = tiny_run();
  for (const char* id : {"mfu_frac", "tokens_trained", "us_households_equivalent"}) {
    std::vector<std::string> open = {id}, seen;
    Grade weakest = Grade::measured;
    while (!open.empty()) {
      const Figure& figure = *run.figures.find(open.back());
      open.pop_back();
      open.insert(open.end(), figure.inputs.begin(), figure.inputs.end());
      if (figure.inputs.empty() && figure.origin.grade != Grade::computed) weakest = std::max(weakest, figure.origin.grade);
    }
    CHECK(run.figures.weakest_grade(id) == weakest);
  }
  const auto sources = run.figures.sources_below("us_households_equivalent");
  CHECK(std::ranges::any_of(sources, [](const std::string& s) { return s.find("EIA") != std::string::npos; }));
}

TEST_CASE("values of the headline agree with the simulation") {
  const Run run = tiny_run();
  const auto& o = run.simulation.operations;
  CHECK(value(run, "accelerators") == 136);
  CHECK(value(run, "tokens_trained") == Approx(o.job_tokens[0]));
  CHECK(value(run, "pue") == Approx(run.simulation.facility_mwh / o.it_energy_wh.total().in(MWh / hour)));
  CHECK(value(run, "water_m3") == Approx(o.water.total_kg() / 1e3));
  CHECK(value(run, "grid_energy_gwh") == Approx(run.simulation.dispatch.sources[0].total.output_mwh / 1e3));
  CHECK(value(run, "on_site_energy_gwh") == 0);
  CHECK(value(run, "capex_busd") == Approx(run.accounts.report.capex.in(BUSD)));
  CHECK(value(run, "usd_per_accelerator_hour") == Approx(run.accounts.report.annuity.usd_per_accelerator_hour));
  CHECK(value(run, "usd_per_million_training_tokens") == Approx(run.accounts.report.annuity.usd_per_million_tokens));
}

TEST_CASE("the writer: fields of the scenario, sums, and defaults that say so") {
  FigureBook book;
  describe::ProvenanceMap provenance;
  provenance["a.b_mw"] = {"a.b_mw", 5, "", "MW", "", {"a book", Grade::vendor, "default", ""}};
  FigureWriter write(book, provenance);
  CHECK(write.field("b", "B", "a.b_mw") == "b");
  CHECK(book.find("b")->value == 5);
  CHECK(book.find("b")->origin.place == "default of a.b_mw");
  CHECK(book.find(write.field("gone", "Gone", "no.such"))->value == 0);
  write.field("c", "C", "a.b_mw", 5000, "kW");
  CHECK(book.find(write.sum("d", "D", 5005, "", {"b", "c"}))->how == "b + c");
  CHECK_FALSE(book.find(write.sum("e", "E", 0, "", {}))->evaluable);
  CHECK(id_part("Training gas-2") == "training_gas_2");
}

}  // namespace gw::planning
