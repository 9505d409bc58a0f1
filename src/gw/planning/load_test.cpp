#include "gw/planning/load.h"

#include "gw/planning/check.h"
#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;

Result<LoadedScenario> load(const std::string& file, std::vector<std::string> overrides = {},
                            std::vector<std::string> catalogue = {}) {
  return load_scenario(file, {std::move(overrides), std::move(catalogue)});
}

// The one error of tiny with a change: its code, and the place of `piece`.
void check_error(const std::string& from, const std::string& to, const std::string& code, const std::string& piece) {
  Folder folder;
  const std::string text = tiny({{from, to}});
  const auto loaded = load(folder.write("a.yaml", text));
  INFO(loaded.diagnostics.render());
  CHECK_FALSE(loaded);
  const Diagnostic* found = find(loaded.diagnostics, code);
  REQUIRE(found);
  CHECK(place(*found) == place_of(text, piece));
  CHECK(found->where.file == folder.path("a.yaml"));
  CHECK_FALSE(found->source_line.empty());
}

std::string hourly_csv(int rows, double first = 0) {
  std::string out = "hour,usd_per_mwh\n";
  for (int i = 0; i < rows; ++i) out += std::to_string(i) + "," + std::to_string(first + i % 24) + "\n";
  return out;
}

}  // namespace

TEST_CASE("every shipped campus loads") {
  for (const auto& entry : fs::directory_iterator(shipped(""))) {
    if (entry.path().extension() != ".yaml") continue;
    const auto loaded = load(entry.path().string());
    CHECK_MESSAGE(bool(loaded), loaded.diagnostics.render());
  }
}

TEST_CASE("errors carry the place of the value at fault") {
  check_error("racks: 17", "rocks: 17", "GW1101", "rocks: 17");
  check_error("racks: 17", "racks: 0", "GW1102", "0, rack:");
  check_error("racks: 17", "racks: many", "GW1104", "many");
  check_error("weather: richmond", "weather: richmund", "GW1201", "richmund");
  check_error("failures: llama3_h100", "failures: llama4_h100", "GW1110", "llama4_h100");
  check_error("name: hall,", "name: hall, bus: b,", "GW3003", "b, energised");
  check_error("energised: 2026-01-01", "energised: 2036-01-01", "GW3001", "2026-01-01, length");
}

TEST_CASE("a file that does not say what it is is read, with a warning") {
  Folder folder;
  const auto loaded = load(folder.write("a.yaml", tiny({{"format: gigawatt.campus/1\n", ""}})));
  REQUIRE(loaded);
  const Diagnostic* found = find(loaded.diagnostics, "GW1117");
  REQUIRE(found);
  CHECK(found->severity == Severity::warning);
  CHECK_FALSE(find(load(shipped("tiny.yaml")).diagnostics, "GW1117"));
}

TEST_CASE("all problems of a file are told at once, in one list") {
  Folder folder;
  const auto loaded = load(folder.write("a.yaml", tiny({{"racks: 17", "rocks: 17"}, {"richmond", "richmund"},
                                                        {"micro_batch: 1", "micro_batch: -1"}})));
  CHECK_FALSE(loaded);
  for (const char* code : {"GW1101", "GW1201", "GW1102"}) CHECK(find(loaded.diagnostics, code));
}

TEST_CASE("a missing file, a folder and an empty file are told apart from a bad one") {
  Folder folder;
  CHECK(find(load(folder.path("none.yaml")).diagnostics, "GW1001"));
  CHECK(find(load(folder.path()).diagnostics, "GW1001"));
  CHECK_FALSE(load(folder.write("empty.yaml", "")));
  CHECK(find(load(folder.write("broken.yaml", "a: [1, 2")).diagnostics, "GW1002"));
}

TEST_CASE("overrides are applied in order and are the source of their value") {
  const auto loaded = load(shipped("tiny.yaml"), {"halls.0.racks=20", "halls[0].racks=30", "jobs.0.plan.tensor=4"});
  REQUIRE(loaded);
  CHECK(loaded->scenario.halls[0].racks == 30);
  CHECK(std::get<campus::TrainingJob>(loaded->scenario.jobs[0]).plan.tensor == 4);
  CHECK(loaded->provenance.at("halls[0].racks").value == 30);
  CHECK(loaded->provenance.at("halls[0].racks").origin.place.find("--set") != std::string::npos);
  CHECK(loaded->input_hash != load(shipped("tiny.yaml"))->input_hash);
}

