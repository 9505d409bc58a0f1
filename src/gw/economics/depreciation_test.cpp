#include "gw/economics/depreciation.h"

#include <doctest/doctest.h>

#include <numeric>
#include <string>
#include <vector>

using namespace gw::economics;

namespace {

double total(const std::vector<double>& schedule) {
  return std::accumulate(schedule.begin(), schedule.end(), 0.0);
}

}  // namespace

TEST_CASE("every MACRS table writes off exactly the whole basis over class + 1 tax years") {
  for (int property_class : {3, 5, 7, 10, 15, 20, 39}) {
    const auto table = macrs_table(property_class);
    CHECK(int(table.size()) == property_class + 1);
    CHECK(std::accumulate(table.begin(), table.end(), 0.0) == doctest::Approx(1).epsilon(1e-12));
    for (double share : table) CHECK(share > 0);
  }
  CHECK(macrs_table(4).empty());
}

TEST_CASE("tables as printed by the IRS") {
  const auto five = macrs_table(5);
  CHECK(five[0] == 0.20);
  CHECK(five[1] == 0.32);
  CHECK(five[5] == 0.0576);
  CHECK(macrs_table(15)[1] == 0.095);
  CHECK(macrs_table(7)[0] == 0.1429);
  CHECK(macrs_table(39)[1] == doctest::Approx(1.0 / 39).epsilon(1e-3));
}

TEST_CASE("methods") {
  CHECK(depreciation_schedule(DepreciationMethod::bonus, 5, 5) == std::vector<double>{1.0});
  CHECK(depreciation_schedule(DepreciationMethod::bonus, 20, 25) == std::vector<double>{1.0});
  CHECK(depreciation_schedule(DepreciationMethod::bonus, 39, 40).size() == 40);  // a building has no bonus
  CHECK(depreciation_schedule(DepreciationMethod::macrs, 15, 5).size() == 16);
  const auto line = depreciation_schedule(DepreciationMethod::straight_line, 5, 5.5);
  CHECK(line.size() == 6);
  CHECK(total(line) == doctest::Approx(1));
  CHECK(depreciation_schedule(DepreciationMethod::macrs, 6, 4) ==
        std::vector<double>(4, 0.25));  // no such class
  CHECK(depreciation_schedule(DepreciationMethod::straight_line, 5, 0).size() == 1);
}

TEST_CASE("methods have the names of the configuration") {
  CHECK(std::string(to_string(DepreciationMethod::bonus)) == "bonus");
  CHECK(std::string(to_string(DepreciationMethod::macrs)) == "macrs");
  CHECK(std::string(to_string(DepreciationMethod::straight_line)) == "straight_line");
}
