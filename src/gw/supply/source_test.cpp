#include "gw/supply/source.h"

#include <doctest/doctest.h>

#include "gw/describe/record.h"
#include "gw/describe/schema.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

GridConnection staged() {
  GridConnection grid;
  grid.service = {{Date{2028, 1, 1}, 500 * unit::MW}, {Date{2026, 12, 1}, 200 * unit::MW}};
  return grid;
}

std::string only_problem(const Source& source) {
  const auto found = problems(std::vector<Source>{source});
  REQUIRE(found.size() == 1);
  return found[0].field;
}

}  // namespace

TEST_CASE("kind names are those of the descriptions, in the order of the variant") {
  const auto kinds = std::vector<const describe::RecordType*>{
      &GridConnection::description(), &GasCombinedCycle::description(), &GasTurbine::description(),
      &GasEngine::description(),      &FuelCell::description(),         &Nuclear::description(),
      &SolarPlant::description(),     &WindPlant::description(),        &Battery::description(),
      &Backup::description()};
  const auto made =
      std::vector<Source>{GridConnection{}, GasCombinedCycle{}, GasTurbine{}, GasEngine{}, FuelCell{},
                          Nuclear{},        SolarPlant{},       WindPlant{},  Battery{},   Backup{}};
  for (std::size_t i = 0; i < made.size(); ++i) {
    CHECK(made[i].index() == i);
    CHECK(kinds[i]->name == kind_name(made[i]));
    CHECK_FALSE(kinds[i]->catalogue.empty());
    for (const describe::Field& field : kinds[i]->fields) CHECK_FALSE(field.doc.empty());
  }
}

TEST_CASE("defaults are consistent and inside their own ranges") {
  const auto made = std::vector<Source>{GasCombinedCycle{}, GasTurbine{}, GasEngine{}, FuelCell{}, Nuclear{},
                                        SolarPlant{},       WindPlant{},  Battery{},   Backup{}};
  CHECK(problems(made).empty());
  for (const Source& source : made) {
    const describe::RecordType& type =
        std::visit([](const auto& s) -> const describe::RecordType& { return s.description(); }, source);
    const auto instance = type.make();
    for (const describe::Field& field : type.fields) {
      if (!field.type.get_number || field.type.options.required) continue;
      const double factor = field.type.kind == describe::Kind::quantity ? field.type.unit->factor : 1.0;
      const double value = field.type.get_number(field.address(instance.get())) / factor;
      INFO(type.name, ".", field.key, " = ", value);
      if (field.type.options.min) CHECK(value >= *field.type.options.min - 1e-12);
      if (field.type.options.max) CHECK(value <= *field.type.options.max + 1e-12);
    }
  }
}

TEST_CASE("names are unique and stable") {
  GasTurbine named;
  named.name = "peaker";
  const auto sources = std::vector<Source>{named, GasTurbine{}, named, GridConnection{}, named};
  CHECK(source_names(sources) ==
        std::vector<std::string>{"peaker", "gas_turbine 2", "peaker (2)", "grid 1", "peaker (3)"});
}

TEST_CASE("nameplate is what costs are per") {
  GasTurbine turbine;
  turbine.units = 3;
  turbine.unit_power = 34 * unit::MW;
  SolarPlant solar;
  solar.dc_power = 130 * unit::MW;
  solar.inverter_loading_ratio = 1.3;
  CHECK(nameplate(turbine).in(unit::MW) == Approx(102));
  CHECK(nameplate(solar).in(unit::MW) == Approx(100));
  CHECK(nameplate(staged()).in(unit::MW) == Approx(500));
  CHECK(nameplate(Battery{}).in(unit::MW) == 0);
  CHECK(thermal(turbine) != nullptr);
  CHECK(thermal(solar) == nullptr);
}

TEST_CASE("grid service follows its stages, whatever their order") {
  const GridConnection grid = staged();
  CHECK(grid.service_on(Date{2026, 11, 30}).in(unit::MW) == 0);
  CHECK(grid.service_on(Date{2026, 12, 1}).in(unit::MW) == Approx(200));
  CHECK(grid.service_on(Date{2027, 12, 31}).in(unit::MW) == Approx(200));
  CHECK(grid.service_on(Date{2030, 1, 1}).in(unit::MW) == Approx(500));
  GridConnection late = staged();
  late.online = Date{2029, 1, 1};
  CHECK(late.service_on(Date{2028, 6, 1}).in(unit::MW) == 0);
  CHECK(GridConnection{}.service_on(Date{2030, 1, 1}).in(unit::MW) == 0);
}

