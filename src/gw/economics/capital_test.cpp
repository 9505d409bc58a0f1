#include "gw/economics/capital.h"

#include <doctest/doctest.h>

#include "gw/describe/record.h"

using namespace gw;
using namespace gw::economics;

namespace {

CampusQuantities one_gigawatt() {
  CampusQuantities out;
  out.stages = {{.name = "all", .it_power = 1.0 * GW, .accelerators = 500'000, .racks = 6944}};
  return out;
}

}  // namespace

TEST_CASE("Epoch's gigawatt: 38 bn$ within 5 %, in its two layers") {
  const auto items = capital_plan({}, one_gigawatt());
  REQUIRE(items.size() == 2);
  const auto layers = capital_by_layer(items);
  CHECK(layers[int(Layer::it)].in(BUSD) == doctest::Approx(26.1));
  CHECK(layers[int(Layer::facility)].in(BUSD) == doctest::Approx(11.8));
  CHECK((layers[0] + layers[1]).in(BUSD) == doctest::Approx(38).epsilon(0.05));
  CHECK(items[0].life == 5.0 * year);
  CHECK(items[1].life == 14.0 * year);
}

TEST_CASE("a cooling plant of its own takes the place of the one within the facility's price") {
  CampusQuantities campus = one_gigawatt();
  campus.stages[0].cooling_plant = 250.0 * MUSD;
  Economics config;
  config.capital.cooling_included = 300.0 * USD / kW;
  const auto items = capital_plan(config, campus);
  REQUIRE(items.size() == 3);
  CHECK(items[1].cost.in(MUSD) == doctest::Approx(11800 - 300));
  CHECK(items[2].cost.in(MUSD) == doctest::Approx(250));
  CHECK(items[2].cooling_plant);
  CHECK(items[2].layer == Layer::facility);
  CHECK(items[2].life == config.lives.facility);
  CHECK_FALSE(items[1].cooling_plant);
  // A plant as dear as the one within it changes nothing.
  campus.stages[0].cooling_plant = 300.0 * MUSD;
  CHECK(capital_by_layer(capital_plan(config, campus))[int(Layer::facility)].in(BUSD) == doctest::Approx(11.8));
  // A facility that is cheaper than the plant within it costs nothing more, never less than nothing.
  config.capital.facility_capex = 100.0 * USD / kW;
  CHECK(capital_plan(config, campus)[1].cost == Money{});
}

TEST_CASE("IT can be priced by accelerator or by rack") {
  Economics config;
  config.capital.it_basis = ItBasis::accelerator;
  config.capital.accelerator_capex = 60'000.0 * USD;
  CampusQuantities campus = one_gigawatt();
  CHECK(capital_plan(config, campus)[0].cost.in(BUSD) == doctest::Approx(30));
  campus.stages[0].accelerator_price_usd = 40'000;  // a catalogue price is the bare part
  config.capital.it_surcharge_frac = 0.5;
  CHECK(capital_plan(config, campus)[0].cost.in(BUSD) == doctest::Approx(30));
  config.capital.it_basis = ItBasis::rack;
  CHECK(capital_plan(config, campus)[0].cost.in(BUSD) == doctest::Approx(6944 * 5.9e-3));
}

TEST_CASE("plants, stores and lines are priced by their own rows") {
  CampusQuantities campus;
  campus.plants = {{.name = "combined cycle",
                    .power = 754.0 * MW,
                    .capex_usd_per_kw = 1333,
                    .fixed_om_usd_per_kw_year = 36.5},
                   {.name = "battery",
                    .layer = Layer::storage,
                    .in_service = 2.0 * year,
                    .power = 100.0 * MW,
                    .capex_usd_per_kw = 356,
                    .energy = 400.0 * MWh,
                    .capex_usd_per_kwh = 223,
                    .life = 12.0 * year}};
  const auto items = capital_plan({}, campus);
  REQUIRE(items.size() == 2);
  CHECK(items[0].cost.in(MUSD) == doctest::Approx(754 * 1.333));
  CHECK((items[0].fixed_om * year).in(MUSD) == doctest::Approx(754 * 0.0365));
  CHECK(items[0].life == 25.0 * year);
  CHECK(items[1].cost.in(MUSD) == doctest::Approx(35.6 + 89.2));
  CHECK(items[1].life == 12.0 * year);
  CHECK(items[1].in_service == 2.0 * year);
}

TEST_CASE("construction makes what is built dearer, not what is bought; land is not depreciated") {
  Economics config;
  config.construction = 2.0 * year;
  config.capital.land = 50.0 * MUSD;
  const auto items = capital_plan(config, one_gigawatt());
  REQUIRE(items.size() == 3);
  CHECK(items[0].cost.in(BUSD) == doctest::Approx(26.1));
  CHECK(items[1].cost.in(BUSD) == doctest::Approx(11.8 * 1.08107).epsilon(1e-5));
  CHECK_FALSE(items[2].depreciable);
  CHECK(items[2].cost.in(MUSD) == doctest::Approx(50));
  CHECK(capital_plan(config, {}).empty());
}

TEST_CASE("capacity over the horizon counts every phase from its date") {
  CampusQuantities campus;
  campus.stages = {{.name = "1", .in_service = -1.0 * year, .it_power = 10.0 * MW},
                   {.name = "2", .in_service = 0.5 * year, .it_power = 20.0 * MW},
                   {.name = "3", .in_service = 3.0 * year, .it_power = 40.0 * MW}};
  CHECK(it_capacity_energy(campus, 1.0 * year).in(MW * year) == doctest::Approx(10 + 10));
  CHECK(it_capacity_energy(campus, 4.0 * year).in(MW * year) == doctest::Approx(40 + 70 + 40));
  CHECK(it_capacity_energy(campus, Time{}).base() == 0);
}

TEST_CASE("descriptions: every field has a doc sentence, and the catalogue folder is set") {
  for (const auto* type : {&Economics::description(), &CapitalPrices::description(), &Lives::description(),
                           &OperatingPrices::description(), &Tax::description(), &Revenue::description()})
    for (const auto& field : type->fields) CHECK_MESSAGE(!field.doc.empty(), field.key);
  CHECK(Economics::description().catalogue == "economics");
  CHECK(std::string(to_string(Layer::generation)) == "generation");
}
