#include "gw/economics/depreciation.h"

#include <algorithm>
#include <cmath>

namespace gw::economics {
namespace {

// IRS Publication 946 (2023), table A-1 (half-year convention), as fractions of the basis.
constexpr double kMacrs3[] = {.3333, .4445, .1481, .0741};
constexpr double kMacrs5[] = {.2000, .3200, .1920, .1152, .1152, .0576};
constexpr double kMacrs7[] = {.1429, .2449, .1749, .1249, .0893, .0892, .0893, .0446};
constexpr double kMacrs10[] = {.1000, .1800, .1440, .1152, .0922, .0737, .0655, .0655, .0656, .0655, .0328};
constexpr double kMacrs15[] = {.0500, .0950, .0855, .0770, .0693, .0623, .0590, .0590,
                               .0591, .0590, .0591, .0590, .0591, .0590, .0591, .0295};
constexpr double kMacrs20[] = {.03750, .07219, .06677, .06177, .05713, .05285, .04888,
                               .04522, .04462, .04461, .04462, .04461, .04462, .04461,
                               .04462, .04461, .04462, .04461, .04462, .04461, .02231};
// Table A-7a, placed in service in the first month.
constexpr double kBuildingFirst = .02461, kBuildingMiddle = .02564, kBuildingLast = .00107;
constexpr int kBuildingYears = 40;
/// Longest class that may be written off at once [26 USC 168(k)(2)(A)(i)(I)].
constexpr int kLongestBonusClass = 20;

std::vector<double> building_table() {
  std::vector<double> table(kBuildingYears, kBuildingMiddle);
  table.front() = kBuildingFirst;
  table.back() = kBuildingLast;
  return table;
}

std::vector<double> straight_line(double life_years) {
  const int years = std::max(1, int(std::ceil(life_years - 1e-9)));
  return std::vector<double>(std::size_t(years), 1.0 / years);
}

}  // namespace

const char* to_string(DepreciationMethod method) {
  switch (method) {
    case DepreciationMethod::bonus:
      return "bonus";
    case DepreciationMethod::macrs:
      return "macrs";
    case DepreciationMethod::straight_line:
      return "straight_line";
  }
  return "?";
}

std::span<const double> macrs_table(int property_class) {
  static const std::vector<double> building = building_table();
  switch (property_class) {
    case 3:
      return kMacrs3;
    case 5:
      return kMacrs5;
    case 7:
      return kMacrs7;
    case 10:
      return kMacrs10;
    case 15:
      return kMacrs15;
    case 20:
      return kMacrs20;
    case 39:
      return building;
    default:
      return {};
  }
}

std::vector<double> depreciation_schedule(DepreciationMethod method, int property_class, double life_years) {
  const auto table = macrs_table(property_class);
  if (method == DepreciationMethod::straight_line || table.empty()) return straight_line(life_years);
  if (method == DepreciationMethod::bonus && property_class <= kLongestBonusClass) return {1.0};
  return {table.begin(), table.end()};
}

}  // namespace gw::economics
