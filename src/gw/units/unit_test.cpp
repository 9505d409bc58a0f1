#include "gw/units/unit.h"

#include <doctest/doctest.h>

#include <map>

using namespace gw;

TEST_CASE("the table is consistent") {
  std::map<std::string, const Unit*> by_suffix, by_symbol;
  for (const Unit& unit : all_units()) {
    INFO(unit.symbol);
    CHECK(unit.factor > 0);
    const auto [same, is_new] = by_suffix.emplace(unit.suffix, &unit);
    // Symbols that are only read, of ratios without a dimension: they share the suffix of the unit they
    // become.
    const bool percent = std::string(unit.symbol) == "%" || std::string(unit.suffix) == "mmbtu_per_mwh";
    if (!is_new) CHECK(same->second->dimension == unit.dimension);
    if (!is_new && !percent) CHECK(same->second->factor == unit.factor);
    if (!is_new) CHECK(same->second->offset == unit.offset);
    const auto [other, is_new_symbol] = by_symbol.emplace(unit.symbol, &unit);
    if (!is_new_symbol) CHECK(other->second->factor == unit.factor);
    CHECK(unit_by_suffix(unit.suffix).dimension == unit.dimension);
    CHECK(find_unit(unit.symbol) != nullptr);
    CHECK(unit_at_end_of_key(std::string("x_") + unit.suffix) != nullptr);
  }
}

TEST_CASE("factors agree with the constants of quantity.h") {
  CHECK(find_unit("GW")->factor == doctest::Approx(GW.base()));
  CHECK(find_unit("MWh")->factor == doctest::Approx(MWh.base()));
  CHECK(find_unit("MMBtu")->factor == MMBtu.base());
  CHECK(find_unit("USD/MWh")->factor == doctest::Approx((USD / MWh).base()));
  CHECK(find_unit("USD/kW-year")->factor == doctest::Approx((USD / kW / unit::year).base()));
  CHECK(find_unit("PFLOP/s")->factor == doctest::Approx((PFLOP / s).base()));
  CHECK(find_unit("Gbit/s")->factor == doctest::Approx((1e9 / 8 * B / s).base()));
  CHECK(find_unit("lb/MWh")->factor == doctest::Approx((lb / MWh).base()));
  CHECK(find_unit("g/kWh")->factor == doctest::Approx((1e-3 * kg / kWh).base()));
  CHECK(find_unit("MW/min")->factor == doctest::Approx((MW / minute).base()));
  CHECK(find_unit("kg/MMBtu")->factor == doctest::Approx((kg / MMBtu).base()));
  // A heat rate of 3.412 MMBtu/MWh is a plant without loss.
  CHECK(3.412142 * find_unit("MMBtu/MWh")->factor == doctest::Approx(1.0).epsilon(1e-6));
  for (const auto& [symbol, lossless] :
       {std::pair("Btu/kWh", 3412.142), std::pair("kJ/kWh", 3600.0), std::pair("GJ/MWh", 3.6)})
    CHECK(lossless * find_unit(symbol)->factor == doctest::Approx(1.0).epsilon(1e-6));
  CHECK(find_unit("degC")->offset == 273.15);
}

TEST_CASE("case matters in symbols") {
  CHECK(find_unit("MW") != nullptr);
  CHECK(find_unit("mw") == nullptr);
  CHECK(find_unit("") == nullptr);
}

TEST_CASE("the longest suffix ends a key") {
  CHECK(std::string(unit_at_end_of_key("power_mw")->symbol) == "MW");
  CHECK(std::string(unit_at_end_of_key("price_usd_per_mwh")->symbol) == "USD/MWh");
  CHECK(std::string(unit_at_end_of_key("memory_bandwidth_gb_per_s")->symbol) == "GB/s");
  CHECK(std::string(unit_at_end_of_key("ramp_mw_per_min")->symbol) == "MW/min");
  CHECK(std::string(unit_at_end_of_key("eff_frac")->symbol) == "frac");
  CHECK(unit_at_end_of_key("mw") == nullptr);
  CHECK(unit_at_end_of_key("_mw") == nullptr);
  CHECK(unit_at_end_of_key("powermw") == nullptr);
  CHECK(unit_at_end_of_key("racks") == nullptr);
}

namespace {

double value(const char* text) { return parse_number(text).value().value; }
std::string unit_of(const char* text) { return parse_number(text).value().unit; }

}  // namespace

TEST_CASE("numbers with and without a unit") {
  CHECK(value("50") == 50);
  CHECK(value("-0.5") == -0.5);
  CHECK(value("+5") == 5);
  CHECK(value(".5") == 0.5);
  CHECK(value("5.") == 5);
  CHECK(value("1e6") == 1e6);
  CHECK(value("1E-3") == 1e-3);
  CHECK(value("1_000_000") == 1e6);
  CHECK(value("  7  ") == 7);
  CHECK(unit_of("50") == "");
  CHECK(value("1.05 GW") == 1.05);
  CHECK(unit_of("1.05 GW") == "GW");
  CHECK(unit_of("50MW") == "MW");
  CHECK(value("1e6 USD") == 1e6);
  CHECK(unit_of("85 %") == "%");
  CHECK(unit_of("25 °C") == "°C");
  CHECK(unit_of("2 1/year") == "1/year");
  CHECK(value("3e") == 3);  // and the unit is no unit
  CHECK(unit_of("1_000_MW") == "_MW");
}

TEST_CASE("what is not a number") {
  for (const char* text : {"",     " ",    "MW",    "many",  "-",   "+",   ".",   "-.", "nan", "inf",
                           "-inf", ".nan", "1e999", "1.2.3", "+-5", "++5", "--5", "_1", "e5",  "1e5e5"})
    CHECK_MESSAGE(!parse_number(text), text);
}