TEST_CASE("the hash is of the bytes that were read, from a pipe too") {
  const auto hash_through_pipe = [](const std::string& text) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    REQUIRE(::write(ends[1], text.data(), text.size()) == ssize_t(text.size()));
    ::close(ends[1]);
    const auto loaded = load("/dev/fd/" + std::to_string(ends[0]));
    ::close(ends[0]);
    REQUIRE(loaded);
    return loaded->input_hash;
  };
  CHECK(hash_through_pipe(tiny()) == load(shipped("tiny.yaml"))->input_hash);
  CHECK(hash_through_pipe(tiny({{"racks: 17", "racks: 18"}})) != load(shipped("tiny.yaml"))->input_hash);
}

TEST_CASE("hours filled in by the weather reader are a warning") {
  Folder folder;
  std::string epw = text_of(std::string(GW_SOURCE_DIR) + "/catalog/weather/richmond.epw");
  const std::size_t row = epw.find("\n", epw.find("DATA PERIODS")) + 1;
  std::size_t cell = row;
  for (int comma = 0; comma < 6; ++comma) cell = epw.find(',', cell) + 1;
  epw.replace(cell, epw.find(',', cell) - cell, "99.9");
  folder.write("w.epw", epw);
  const auto loaded = load(folder.write("a.yaml", tiny({{"weather: richmond", "weather: w.epw"}})));
  REQUIRE(loaded);
  const Diagnostic* warning = find(loaded.diagnostics, "GW1207");
  REQUIRE(warning);
  CHECK(warning->severity == Severity::warning);
  CHECK(warning->path == "site.weather");
}

TEST_CASE("an override of one number of a catalogue row keeps the rest of the row") {
  const auto plain = load(shipped("tiny.yaml"));
  const auto changed = load(shipped("tiny.yaml"), {"halls.0.rack.accelerators_per_node=4", "failures.observed.accelerators=1000"});
  REQUIRE(plain);
  REQUIRE(changed);
  CHECK(changed->scenario.halls[0].rack.accelerators_per_node == 4);
  CHECK(changed->scenario.halls[0].rack.fans == plain->scenario.halls[0].rack.fans);
  CHECK(changed->scenario.failures.causes.size() == plain->scenario.failures.causes.size());
}

TEST_CASE("a bad override is refused with its text as place") {
  CHECK(find(load(shipped("tiny.yaml"), {"halls.0.racks"}).diagnostics, "GW1010"));
  CHECK(find(load(shipped("tiny.yaml"), {"halls.7.racks=3"}).diagnostics, "GW1011"));
  CHECK(find(load(shipped("tiny.yaml"), {"halls.0.racks=-3"}).diagnostics, "GW1102"));
}

TEST_CASE("rows of a user's catalogue come before the shipped ones and enter the hash") {
  Folder folder;
  const std::string row = text_of(std::string(GW_SOURCE_DIR) + "/catalog/accelerators/h100_sxm.yaml");
  folder.write("mine/accelerators/h100_sxm.yaml", row + "\n");
  const auto shipped_row = load(shipped("tiny.yaml"));
  const auto own_row = load(shipped("tiny.yaml"), {}, {folder.path("mine")});
  REQUIRE(own_row);
  CHECK(own_row->scenario.halls[0].accelerator->tdp == shipped_row->scenario.halls[0].accelerator->tdp);
  CHECK(own_row->catalogue_hash != shipped_row->catalogue_hash);
}

TEST_CASE("a hall's accelerator comes from the row its rack names, with provenance under the hall") {
  const auto loaded = load(shipped("tiny.yaml"));
  REQUIRE(loaded);
  REQUIRE(loaded->scenario.halls[0].accelerator);
  CHECK(loaded->scenario.halls[0].accelerator->tdp == 700 * W);
  CHECK(loaded->provenance.at("halls[0].accelerator.tdp_w").value == 700);
  const auto unknown = load(shipped("tiny.yaml"), {"halls.0.rack.accelerator=h100_sxn"});
  REQUIRE(find(unknown.diagnostics, "GW3006"));
  CHECK(find(unknown.diagnostics, "GW3006")->hint.find("h100_sxm") != std::string::npos);
}

TEST_CASE("weather may lie beside the campus file") {
  Folder folder;
  fs::copy_file(std::string(GW_SOURCE_DIR) + "/catalog/weather/phoenix.epw", folder.path("here.epw"));
  const auto loaded = load(folder.write("a.yaml", tiny({{"weather: richmond", "weather: here.epw"}})));
  REQUIRE_MESSAGE(bool(loaded), loaded.diagnostics.render());
  CHECK(loaded->weather.city.find("Phoenix") != std::string::npos);
  CHECK(loaded->weather_file == folder.path("here.epw"));
}

