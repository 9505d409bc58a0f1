#include "gw/economics/purchases.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gw::economics {
namespace {

/// Dates closer than this, in years, are the same: they come from whole days.
constexpr double kSameDate = 1e-9;
/// An item without a life of its own lives a year (cost.h warns of it) and is not replaced.
constexpr double kShortestLife = 1;

/// What stands at the start was paid for before: it enters at its book value, as if bought today.
Purchase standing(const CapitalItem& item, std::size_t number, double bought_years, double life) {
  const double left = std::clamp(bought_years + life, 0.0, life);
  return {number, 0, left, item.cost * (left / life)};
}

void add_purchases(const Economics& config, const CapitalItem& item, std::size_t number, int end,
                   std::vector<Purchase>& out) {
  double date = item.in_service.in(year);
  if (date >= end) return;
  if (!item.depreciable) {
    const Purchase land{number, std::max(0.0, date), std::numeric_limits<double>::infinity(), item.cost};
    out.push_back(land);
    out.back().cost *= inflated(config, land.row());
    return;
  }
  const bool renews = config.renew && item.life.base() > 0;
  const double life = item.life.base() > 0 ? item.life.in(year) : kShortestLife;
  // Lives that are over when the project starts; one that ends on the first day is over.
  if (renews && date < 0) date += life * std::floor(-date / life + kSameDate);
  if (date < -kSameDate) {
    if (date + life > 0) out.push_back(standing(item, number, date, life));
    if (!renews) return;
    date += life;
  }
  for (date = std::max(0.0, date); date < end - kSameDate; date += life) {
    out.push_back({number, date, life, item.cost});
    out.back().cost *= inflated(config, out.back().row());
    if (!renews) return;
  }
}

}  // namespace

int Purchase::row() const { return std::max(0, int(std::floor(date_years + kSameDate))); }

int Purchase::last_row(int end) const {
  const double given_up = std::ceil(date_years + life_years - kSameDate);
  return given_up >= end ? end : std::max(row() + 1, int(given_up));
}

double inflated(const Economics& config, int years) { return std::pow(1 + config.inflation_frac, years); }

std::vector<Purchase> purchases(const Economics& config, const std::vector<CapitalItem>& items, int end) {
  std::vector<Purchase> out;
  for (std::size_t i = 0; i < items.size(); ++i) add_purchases(config, items[i], i, end, out);
  return out;
}

}  // namespace gw::economics
