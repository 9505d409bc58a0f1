#include "gw/power/it_power.h"

#include <algorithm>

namespace gw::power {
namespace {

ItPower per_accelerator(const RackPower& rack, int accelerators) {
  ItPower p;
  p.accelerators = rack.accelerators;
  p.host = rack.host;
  p.nics = rack.nics;
  p.scale_up_switches = rack.scale_up_switches;
  p.fans = rack.fans;
  p.pumps = rack.pumps;
  p.supply_loss = rack.supply_loss;
  return (1.0 / double(accelerators)) * p;
}

Activity full_under_cap(std::optional<Power> cap) {
  Activity full = Activity::full();
  full.limit = cap;
  return full;
}

ItPower with_services(const LoadDesign& design, ItPower p) {
  const Power reference_cap = design.network.reference_cap_frac * design.accelerator.tdp;
  const RackPower full = rack_power(design.rack, design.accelerator, full_under_cap(reference_cap));
  const ServicePower services = service_power(design.network, full.total / double(design.rack.accelerators));
  p.network = services.network;
  p.storage = services.storage;
  p.support = services.support;
  return p;
}

}  // namespace

Power ItPower::total() const {
  return accelerators + host + nics + scale_up_switches + fans + pumps + supply_loss + network + storage +
         support;
}

ItPower& ItPower::operator+=(const ItPower& o) {
  accelerators += o.accelerators, host += o.host, nics += o.nics, scale_up_switches += o.scale_up_switches;
  fans += o.fans, pumps += o.pumps, supply_loss += o.supply_loss;
  network += o.network, storage += o.storage, support += o.support;
  return *this;
}

ItPower operator*(double n, const ItPower& a) {
  return {n * a.accelerators, n * a.host,        n * a.nics,    n * a.scale_up_switches, n * a.fans,
          n * a.pumps,        n * a.supply_loss, n * a.network, n * a.storage,           n * a.support};
}

CappedCycle cycle_under_cap(const LoadDesign& design, const workload::ActivityProfile& profile) {
  const Power cap = design.cap.value_or(design.accelerator.tdp);
  CappedCycle cycle;
  Time before, after;
  for (const auto& segment : profile.segments) {
    // A segment with matrix work is bound to the core clock; waits, copies and collectives are not.
    const double bound = segment.tensor_frac > 0.0 ? 1.0 : 0.0;
    const CappedOperation op =
        operate_at_cap(design.accelerator, design.rack.accelerator_power, activity_of(segment), cap, bound);
    cycle.segments.push_back({segment.name, segment.duration / op.speed, op.activity});
    cycle.excess = max(cycle.excess, op.excess);
    before += segment.duration;
    after += segment.duration / op.speed;
  }
  if (after > Time{}) cycle.speed = before / after;
  return cycle;
}

std::vector<RackPower> rack_powers(const LoadDesign& design, const CappedCycle& cycle) {
  Time period;
  Energy heat;
  for (const auto& s : cycle.segments) {
    period += s.duration;
    heat += heat_for_fans(design.rack, design.accelerator, s.activity) * s.duration;
  }
  std::vector<RackPower> out;
  if (period <= Time{}) return out;
  const Power fans = fan_power(design.rack, design.accelerator, heat / period);
  for (const auto& s : cycle.segments)
    out.push_back(rack_power(design.rack, design.accelerator, s.activity, fans));
  return out;
}

ItPower running_power(const LoadDesign& design, const workload::ActivityProfile& profile) {
  const CappedCycle cycle = cycle_under_cap(design, profile);
  const std::vector<RackPower> powers = rack_powers(design, cycle);
  if (powers.empty()) return idle_power(design);
  Time period;
  for (const auto& s : cycle.segments) period += s.duration;
  ItPower mean;
  for (std::size_t i = 0; i < powers.size(); ++i)
    mean += (cycle.segments[i].duration / period) * per_accelerator(powers[i], design.rack.accelerators);
  return with_services(design, mean);
}

ItPower running_power(const LoadDesign& design, const Activity& activity) {
  const Power cap = design.cap.value_or(design.accelerator.tdp);
  const CappedOperation op = operate_at_cap(design.accelerator, design.rack.accelerator_power, activity, cap);
  const RackPower rack = rack_power(design.rack, design.accelerator, op.activity);
  return with_services(design, per_accelerator(rack, design.rack.accelerators));
}

std::optional<Power> lowest_cap(const LoadDesign& design, const workload::ActivityProfile& profile) {
  if (!design.cap) return {};
  const Power excess = cycle_under_cap(design, profile).excess;
  return excess > Power{} ? std::optional(*design.cap + excess) : std::nullopt;
}

std::optional<Power> lowest_cap(const LoadDesign& design, const Activity& activity) {
  if (!design.cap) return {};
  const Power excess = operate_at_cap(design.accelerator, design.rack.accelerator_power, activity, *design.cap).excess;
  return excess > Power{} ? std::optional(*design.cap + excess) : std::nullopt;
}

ItPower idle_power(const LoadDesign& design) {
  const RackPower rack = rack_power(design.rack, design.accelerator, Activity::idle());
  return with_services(design, per_accelerator(rack, design.rack.accelerators));
}

ItPower provisioned_power(const LoadDesign& design) {
  const RackPower rack = rack_power(design.rack, design.accelerator, full_under_cap(design.cap));
  return with_services(design, per_accelerator(rack, design.rack.accelerators));
}

ItPower hall_power(double accelerators, double idle_frac, const ItPower& running, const ItPower& idle) {
  return accelerators * ((1.0 - idle_frac) * running + idle_frac * idle);
}

}  // namespace gw::power