TEST_CASE("a truncated weather file stops the load with its own code") {
  Folder folder;
  const std::string whole = text_of(std::string(GW_SOURCE_DIR) + "/catalog/weather/phoenix.epw");
  folder.write("short.epw", whole.substr(0, whole.size() / 2));
  const auto loaded = load(folder.write("a.yaml", tiny({{"weather: richmond", "weather: short.epw"}})));
  CHECK_FALSE(loaded);
  CHECK(find(loaded.diagnostics, "GW1203") != nullptr);
}

TEST_CASE("hourly prices are laid over the horizon from its first hour") {
  Folder folder;
  folder.write("prices.csv", hourly_csv(8760, 10));
  const std::string text = tiny({{"name: utility", "name: utility, energy_prices: prices.csv"}, {"start: 2026-01-01", "start: 2026-03-01"}});
  const auto loaded = load(folder.write("a.yaml", text));
  REQUIRE_MESSAGE(bool(loaded), loaded.diagnostics.render());
  REQUIRE(loaded->series.size() == 1);
  const auto& prices = loaded->series[0].energy_price_usd_per_mwh;
  CHECK(prices.size() == 8760);
  CHECK(prices[0] == 10);
  CHECK(prices[5] == 15);
  CHECK(loaded->series[0].emission_kg_per_mwh.empty());
  CHECK(loaded->price_series()[0].energy_price_usd_per_mwh.size() == 8760);
}

TEST_CASE("export prices are read, checked and grown as energy prices are") {
  Folder folder;
  folder.write("prices.csv", hourly_csv(8760, 10));
  const std::string text = tiny({{"name: utility", "name: utility, export_allowed: true, export_prices: prices.csv"}});
  const std::string file = folder.write("a.yaml", text);
  const auto loaded = load(file);
  REQUIRE_MESSAGE(bool(loaded), loaded.diagnostics.render());
  CHECK(loaded->series[0].energy_price_usd_per_mwh.empty());
  CHECK(loaded->series[0].export_price_usd_per_mwh[5] == 15);
  CHECK(loaded->price_series()[0].export_price_usd_per_mwh.size() == 8760);
  const auto longer = [&](std::vector<std::string> overrides) {
    overrides.push_back("horizon.length_years=1.5");
    return load_scenario(file, {.overrides = overrides, .catalogue = {}});
  };
  CHECK(find(longer({}).diagnostics, "GW1415")->path == "supply[0].export_prices");
  const auto grown = longer({"supply.0.price_escalation_frac=0.1"});
  REQUIRE(grown);
  CHECK(grown->series[0].export_price_usd_per_mwh[8760 + 5] == doctest::Approx(15 * 1.1));
  folder.write("prices.csv", hourly_csv(8000));
  REQUIRE(find(load(file).diagnostics, "GW1401"));
  CHECK(find(load(file).diagnostics, "GW1401")->where.file == folder.path("prices.csv"));
  folder.write("prices.csv", hourly_csv(8760, 10));
  CHECK_FALSE(check_scenario(file, {}).diagnostics.has_errors());
  const CheckOutcome closed = check_scenario(folder.write("b.yaml", tiny({{"name: utility", "name: utility, export_prices: prices.csv"}})), {});
  CHECK(closed.diagnostics.has_errors());
  CHECK(closed.diagnostics.render().find("needs export_allowed") != std::string::npos);
}

TEST_CASE("a missing or short price file is an error at its field") {
  Folder folder;
  const std::string text = tiny({{"name: utility", "name: utility, energy_prices: prices.csv"}});
  const std::string file = folder.write("a.yaml", text);
  const auto missing = load(file);
  REQUIRE(find(missing.diagnostics, "GW1401"));
  CHECK(place(*find(missing.diagnostics, "GW1401")) == place_of(text, "prices.csv"));
  folder.write("prices.csv", hourly_csv(8000));
  const auto short_file = load(file);
  REQUIRE(find(short_file.diagnostics, "GW1401"));
  CHECK(find(short_file.diagnostics, "GW1401")->where.file == folder.path("prices.csv"));
}

