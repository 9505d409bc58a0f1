#pragma once
// Watts of one accelerator from what it does, and what a power cap or a lower clock costs in speed.
//
//   P = P_idle + f^n P_awake + f^(n-1) (a_tensor P_tensor + a_hbm P_hbm) + a_up P_up + a_out P_out
//
// while a job holds the accelerator, and P = P_idle when none does. a_k is the achieved rate of part k
// over its peak rate; P_k, its dynamic power at that peak rate, is energy per operation or byte times the
// rate; P_awake is what an accelerator draws above idle with its clocks up and a kernel resident, whether it
// computes, moves data or spins in a collective; f is the core clock over the clock without a cap.
//
// Activities are rates, so they already carry one factor f of a compute-bound kernel: the matrix units' power goes as f^n
// in all. In P = C V^2 f the exponent is n = 1 + 2 dlnV/dlnf: 3 where V is proportional to f, 1 at the lowest voltage.
// Moving bytes costs energy mostly on the die (HBM itself about a quarter), so it goes with the voltage too.
//
// The coefficients of an H100 are fitted to loads measured part by part (tools/calibrate, evidence/power/h100_sxm; n = 1.7,
// 1.4 to 2.0 fit about as well); other parts take the same shares of their TDP, which is assumed. A waiting H100 draws 18 %
// of its TDP. What is published of waiting jobs spreads from there to 84 % (docs/power.md).
//
// Rates are those achieved within TDP, at the highest clock f <= 1 that TDP leaves: large products run at the power limit,
// an H100's at 0.7 of its clock. They cost nothing more there. A lower cap lowers the clock from there on; a segment whose
// time is the share c bound to the core clock and 1 - c to memory and links runs at speed(f) = 1 / (c/f + 1 - c), f over
// that clock.
//
// Source of the form: additive energy per operation and per byte with constant power [Choi, Bedard, Fowler, Vuduc, "A
// roofline model of energy", IPDPS 2013]. Matrix power hardly depends on the precision at equal utilisation (measured, same
// place: 693 and 694 W at BF16 and FP8), so activity is a fraction of the peak of the precision in use. Coefficients are
// rows of catalog/racks.
//
// Valid: means over 10 ms and longer; errors of the H100's loads 3 % (median), 11 % (largest).
//
// Neglected: temperature and die-to-die spread (about 5 %), toggling that depends on the data, leakage
// that depends on voltage, firmware reaction times.

#include <optional>

#include "gw/catalog/accelerator.h"
#include "gw/units/quantity.h"
#include "gw/workload/activity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::power {

/// What an accelerator and its host do, as fractions of full rate; constant over some span of time.
struct Activity {
  double tensor_frac = 0.0;
  double memory_frac = 0.0;
  double scale_up_frac = 0.0;
  double scale_out_frac = 0.0;
  std::optional<double> host_frac;  ///< load of the host processors; absent = the rack's usual load of a job
  double clock_frac = 1.0;          ///< core clock over the clock without a cap
  std::optional<Power> limit = {};  ///< power limit in force below TDP
  bool running = true;              ///< a job holds the accelerator (even while it waits)

  static Activity idle();
  static Activity full();  ///< everything at full rate: what a rating plate means
};
Activity activity_of(const workload::ActivitySegment& segment);

/// Power coefficients of one accelerator generation.
struct AcceleratorPower {
  Power awake;                  ///< above idle: clocks up, a kernel resident (also while it waits or communicates)
  Power tensor;                 ///< matrix units at the dense peak rate, on-chip operand movement included
  Power memory;                 ///< HBM, its controllers, caches and the cores that move, at the datasheet bandwidth
  Power scale_up;               ///< scale-up links at full rate, per accelerator, on the package
  Power scale_out;              ///< host and network links at full rate, on the package
  double clock_exponent = 1.7;  ///< n above
  double min_clock_frac = 0.5;  ///< lowest clock a cap may force
  static const describe::RecordType& description();
};

/// Power of one accelerator, never above its TDP: what work above it costs in speed, operate_at_cap says.
Power accelerator_power(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                        const Activity& activity);

/// How a segment runs under a cap.
struct CappedOperation {
  Activity activity;   ///< rates and clock under the cap
  double speed = 1.0;  ///< work per second over that without a limit
  Power power;         ///< of the accelerator under the cap
  Power excess;        ///< power above the cap that the lowest clock leaves; zero when the cap is met
};
/// The fastest clock that meets the cap; a cap of TDP or more costs nothing. `clock_bound_frac` is c above: 1 for large matrix products.
CappedOperation operate_at_cap(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                               const Activity& activity, Power cap, double clock_bound_frac = 1.0);
/// Its speed alone: the factor a cap puts on throughput, in (0, 1].
double speed_at_cap(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                    const Activity& activity, Power cap, double clock_bound_frac = 1.0);

}  // namespace gw::power
