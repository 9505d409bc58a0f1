#include "gw/planning/run.h"

#include <map>

#include "gw/planning/binding.h"
#include "gw/planning/record_types.h"
#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;

// What a run answered, as numbers.
std::map<std::string, double> answer(const Run& run) {
  std::map<std::string, double> out;
  for (const Figure& figure : run.figures.all()) out[figure.id] = figure.value;
  return out;
}

}  // namespace

TEST_CASE("a run is done, bad input or cancelled, and says why") {
  Folder folder;
  CHECK(run_scenario(folder.path("none.yaml"), {}).status == RunStatus::bad_input);
  RunOptions crowded;
  crowded.load.overrides = {"jobs.0.accelerators=136"};
  const RunOutcome refused = run_scenario(shipped("tiny.yaml"), crowded);
  CHECK(refused.status == RunStatus::bad_input);
  CHECK(refused.diagnostics.has_errors());
  CHECK_FALSE(refused.run);
  RunOptions stopped;
  stopped.progress = [](double) { return false; };
  CHECK(run_scenario(shipped("tiny.yaml"), stopped).status == RunStatus::cancelled);
}

TEST_CASE("progress rises from 0 towards 1") {
  std::vector<double> told;
  RunOptions options;
  options.load.overrides = {"horizon.length_years=0.04", "supply.0.service.0.service_mw=0.15"};
  options.progress = [&](double share) { told.push_back(share); return true; };
  REQUIRE(run_scenario(shipped("tiny.yaml"), options).run);
  REQUIRE(told.size() >= 2);
  CHECK(told[0] == 0);
  CHECK(told[1] > told[0]);
  CHECK(told.back() < 1);
}

TEST_CASE("every balance of a run holds, money among them") {
  const Run run = tiny_run();
  CHECK(run.simulation.balances.size() == 21);
  CHECK(run.simulation.balances.back().name.starts_with("money"));
  for (const campus::Balance& balance : run.simulation.balances) CHECK_MESSAGE(balance.holds(), balance.name);
}

TEST_CASE("two runs of one file and seed give the same numbers to the last bit") {
  CHECK(answer(tiny_run()) == answer(tiny_run()));
}

TEST_CASE("another seed moves outages and simulated goodput, not the expected goodput") {
  const auto with_seed = [](std::uint64_t seed) {
    RunOptions options;
    options.seed = seed;
    options.load.overrides = {"horizon.length_years=0.2", "supply.0.forced_outage_frac=0.05"};
    RunOutcome outcome = run_scenario(shipped("tiny.yaml"), options);
    REQUIRE(outcome.run);
    return answer(*outcome.run);
  };
  auto a = with_seed(1), b = with_seed(2);
  CHECK(a.at("goodput_frac") == b.at("goodput_frac"));
  CHECK(a.at("unserved_mwh") != b.at("unserved_mwh"));
}

TEST_CASE("warnings of the physics reach the user with their place in the file") {
  RunOptions options;
  options.load.overrides = {"horizon.length_years=0.02"};
  const RunOutcome outcome = run_scenario(shipped("tiny.yaml"), options);
  REQUIRE(outcome.run);
  CHECK_FALSE(outcome.diagnostics.has_errors());
  for (const Diagnostic& d : outcome.diagnostics.list()) {
    CHECK(d.severity == Severity::warning);
    CHECK_FALSE(d.path.empty());
  }
}

TEST_CASE("what binds: a short supply") {
  const Run run = tiny_run({"supply.0.service.0.service_mw=0.15"});
  CHECK(run.binding.constraint == "power supply");
  CHECK(run.binding.detail.find("worst") != std::string::npos);
  CHECK(run.simulation.unserved_mwh > 0);
}

TEST_CASE("the next command suggested for a shortage ends it") {
  const Run run = tiny_run({"supply.0.service.0.service_mw=0.15", "supply.0.forced_outage_frac=0"});
  const std::string flag = " --set ";
  const std::size_t at = run.binding.next_command.rfind(flag);
  REQUIRE(at != std::string::npos);
  const Run next = tiny_run({"supply.0.forced_outage_frac=0", run.binding.next_command.substr(at + flag.size())});
  CHECK(next.simulation.unserved_mwh == 0);
}

