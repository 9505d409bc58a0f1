// Hours of a market file on the typical year of local standard time: what is missing, twice, or of another year.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gw/planning/market_csv.h"
#include "gw/units/calendar.h"

namespace gw::planning {
namespace {

constexpr int kHours = 8760, kLeapHours = 8784, kHoursPerDay = 24;
// More than this missing is no gap but a file of another length: a month.
constexpr int kLongestGapsH = 31 * 24;
constexpr std::size_t kMostErrors = 5;

std::int64_t floor_day(std::int64_t hour) { return (hour - ((hour % kHoursPerDay) + kHoursPerDay) % kHoursPerDay) / kHoursPerDay; }

std::string when(std::int64_t hour) {
  return fmt::format("{} {:02}:00", to_string(date_from_days(floor_day(hour))), hour - floor_day(hour) * kHoursPerDay);
}

// Hour of the typical year; -1 on 29 February.
int slot_of(std::int64_t local_hour) {
  const Date date = date_from_days(floor_day(local_hour));
  if (date.month == 2 && date.day == 29) return -1;
  const std::int64_t first = days_since_epoch({date.year, 1, 1}) * kHoursPerDay;
  const bool after = is_leap(date.year) && date.month > 2;
  return int(local_hour - first) - (after ? kHoursPerDay : 0);
}

struct Gaps {
  int hours = 0, runs = 0, first = -1, first_length = 0;
};

Gaps gaps_of(const std::vector<double>& values) {
  Gaps out;
  for (int h = 0; h < kHours; ++h) {
    if (!std::isnan(values[std::size_t(h)])) continue;
    const bool begins = h == 0 || !std::isnan(values[std::size_t(h) - 1]);
    out.runs += begins;
    out.hours += 1;
    if (out.first < 0) out.first = h;
    out.first_length += out.runs == 1;
  }
  return out;
}

// The year goes round: what is missing on 1 January stands between December and January.
void fill(std::vector<double>& values, supply::FillGaps how) {
  const std::vector<double> given = values;
  const auto known = [&](int h) { return !std::isnan(given[std::size_t((h % kHours + kHours) % kHours)]); };
  const auto at = [&](int h) { return given[std::size_t((h % kHours + kHours) % kHours)]; };
  for (int h = 0; h < kHours; ++h) {
    if (known(h)) continue;
    int before = h - 1, after = h + 1;
    while (!known(before)) --before;
    while (!known(after)) ++after;
    const double share = how == supply::FillGaps::interpolate ? double(h - before) / (after - before) : 0.0;
    values[std::size_t(h)] = at(before) + share * (at(after) - at(before));
  }
}

class Year {
 public:
  Year(const std::string& path, const SeriesRequest& request) : path_(path), request_(request) {
    out_.value.assign(kHours, std::numeric_limits<double>::quiet_NaN());
    out_.carbon_free_frac = out_.value;
  }

  Result<HourlyYear> lay(const std::vector<MarketHour>& hours) {
    if (hours.empty()) return fail("GW1405", 0, "expected a year of hours, found none");
    place(hours);
    if (problems_.has_errors()) return problems_;
    check_gaps(hours);
    if (problems_.has_errors()) return problems_;
    Result<HourlyYear> result(std::move(out_));
    result.diagnostics = std::move(problems_);
    return result;
  }

 private:
  Diagnostics fail(const char* code, int line, std::string message) {
    problems_.error(code, {path_, line, 1}, "", std::move(message));
    return problems_;
  }

  void place(const std::vector<MarketHour>& hours) {
    const auto [first, last] = std::ranges::minmax_element(hours, {}, &MarketHour::utc_hour);
    if (last->utc_hour - first->utc_hour >= kLeapHours) {
      fail("GW1405", 0, fmt::format("expected one year, found hours from {} to {} UTC", when(first->utc_hour), when(last->utc_hour)));
      return;
    }
    std::vector<int> lines(kLeapHours + 1, 0), of_slot(kHours, 0);
    for (const MarketHour& hour : hours) {
      int& line = lines[std::size_t(hour.utc_hour - first->utc_hour)];
      const int slot = slot_of(hour.utc_hour + std::int64_t(std::lround(request_.time_zone_h)));
      if (line > 0 && problems_.list().size() < kMostErrors)
        fail("GW1404", hour.line, fmt::format("the hour {} UTC stands here and in line {}; expected it once", when(hour.utc_hour), line));
      else if (slot >= 0 && of_slot[std::size_t(slot)] > 0 && line == 0 && problems_.list().size() < kMostErrors)
        fail("GW1405", hour.line, fmt::format("expected 8,760 hours of one year (8,784 of a leap year), found {} UTC a year after line {}",
                                              when(hour.utc_hour), of_slot[std::size_t(slot)]));
      line = hour.line;
      if (slot < 0) continue;
      of_slot[std::size_t(slot)] = hour.line;
      out_.value[std::size_t(slot)] = hour.value;
      out_.carbon_free_frac[std::size_t(slot)] = hour.carbon_free_frac;
    }
  }

  // The line after which the first missing hour would stand: that of the latest hour before it.
  int line_before(const std::vector<MarketHour>& hours, int slot) const {
    int best = -1, line = 0;
    for (const MarketHour& hour : hours) {
      const int at = slot_of(hour.utc_hour + std::int64_t(std::lround(request_.time_zone_h)));
      if (at >= 0 && at < slot && at > best) best = at, line = hour.line;
    }
    return line;
  }

  void check_gaps(const std::vector<MarketHour>& hours) {
    const Gaps gaps = gaps_of(out_.value);
    if (gaps.hours == 0) return;
    constexpr int kAnyCommonYear = 2023;
    const std::string first = when(days_since_epoch({kAnyCommonYear, 1, 1}) * kHoursPerDay + gaps.first).substr(5);
    const int line = line_before(hours, gaps.first);
    if (gaps.hours > kLongestGapsH) {
      fail("GW1405", line, fmt::format("expected 8,760 hourly values, found {}: {} h are missing, from {} on", kHours - gaps.hours,
                                       gaps.hours, first));
      return;
    }
    const std::string what = fmt::format("{} h missing in {} gap{}, the first of {} h from {} (month-day, local standard time)", gaps.hours,
                                         gaps.runs, gaps.runs == 1 ? "" : "s", gaps.first_length, first);
    if (request_.fill == supply::FillGaps::refuse) {
      problems_.error("GW1403", {path_, line, 1}, "", "expected every hour of the year, found " + what,
                      "set fill_gaps to previous or interpolate to have them filled");
      return;
    }
    problems_.warning("GW1408", {path_, line, 1}, "", what + "; filled as fill_gaps says");
    fill(out_.value, request_.fill);
    fill(out_.carbon_free_frac, request_.fill);
  }

  const std::string& path_;
  const SeriesRequest& request_;
  HourlyYear out_;
  Diagnostics problems_;
};

}  // namespace

Result<HourlyYear> lay_on_year(const std::vector<MarketHour>& hours, const std::string& path, const SeriesRequest& request) {
  return Year(path, request).lay(hours);
}

}  // namespace gw::planning
