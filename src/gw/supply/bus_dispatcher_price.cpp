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

/// What a connection is billed for: each month's peak, at least the minimum take of the service on the month's first day.
MonthPeaks billed_peaks_mw(const GridConnection& grid, const std::vector<double>& import_mw, Date start) {
  MonthPeaks out;
  for (std::size_t h = 0; h < import_mw.size(); ++h) {
    double& peak = out[month_of(start, h)];
    peak = std::max(peak, import_mw[h]);
  }
  for (auto& [month, mw] : out)
    mw = std::max(mw, grid.minimum_take_frac * grid.service_on(Date{month.first, month.second, 1}).in(unit::MW));
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
    if (sent_mw > 0) margin.more.insert(margin.more.begin() + 1, {sent_mw, export_price(*machine.grid, machine.series, now.hour), -1});  // is kept first
    else margin.more.push_back({most_mw - unit.output_mw, usd, machine.source});
    margin.less.push_back({unit.output_mw - unit.min_mw(unit.running), usd, machine.source});
  }
}

/// Of each machine what every hour's month is billed for; empty but for connections with a demand charge.
std::vector<std::vector<double>> BusDispatcher::billed_mw() const {
  const Date start = capacity_.horizon.start;
  std::vector<std::vector<double>> out(machines_.size());
  for (std::size_t m = 0; m < machines_.size(); ++m) {
    if (!billed_by_peak(machines_[m].grid)) continue;
    const std::vector<double>& import_mw = out_.sources[std::size_t(machines_[m].source)].output_mw;
    const MonthPeaks peak_mw = billed_peaks_mw(*machines_[m].grid, import_mw, start);
    for (std::size_t h = 0; h < import_mw.size(); ++h) out[m].push_back(peak_mw.at(month_of(start, h)));
  }
  return out;
}

/// Connections with a demand charge give batteries no more than up to what is billed without them; what comes after such a one
/// in merit order, nothing, since the connection would be loaded first.
void BusDispatcher::keep_billed(const std::vector<std::vector<double>>& billed_mw) {
  for (std::size_t m = 0; m < machines_.size(); ++m) {
    const std::vector<double>& import_mw = out_.sources[std::size_t(machines_[m].source)].output_mw;
    for (std::size_t h = 0; h < billed_mw[m].size(); ++h) limit_step(margins_[h].more, machines_[m].source, billed_mw[m][h] - import_mw[h]);
  }
}

/// Hours in which the plan's run imports more than was billed before it, or serves less.
std::vector<std::size_t> BusDispatcher::spoilt_hours(const std::vector<double>& unserved_mw,
                                                     const std::vector<std::vector<double>>& billed_mw) const {
  constexpr double kSameMw = 1e-6;
  std::vector<std::size_t> out;
  for (std::size_t h = 0; h < bus_.unserved_mw.size(); ++h) {
    bool spoilt = bus_.unserved_mw[h] > unserved_mw[h] + kSameMw;
    for (std::size_t m = 0; m < machines_.size(); ++m)
      spoilt = spoilt || (!billed_mw[m].empty() && out_.sources[std::size_t(machines_[m].source)].output_mw[h] > billed_mw[m][h] + kSameMw);
    if (spoilt) out.push_back(h);
  }
  return out;
}

/// These batteries take surplus and cover shortages alone in [from, to).
void BusDispatcher::drop_plans(std::size_t from, std::size_t to) {
  for (Store& store : stores_)
    for (std::vector<double>* series : {&store.plan.charge_mw, &store.plan.discharge_mw})
      for (std::size_t h = from; h < std::min(to, series->size()); ++h) (*series)[h] = 0;
}

/// From the hours just solved, in which these batteries stood still.
void BusDispatcher::plan_by_price() {
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

double BusDispatcher::demand_usd() const {
  double sum = 0;
  for (const Machine& machine : machines_) {
    if (!billed_by_peak(machine.grid)) continue;
    const std::vector<double>& import_mw = out_.sources[std::size_t(machine.source)].output_mw;
    for (const auto& [month, mw] : billed_peaks_mw(*machine.grid, import_mw, capacity_.horizon.start))
      sum += mw * 1e3 * machine.grid->demand_charge_usd_per_kw_month;
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

/// The plan sees neither what starts and minimum loads cost nor failures to come. Units that stop for a battery may be missed when
/// they cannot be back in time: then it does not trade on that day and the one before. The whole has to do no worse than standing by.
void BusDispatcher::trade_by_price(const Way& way) {
  constexpr int kMostTries = 4;
  const Outcome ready = outcome();
  trade_ = Trade::still;
  solve_all(way);
  const std::vector<double> unserved_mw = bus_.unserved_mw;
  const std::vector<std::vector<double>> billed = billed_mw();
  keep_billed(billed);
  plan_by_price();
  trade_ = Trade::planned;
  for (int tries = 0; tries < kMostTries; ++tries) {
    solve_all(way);
    const std::vector<std::size_t> spoilt = spoilt_hours(unserved_mw, billed);
    if (spoilt.empty()) break;
    for (const std::size_t h : spoilt) drop_plans(h - std::min(h, h % 24 + 24), h - h % 24 + 24);
  }
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
