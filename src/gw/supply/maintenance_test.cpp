#include "gw/supply/maintenance.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;

namespace {

MaintenanceNeed need(int units, double share_frac) {
  return {
      .source = 0, .bus = "main", .units = units, .unit_mw = 100, .share_frac = share_frac, .first_hour = 0};
}

int most_away(const std::vector<UnitOutage>& plan, int hours) {
  std::vector<int> away(std::size_t(hours), 0);
  for (const UnitOutage& outage : plan)
    for (int h = outage.from_hour; h < outage.to_hour; ++h) ++away[std::size_t(h)];
  return *std::max_element(away.begin(), away.end());
}

}  // namespace

TEST_CASE("every unit gets its hours once a year, in mild days") {
  const auto weather = test::seasonal_weather();
  const std::vector<MaintenanceNeed> needs = {need(2, 0.06)};
  const auto plan = plan_maintenance(needs, weather.dry_bulb_c);
  REQUIRE(plan.size() == 2);
  for (const UnitOutage& outage : plan) {
    CHECK(outage.planned);
    CHECK(outage.to_hour - outage.from_hour == 526);  // 0.06 x 8,760
    double sum_c = 0;
    for (int h = outage.from_hour; h < outage.to_hour; ++h) sum_c += weather.dry_bulb_c[std::size_t(h)];
    CHECK(std::abs(sum_c / 526 - 15) < 3);  // the year runs from -7 to 31 C
  }
}

TEST_CASE("units are spread out so that few are away together") {
  const auto weather = test::seasonal_weather();
  const std::vector<MaintenanceNeed> needs = {need(10, 0.05)};
  const auto plan = plan_maintenance(needs, weather.dry_bulb_c);
  CHECK(plan.size() == 10);
  CHECK(most_away(plan, 8760) <= 3);
}

TEST_CASE("a horizon of two and a half years holds a share of the last half year") {
  const std::vector<double> mild(std::size_t(8760 * 2 + 4380), 15.0);
  const std::vector<MaintenanceNeed> needs = {need(1, 0.1)};
  const auto plan = plan_maintenance(needs, mild);
  REQUIRE(plan.size() == 3);
  CHECK(plan[0].to_hour - plan[0].from_hour == 876);
  CHECK(plan[2].to_hour - plan[2].from_hour == 438);
  CHECK(plan[2].to_hour <= 8760 * 2 + 4380);
}

TEST_CASE("a unit that comes on line late is not maintained before") {
  const std::vector<double> mild(8760, 15.0);
  MaintenanceNeed late = need(1, 0.1);
  late.first_hour = 8000;
  const auto plan = plan_maintenance(std::vector{late}, mild);
  REQUIRE(plan.size() == 1);
  CHECK(plan[0].from_hour >= 8000);
  CHECK(plan[0].to_hour - plan[0].from_hour == 76);
  late.first_hour = 8760;
  CHECK(plan_maintenance(std::vector{late}, mild).empty());
}

TEST_CASE("nothing to do") {
  CHECK(plan_maintenance({}, std::vector<double>(100, 15.0)).empty());
  CHECK(plan_maintenance(std::vector{need(3, 0.0)}, std::vector<double>(100, 15.0)).empty());
  CHECK(plan_maintenance(std::vector{need(3, 0.1)}, std::vector<double>{}).empty());
}