TEST_CASE("a name is taken once; sources without a name are many") {
  GasTurbine a, b;
  CHECK(problems(std::vector<Source>{a, b}).empty());
  a.name = b.name = "north";
  const auto found = problems(std::vector<Source>{a, staged(), b});
  REQUIRE(found.size() == 1);
  CHECK(found[0].source == 2);
  CHECK(found[0].field == "name");
  CHECK(found[0].message.find("'north'") != std::string::npos);
}

TEST_CASE("circuits of a voltage class carry three natural loadings each, one of them out") {
  GridConnection grid;
  CHECK(grid.short_line_limit().in(unit::MW) == 0);
  // Natural loadings of Kundur 1994, table 6.1: 140, 420, 1,000 and 2,280 MW.
  for (const auto& [kv, natural_mw] : {std::pair(230.0, 140.0), std::pair(345.0, 420.0),
                                       std::pair(500.0, 1000.0), std::pair(765.0, 2280.0)}) {
    grid.voltage_kv = kv;
    CHECK(grid.short_line_limit().in(unit::MW) == doctest::Approx(3 * natural_mw).epsilon(0.01));
  }
  grid.circuits = 4;
  CHECK(grid.short_line_limit().in(unit::MW) == doctest::Approx(9 * 2280).epsilon(0.01));
  grid.circuits = 1;
  CHECK(grid.short_line_limit().in(unit::MW) == doctest::Approx(3 * 2280).epsilon(0.01));
}

TEST_CASE("an order serves a lead time later, and a service asks for an order a lead time before") {
  GasEngine engine;
  CHECK(in_service_on(engine, {2027, 1, 1}) == Date{2027, 1, 1});
  CHECK_FALSE(order_by(engine, {2027, 1, 1}));
  engine.lead_time_months = 12, engine.ordered = Date{2026, 7, 1};
  CHECK(in_service_on(engine, {2027, 1, 1}) == Date{2027, 7, 1});
  CHECK(*engine.deliverable() == Date{2027, 7, 1});
  engine.online = Date{2029, 1, 1};
  CHECK(in_service_on(engine, {2027, 1, 1}) == Date{2029, 1, 1});
  CHECK(*order_by(engine, {2027, 1, 1}) == Date{2028, 1, 2});
  Battery battery;
  battery.power = 25.0 * unit::MW, battery.energy = 100.0 * unit::MWh, battery.fade_per_year_frac = 0.1;
  battery.ordered = Date{2026, 1, 1}, battery.lead_time_months = 12;
  CHECK(battery.full_mwh({2027, 1, 1}) == Approx(100));
  CHECK(battery.full_mwh({2028, 1, 1}) == Approx(90).epsilon(1e-3));
  battery.charge_efficiency_frac = 0.8;
  CHECK(only_problem(battery) == "charge_efficiency_frac");
}

TEST_CASE("inconsistent sources are named with the field") {
  GasTurbine better_at_part_load;
  better_at_part_load.min_load_heat_rate_mmbtu_per_mwh = better_at_part_load.heat_rate_mmbtu_per_mwh - 1;
  CHECK(only_problem(better_at_part_load) == "min_load_heat_rate_mmbtu_per_mwh");
  GasTurbine burns_less_at_full_load;
  burns_less_at_full_load.min_load_heat_rate_mmbtu_per_mwh = 17;  // x 0.6 > 9.717
  CHECK(only_problem(burns_less_at_full_load) == "min_load_heat_rate_mmbtu_per_mwh");
  GasTurbine unordered;
  unordered.forced_outage.points = {{Temperature::celsius(10), 0.1}, {Temperature::celsius(5), 0.1}};
  CHECK(only_problem(unordered) == "forced_outage.points");
  GasTurbine colder_is_faster;
  colder_is_faster.cold_start_time = colder_is_faster.start_time - 1.0 * unit::minute;
  CHECK(only_problem(colder_is_faster) == "cold_start_time_min");
  CHECK(only_problem(GridConnection{}) == "service");
  GridConnection twice = staged();
  twice.service[1].date = twice.service[0].date;
  CHECK(only_problem(twice) == "service");
  WindPlant slow;
  slow.rated_m_per_s = 3;
  CHECK(only_problem(slow) == "rated_m_per_s");
  WindPlant early;
  early.cut_out_m_per_s = 10;
  CHECK(only_problem(early) == "cut_out_m_per_s");
  Battery empty;
  empty.initial_state_frac = 0.01;
  CHECK(only_problem(empty) == "initial_state_frac");
  Battery shaver;
  shaver.use = BatteryUse::peak_shaving;
  CHECK(only_problem(shaver) == "peak_target_mw");
}
