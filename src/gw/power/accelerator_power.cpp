#include "gw/power/accelerator_power.h"

#include <algorithm>
#include <cmath>

namespace gw::power {
namespace {

// The parts of the power at an activity without clock or cap: what stays and what moves with the work.
struct Parts {
  Power standing, tensor, other;
};

Parts parts_of(const catalog::Accelerator& accelerator, const AcceleratorPower& c, const Activity& a) {
  if (!a.running) return {accelerator.idle, Power{}, Power{}};
  return {accelerator.idle + c.awake, a.tensor_frac * c.tensor,
          a.memory_frac * c.memory + a.scale_up_frac * c.scale_up + a.scale_out_frac * c.scale_out};
}

double speed_of_clock(double clock_frac, double clock_bound_frac) {
  return 1.0 / (clock_bound_frac / clock_frac + 1.0 - clock_bound_frac);
}

// Power at a clock below the measured one, never above what was drawn there (already limited to TDP).
struct ClockCurve {
  Power standing, tensor, other;
  double exponent, bound;
  Power at(double f) const {
    const double speed = speed_of_clock(f, bound);
    return standing + speed * (std::pow(f, exponent - 1.0) * tensor + other);
  }
};

ClockCurve curve_of(const catalog::Accelerator& accelerator, const AcceleratorPower& c, const Activity& a,
                    double bound) {
  const Parts parts = parts_of(accelerator, c, a);
  const Power dynamic = parts.tensor + parts.other;
  const Power room = max(accelerator.tdp - parts.standing, Power{});
  const double share = dynamic > room ? room / dynamic : 1.0;
  return {parts.standing, share * parts.tensor, share * parts.other, c.clock_exponent, bound};
}

// Largest clock whose power is within the cap; the curve rises with the clock.
double clock_for(const ClockCurve& curve, Power cap, double lowest) {
  if (curve.at(lowest) >= cap) return lowest;
  double low = lowest, high = 1.0;
  for (int step = 0; step < 60; ++step) {
    const double middle = 0.5 * (low + high);
    (curve.at(middle) <= cap ? low : high) = middle;
  }
  return low;
}

Activity slowed(Activity activity, double clock_frac, double speed, Power limit) {
  activity.tensor_frac *= speed;
  activity.memory_frac *= speed;
  activity.scale_up_frac *= speed;
  activity.scale_out_frac *= speed;
  activity.clock_frac = clock_frac;
  activity.limit = limit;
  return activity;
}

}  // namespace

Activity Activity::idle() {
  Activity a;
  a.running = false;
  return a;
}

Activity Activity::full() {
  Activity a;
  a.tensor_frac = a.memory_frac = a.scale_up_frac = a.scale_out_frac = 1.0;
  a.host_frac = 1.0;
  return a;
}

Activity activity_of(const workload::ActivitySegment& segment) {
  Activity a;
  a.tensor_frac = segment.tensor_frac;
  a.memory_frac = segment.memory_frac;
  a.scale_up_frac = segment.scale_up_frac;
  a.scale_out_frac = segment.scale_out_frac;
  return a;
}

Power accelerator_power(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                        const Activity& activity) {
  const Parts parts = parts_of(accelerator, coefficients, activity);
  const double voltage = std::pow(activity.clock_frac, coefficients.clock_exponent - 1.0);
  const Power demand = parts.standing + voltage * parts.tensor + parts.other;
  return min(min(demand, accelerator.tdp), activity.limit.value_or(accelerator.tdp));
}

CappedOperation operate_at_cap(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                               const Activity& activity, Power cap, double clock_bound_frac) {
  const Power drawn = accelerator_power(accelerator, coefficients, activity);
  if (drawn <= cap) return {activity, 1.0, drawn, Power{}};
  const ClockCurve curve = curve_of(accelerator, coefficients, activity, clock_bound_frac);
  const double clock = clock_for(curve, cap, std::min(coefficients.min_clock_frac, 1.0));
  const double speed = activity.running ? speed_of_clock(clock, clock_bound_frac) : 1.0;
  const Power power = min(curve.at(clock), drawn);
  return {slowed(activity, clock, speed, power), speed, power, max(power - cap, Power{})};
}

double speed_at_cap(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                    const Activity& activity, Power cap, double clock_bound_frac) {
  return operate_at_cap(accelerator, coefficients, activity, cap, clock_bound_frac).speed;
}

}  // namespace gw::power
