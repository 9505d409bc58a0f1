#pragma once
// Watts of one accelerator from what it does, and what a power cap or a lower clock costs in speed.
//
//   P = P_idle + f^n P_awake + a_tensor P_tensor f^(n-1) + a_hbm P_hbm + a_up P_up + a_out P_out
//
// while a job holds the accelerator, and P = P_idle when none does. a_k is the achieved rate of part k
// over its peak rate; P_k, its dynamic power at that peak rate, is energy per operation or byte times the
// rate; P_awake is what an accelerator draws above idle with its clocks up and a kernel resident, whether it
// computes, moves data or spins in a collective; f is the core clock over the clock without a cap.
//
// Activities are rates, so they already carry one factor f of a compute-bound kernel: the matrix units'
// power goes as f^n in all. In P = C V^2 f the exponent is n = 1 + 2 dlnV/dlnf: 3 where V is proportional
// to f, 1 at the lowest voltage, 2.2 to 2.3 for V = V0 + k f with 0.65 to 0.7 of the voltage left at half
// the clock. The default 2.2 is assumed. With it the best cap of a GB200 cluster comes out near the 1,000
// W of [Meta, arXiv:2605.24461, abstract]: a check of consistency, not an independent validation.
//
// TDP is the cap of every accelerator; a lower one may be set. A cap is met by lowering the clock. A segment whose time is the share c bound to the core clock and 1 -
// c to memory and links runs at speed(f) = 1 / (c/f + 1 - c).
//
// Source of the form: additive energy per operation and per byte with constant power [Choi, Bedard,
// Fowler, Vuduc, "A roofline model of energy", IPDPS 2013]. Matrix power hardly depends on the precision
// at equal utilisation (H200: 661.7 W in FP8, 662.8 W in BF16; api.serialalice.pt, weak), so activity is
// a fraction of the peak of the precision in use. Coefficients are rows of catalog/racks.
//
// Valid: means over 10 ms and longer, 0.5 <= f <= 1.
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
  Power memory;                 ///< HBM, its controllers and L2 at the datasheet bandwidth
  Power scale_up;               ///< scale-up links at full rate, per accelerator, on the package
  Power scale_out;              ///< host and network links at full rate, on the package
  double clock_exponent = 2.2;  ///< n above
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
/// The fastest clock that meets the cap and TDP. `clock_bound_frac` is c above: 1 for large matrix products.
CappedOperation operate_at_cap(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                               const Activity& activity, Power cap, double clock_bound_frac = 1.0);
/// Its speed alone: the factor a cap puts on throughput, in (0, 1].
double speed_at_cap(const catalog::Accelerator& accelerator, const AcceleratorPower& coefficients,
                    const Activity& activity, Power cap, double clock_bound_frac = 1.0);

}  // namespace gw::power
