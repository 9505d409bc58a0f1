// Batteries of use `price`: what the hours without them leave to move, and their schedule (price_schedule.h).

#include <algorithm>
#include <cmath>
#include <map>

#include "gw/base/sum.h"
#include "gw/supply/bus_dispatcher.h"

namespace gw::supply {
namespace {

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
  if (std::ranges::none_of(stores_, &Store::stands)) return;
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
    if (sent_mw > 0) margin.more.push_back({sent_mw, machine.grid->export_price_usd_per_mwh, -1});
    else margin.more.push_back({most_mw - unit.output_mw, usd, machine.source});
    margin.less.push_back({unit.output_mw - unit.min_mw(unit.running), usd, machine.source});
  }
}

/// Of each machine the largest import of every hour's month; empty but for connections with a demand charge.
std::vector<std::vector<double>> BusDispatcher::billed_peaks_mw() const {
  const std::int64_t first_day = days_since_epoch(capacity_.horizon.start);
  std::vector<std::vector<double>> out(machines_.size());
  for (std::size_t m = 0; m < machines_.size(); ++m) {
    if (!machines_[m].grid || !(machines_[m].grid->demand_charge_usd_per_kw_month > 0)) continue;
    const std::vector<double>& import_mw = out_.sources[std::size_t(machines_[m].source)].output_mw;
    const auto month = [&](std::size_t h) {
      const Date day = date_from_days(first_day + std::int64_t(h / 24));
      return std::pair{day.year, day.month};
    };
    std::map<std::pair<int, int>, double> peak_mw;
    for (std::size_t h = 0; h < import_mw.size(); ++h) peak_mw[month(h)] = std::max(peak_mw[month(h)], import_mw[h]);
    for (std::size_t h = 0; h < import_mw.size(); ++h) out[m].push_back(peak_mw[month(h)]);
  }
  return out;
}

/// Connections with a demand charge give batteries no more than up to the month's peak without them; what comes after such a one
/// in merit order, nothing, since the connection would be loaded first.
void BusDispatcher::keep_billed_peaks(const std::vector<std::vector<double>>& peaks_mw) {
  for (std::size_t m = 0; m < machines_.size(); ++m) {
    const std::vector<double>& import_mw = out_.sources[std::size_t(machines_[m].source)].output_mw;
    for (std::size_t h = 0; h < peaks_mw[m].size(); ++h) limit_step(margins_[h].more, machines_[m].source, peaks_mw[m][h] - import_mw[h]);
  }
}

/// From the hours just solved, in which these batteries stood still.
void BusDispatcher::plan_by_price(const std::vector<std::vector<double>>& peaks_mw) {
  keep_billed_peaks(peaks_mw);
  std::vector<PriceStore> traders;
  for (const Store& store : stores_)
    if (store.stands()) traders.push_back({store.battery, capacity_.sources[std::size_t(store.source)].available_mw});
  std::vector<StoreSchedule> plans = price_schedule(traders, margins_, capacity_.horizon.start);
  std::size_t next = 0;
  for (Store& store : stores_)
    if (store.stands()) store.plan = std::move(plans[next++]);
}

/// Hours in which the plan's run imports more than the billed peak before it, or serves less.
std::vector<std::size_t> BusDispatcher::spoilt_hours(const Standing& before) const {
  constexpr double kSameMw = 1e-6;
  std::vector<std::size_t> out;
  for (std::size_t h = 0; h < bus_.unserved_mw.size(); ++h) {
    bool spoilt = bus_.unserved_mw[h] > before.unserved_mw[h] + kSameMw;
    for (std::size_t m = 0; m < machines_.size(); ++m)
      spoilt = spoilt || (!before.peaks_mw[m].empty() &&
                          out_.sources[std::size_t(machines_[m].source)].output_mw[h] > before.peaks_mw[m][h] + kSameMw);
    if (spoilt) out.push_back(h);
  }
  return out;
}

/// With batteries of use `price`, after the best way without them: by their plan. Units that stop for a battery may be missed when
/// they cannot be back in time: then it does not trade on that day and the one before. If the rest does not pay it takes surplus and
/// covers shortages alone.
void BusDispatcher::trade(const Way& best) {
  constexpr int kMostTries = 4;
  if (std::ranges::none_of(stores_, &Store::stands)) return;
  const Standing before{cost_usd(), bus_.unserved_mw, billed_peaks_mw()};
  plan_by_price(before.peaks_mw);
  for (int tries = 0; tries < kMostTries; ++tries) {
    solve_all(best);
    const std::vector<std::size_t> spoilt = spoilt_hours(before);
    if (spoilt.empty() && (cost_usd() <= before.usd || sum_of(bus_.unserved_mw) < sum_of(before.unserved_mw))) return;
    if (spoilt.empty()) break;
    for (const std::size_t h : spoilt) drop_plans(h - std::min(h, h % 24 + 24), h - h % 24 + 24);
  }
  drop_plans(0, bus_.load_mw.size());
  solve_all(best);
}

/// These batteries take surplus and cover shortages alone in [from, to).
void BusDispatcher::drop_plans(std::size_t from, std::size_t to) {
  for (Store& store : stores_)
    for (std::vector<double>* series : {&store.plan.charge_mw, &store.plan.discharge_mw})
      for (std::size_t h = from; h < std::min(to, series->size()); ++h) (*series)[h] = 0;
}

}  // namespace gw::supply
