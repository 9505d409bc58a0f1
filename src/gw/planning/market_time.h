#pragma once
// Times as market files write them, to hours of one clock.

#include <cstdint>
#include <optional>
#include <string_view>

namespace gw::planning {

/// A time as written: minutes since 1970-01-01 00:00 of its own clock, or of UTC where the text names an offset.
struct WrittenTime {
  std::int64_t minutes = 0;
  bool is_utc = false;
};

/// "2022-01-01 00:00:00+00:00", "2022-01-01T08:00:00-00:00", "1/2/2021 4:00:00 PM", "01/31/2023 00:00", "2023-01-31", a trailing
/// "Z". Months come first where slashes stand between the numbers, as US markets write. Nothing when it is no such time.
std::optional<WrittenTime> parse_time(std::string_view text);

/// Whether a US clock with daylight saving shows it at this wall time: from 02:00 on the second Sunday of March to 02:00 on
/// the first Sunday of November [15 USC 260a, as of 2007]. The hour that occurs twice counts as daylight time, the one
/// skipped in March as daylight time too.
bool us_daylight_saving(std::int64_t wall_hour);

/// Whether the wall hour occurs twice: 01:00 on the first Sunday of November.
bool us_repeated_hour(std::int64_t wall_hour);

}  // namespace gw::planning
