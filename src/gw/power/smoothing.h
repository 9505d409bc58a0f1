#pragma once
// What evens out a load's power, and what each of it costs in energy and time. Money comes later (planning/mitigation.h).
//
//   power smoothing   the accelerator's own controls: a floor that burns power, limited ramps of the power cap
//   ballast           a second job that fills the troughs while the first one waits
//   buffer            storage: capacitors at the accelerator's supply, batteries in the rack or at the campus bus
//   staggered start   groups of a job start one after the other
//
// Devices see the mean power of each sample and work in the order of the time, so a trace may be cut in pieces: the
// state goes on. A device keeps  energy in = energy out + losses + change of the stored energy  to rounding.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gw/power/field_problem.h"
#include "gw/power/it_power.h"
#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::power {

/// The accelerator's controls, by the names of its management library (NVML, nvmlPowerSmoothing*).
struct PowerSmoothing {
  double percent_tmp_floor_frac = 0;          ///< floor over total module power, held while a job runs
  PowerRamp ramp_up_rate, ramp_down_rate;     ///< of one accelerator; zero = not limited
  Time ramp_down_hysteresis;                  ///< the floor outlasts the job by this
  static const describe::RecordType& description();
};

/// A second job at low priority that computes while the first one waits [Choukse et al., arXiv:2508.14318: Firefly].
struct Ballast {
  double level_frac = 0.6;     ///< of TDP, held while the job waits
  Time reaction = 10.0 * ms;   ///< from the trough's beginning until it computes
  double slowdown_frac = 0.05; ///< of the first job
  static const describe::RecordType& description();
};

/// Storage in parallel with the load. Its controller lets the source follow a first-order average of the load,
///   target += (load + k (half full - stored) / recovery - target) (1 - e^(-dt / time_constant)),
/// as far as power and stored energy allow; beyond that the load comes through.
struct Buffer {
  Power power;                      ///< of charge and discharge, at the load's side
  Energy energy;                    ///< usable
  double charge_efficiency_frac = 0.97, discharge_efficiency_frac = 0.97;
  Time time_constant = 10.0 * s;    ///< of the average
  Time recovery = 300.0 * s;        ///< in which the controller aims to bring the store back to half full
  static const describe::RecordType& description();
};

/// Groups of the job start (and stop) one after the other.
struct StaggeredStart {
  int groups = 10;
  Time spacing = 10.0 * s;
  static const describe::RecordType& description();
};

/// Any combination, from the accelerator outwards. Document `gigawatt.smoothing/1`, rows of catalog/smoothing.
struct SmoothingDesign {
  std::string name;
  std::optional<PowerSmoothing> power_smoothing;
  std::optional<Ballast> ballast;
  std::optional<Buffer> accelerator_storage;  ///< of one accelerator
  std::optional<Buffer> rack_battery;         ///< of one rack
  std::optional<Buffer> campus_battery;       ///< at the point of interconnection
  std::optional<StaggeredStart> staggered_start;
  static const describe::RecordType& description();
  bool empty() const;
};

/// Storage whose energy its power cannot deliver within `kLongestDischarge`, controllers without storage, ...
std::vector<FieldProblem> problems(const SmoothingDesign& design);
/// Batteries that even out a load last minutes to hours: more energy than this at rated power is a slip of units.
inline constexpr Time kLongestDischarge = 24.0 * hour;

/// What a device did to a trace. Energies are of all the units it stands for.
struct DeviceCost {
  std::string device;
  Energy extra;           ///< burned above the load, or lost in storage
  Energy withheld;        ///< of the load that came later or not at all, because a ramp held it back
  Energy stored;          ///< at the end less at the beginning
  double slowdown_frac = 0;  ///< of the job's speed
  Time delay;             ///< mean, of accelerators that started later
  double saturated_frac = 0; ///< share of the time in which a buffer's power or energy was at its limit
  double full_cycles = 0;    ///< discharged energy over usable energy
};

/// IT power of one accelerator and its share of the rack, as the devices at the accelerator see it. Between `bare` and
/// `full` it follows the accelerator's own power.
struct AcceleratorLevels {
  Power idle;  ///< in no job
  Power bare;  ///< in a job, the accelerator itself drawing nothing
  Power full;  ///< in a job, the accelerator at TDP
  Power at(double tdp_frac) const { return bare + tdp_frac * (full - bare); }
  bool operator==(const AcceleratorLevels&) const = default;
};
/// Of accelerators whose job draws `running` each: the supply's loss grows in proportion.
AcceleratorLevels levels_of(const ItPower& running, const ItPower& idle, Power tdp);

/// One device at work: `apply` replaces the samples, watts, by what the source sees. `count_from_here` keeps the state and
/// begins the sums of cost() anew.
class PowerSmoothingDevice {
 public:
  PowerSmoothingDevice(const PowerSmoothing& settings, const AcceleratorLevels& levels, Time step);
  void apply(std::span<double> watts);
  void count_from_here();
  DeviceCost cost() const;

 private:
  double next(double load);
  double floor_w_, idle_w_, up_w_, down_w_, step_s_;
  double hysteresis_s_, idle_for_s_ = 1e300, out_w_ = -1;
  double load_j_ = 0, withheld_j_ = 0, extra_j_ = 0;
};

class BallastDevice {
 public:
  BallastDevice(const Ballast& settings, const AcceleratorLevels& levels, Time step);
  void apply(std::span<double> watts);
  void count_from_here();
  DeviceCost cost() const;

 private:
  double level_w_, idle_w_, reaction_s_, step_s_, slowdown_frac_;
  double waited_s_ = 0, extra_j_ = 0;
};

class BufferDevice {
 public:
  /// Starts half full; `before` is the load's average until then.
  BufferDevice(const Buffer& settings, Power before, Time step);
  void apply(std::span<double> watts);
  void count_from_here();
  DeviceCost cost() const;
  Energy stored() const { return stored_j_ * J; }

 private:
  double next(double load);
  double power_w_, energy_j_, in_frac_, out_frac_, blend_, recovery_s_, step_s_;
  double stored_j_, first_j_, target_w_;
  double loss_j_ = 0, discharged_j_ = 0, samples_ = 0, saturated_ = 0;
};

}  // namespace gw::power
