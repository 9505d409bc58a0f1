#include "gw/supply/price_schedule.h"

#include <algorithm>
#include <cmath>

#include "gw/base/linear_program.h"

namespace gw::supply {
namespace {

constexpr std::size_t kDecidedHours = 24, kWindowHours = 48;
constexpr double kLeastMw = 1e-9;      // less is rounding
constexpr double kIdleUsdPerMwh = 1e-3;  // each way: what earns nothing does not move

using Term = LinearProgram::Term;

// Hours [from, from + size) of all stores.
class Window {
 public:
  Window(std::span<const PriceStore> stores, std::span<const HourMargin> margins, std::span<const double> stored_mwh, Date day)
      : charge_(stores.size()), discharge_(stores.size()) {
    for (const HourMargin& margin : margins) add_hour(margin);
    for (std::size_t s = 0; s < stores.size(); ++s) add_store(stores[s], s, stored_mwh[s], day);
  }
  LinearProgram::Solution solve() const { return lp_.solve(); }
  /// Charge less discharge of a store in an hour.
  double net_mw(const LinearProgram::Solution& found, std::size_t store, std::size_t hour) const {
    return found.values[std::size_t(charge_[store][hour])] - found.values[std::size_t(discharge_[store][hour])];
  }

 private:
  void add_hour(const HourMargin& margin) {
    more_.push_back(lp_.row(0, 0)), less_.push_back(lp_.row(0, 0));
    for (const HourMargin::Step& step : margin.more)
      if (step.mw > kLeastMw) lp_.variable(0, step.mw, step.usd_per_mwh, {{more_.back(), 1}});
    for (const HourMargin::Step& step : margin.less)
      if (step.mw > kLeastMw) lp_.variable(0, step.mw, -step.usd_per_mwh, {{less_.back(), 1}});
  }
  void add_store(const PriceStore& store, std::size_t s, double stored_mwh, Date day) {
    const Battery& battery = *store.battery;
    const double in = battery.charge_efficiency(), out = battery.discharge_efficiency();
    const double most = battery.full_mwh(day), least = std::min(most * battery.min_state_frac, stored_mwh);
    const double usd = battery.variable_om_usd_per_mwh + battery.wear_usd_per_mwh() / out + kIdleUsdPerMwh;
    int state = lp_.row(-stored_mwh, -stored_mwh);  // E(h-1) + in charge - discharge / out - E(h) = 0
    for (std::size_t h = 0; h < more_.size(); ++h) {
      const double mw = store.available_mw[h];
      charge_[s].push_back(lp_.variable(0, mw, kIdleUsdPerMwh, {{more_[h], -1}, {state, in}}));
      discharge_[s].push_back(lp_.variable(0, mw, usd, {{less_[h], -1}, {state, -1 / out}}));
      std::vector<Term> kept = {{state, -1}};
      if (h + 1 < more_.size()) state = lp_.row(0, 0), kept.push_back({state, 1});
      lp_.variable(least, std::max(most, stored_mwh), 0, kept);
    }
  }

  LinearProgram lp_;
  std::vector<int> more_, less_;
  std::vector<std::vector<int>> charge_, discharge_;
};

}  // namespace

std::vector<StoreSchedule> price_schedule(std::span<const PriceStore> stores, std::span<const HourMargin> margins, Date start) {
  std::vector<StoreSchedule> out(stores.size());
  std::vector<double> stored_mwh;
  for (std::size_t s = 0; s < stores.size(); ++s) {
    out[s].charge_mw.assign(margins.size(), 0.0), out[s].discharge_mw.assign(margins.size(), 0.0);
    stored_mwh.push_back(stores[s].battery->full_mwh(start) * stores[s].battery->initial_state_frac);
  }
  for (std::size_t from = 0; from < margins.size(); from += kDecidedHours) {
    const std::size_t size = std::min(kWindowHours, margins.size() - from);
    std::vector<PriceStore> ahead(stores.begin(), stores.end());
    for (PriceStore& store : ahead) store.available_mw = store.available_mw.subspan(from, size);
    const Date day = date_from_days(days_since_epoch(start) + std::int64_t(from / 24));
    const Window window(ahead, margins.subspan(from, size), stored_mwh, day);
    const LinearProgram::Solution found = window.solve();
    for (std::size_t h = 0; found.optimal && h < std::min(size, kDecidedHours); ++h)
      for (std::size_t s = 0; s < stores.size(); ++s) {
        const Battery& battery = *stores[s].battery;
        const double net_mw = window.net_mw(found, s, h);
        if (std::abs(net_mw) <= kLeastMw) continue;
        (net_mw > 0 ? out[s].charge_mw : out[s].discharge_mw)[from + h] = std::abs(net_mw);
        stored_mwh[s] += net_mw > 0 ? net_mw * battery.charge_efficiency() : net_mw / battery.discharge_efficiency();
        stored_mwh[s] = std::clamp(stored_mwh[s], 0.0, battery.full_mwh(day));
      }
  }
  return out;
}

}  // namespace gw::supply
