#include "gw/supply/interruptible.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gw/describe/record.h"

namespace gw::supply {
namespace {

constexpr std::size_t kHoursOfDay = 24;

/// The first `most` of [from, to) by the order, those of equal rank in order of time.
template <class Before>
std::vector<std::size_t> first_of(std::vector<std::size_t> hours, std::size_t most, Before before) {
  std::ranges::stable_sort(hours, before);
  hours.resize(std::min(hours.size(), most));
  return hours;
}

std::vector<std::size_t> range(std::size_t from, std::size_t to) {
  std::vector<std::size_t> hours(to - from);
  std::iota(hours.begin(), hours.end(), from);
  return hours;
}

}  // namespace

std::vector<std::uint8_t> called_hours(const Interruptible& terms, std::span<const double> temperature_c,
                                       Date start) {
  std::vector<std::uint8_t> called(temperature_c.size(), 0);
  const auto before = [&](std::size_t a, std::size_t b) {
    return terms.called == Called::hottest ? temperature_c[a] > temperature_c[b]
                                           : temperature_c[a] < temperature_c[b];
  };
  const std::int64_t first_day = days_since_epoch(start);
  for (std::size_t from = 0; from < called.size();) {
    const int year = date_from_days(first_day + std::int64_t(from / kHoursOfDay)).year;
    const std::int64_t year_begin = days_since_epoch({year, 1, 1}),
                       year_end = days_since_epoch({year + 1, 1, 1});
    const std::size_t to = std::min(called.size(), std::size_t(year_end - first_day) * kHoursOfDay);
    std::vector<std::size_t> candidates;
    for (std::size_t day = from; day < to; day += kHoursOfDay) {
      const auto of_day =
          first_of(range(day, std::min(to, day + kHoursOfDay)), std::size_t(terms.hours_per_day), before);
      candidates.insert(candidates.end(), of_day.begin(), of_day.end());
    }
    const double part = double(to - from) / double(std::size_t(year_end - year_begin) * kHoursOfDay);
    for (const std::size_t h :
         first_of(std::move(candidates), std::size_t(std::llround(part * terms.hours_per_year)), before))
      called[h] = 1;
    from = to;
  }
  return called;
}

const describe::RecordType& Interruptible::description() {
  using T = Interruptible;
  static const auto type =
      describe::record<T>("interruptible",
                          "Demand response: hours in which the draw stays at a firm level, for a credit.")
          .quantity("firm", "mw", &T::firm, "most that is drawn in a called hour",
                    {.min = 0, .max = 1e5, .required = true})
          .value("hours_per_year", &T::hours_per_year, "called hours of a calendar year",
                 {.min = 0, .max = 8760})
          .value("hours_per_day", &T::hours_per_day, "of them on one day at most", {.min = 1, .max = 24})
          .choice("called", &T::called, {"hottest", "coldest"}, "which hours: of the weather at the site")
          .quantity("credit", "usd_per_kw_year", &T::credit_usd_per_kw_year,
                    "paid on service less firm level, all year; read by economics", {.min = 0, .max = 10000})
          .build();
  return type;
}

}  // namespace gw::supply
