#include "gw/supply/bus_dispatcher.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gw/base/sum.h"

namespace gw::supply {
namespace {

/// Added to a rank to put a group first or last without disturbing the order inside it.
constexpr double kGroup = 1e9;
/// A load met to this is met: units start for no less (commitment.cpp).
constexpr double kRoundingMw = 1e-9;

}  // namespace

BusDispatcher::BusDispatcher(std::span<const Source> sources, const CapacityTable& capacity,
                             const DispatchOptions& options, Dispatch& out, BusDispatch& bus)
    : capacity_(capacity), options_(options), out_(out), bus_(bus) {
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (common(sources[i]).bus == bus.bus) add_source(sources, int(i), options);
  hourly_.resize(machines_.size());
  sort_order(0);
}

void BusDispatcher::add_source(std::span<const Source> sources, int index, const DispatchOptions& options) {
  const Source& source = sources[std::size_t(index)];
  if (const auto* battery = std::get_if<Battery>(&source)) {
    stores_.push_back({index, battery, BatteryState(*battery, capacity_.horizon.start)});
    return;
  }
  Machine machine;
  machine.source = index;
  machine.plant = thermal(source);
  machine.grid = std::get_if<GridConnection>(&source);
  if (!machine.plant && !machine.grid) {
    renewables_.push_back(index);
    return;
  }
  if (!options.series.empty()) machine.series = options.series[std::size_t(index)];
  if (machine.plant) {
    machine.no_load_mmbtu = machine.plant->no_load_mmbtu_per_h();
    machine.incremental_mmbtu = machine.plant->incremental_mmbtu_per_mwh();
  }
  add_times(machine);
  order_moves_ = order_moves_ || !machine.series.energy_price_usd_per_mwh.empty() ||
                 (options.co2_price_usd_per_kg != 0 && !machine.series.emission_kg_per_mwh.empty()) ||
                 !machine.series.fuel_price_usd_per_mmbtu.empty();
  (std::holds_alternative<Backup>(source) ? backup_ : order_).push_back(int(machines_.size()));
  machines_.push_back(std::move(machine));
}

double BusDispatcher::rank(const Machine& machine, int hour) const {
  if (machine.grid) {
    const double price = incremental_merit(machine, hour);
    if (options_.prefer == Prefer::grid) return price - kGroup;
    return options_.prefer == Prefer::on_site ? price + kGroup : price;
  }
  return machine.plant->heat_rate_mmbtu_per_mwh * fuel_merit(machine, hour) +
         machine.plant->variable_om_usd_per_mwh;
}

void BusDispatcher::sort_order(int hour) {
  if (hour > 0 && !order_moves_) return;
  const auto cheaper = [&](int a, int b) {
    const double rank_a = rank(machines_[std::size_t(a)], hour),
                 rank_b = rank(machines_[std::size_t(b)], hour);
    return rank_a != rank_b ? rank_a < rank_b : a < b;
  };
  std::sort(order_.begin(), order_.end(), cheaper);
  std::sort(backup_.begin(), backup_.end(), cheaper);
}

/// Limits of every source in this hour.
void BusDispatcher::refresh(int hour) {
  for (std::size_t m = 0; m < machines_.size(); ++m) {
    Machine& machine = machines_[m];
    const SourceCapacity& source = capacity_.sources[std::size_t(machine.source)];
    const double available_mw = source.available_mw[std::size_t(hour)];
    const int units = machine.plant ? source.units_available[std::size_t(hour)] : 1;
    Committable& unit = hourly_[m];
    unit = {.available = available_mw > 0 ? units : 0};
    if (!machine.keep.empty()) (hold_ ? unit.must : unit.keep) = machine.keep[std::size_t(hour)];
    if (timed_ && hour > 0) lose_failed(machine, hour, unit.available);
    if (unit.available == 0) continue;
    unit.unit_limit_mw = available_mw / units;
    if (machine.plant)
      unit.unit_min_mw = machine.plant->unit_min_mw(unit.unit_limit_mw);
    if (timed_) limit_ramp(unit, machine);
  }
  for (Store& store : stores_) {
    const double available_mw = capacity_.sources[std::size_t(store.source)].available_mw[std::size_t(hour)];
    store.charge_mw = store.discharge_mw = 0;
    const bool stands = store.trades() && trade_ == Trade::still;
    store.charge_limit_mw = stands ? 0.0 : store.state.charge_limit_mw(available_mw);
    store.discharge_limit_mw = stands ? 0.0 : store.state.discharge_limit_mw(available_mw);
  }
}

/// Discharge that the batteries' use asks for, before any source runs. Returns MW.
double BusDispatcher::discharge_by_use(int hour, double net_mw) {
  double given_mw = 0;
  for (Store& store : stores_) {
    double ask_mw = 0;
    if (store.battery->use == BatteryUse::shift) ask_mw = net_mw - given_mw;
    if (store.battery->use == BatteryUse::peak_shaving)
      ask_mw = net_mw - given_mw - store.battery->peak_target.in(unit::MW);
    if (store.trades() && trade_ == Trade::planned)
      ask_mw = std::min(net_mw - given_mw, store.plan.discharge_mw[std::size_t(hour)]);
    store.discharge_mw = std::clamp(ask_mw, 0.0, store.discharge_limit_mw);
    given_mw += store.discharge_mw;
  }
  return given_mw;
}

/// Charges idle batteries; returns what they took.
double BusDispatcher::charge_from_surplus(double surplus_mw) {
  double taken_mw = 0;
  for (Store& store : stores_) {
    if (store.discharge_mw > 0) continue;
    const double take_mw = std::clamp(surplus_mw - taken_mw, 0.0, store.charge_limit_mw - store.charge_mw);
    store.charge_mw += take_mw;
    taken_mw += take_mw;
  }
  return taken_mw;
}

/// What a battery may take besides surplus: one that trades what its schedule leaves.
double BusDispatcher::most_bought_mw(const Store& store, int hour) const {
  if (!store.trades() || trade_ != Trade::planned) return std::numeric_limits<double>::infinity();
  return std::max(0.0, store.plan.charge_mw[std::size_t(hour)] - store.charge_mw);
}

/// Charging that batteries would like from sources that burn or cost something.
double BusDispatcher::charge_wish_mw(int hour, double net_mw) const {
  double wish_mw = 0;
  for (const Store& store : stores_) {
    if (store.discharge_mw > 0 || store.battery->use == BatteryUse::shift) continue;
    double most_mw = store.charge_limit_mw - store.charge_mw;
    if (store.battery->use == BatteryUse::peak_shaving)
      most_mw = std::min(most_mw, store.battery->peak_target.in(unit::MW)-net_mw - wish_mw);
    most_mw = std::min(most_mw, most_bought_mw(store, hour));
    wish_mw += std::max(0.0, most_mw);
  }
  return wish_mw;
}

double BusDispatcher::charge_from_sources(int hour, double net_mw, double wish_mw) {
  double limit_mw = 0;
  for (int i : order_) limit_mw += hourly_[std::size_t(i)].limit_mw(hourly_[std::size_t(i)].available);
  double left_mw = std::clamp(limit_mw - net_mw, 0.0, wish_mw);
  const double granted_mw = left_mw;
  for (Store& store : stores_) {
    if (store.discharge_mw > 0 || store.battery->use == BatteryUse::shift) continue;
    const double take_mw = std::min({left_mw, store.charge_limit_mw - store.charge_mw, most_bought_mw(store, hour)});
    store.charge_mw += take_mw;
    left_mw -= take_mw;
  }
  return granted_mw - left_mw;
}

/// Capacity of the plants whose full-load cost is below the price, and what it costs an hour.
double BusDispatcher::sellable_mw(int hour, double price_usd_per_mwh, double& usd) const {
  double mw = 0;
  usd = 0;
  for (int i : order_) {
    const Machine& machine = machines_[std::size_t(i)];
    const double cost = machine.plant ? rank(machine, hour) : 0.0;
    if (!machine.plant || cost >= price_usd_per_mwh) continue;
    const double limit_mw = hourly_[std::size_t(i)].limit_mw(hourly_[std::size_t(i)].available);
    mw += limit_mw, usd += limit_mw * cost;
  }
  return mw;
}

/// A connection carries power one way in an hour: the first one that sells does so where its plants carry the
/// load and more, and where that is worth more than buying the load.
void BusDispatcher::choose_seller(Hour& now, double load_mw) {
  for (int i : order_) {
    const Machine& machine = machines_[std::size_t(i)];
    Committable& unit = hourly_[std::size_t(i)];
    if (!machine.grid || !machine.grid->export_allowed || !machine.grid->export_for_sale ||
        unit.available == 0)
      continue;
    const double price = export_price(*machine.grid, machine.series, now.hour);
    double usd = 0;
    const double plants_mw = sellable_mw(now.hour, price, usd),
                 sold_mw = std::min(unit.unit_limit_mw, plants_mw - load_mw);
    if (sold_mw <= 0) continue;
    const double each = usd / plants_mw, bought = incremental_merit(machine, now.hour);
    if (each * (load_mw + sold_mw) - price * sold_mw > bought * load_mw) continue;
    now.seller = i, now.seller_limit_mw = unit.unit_limit_mw;
    unit.available = 0;
    return;
  }
}

/// Back to buying where the plants that are left - some cannot be up yet - do not carry the load.
void BusDispatcher::drop_seller(Hour& now, double load_mw) {
  if (now.seller < 0) return;
  double plants_mw = 0;
  for (int i : order_)
    if (machines_[std::size_t(i)].plant)
      plants_mw += hourly_[std::size_t(i)].limit_mw(hourly_[std::size_t(i)].available);
  if (plants_mw >= load_mw) return;
  hourly_[std::size_t(now.seller)].available = 1;
  now.seller = -1, now.seller_limit_mw = 0;
}

double BusDispatcher::sale_mw(const Hour& now, double load_mw) const {
  if (now.seller < 0) return 0.0;
  double usd = 0;
  const Machine& seller = machines_[std::size_t(now.seller)];
  const double price = export_price(*seller.grid, seller.series, now.hour);
  return std::clamp(sellable_mw(now.hour, price, usd) - load_mw, 0.0, now.seller_limit_mw);
}

/// Spinning reserve of a bus without a grid connection in service, less what batteries hold ready.
double BusDispatcher::reserve_mw(const Hour& now) const {
  double largest_mw = 0;
  for (int i : order_) {
    const Committable& unit = hourly_[std::size_t(i)];
    if (machines_[std::size_t(i)].grid && (unit.available > 0 || i == now.seller)) return 0.0;
    if (unit.running > 0) largest_mw = std::max(largest_mw, unit.unit_limit_mw);
  }
  double need_mw = options_.islanded_reserve_frac * now.load_mw;
  if (options_.reserve_covers_largest_unit) need_mw += largest_mw;
  for (const Store& store : stores_) {
    const double available_mw =
        capacity_.sources[std::size_t(store.source)].available_mw[std::size_t(now.hour)];
    need_mw -= std::min(available_mw, store.discharge_limit_mw / kReserveHours) - store.discharge_mw;
  }
  return std::max(0.0, need_mw);
}

void BusDispatcher::commit_units(Hour& now, double target_mw) {
  CommitmentNeed need{.load_mw = target_mw, .reserve_mw = 0, .room_mw = 0, .storage_mw = 0};
  for (const Store& store : stores_)
    if (store.charge_mw <= 0) need.storage_mw += store.discharge_limit_mw - store.discharge_mw;
  bus_.reserve_short_mw[std::size_t(now.hour)] = 0;
  double running_mw = commit(hourly_, order_, need);
  need.reserve_mw = reserve_mw(now);
  if (need.reserve_mw <= 0) return;
  need.room_mw = std::max(target_mw, now.load_mw);  // renewables may be curtailed for a unit held in reserve
  running_mw = commit(hourly_, order_, need);
  const double short_mw = target_mw + need.reserve_mw - running_mw;
  bus_.reserve_short_mw[std::size_t(now.hour)] = short_mw > 1e-9 ? short_mw : 0.0;
}

/// A gap left by all sources: batteries stop charging and discharge, then backup runs, then load is not
/// served. Returns the surplus that minimum loads of backup sets make.
double BusDispatcher::cover_gap(Hour& now, double gap_mw) {
  for (Store& store : stores_) {
    const double less_mw = std::min(gap_mw, store.charge_mw);
    store.charge_mw -= less_mw;
    gap_mw -= less_mw;
  }
  for (Store& store : stores_) {
    if (store.charge_mw > 0) continue;
    const double more_mw = std::min(gap_mw, store.discharge_limit_mw - store.discharge_mw);
    store.discharge_mw += more_mw;
    gap_mw -= more_mw;
  }
  gap_mw = run_backup(gap_mw);
  now.unserved_mw = gap_mw > kRoundingMw ? gap_mw : 0.0;
  return std::max(0.0, -gap_mw);
}

/// Emergency sets; what their minimum loads exceed the gap first relieves the batteries, then the other
/// sources. Returns the gap left, negative = surplus.
double BusDispatcher::run_backup(double gap_mw) {
  if (gap_mw <= 0 || backup_.empty()) return gap_mw;
  for (int i : backup_) gap_mw += hourly_[std::size_t(i)].output_mw;  // held on already
  commit(hourly_, backup_, {.load_mw = gap_mw, .reserve_mw = 0, .room_mw = 0, .storage_mw = 0});
  double left_mw = load_units(hourly_, backup_, gap_mw);
  for (Store& store : stores_) {
    if (left_mw >= 0) break;
    const double less_mw = std::min(-left_mw, store.discharge_mw);
    store.discharge_mw -= less_mw;
    left_mw += less_mw;
  }
  return left_mw < 0 ? -lower_units(hourly_, order_, -left_mw) : left_mw;
}

/// Emergency sets within their minimum up time run at their minimum loads, needed or not. Returns MW.
double BusDispatcher::hold_backup() {
  double held_mw = 0;
  for (int i : backup_) {
    Committable& unit = hourly_[std::size_t(i)];
    unit.running = std::min(unit.must, unit.available);
    unit.output_mw = unit.min_mw(unit.running);
    held_mw += unit.output_mw;
  }
  return held_mw;
}

/// Surplus: batteries, export, curtailment, load bank - in this order. None is sold below zero: curtailing is free. What plants
/// make for sale goes past the batteries.
void BusDispatcher::place_surplus(Hour& now, double surplus_mw, double sold_mw) {
  if (surplus_mw + sold_mw <= 0) return;
  double left_mw = surplus_mw - charge_from_surplus(surplus_mw) + sold_mw;
  for (int i : order_) {
    const Machine& machine = machines_[std::size_t(i)];
    Committable& unit = hourly_[std::size_t(i)];
    if (!machine.grid || !machine.grid->export_allowed || unit.output_mw > 0) continue;
    if (unit.available == 0 && i != now.seller) continue;
    if (export_price(*machine.grid, machine.series, now.hour) < 0) continue;
    const double send_mw = std::min(left_mw, i == now.seller ? now.seller_limit_mw : unit.unit_limit_mw);
    out_.sources[std::size_t(machine.source)].export_mw[std::size_t(now.hour)] = send_mw;
    now.export_mw += send_mw;
    left_mw -= send_mw;
  }
  const double curtail_mw = std::min(left_mw, now.renewable_mw - now.curtailed_mw);
  now.curtailed_mw += curtail_mw;
  now.dumped_mw = left_mw - curtail_mw;
}

void BusDispatcher::solve(int hour) {
  Hour now{.hour = hour, .load_mw = bus_.load_mw[std::size_t(hour)]};
  for (int i : renewables_)
    now.renewable_mw += capacity_.sources[std::size_t(i)].available_mw[std::size_t(hour)];
  sort_order(hour);
  refresh(hour);
  double net_mw = now.load_mw - now.renewable_mw;
  if (net_mw > 0) net_mw -= discharge_by_use(hour, net_mw);
  if (net_mw < 0) net_mw += charge_from_surplus(-net_mw);
  const double wanted_mw = std::max(0.0, net_mw);
  choose_seller(now, wanted_mw);
  if (timed_) limit_starts(now, wanted_mw + sale_mw(now, wanted_mw));
  drop_seller(now, wanted_mw);
  net_mw -= hold_backup();
  const double served_mw = std::max(0.0, net_mw);
  const double target_mw = served_mw + charge_from_sources(hour, served_mw, charge_wish_mw(hour, served_mw));
  const double sale_mw = this->sale_mw(now, target_mw);
  commit_units(now, target_mw + sale_mw);
  const double left_mw = load_units(hourly_, order_, target_mw + sale_mw);  // not met; negative = surplus
  const double sold_mw = std::clamp(sale_mw - left_mw, 0.0, sale_mw), gap_mw = left_mw - (sale_mw - sold_mw);
  const double excess_mw = gap_mw > 0 ? cover_gap(now, gap_mw) : -gap_mw;
  place_surplus(now, std::max(0.0, -net_mw) + excess_mw, sold_mw);
  note_margin(now);
  record(now);
}

void BusDispatcher::solve_all(const Way& way) {
  timed_ = way.timed, hold_ = way.hold;
  for (std::size_t m = 0; m < machines_.size(); ++m) machines_[m].keep = way.keep.empty() ? std::vector<int>() : way.keep[m];
  forget();
  for (int hour = 0; hour < capacity_.horizon.hours; ++hour) {
    solve(hour);
    note_room(hour);
  }
}

void BusDispatcher::run() {
  const Way best = find_best_way();
  if (std::ranges::any_of(stores_, &Store::trades)) trade_by_price(best);
}

/// Leaves the hours of that way.
BusDispatcher::Way BusDispatcher::find_best_way() {
  Way best;
  solve_all(best);
  std::vector<Way> ways;
  if (any_timed_) {
    best.timed = true;  // what has just run takes no time: only the wish that the ways below meet
    ways = {bridge(true, false), bridge(true, true)};
    solve_all(best);
  } else if (Way bridged = bridge(false, false); !bridged.keep.empty()) {
    ways = {std::move(bridged)};
  }
  double best_usd = cost_usd(), best_unserved_mwh = sum_of(bus_.unserved_mw);
  bool ran_best = true;
  for (Way& way : ways) {
    if (way.keep.empty()) continue;
    solve_all(way);
    const double usd = cost_usd(), unserved_mwh = sum_of(bus_.unserved_mw);
    ran_best = unserved_mwh < best_unserved_mwh || (unserved_mwh == best_unserved_mwh && usd <= best_usd);
    if (ran_best) best = std::move(way), best_usd = usd, best_unserved_mwh = unserved_mwh;
  }
  if (!ran_best) solve_all(best);
  return best;
}

}  // namespace gw::supply
