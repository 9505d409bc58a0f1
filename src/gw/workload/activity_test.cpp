#include "gw/workload/activity.h"

#include <doctest/doctest.h>

#include <limits>

namespace gw::workload {

TEST_CASE("mean is weighted by duration") {
  const ActivityProfile profile{{{"busy", 3.0 * unit::s, 0.8, 0.4, 0.2, 0.0}, {"idle", 1.0 * unit::s}}};
  CHECK(profile.period().in(unit::s) == doctest::Approx(4));
  const ActivitySegment mean = profile.mean();
  CHECK(mean.tensor_frac == doctest::Approx(0.6));
  CHECK(mean.memory_frac == doctest::Approx(0.3));
  CHECK(mean.scale_up_frac == doctest::Approx(0.15));
  CHECK(mean.scale_out_frac == 0);
  CHECK(mean.duration.in(unit::s) == doctest::Approx(4));
  CHECK(profile.is_valid());
}

TEST_CASE("an empty profile has no period and no activity") {
  CHECK(ActivityProfile{}.period().base() == 0);
  CHECK(ActivityProfile{}.mean().tensor_frac == 0);
  CHECK(ActivityProfile{}.is_valid());
}

TEST_CASE("utilisations outside [0, 1] and bad durations are not valid") {
  CHECK_FALSE(ActivityProfile{{{"a", 1.0 * unit::s, 1.1}}}.is_valid());
  CHECK_FALSE(ActivityProfile{{{"a", 1.0 * unit::s, 0, -0.1}}}.is_valid());
  CHECK_FALSE(ActivityProfile{{{"a", -1.0 * unit::s}}}.is_valid());
  CHECK_FALSE(
      ActivityProfile{{{"a", 1.0 * unit::s, 0, 0, std::numeric_limits<double>::quiet_NaN()}}}.is_valid());
  CHECK_FALSE(ActivityProfile{{{"a", Time::from_base(std::numeric_limits<double>::infinity())}}}.is_valid());
}

}  // namespace gw::workload
