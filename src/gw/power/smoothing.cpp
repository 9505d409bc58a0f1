#include "gw/power/smoothing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/base/text.h"

namespace gw::power {
namespace {

// A job holds the accelerator where the load is this much above idle.
constexpr double kInJob = 1.02;

void check_buffer(const std::optional<Buffer>& buffer, const char* name, std::vector<FieldProblem>& out) {
  if (!buffer) return;
  if (!(buffer->power > 0.0 * W))
    out.push_back({fmt::format("{}.power", name), "storage without power does nothing"});
  else if (buffer->energy / buffer->power > kLongestDischarge)
    out.push_back({fmt::format("{}.energy", name),
                   fmt::format("its power of {} W takes {} h to deliver this energy: more than {} h is a slip of units",
                               significant(buffer->power.base()), significant((buffer->energy / buffer->power).in(hour)),
                               significant(kLongestDischarge.in(hour)))});
}

}  // namespace

bool SmoothingDesign::empty() const {
  return !power_smoothing && !ballast && !accelerator_storage && !rack_battery && !campus_battery && !staggered_start;
}

std::vector<FieldProblem> problems(const SmoothingDesign& design) {
  std::vector<FieldProblem> out;
  check_buffer(design.accelerator_storage, "accelerator_storage", out);
  check_buffer(design.rack_battery, "rack_battery", out);
  check_buffer(design.campus_battery, "campus_battery", out);
  return out;
}

AcceleratorLevels levels_of(const ItPower& running, const ItPower& idle, Power tdp) {
  const Power total = running.total();
  const double gain = total / (total - running.supply_loss);
  return {idle.total(), total - gain * running.accelerators, total + gain * (tdp - running.accelerators)};
}

PowerSmoothingDevice::PowerSmoothingDevice(const PowerSmoothing& settings, const AcceleratorLevels& levels, Time step)
    : floor_w_(settings.percent_tmp_floor_frac > 0 ? levels.at(settings.percent_tmp_floor_frac).in(W) : 0.0),
      idle_w_(levels.idle.in(W)),
      up_w_(settings.ramp_up_rate > PowerRamp{} ? (settings.ramp_up_rate * step).in(W) : 1e300),
      down_w_(settings.ramp_down_rate > PowerRamp{} ? (settings.ramp_down_rate * step).in(W) : 1e300),
      step_s_(step.in(s)), hysteresis_s_(settings.ramp_down_hysteresis.in(s)) {}

// The floor holds while a job does (a stalled accelerator still spins above idle) and for the hysteresis after it; then
// power falls at the ramp rate. Rising power is held back by the cap's ramp.
double PowerSmoothingDevice::next(double load) {
  const double before = out_w_ < 0 ? load : out_w_;
  idle_for_s_ = load > kInJob * idle_w_ ? 0.0 : idle_for_s_ + step_s_;
  const double wanted = idle_for_s_ <= hysteresis_s_ ? std::max(load, floor_w_) : load;
  return std::clamp(wanted, before - down_w_, before + up_w_);
}

void PowerSmoothingDevice::apply(std::span<double> watts) {
  for (double& w : watts) {
    out_w_ = next(w);
    load_j_ += w * step_s_;
    (out_w_ > w ? extra_j_ : withheld_j_) += std::abs(out_w_ - w) * step_s_;
    w = out_w_;
  }
}

void PowerSmoothingDevice::count_from_here() { load_j_ = withheld_j_ = extra_j_ = 0; }

DeviceCost PowerSmoothingDevice::cost() const {
  DeviceCost out;
  out.device = "power smoothing";
  out.extra = extra_j_ * J;
  out.withheld = withheld_j_ * J;
  // Work held back is done later: as energy goes, so does time.
  out.slowdown_frac = load_j_ > 0 ? withheld_j_ / load_j_ : 0.0;
  return out;
}

BallastDevice::BallastDevice(const Ballast& settings, const AcceleratorLevels& levels, Time step)
    : level_w_(levels.at(settings.level_frac).in(W)), idle_w_(levels.idle.in(W)), reaction_s_(settings.reaction.in(s)),
      step_s_(step.in(s)), slowdown_frac_(settings.slowdown_frac) {}

void BallastDevice::apply(std::span<double> watts) {
  for (double& w : watts) {
    const bool trough = w < level_w_ && w > kInJob * idle_w_;
    // Of the sample in which it begins to compute, the rest.
    const double waited_before = waited_s_;
    waited_s_ = trough ? waited_s_ + step_s_ : 0.0;
    if (!trough) continue;
    const double share = std::clamp((waited_before + step_s_ - reaction_s_) / step_s_, 0.0, 1.0);
    extra_j_ += share * (level_w_ - w) * step_s_;
    w += share * (level_w_ - w);
  }
}

void BallastDevice::count_from_here() { extra_j_ = 0; }

DeviceCost BallastDevice::cost() const {
  DeviceCost out;
  out.device = "ballast";
  out.extra = extra_j_ * J;
  out.slowdown_frac = slowdown_frac_;
  return out;
}

BufferDevice::BufferDevice(const Buffer& settings, Power before, Time step)
    : power_w_(settings.power.in(W)), energy_j_(settings.energy.in(J)), in_frac_(settings.charge_efficiency_frac),
      out_frac_(settings.discharge_efficiency_frac), blend_(-std::expm1(-(step / settings.time_constant))),
      recovery_s_(settings.recovery.in(s)), step_s_(step.in(s)), stored_j_(0.5 * energy_j_), first_j_(stored_j_),
      target_w_(before.in(W)) {}

double BufferDevice::next(double load) {
  const double correction = (0.5 * energy_j_ - stored_j_) / recovery_s_;
  target_w_ += (load - target_w_) * blend_;
  const double wanted = target_w_ + correction - load;  // positive: charge
  const double room_w = (energy_j_ - stored_j_) / in_frac_ / step_s_, left_w = stored_j_ * out_frac_ / step_s_;
  const double charge = std::clamp(wanted, -std::min({power_w_, left_w, load}), std::min(power_w_, room_w));
  // The controller's own correction is no duty that could be missed.
  if (std::abs(charge - wanted) > 1e-6 * std::max(load, 1e-300) + std::abs(correction)) ++saturated_;
  ++samples_;
  if (charge >= 0) {
    stored_j_ += charge * in_frac_ * step_s_;
    loss_j_ += charge * (1 - in_frac_) * step_s_;
  } else {
    stored_j_ += charge / out_frac_ * step_s_;
    loss_j_ += -charge * (1 / out_frac_ - 1) * step_s_;
    discharged_j_ -= charge * step_s_;
  }
  stored_j_ = std::clamp(stored_j_, 0.0, energy_j_);
  return load + charge;
}

void BufferDevice::apply(std::span<double> watts) {
  for (double& w : watts) w = next(w);
}

void BufferDevice::count_from_here() {
  first_j_ = stored_j_;
  loss_j_ = discharged_j_ = samples_ = saturated_ = 0;
}

DeviceCost BufferDevice::cost() const {
  DeviceCost out;
  out.device = "storage";
  out.extra = loss_j_ * J;
  out.stored = (stored_j_ - first_j_) * J;
  out.saturated_frac = samples_ > 0 ? saturated_ / samples_ : 0.0;
  out.full_cycles = energy_j_ > 0 ? discharged_j_ / energy_j_ : 0.0;
  return out;
}

}  // namespace gw::power
