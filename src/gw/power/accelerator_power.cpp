#include "gw/power/accelerator_power.h"

#include <algorithm>
#include <cmath>

namespace gw::power {
namespace {

double speed_of_clock(double clock_frac, double clock_bound_frac) {
  return 1.0 / (clock_bound_frac / clock_frac + 1.0 - clock_bound_frac);
}

// Power of an activity against the clock: what stays, what moves with the clock, what moves with the work. The rates are
// those achieved at the clock `reached`.
struct ClockCurve {
  Power standing, awake, on_die, other;
  double exponent, bound, reached = 1.0;
  double speed(double f) const { return speed_of_clock(f / reached, bound); }
  Power at(double f) const {
    const double voltage = std::pow(f, exponent - 1.0);
    return standing_at(f) + speed(f) * (voltage * on_die + other);
  }
  // Work that would draw more than TDP at the lowest clock draws TDP: the rates are a fact, the coefficients are not.
  void keep_within(Power tdp) {
    const Power work = at(reached) - standing_at(reached);
    if (at(reached) <= tdp || !(work > Power{})) return;
    const double share = max(tdp - standing_at(reached), Power{}) / work;
    on_die = share * on_die, other = share * other;
  }

 private:
  Power standing_at(double f) const { return standing + std::pow(f, exponent) * awake; }
};

ClockCurve curve_of(const catalog::Accelerator& accelerator, const AcceleratorPower& c, const Activity& a,
                    double bound) {
  ClockCurve curve{accelerator.idle, {}, {}, {}, c.clock_exponent, bound};
  if (!a.running) return curve;
  curve.awake = c.awake;
  curve.on_die = a.tensor_frac * c.tensor + a.memory_frac * c.memory;
  curve.other = a.scale_up_frac * c.scale_up + a.scale_out_frac * c.scale_out;
  return curve;
}

// Largest clock up to `highest` whose power is within the cap; the curve rises with the clock.
double clock_for(const ClockCurve& curve, Power cap, double lowest, double highest) {
  if (curve.at(highest) <= cap) return highest;
  if (curve.at(lowest) >= cap) return lowest;
  double low = lowest, high = highest;
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
  const double lowest = std::min(coefficients.min_clock_frac, 1.0);
  // The rates were achieved within TDP: at the clock that it left.
  const double reached = clock_for(curve_of(accelerator, coefficients, activity, 0.0), accelerator.tdp, lowest, 1.0);
  ClockCurve curve = curve_of(accelerator, coefficients, activity, clock_bound_frac);
  curve.reached = reached;
  curve.keep_within(accelerator.tdp);
  const Power drawn = curve.at(reached);
  if (drawn <= limit) return {slowed(activity, reached, 1.0, drawn), 1.0, drawn, Power{}};
  const double clock = clock_for(curve, limit, lowest, reached);
  const double speed = activity.running ? curve.speed(clock) : 1.0;
  const Power power = curve.at(clock);
  return {slowed(activity, clock, speed, power), speed, power, max(power - limit, Power{})};
}

double speed_at_cap(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                    const Activity& activity, Power cap, double clock_bound_frac) {
  return operate_at_cap(accelerator, coefficients, activity, cap, clock_bound_frac).speed;
}

}  // namespace gw::power