TEST_CASE("the next command repeats the run's flags and is one line of a shell") {
  Folder folder;
  RunOptions options;
  options.seed = 7;
  options.load = {{"horizon.length_years=0.02", "supply.0.service.0.service_mw=0.1", "title=It's short"}, {folder.path("my rows")}};
  const RunOutcome outcome = run_scenario(folder.write("a campus.yaml", tiny()), options);
  REQUIRE(outcome.run);
  const std::string& next = outcome.run->binding.next_command;
  CHECK(next.starts_with("gw run '" + folder.path("a campus.yaml") + "' --catalog '" + folder.path("my rows") +
                         "' --set horizon.length_years=0.02 --set supply.0.service.0.service_mw=0.1 "
                         "--set 'title=It'\\''s short' --seed 7 --set supply.0.service.0.service_mw="));
}

TEST_CASE("the remedy for a shortage is on the bus that was short") {
  Folder folder;
  const std::string text = tiny(
      {{"supply:\n", "supply:\n  - {kind: gas_engine, base: cat_g3520, name: elsewhere, bus: other, units: 1}\n"
                     "  - {kind: gas_engine, base: cat_g3520, name: late, units: 1, unit_power_mw: 0.5, online: 2030-01-01}\n"},
       {"service_mw: 0.4", "service_mw: 0.1"}});
  const std::string file = folder.write("a.yaml", text);
  const Run run = run_of(file, {"horizon.length_years=0.02"});
  CHECK(run.binding.next_command.find("--set supply.2.service.0.service_mw=") != std::string::npos);
  const Run plant = run_of(file, {"horizon.length_years=0.02", "supply.1.online=2020-01-01", "supply.1.unit_power_mw=0.02"});
  CHECK(plant.binding.next_command.find("--set supply.1.units=") != std::string::npos);
  const std::size_t at = plant.binding.next_command.rfind("--set ");
  const Run enough = run_of(file, {"horizon.length_years=0.02", "supply.1.online=2020-01-01", "supply.1.unit_power_mw=0.02",
                                   plant.binding.next_command.substr(at + 6)});
  CHECK(enough.simulation.unserved_mwh < 0.15 * plant.simulation.unserved_mwh);  // what is left: outages
}

TEST_CASE("what binds: too little work") {
  const Run run = tiny_run({"halls.0.racks=40", "supply.0.service.0.service_mw=4"});
  CHECK(run.binding.constraint == "work");
  CHECK(run.binding.next_command.ends_with("--set jobs.0.instances=0"));
}

TEST_CASE("what binds: the step of the lead job") {
  const Run run = tiny_run();
  CHECK(run.binding.constraint.find('_') == std::string::npos);
  CHECK(run.binding.detail.find("llama3_8b") != std::string::npos);
  CHECK(run.binding.next_command.starts_with("gw explain"));
}

TEST_CASE("what binds: cooling, when it forced shedding in more hours than power") {
  Run run = tiny_run();
  run.simulation.operations.unmet_cooling_hours = 3;
  CHECK(binding_constraint(run).constraint == "cooling");
  run.simulation.adequacy.loss_of_load_hours = 9;
  run.simulation.unserved_mwh = 0.5 * run.simulation.wanted_mwh;
  CHECK(binding_constraint(run).constraint == "power supply");
}

TEST_CASE("what binds: nothing but the accelerators, when there is no training job") {
  Folder folder;
  std::string text = tiny();
  const std::size_t begin = text.find("  - {kind: training"), end = text.find("supply:");
  text.replace(begin, end - begin, "  - {kind: steady, name: inference}\n");
  const Run run = run_of(folder.write("a.yaml", text), {"horizon.length_years=0.02"});
  CHECK(run.binding.constraint == "accelerators");
  CHECK(run.figures.find("mfu_frac") == nullptr);
  CHECK(run.figures.find("pue") != nullptr);
}

TEST_CASE("a shortage below one part in ten thousand does not bind") {
  Run run = tiny_run();
  run.simulation.unserved_mwh = 0.5e-4 * run.simulation.wanted_mwh;
  CHECK(binding_constraint(run).constraint != "power supply");
}

TEST_CASE("the folders of the catalogue are those that a campus file can name") {
  std::vector<std::string> names;
  for (const CatalogueFolder& folder : catalogue_folders()) {
    names.push_back(folder.name);
    CHECK_FALSE(folder.types.empty());
  }
  CHECK(std::ranges::is_sorted(names));
  for (const char* wanted : {"accelerators", "cooling", "economics", "fabrics", "grids", "models", "power_chains", "racks", "reliability"})
    CHECK_MESSAGE(std::ranges::find(names, wanted) != names.end(), wanted);
}

}  // namespace gw::planning
