#include "gw/planning/peak_value.h"

#include <doctest/doctest.h>

namespace gw::planning {
namespace {

using doctest::Approx;

constexpr Date kJanuary{2027, 1, 1};
constexpr std::size_t kHours = (31 + 28) * 24;  // January and February

supply::GridConnection grid(double usd_per_kw_month, double minimum_take_frac = 0) {
  supply::GridConnection out;
  out.service = {{Date{2020, 1, 1}, 100.0 * unit::MW}};
  out.demand_charge_usd_per_kw_month = usd_per_kw_month, out.minimum_take_frac = minimum_take_frac;
  return out;
}

PeakValue value_of(const supply::GridConnection& connection, const std::vector<double>& draw_mw) {
  PeakValue out;
  out.add(connection, draw_mw, kJanuary);
  return out;
}

// A needle in January; February's highest twelve hours are alike but for one.
std::vector<double> needle_and_plateau() {
  std::vector<double> out(kHours, 40.0);
  out[100] = 60;
  for (std::size_t h = 0; h < 12; ++h) out[31 * 24 + 50 + h] = h < 11 ? 50.0 : 49.5;
  return out;
}

}  // namespace

TEST_CASE("a megawatt off a needle is one hour, off a plateau all its hours") {
  const PeakValue found = value_of(grid(12), needle_and_plateau());
  CHECK(found.months == 2);
  CHECK(found.most_usd_per_mwh == Approx(12'000));
  CHECK(found.least_usd_per_mwh == Approx(12'000 / 11.5));
  CHECK(found.not_taken_mwh == Approx(12.5));
  CHECK(found.mean_usd_per_mwh() == Approx(24'000 / 12.5));
}

TEST_CASE("it is what the bill falls by when the peaks are cut") {
  const supply::GridConnection tariff = grid(9, 0.495);  // February's peak is half a megawatt above the minimum take
  std::vector<double> draw = needle_and_plateau();
  const PeakValue found = value_of(tariff, draw);
  const auto demand_usd = [&] {
    double usd = 0;
    for (const DemandMonth& month : demand_months(tariff, draw, kJanuary)) usd += month.demand_usd + month.top_up_usd;
    return usd;
  };
  const double before = demand_usd();
  double cut_mwh = 0;
  for (std::size_t h = 0; h < kHours; ++h) {
    const double most = h < 31 * 24 ? 59 : 49.5;
    cut_mwh += std::max(0.0, draw[h] - most), draw[h] = std::min(draw[h], most);
  }
  CHECK(found.months == 2);
  CHECK(found.saved_usd == Approx(before - demand_usd()));
  CHECK(found.not_taken_mwh == Approx(cut_mwh));
}

TEST_CASE("where the minimum take is billed, or no demand charge, less draw saves nothing") {
  CHECK(value_of(grid(12, 0.55), needle_and_plateau()).months == 1);  // January alone is above 55 MW
  CHECK(value_of(grid(12, 0.8), needle_and_plateau()).months == 0);
  CHECK(value_of(grid(12, 0.8), needle_and_plateau()).mean_usd_per_mwh() == 0);
  CHECK(value_of(grid(0), needle_and_plateau()).months == 0);
  CHECK(value_of(grid(12), std::vector<double>(kHours, 0.0)).months == 0);
  CHECK(value_of(grid(12), {}).months == 0);
}

TEST_CASE("of a small draw the step is a tenth of its peak, not the whole") {
  std::vector<double> draw(kHours, 0.2);
  draw[7] = draw[31 * 24 + 7] = 0.4;
  const PeakValue found = value_of(grid(12), draw);
  CHECK(found.not_taken_mwh == Approx(2 * 0.04));
  CHECK(found.mean_usd_per_mwh() == Approx(12'000));
}

TEST_CASE("a month that the horizon cuts is worth its part, and connections add up") {
  const PeakValue half = value_of(grid(12), std::vector<double>(31 * 12, 30.0));
  CHECK(half.saved_usd == Approx(6'000));
  CHECK(half.not_taken_mwh == Approx(31 * 12));
  PeakValue both = half;
  both.add(grid(12), needle_and_plateau(), kJanuary);
  CHECK(both.months == 3);
  CHECK(both.least_usd_per_mwh == Approx(6'000.0 / (31 * 12)));
  CHECK(both.most_usd_per_mwh == Approx(12'000));
}

}  // namespace gw::planning