TEST_CASE("an issue is placed at the deepest part of its path that is in the file") {
  const auto loaded = load(shipped("tiny.yaml"));
  const std::string text = tiny();
  const auto at = [&](const std::string& path) {
    return place(place_issue(loaded->document, {"GW0000", path, "", "", false}));
  };
  CHECK(at("jobs[0].plan.tensor") == place_of(text, "2, micro_batch"));
  CHECK(at("jobs[0].plan.pipeline") == place_of(text, "{tensor"));
  CHECK(at("halls[0].rack.accelerator") == place_of(text, "hgx_h100"));
  CHECK(at("halls[9].racks") == at("halls"));
  CHECK(place_issue(loaded->document, {"GW0000", "jobs", "", "", true}).severity == Severity::warning);
}

TEST_CASE("gw check tells the size of halls and jobs, and problems that need the physics") {
  const CheckOutcome sound = check_scenario(shipped("tiny.yaml"), {});
  CHECK_FALSE(sound.diagnostics.has_errors());
  CHECK(sound.summary.find("hall hall: 136 accelerators") != std::string::npos);
  CHECK(sound.summary.find("job llama3_8b:") != std::string::npos);
  RunOptions crowded;
  crowded.load.overrides = {"jobs.0.accelerators=136"};
  const CheckOutcome refused = check_scenario(shipped("tiny.yaml"), crowded);
  REQUIRE(find(refused.diagnostics, "GW3004"));
  CHECK(refused.summary.empty());
}

TEST_CASE("the cooling plants of every shipped campus pass the physics check, where it is asked for") {
  for (const char* campus : {"tiny.yaml", "prometheus.yaml", "hyperion.yaml", "colossus-2.yaml", "stargate-abilene.yaml"}) {
    const CheckOutcome sound = check_scenario(shipped(campus), {}, true);
    INFO(sound.diagnostics.render());
    CHECK_FALSE(sound.diagnostics.has_errors());
    CHECK(sound.summary.find("physics: ") != std::string::npos);
  }
  CHECK(check_scenario(shipped("tiny.yaml"), {}).summary.find("physics: ") == std::string::npos);
}

TEST_CASE("prices of one year over a longer horizon: repeated with a warning, or grown year by year") {
  Folder folder;
  const std::string file = folder.write("a.yaml", tiny());
  std::string list = "price\n";
  for (int h = 0; h < 8760; ++h) list += std::to_string(20 + h % 24) + "\n";
  folder.write("prices.csv", list);
  const auto load = [&](std::vector<std::string> overrides) {
    overrides.push_back("supply.0.energy_price_usd_per_mwh=50");
    auto loaded = load_scenario(file, {.overrides = overrides, .catalogue = {}});
    INFO(loaded.diagnostics.render());
    REQUIRE(loaded);
    return loaded;
  };
  const std::string listed = "supply.0.energy_prices=prices.csv", grown = "supply.0.price_escalation_frac=0.1", long_run = "horizon.length_years=2.5";
  const auto repeated = load({listed, long_run});
  REQUIRE(find(repeated.diagnostics, "GW1415"));
  CHECK(find(repeated.diagnostics, "GW1415")->severity == Severity::warning);
  CHECK(find(repeated.diagnostics, "GW1415")->path == "supply[0].energy_prices");
  CHECK(repeated->series[0].energy_price_usd_per_mwh[8760 + 5] == 25);
  const auto escalated = load({listed, long_run, grown});
  CHECK_FALSE(find(escalated.diagnostics, "GW1415"));
  const std::vector<double>& prices = escalated->series[0].energy_price_usd_per_mwh;
  CHECK(prices[5] == 25);
  CHECK(prices[8759] == 43);
  CHECK(prices[8760 + 5] == doctest::Approx(25 * 1.1));
  CHECK(prices[2 * 8760 + 5] == doctest::Approx(25 * 1.21));
  const std::vector<double> constant = load({long_run, grown})->series[0].energy_price_usd_per_mwh;
  REQUIRE(constant.size() == std::size_t(2.5 * 8760));
  CHECK(constant[0] == 50);
  CHECK(constant.back() == doctest::Approx(50 * 1.21));
  // Nothing to say and nothing to do: within a year, without a list, or where no growth is meant.
  for (const auto& quiet : {std::vector{listed}, std::vector{long_run}, std::vector{listed, long_run, std::string("supply.0.price_escalation_frac=0")}})
    CHECK_FALSE(find(load(quiet).diagnostics, "GW1415"));
  CHECK(load({grown})->series[0].energy_price_usd_per_mwh.empty());
  CHECK(load({long_run})->series[0].energy_price_usd_per_mwh.empty());
}

}  // namespace gw::planning
