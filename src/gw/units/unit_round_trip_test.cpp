// Every unit, as text and as a key, back to the same unit and the same amount.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

#include "gw/units/temperature.h"
#include "gw/units/unit.h"

using namespace gw;

namespace {

double to_base(double value, const Unit& unit) { return value * unit.factor + unit.offset; }

std::string printed(double value, const Unit& unit) { return fmt::format("{} {}", value, unit.symbol); }

}  // namespace

TEST_CASE("every symbol, written behind a number, is read back as that unit") {
  for (const Unit& unit : all_units())
    for (double value : {0.0, 1.0, -2.5, 1e-9, 6.02e23, 0.1}) {
      const std::string text = printed(value, unit);
      CAPTURE(text);
      const auto parsed = parse_number(text);
      REQUIRE(parsed);
      CHECK(parsed->value == value);
      CHECK(parsed->unit == unit.symbol);
      REQUIRE(find_unit(parsed->unit) != nullptr);
      CHECK(to_base(parsed->value, *find_unit(parsed->unit)) == to_base(value, unit));
    }
}

TEST_CASE("a symbol needs no space before it, and spaces around the text do not count") {
  for (const Unit& unit : all_units()) {
    CAPTURE(unit.symbol);
    // "2 1/h" without its space would be the number 21.
    if (std::string_view(unit.symbol).starts_with("1")) continue;
    const auto tight = parse_number(fmt::format("7{}", unit.symbol));
    const auto loose = parse_number(fmt::format("  7   {}  ", unit.symbol));
    REQUIRE(tight);
    REQUIRE(loose);
    CHECK(tight->value == 7);
    CHECK(tight->unit == unit.symbol);
    CHECK(loose->unit == unit.symbol);
  }
}

TEST_CASE("every suffix ends a key as its own unit, never as a shorter one inside it") {
  for (const Unit& unit : all_units()) {
    const std::string key = fmt::format("some_name_{}", unit.suffix);
    CAPTURE(key);
    const Unit* found = unit_at_end_of_key(key);
    REQUIRE(found != nullptr);
    CHECK(std::string(found->suffix) == unit.suffix);
    CHECK(found == &unit_by_suffix(unit.suffix));
    CHECK(unit_at_end_of_key(unit.suffix) != found);  // a suffix alone is no key of its unit
  }
}

TEST_CASE("suffixes are lower-case words, so that keys are snake_case") {
  for (const Unit& unit : all_units())
    for (char c : std::string_view(unit.suffix)) {
      CAPTURE(unit.suffix);
      CHECK(((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'));
    }
}

TEST_CASE("every symbol stands once in the table") {
  std::set<std::string> symbols;
  for (const Unit& unit : all_units()) CHECK_MESSAGE(symbols.insert(unit.symbol).second, unit.symbol);
}

TEST_CASE("a compound unit is its parts: symbol a/b has factor a / b and dimension a - b") {
  int checked = 0;
  for (const Unit& unit : all_units()) {
    const std::string symbol = unit.symbol;
    const std::size_t slash = symbol.find('/');
    if (slash == std::string::npos || unit.dimension == Dimension{}) continue;
    const Unit* over = find_unit(symbol.substr(0, slash));
    const Unit* under = find_unit(symbol.substr(slash + 1));
    if (!over || !under) continue;  // "1/h", "USD/kW-year"
    CAPTURE(symbol);
    CHECK(unit.factor == doctest::Approx(over->factor / under->factor).epsilon(1e-14));
    CHECK(unit.dimension == over->dimension - under->dimension);
    ++checked;
  }
  CHECK(checked >= 25);
}

TEST_CASE("reciprocals are one over their unit") {
  for (const char* name : {"h", "year", "day"}) {
    CAPTURE(name);
    const Unit* rate = find_unit(std::string("1/") + name);
    REQUIRE(rate != nullptr);
    CHECK(rate->factor * find_unit(name)->factor == doctest::Approx(1.0).epsilon(1e-15));
  }
  CHECK(find_unit("1/1000 d")->factor * 1000 * find_unit("d")->factor == doctest::Approx(1.0));
}

TEST_CASE("compound prices with a dash: money per power and time") {
  const double year_s = find_unit("year")->factor;
  CHECK(find_unit("USD/kW-year")->factor * 1e3 * year_s == doctest::Approx(1.0));
  CHECK(find_unit("MUSD/MW-year")->factor == doctest::Approx(find_unit("USD/kW-year")->factor * 1e3));
  CHECK(find_unit("USD/kW-month")->factor == doctest::Approx(12 * find_unit("USD/kW-year")->factor));
  // 100 USD/MW-day, as capacity markets clear, is 36.50 USD/kW-year.
  CHECK(100 * find_unit("USD/MW-day")->factor / find_unit("USD/kW-year")->factor == doctest::Approx(36.5));
}

TEST_CASE("only temperature points have an offset; a difference has none") {
  for (const Unit& unit : all_units()) {
    CAPTURE(unit.symbol);
    CHECK(unit.point == (unit.offset != 0.0));
    if (unit.point) CHECK(unit.dimension == TemperatureDelta::dimension);
  }
  CHECK_FALSE(find_unit("K")->point);
  for (const char* symbol : {"degC", "C", "°C"}) {
    CAPTURE(symbol);
    CHECK(to_base(-40, *find_unit(symbol)) == doctest::Approx(Temperature::celsius(-40).in_kelvin()));
  }
}
