#include "gw/campus/check.h"

#include <algorithm>

#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using namespace test;

// The only issue of a campus, by code and path.
void check_only(const Campus& campus, const std::string& code, const std::string& path) {
  const std::vector<Issue> issues = check(campus);
  REQUIRE(issues.size() == 1);
  CHECK(issues[0].code == code);
  CHECK(issues[0].path == path);
  CHECK_FALSE(issues[0].message.empty());
  CHECK_FALSE(issues[0].warning);
}

}  // namespace

TEST_CASE("a sound campus has no issue") { CHECK(check(campus()).empty()); }

TEST_CASE("a campus without halls is said once") {
  Campus c = campus();
  c.halls.clear();
  check_only(c, "GW3001", "halls");
}

TEST_CASE("no hall energised within the horizon") {
  Campus c = campus(24);
  c.halls[0].energised = Date{2027, 6, 2};
  check_only(c, "GW3001", "horizon.start");
  CHECK(check(c)[0].message.find("2027-06-02") != std::string::npos);
  c.horizon.length = 25.0 * hour;
  CHECK(check(c).empty());
  c.halls[0].energised = Date{2020, 1, 1};
  CHECK(check(c).empty());
}

TEST_CASE("a service above what its circuits carry is a warning") {
  Campus c = campus();
  supply::GridConnection grid;
  grid.service = {{Date{2020, 1, 1}, 600.0 * MW}};
  grid.voltage_kv = 230;
  c.supply = {grid};
  const std::vector<Issue> issues = check(c);
  REQUIRE(issues.size() == 1);
  CHECK(issues[0].code == "GW3019");
  CHECK(issues[0].path == "supply[0].voltage_kv");
  CHECK(issues[0].warning);
  grid.circuits = 3;
  c.supply = {grid};
  CHECK(check(c).empty());
}

TEST_CASE("an order that comes too late, and plants that nobody builds, are warnings") {
  Campus c = campus();
  supply::GasEngine late;
  late.unit_power = 20.0 * MW, late.lead_time_months = 15;
  late.ordered = Date{2027, 1, 1}, late.online = Date{2027, 6, 1};
  supply::GasTurbine keen;
  keen.unit_power = 20.0 * MW, keen.heat_rate_mmbtu_per_mwh = 4, keen.min_load_heat_rate_mmbtu_per_mwh = 5;
  supply::Battery brief;
  brief.power = 100.0 * MW, brief.energy = 1.0 * MWh;
  c.supply.insert(c.supply.end(), {late, keen, brief});
  const std::vector<Issue> issues = check(c);
  REQUIRE(issues.size() == 3);
  for (const Issue& issue : issues) CHECK(issue.warning);
  CHECK(issues[0].code == "GW3021");
  CHECK(issues[0].message.find("85 %") != std::string::npos);
  CHECK(issues[1].message.find("0.6 min") != std::string::npos);
  CHECK(issues[2].code == "GW3020");
  CHECK(issues[2].message.find("from 2028-04-02") != std::string::npos);
}

TEST_CASE("cells without power, and a price of energy that is one per kWh, are warnings") {
  Campus c = campus();
  supply::Battery cells;
  cells.power = {}, cells.energy = 200.0 * MWh;
  c.supply.push_back(cells);
  auto& grid = std::get<supply::GridConnection>(c.supply[0]);
  grid.energy_price_usd_per_mwh = 0.045;
  const std::vector<Issue> issues = check(c);
  REQUIRE(issues.size() == 2);
  for (const Issue& issue : issues) CHECK((issue.warning && issue.code == "GW3021"));
  CHECK(issues[0].path == "supply[0].energy_price_usd_per_mwh");
  CHECK(issues[1].path == "supply[1].power_mw");
  grid.energy_prices = "lmp.csv";  // goes before the constant
  CHECK(check(c).size() == 1);
}

TEST_CASE("names are unique among halls and among jobs") {
  Campus c = campus();
  c.halls.push_back(hall());
  check_only(c, "GW3002", "halls[1]");
  c = campus();
  c.jobs.push_back(training());
  check_only(c, "GW3002", "jobs[1]");
  c.jobs[1] = SteadyJob{.name = "hall", .start = {}, .halls = {}};  // a job may have the name of a hall
  CHECK(check(c).empty());
}

TEST_CASE("every hall's bus has a source, and a near name is suggested") {
  Campus c = campus();
  c.halls[0].bus = "mian";
  check_only(c, "GW3003", "halls[0].bus");
  CHECK(check(c)[0].hint.find("main") != std::string::npos);
}

TEST_CASE("a job names halls that exist") {
  Campus c = campus();
  std::get<TrainingJob>(c.jobs[0]).halls = {"hall", "hull"};
  check_only(c, "GW3003", "jobs[0].halls[1]");
  CHECK(check(c)[0].hint.find("hall") != std::string::npos);
}

TEST_CASE("a job runs on one kind of accelerator") {
  Campus c = campus();
  c.halls.push_back(hall("other"));
  c.halls[1].rack.accelerator = "gb300";
  CHECK(check(c).empty());  // without names a job takes the first hall's kind
  std::get<TrainingJob>(c.jobs[0]).halls = {"hall", "other"};
  check_only(c, "GW3008", "jobs[0].halls");
}

