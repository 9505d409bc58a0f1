#include "gw/power/rack.h"

#include <algorithm>
#include <cmath>

namespace gw::power {
namespace {

Power between(Power idle, Power busy, double load) { return idle + load * (busy - idle); }

// DC power of everything but the fans: what the fans have to cool.
RackPower parts_without_fans(const Rack& rack, const catalog::Accelerator& accelerator, const Activity& a) {
  const double host_load = a.running ? a.host_frac.value_or(rack.host_load_frac) : 0.0;
  const double out = a.running ? a.scale_out_frac : 0.0, up = a.running ? a.scale_up_frac : 0.0;
  RackPower p;
  p.accelerators = double(rack.accelerators) * accelerator_power(accelerator, rack.accelerator_power, a);
  p.host = rack.board + between(rack.processors_idle, rack.processors_busy, host_load) +
           between(rack.dram_idle, rack.dram_busy, host_load) +
           between(rack.storage_idle, rack.storage_busy, host_load);
  p.nics = double(rack.nics) * between(rack.nic_idle, rack.nic_busy, out);
  p.scale_up_switches = between(rack.scale_up_switch_idle, rack.scale_up_switch_busy, up);
  p.pumps = rack.pumps;
  return p;
}

Power dc_power(const RackPower& p) {
  return p.accelerators + p.host + p.nics + p.scale_up_switches + p.fans + p.pumps;
}

}  // namespace

Power fan_power(const Rack& rack, const catalog::Accelerator& accelerator, Power heat) {
  const Power design = dc_power(parts_without_fans(rack, accelerator, Activity::full()));
  if (design <= Power{}) return rack.fans;
  const double flow = heat / design;
  return rack.fans * std::clamp(flow * flow * flow, rack.fan_min_frac, 1.0);
}

Power heat_for_fans(const Rack& rack, const catalog::Accelerator& accelerator, const Activity& activity) {
  return dc_power(parts_without_fans(rack, accelerator, activity));
}

RackPower rack_power(const Rack& rack, const catalog::Accelerator& accelerator, const Activity& activity,
                     std::optional<Power> fans) {
  RackPower p = parts_without_fans(rack, accelerator, activity);
  p.fans = fans ? *fans : fan_power(rack, accelerator, dc_power(p));
  const Power dc = dc_power(p);
  const SizedStage supply = size_stage(rack.supply, rack.rated);
  p.supply_loss = stage_flow(supply, dc).loss;
  p.total = dc + p.supply_loss;
  p.heat_to_liquid = rack.liquid_heat_frac * p.total;
  p.heat_to_air = p.total - p.heat_to_liquid;
  return p;
}

RackPower full_power(const Rack& rack, const catalog::Accelerator& accelerator) {
  return rack_power(rack, accelerator, Activity::full());
}

Temperature warmest(CoolantClass coolant) {
  constexpr double kWarmestC[] = {30.0, 40.0, 45.0, 50.0};
  return Temperature::celsius(kWarmestC[static_cast<std::size_t>(coolant)]);
}

const char* to_string(CoolantClass coolant) {
  constexpr const char* kNames[] = {"S30", "S40", "S45", "S50"};
  return kNames[static_cast<std::size_t>(coolant)];
}

}  // namespace gw::power
