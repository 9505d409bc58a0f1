// Units that need time: starts ordered ahead, minimum up and down times, ramps from hour to hour.

#include <algorithm>
#include <map>

#include "gw/supply/bus_dispatcher.h"

namespace gw::supply {
namespace {

/// Units of a source on forced outage in each hour; empty = none. One that fails in maintenance is away already.
std::vector<int> units_failed(const CapacityTable& table, int source) {
  std::vector<int> out;
  std::multimap<int, const UnitOutage*> planned;  // by unit
  for (const UnitOutage& outage : table.outages)
    if (outage.source == source && outage.planned) planned.emplace(outage.unit, &outage);
  for (const UnitOutage& outage : table.outages) {
    if (outage.source != source || outage.planned || outage.circuit) continue;
    out.resize(std::size_t(table.horizon.hours));
    for (int h = outage.from_hour; h < outage.to_hour; ++h) ++out[std::size_t(h)];
    const auto [first, last] = planned.equal_range(outage.unit);
    for (auto away = first; away != last; ++away)
      for (int h = std::max(outage.from_hour, away->second->from_hour);
           h < std::min(outage.to_hour, away->second->to_hour); ++h)
        --out[std::size_t(h)];
  }
  return out;
}

/// Circuits out in each hour beyond those that the service can spare; empty = never.
std::vector<int> circuits_missed(const CapacityTable& table, int source, const GridConnection& grid) {
  std::vector<int> out;
  for (const UnitOutage& outage : table.outages) {
    if (outage.source != source || !outage.circuit) continue;
    out.resize(std::size_t(table.horizon.hours));
    for (int h = outage.from_hour; h < outage.to_hour; ++h) ++out[std::size_t(h)];
  }
  const int spare = grid.spare_circuits(grid.largest_service());
  for (int& away : out) away = std::max(0, away - spare);
  return out;
}

/// What has failed in each hour, units and circuits; empty = never.
std::vector<int> forced_out(const CapacityTable& table, int source, const GridConnection* grid) {
  std::vector<int> out = units_failed(table, source);
  if (!grid) return out;
  const std::vector<int> circuits = circuits_missed(table, source, *grid);
  out.resize(std::max(out.size(), circuits.size()));
  for (std::size_t h = 0; h < circuits.size(); ++h) out[h] += circuits[h];
  return out;
}

}  // namespace

void BusDispatcher::add_times(Machine& machine) {
  machine.forced_out = forced_out(capacity_, machine.source, machine.grid);
  if (!machine.plant) return;
  machine.ramp_mw = machine.plant->hourly_ramp_mw();
  if (UnitClock clock(*machine.plant); clock.binds()) machine.clock = std::move(clock);
  any_timed_ = any_timed_ || machine.ramp_mw > 0 || machine.clock;
  if (!machine.clock) return;
  for (const int lead_h : {machine.clock->warm_lead_h(), machine.clock->cold_lead_h()})
    if (lead_h > 0 && std::ranges::find(leads_h_, lead_h) == leads_h_.end()) leads_h_.push_back(lead_h);
}

/// From the output of the hour before. Without one - the first hour - every output is open.
void BusDispatcher::limit_ramp(Committable& unit, const Machine& machine) const {
  if (machine.ramp_mw <= 0 || machine.was_running < 0) return;
  unit.was = std::min(machine.was_running, unit.available);
  unit.started_min_mw = unit.unit_min_mw;
  unit.started_limit_mw = std::min(unit.unit_limit_mw, unit.unit_min_mw + machine.ramp_mw);
  if (machine.was_running == 0) return;
  const double before_mw = machine.was_mw / machine.was_running;
  unit.unit_min_mw = std::min(unit.unit_limit_mw, std::max(unit.unit_min_mw, before_mw - machine.ramp_mw));
  unit.unit_limit_mw = std::max(unit.unit_min_mw, std::min(unit.unit_limit_mw, before_mw + machine.ramp_mw));
}

/// Units out now and not so long ago; negative: repaired since.
int BusDispatcher::failed_since(const Machine& machine, int hour, int lead_h) {
  if (machine.forced_out.empty()) return 0;
  return machine.forced_out[std::size_t(hour)] - machine.forced_out[std::size_t(std::max(0, hour - lead_h))];
}

/// True if all that is out now was out when the start was ordered, and the other way round.
bool BusDispatcher::known_before(int hour, int lead_h) const {
  return std::ranges::all_of(machines_, [&](const Machine& machine) { return failed_since(machine, hour, lead_h) == 0; });
}

/// Units of each machine that a schedule made so long ago has running: it knows the load, the weather and the maintenance, of
/// outages only those that had begun.
std::vector<int> BusDispatcher::scheduled(Hour& now, double target_mw, int lead_h) {
  const std::vector<Committable> actual = hourly_;
  const auto then = std::size_t(std::max(0, now.hour - lead_h));
  for (std::size_t m = 0; m < machines_.size(); ++m) {
    const Machine& machine = machines_[m];
    const int changed = failed_since(machine, now.hour, lead_h);
    Committable& unit = hourly_[m];
    if (machine.grid && changed != 0) {  // what its circuits carried then
      unit.unit_limit_mw = capacity_.sources[std::size_t(machine.source)].available_mw[then];
      unit.available = unit.unit_limit_mw > 0 ? 1 : 0;
      continue;
    }
    if (changed > 0 && unit.unit_limit_mw <= 0) {  // nothing is left: the size as it was then
      const auto& known = capacity_.sources[std::size_t(machine.source)];
      const int units = machine.plant ? known.units_available[then] : 1;
      unit.unit_limit_mw = units > 0 ? known.available_mw[then] / units : 0.0;
      if (machine.plant) unit.unit_min_mw = machine.plant->unit_min_mw(unit.unit_limit_mw);
    }
    unit.available = std::clamp(unit.available + changed, 0, machine.plant ? machine.plant->units : 1);
  }
  commit_units(now, target_mw);
  std::vector<int> out;
  for (const Committable& unit : hourly_) out.push_back(unit.running);
  hourly_ = actual;
  return out;
}

/// Units that go on, and those whose start was ordered in time.
int BusDispatcher::most_running(const Machine& machine, std::size_t m, int hour,
                                const std::map<int, std::vector<int>>& plans) const {
  const auto [rested, warm] = machine.clock->startable(hour);
  const int running = machine.clock->running();
  const auto ordered = [&](int lead_h) {  // units more than ran then: those that failed since were not to be replaced
    const auto found = plans.find(lead_h);
    if (found == plans.end()) return machine.plant->units;
    return found->second[m] - running - std::max(0, failed_since(machine, hour, lead_h));
  };
  const int in_time = std::max(std::min(warm, ordered(machine.clock->warm_lead_h())), ordered(machine.clock->cold_lead_h()));
  return running + std::clamp(in_time, 0, rested);
}

/// A failure hits a running unit as long as one runs.
void BusDispatcher::lose_failed(Machine& machine, int hour, int available) {
  const auto h = std::size_t(hour);
  const int failed = machine.forced_out.empty() ? 0 : std::max(0, machine.forced_out[h] - machine.forced_out[h - 1]);
  if (!machine.plant || machine.was_running < 0) return;
  const int ran = machine.was_running;
  if (machine.clock) {
    machine.clock->fail(failed);
    machine.clock->step(hour, std::min(machine.clock->running(), available));  // into maintenance
    machine.was_running = machine.clock->running();  // what replaces them is a start
  } else {
    machine.was_running = std::min(std::max(0, ran - failed), available);
  }
  if (ran > 0) machine.was_mw *= double(machine.was_running) / ran;  // of those that are left
}

/// Takes from what is available the units that cannot be on line yet, and marks those that have to stay.
void BusDispatcher::limit_starts(Hour& now, double target_mw) {
  if (now.hour == 0) return;
  std::map<int, std::vector<int>> plans;  // by lead; none where nothing has changed since
  for (const int lead_h : leads_h_)
    if (!known_before(now.hour, lead_h)) plans[lead_h] = scheduled(now, target_mw, lead_h);
  for (std::size_t m = 0; m < machines_.size(); ++m) {
    const Machine& machine = machines_[m];
    if (!machine.clock) continue;
    Committable& unit = hourly_[m];
    const int most = std::min(unit.available, most_running(machine, m, now.hour, plans));
    now.withheld_mw += (unit.available - most) * unit.next_limit_mw();
    unit.available = most;
    unit.must = std::max(unit.must, machine.clock->must_run(now.hour));
  }
}

}  // namespace gw::supply