TEST_CASE("one row with other numbers in one hall is another kind of accelerator, a price is not") {
  Campus c = campus();
  c.halls.push_back(hall("other"));
  c.halls[1].accelerator->price_usd = 1;
  CHECK(check(c).empty());
  c.halls[1].accelerator->peak.bf16 = 0.5 * *c.halls[1].accelerator->peak.bf16;
  check_only(c, "GW3008", "jobs[0].halls");
  CHECK(check(c)[0].message.find("'other'") != std::string::npos);
  std::get<TrainingJob>(c.jobs[0]).halls = {"hall"};
  CHECK(check(c).empty());
}

TEST_CASE("a shape that contradicts itself is refused at its field") {
  Campus c = campus();
  auto& model = std::get<TrainingJob>(c.jobs[0]).model;
  std::get<catalog::GroupedAttention>(model.attention).kv_heads = 32;
  check_only(c, "GW2013", "jobs[0].model.attention.kv_heads");
  c = campus();
  std::get<TrainingJob>(c.jobs[0]).model.experts = catalog::Experts{.routed = 4, .per_token = 8, .expert_ffn = 64};
  check_only(c, "GW2013", "jobs[0].model.experts.per_token");
}

TEST_CASE("supply and cooling are asked for their own problems") {
  Campus c = campus();
  supply::GasTurbine plant = turbines(1, 50);
  plant.min_load_heat_rate_mmbtu_per_mwh = 0.5 * plant.heat_rate_mmbtu_per_mwh;
  c.supply.push_back(plant);
  const std::vector<Issue> of_supply = check(c);
  REQUIRE(find(of_supply, "GW3005"));
  CHECK(find(of_supply, "GW3005")->path == "supply[1].min_load_heat_rate_mmbtu_per_mwh");
  c = campus();
  cooling::AirCooledChiller chiller;
  chiller.chiller.eir_curve = {1.5, 0, 0, -0.01, 0, 0};  // power falls as it gets hotter
  c.halls[0].cooling.air.plant = chiller;
  const std::vector<Issue> of_cooling = check(c);
  REQUIRE(find(of_cooling, "GW3007"));
  CHECK(find(of_cooling, "GW3007")->path == "halls[0].cooling");
}

TEST_CASE("coolant is no warmer than the class of the rack takes") {
  Campus c = campus();
  c.halls[0].cooling.liquid.emplace();
  c.halls[0].rack.coolant_class = power::CoolantClass::s40;
  c.halls[0].cooling.liquid->supply = Temperature::celsius(40);
  CHECK(check(c).empty());
  c.halls[0].cooling.liquid->supply = Temperature::celsius(44);
  check_only(c, "GW3017", "halls[0].cooling");
  CHECK(check(c)[0].message == "coolant of 44 C is warmer than the rack's class S40 takes, 40 C");
  c.halls[0].rack.coolant_class = power::CoolantClass::s45;
  CHECK(check(c).empty());
}

TEST_CASE("a heat network without a liquid loop to take heat from is warned of") {
  Campus c = campus();
  c.site.heat_network.emplace();
  const std::vector<Issue> issues = check(c);
  REQUIRE(find(issues, "GW3018"));
  CHECK(find(issues, "GW3018")->warning);
  c.halls[0].cooling.liquid.emplace();
  c.halls[0].rack.liquid_heat_frac = 0.8;
  CHECK(check(c).empty());
}

TEST_CASE("a rack with liquid heat needs a liquid loop; a fabric has few levels") {
  Campus c = campus();
  c.halls[0].cooling.liquid.reset();
  CHECK(check(c).empty());
  c.halls[0].rack.liquid_heat_frac = 0.85;
  check_only(c, "GW3007", "halls[0].cooling");
  CHECK(check(c)[0].message.find("85 % of its heat") != std::string::npos);
  c.halls[0].cooling.liquid.emplace();
  CHECK(check(c).empty());
  c.halls[0].cooling.liquid->plant = cooling::DirectAir{};
  check_only(c, "GW3007", "halls[0].cooling");
  c = campus();
  c.fabric.levels.resize(7);
  check_only(c, "GW3010", "fabric.levels");
}

TEST_CASE("all problems are found at once") {
  Campus c = campus();
  c.halls.push_back(hall());
  c.halls[1].bus = "nowhere";
  std::get<TrainingJob>(c.jobs[0]).halls = {"hole"};
  CHECK(check(c).size() == 3);
}

TEST_CASE("halls of a job, in the campus's order") {
  Campus c = campus();
  c.halls.push_back(hall("b"));
  c.halls.push_back(hall("c"));
  c.halls[1].rack.accelerator = "other";
  CHECK(halls_of(c, c.jobs[0]) == std::vector<std::size_t>{0, 2});
  std::get<TrainingJob>(c.jobs[0]).halls = {"c", "b"};
  CHECK(halls_of(c, c.jobs[0]) == std::vector<std::size_t>{1, 2});
}

}  // namespace gw::campus
