#include "gw/power/accelerator_power.h"

#include <algorithm>
#include <cmath>

namespace gw::power {
namespace {

double speed_of_clock(double clock_frac, double clock_bound_frac) {
  return 1.0 / (clock_bound_frac / clock_frac + 1.0 - clock_bound_frac);
}

// Power of an activity against the clock: what stays, what moves with the clock, what moves with the work.
struct ClockCurve {
  Power standing, awake, tensor, other;
  double exponent, bound;
  Power at(double f) const {
    const double voltage = std::pow(f, exponent - 1.0), speed = speed_of_clock(f, bound);
    return standing + f * voltage * awake + speed * (voltage * tensor + other);
  }
};

ClockCurve curve_of(const catalog::Accelerator& accelerator, const AcceleratorPower& c, const Activity& a,
                    double bound) {
  ClockCurve curve{accelerator.idle, {}, {}, {}, c.clock_exponent, bound};
  if (!a.running) return curve;
  curve.awake = c.awake;
  curve.tensor = a.tensor_frac * c.tensor;
  curve.other = a.memory_frac * c.memory + a.scale_up_frac * c.scale_up + a.scale_out_frac * c.scale_out;
  return curve;
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
  const double f = activity.clock_frac;  // rates are those at this clock: a bound of 0 leaves them alone
  const Power demand = curve_of(accelerator, coefficients, activity, 0.0).at(f);
  return min(min(demand, accelerator.tdp), activity.limit.value_or(accelerator.tdp));
}

CappedOperation operate_at_cap(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                               const Activity& activity, Power cap, double clock_bound_frac) {
  const Power limit = min(cap, accelerator.tdp);
  const ClockCurve curve = curve_of(accelerator, coefficients, activity, clock_bound_frac);
  const Power drawn = curve.at(1.0);
  if (drawn <= limit) return {activity, 1.0, drawn, Power{}};
  const double clock = clock_for(curve, limit, std::min(coefficients.min_clock_frac, 1.0));
  const double speed = activity.running ? speed_of_clock(clock, clock_bound_frac) : 1.0;
  const Power power = curve.at(clock);
  return {slowed(activity, clock, speed, power), speed, power, max(power - limit, Power{})};
}

double speed_at_cap(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                    const Activity& activity, Power cap, double clock_bound_frac) {
  return operate_at_cap(accelerator, coefficients, activity, cap, clock_bound_frac).speed;
}

}  // namespace gw::power
