#include "gw/units/figure.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace gw;

namespace {

double of(const std::string& formula) {
  return evaluate_formula(formula, {{"a", 2}, {"b", 3}, {"x[0].y_mw", 7}, {"zero", 0}});
}

Origin from(std::string source, Grade grade) { return {std::move(source), grade, "", ""}; }

}  // namespace

TEST_CASE("formulas follow the rules of arithmetic") {
  CHECK(of("1 + 2 * 3") == 7);
  CHECK(of("(1 + 2) * 3") == 9);
  CHECK(of("8 / 4 / 2") == 1);
  CHECK(of("8 - 4 - 2") == 2);
  CHECK(of("2 ^ 3 ^ 2") == 512);
  CHECK(of("-2 ^ 2") == -4);
  CHECK(of("2 ^ -1") == 0.5);
  CHECK(of("a * -b") == -6);
  CHECK(of("x[0].y_mw / a") == 3.5);
  CHECK(of("min(a, b, 1) + max(a, b)") == 4);
  CHECK(of("min( a,b )") == 2);
  CHECK(of("1.5e3") == 1500);
  CHECK(of(".5 * a") == 1);
  CHECK(std::isinf(of("a / zero")));
}

TEST_CASE("what is not a formula, or lacks a value, is not a number") {
  for (const char* text :
       {"", "a +", "* a", "(a", "a)", "a b", "3a", "missing", "a $ b", "min(a", "min()", "a,b", "."})
    CHECK_MESSAGE(std::isnan(of(text)), text);
  // These would hide a missing value behind arithmetic that forgives NaN.
  for (const char* text : {"min(missing, 5)", "max(5, missing)", "missing ^ 0", "1 ^ missing"})
    CHECK_MESSAGE(std::isnan(of(text)), text);
}

TEST_CASE("a book of figures") {
  FigureBook book;
  book.given("power_mw", "Power", 5, "MW", from("data sheet", Grade::vendor));
  book.given("hours_h", "Hours", 10, "h", from("calendar", Grade::standard));
  book.given("guess", "Guess", 1.5, "", from("", Grade::assumed));
  const Figure& energy =
      book.computed("energy_mwh", "Energy", 50, "MWh", "power_mw * hours_h", {"power_mw", "hours_h"});
  CHECK(energy.evaluable);
  CHECK(energy.origin.grade == Grade::computed);
  book.simulated("served_mwh", "Served", 45, "MWh", "sum of the hours", {"energy_mwh", "guess"});
  CHECK(book.all().size() == 5);
  CHECK(book.find("energy_mwh")->value == 50);
  CHECK(book.find("nothing") == nullptr);
  CHECK(book.weakest_grade("energy_mwh") == Grade::vendor);
  CHECK(book.weakest_grade("served_mwh") == Grade::assumed);
  CHECK(book.sources_below("served_mwh") == std::vector<std::string>{"data sheet", "calendar"});
  book.given("power_mw", "Power", 5, "MW",
             from("again", Grade::press));  // the same value: allowed, the first stays
  CHECK(book.find("power_mw")->origin.source == "data sheet");
  std::map<std::string, double> values;
  for (const Figure& figure : book.all()) values[figure.id] = figure.value;
  for (const Figure& figure : book.all())
    if (figure.evaluable) CHECK(evaluate_formula(figure.how, values) == doctest::Approx(figure.value));
}

TEST_CASE("grades are ordered, best first") {
  CHECK(Grade::measured < Grade::vendor);
  CHECK(Grade::press < Grade::assumed);
  CHECK(std::string(to_string(Grade::published)) == "published");
  CHECK(std::string(to_string(Grade::user)) == "user");
}
