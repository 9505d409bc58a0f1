// Batteries of use `price`: what the hours without them leave to move, and their schedule (price_schedule.h).

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gw/base/sum.h"
#include "gw/base/text.h"
#include "gw/supply/bus_dispatcher.h"
#include "gw/supply/optimal_dispatch.h"

namespace gw::supply {
namespace {

constexpr double kRoundingFrac = 1e-12;  // less is rounding of the sums
constexpr std::size_t kLastHours = 48;

// By year and month.
using MonthPeaks = std::map<std::pair<int, int>, double>;

std::pair<int, int> month_of(Date start, std::size_t hour) {
  const Date day = date_from_days(days_since_epoch(start) + std::int64_t(hour / 24));
  return {day.year, day.month};
}

MonthPeaks month_peaks_mw(const std::vector<double>& mw, Date start) {
  MonthPeaks out;
  for (std::size_t h = 0; h < mw.size(); ++h) {
    double& peak = out[month_of(start, h)];
    peak = std::max(peak, mw[h]);
  }
  return out;
}

bool billed_by_peak(const GridConnection* grid) { return grid && grid->demand_charge_usd_per_kw_month > 0; }

// Steps stand in the order in which they are loaded.
void limit_step(std::vector<HourMargin::Step>& steps, int source, double most_mw) {
  const auto found = std::ranges::find(steps, source, &HourMargin::Step::source);
  if (found == steps.end() || found->mw <= most_mw) return;
  found->mw = most_mw;
  steps.erase(found + 1, steps.end());
}

}  // namespace

/// From the hour just solved. Surplus costs what its sale would bring.
void BusDispatcher::note_margin(const Hour& now) {
  if (trade_ != Trade::still) return;
  margins_.resize(std::size_t(capacity_.horizon.hours));
  HourMargin& margin = margins_[std::size_t(now.hour)];
  margin = {};
  margin.more.push_back({now.curtailed_mw + now.dumped_mw, 0.0, -1});
  for (int i : order_) {
    const Machine& machine = machines_[std::size_t(i)];
    const Committable& unit = hourly_[std::size_t(i)];
    const double usd = incremental_merit(machine, now.hour);
    const double most_mw = unit.limit_mw(machine.grid ? unit.available : unit.running);
    const double sent_mw = machine.grid && machine.grid->export_allowed
                               ? out_.sources[std::size_t(machine.source)].export_mw[std::size_t(now.hour)]
                               : 0.0;
    if (sent_mw > 0) margin.more.insert(margin.more.begin() + 1, {sent_mw, machine.grid->export_price_usd_per_mwh, -1});  // is kept first
    else margin.more.push_back({most_mw - unit.output_mw, usd, machine.source});
    margin.less.push_back({unit.output_mw - unit.min_mw(unit.running), usd, machine.source});
  }
}

/// Connections with a demand charge give batteries no more than up to the month's peak without them; what comes after such a one
/// in merit order, nothing, since the connection would be loaded first.
void BusDispatcher::keep_billed_peaks() {
  const Date start = capacity_.horizon.start;
  for (const Machine& machine : machines_) {
    if (!billed_by_peak(machine.grid)) continue;
    const std::vector<double>& import_mw = out_.sources[std::size_t(machine.source)].output_mw;
    const MonthPeaks peak_mw = month_peaks_mw(import_mw, start);
    for (std::size_t h = 0; h < import_mw.size(); ++h)
      limit_step(margins_[h].more, machine.source, peak_mw.at(month_of(start, h)) - import_mw[h]);
  }
}

/// From the hours just solved, in which these batteries stood still.
void BusDispatcher::plan_by_price() {
  keep_billed_peaks();
  std::vector<PriceStore> traders;
  for (const Store& store : stores_)
    if (store.trades()) traders.push_back({store.battery, capacity_.sources[std::size_t(store.source)].available_mw});
  PriceSchedule plan = price_schedule(traders, margins_, capacity_.horizon.start);
  if (plan.unplanned_hours > 0)
    out_.warnings.push_back({-1, fmt::format("bus '{}': batteries of use price stand still where their program has no answer", bus_.bus),
                             plan.unplanned_hours});
  std::size_t next = 0;
  for (Store& store : stores_)
    if (store.trades()) store.plan = std::move(plan.stores[next++]);
}

/// Billed peaks of the months; a minimum take is of the service on the month's first day.
double BusDispatcher::demand_usd() const {
  double sum = 0;
  for (const Machine& machine : machines_) {
    if (!billed_by_peak(machine.grid)) continue;
    const GridConnection& grid = *machine.grid;
    for (const auto& [month, mw] : month_peaks_mw(out_.sources[std::size_t(machine.source)].output_mw, capacity_.horizon.start)) {
      const double least_mw = grid.minimum_take_frac * grid.service_on(Date{month.first, month.second, 1}).in(unit::MW);
      sum += std::max(mw, least_mw) * 1e3 * grid.demand_charge_usd_per_kw_month;
    }
  }
  return sum;
}

/// Of the run just solved.
BusDispatcher::Outcome BusDispatcher::outcome() const {
  Outcome out{cost_usd() + demand_usd() + kLostLoadUsdPerMwh * sum_of(bus_.unserved_mw), {}};
  for (const Store& store : stores_) {
    out.usd += store.state.cycles() * store.battery->energy.in(unit::MWh) * store.battery->wear_usd_per_mwh();
    out.stored_mwh.push_back(store.state.stored_mwh());
  }
  return out;
}

/// What one run costs more than another. What stores end lower counts at what it costs to store again, in the last two days.
double BusDispatcher::excess_usd(const Outcome& run, const Outcome& other) const {
  const auto last_days = std::span(margins_).last(std::min(kLastHours, margins_.size()));
  double usd = run.usd - other.usd;
  for (std::size_t s = 0; s < stores_.size(); ++s)
    usd += (other.stored_mwh[s] - run.stored_mwh[s]) * refill_usd_per_mwh(*stores_[s].battery, last_days);
  return usd;
}

/// The plan sees neither what starts and minimum loads cost nor failures to come: it has to do no worse than standing by.
void BusDispatcher::trade_by_price(const Way& way) {
  const Outcome ready = outcome();
  trade_ = Trade::still;
  solve_all(way);
  plan_by_price();
  trade_ = Trade::planned;
  solve_all(way);
  const double loss_usd = excess_usd(outcome(), ready);
  if (loss_usd <= kRoundingFrac * std::abs(ready.usd)) return;
  trade_ = Trade::backup;
  solve_all(way);
  out_.warnings.push_back({-1,
                          fmt::format("bus '{}': batteries of use price stand by as backup: in the whole run trading would cost {} USD more "
                                      "(with starts, demand charges, wear and lost load)",
                                      bus_.bus, significant(loss_usd, 3)),
                          1});
}

}  // namespace gw::supply
