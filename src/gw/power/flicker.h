#pragma once
// Short-term flicker severity of a voltage that swings with a load: blocks 3 to 5 of the flickermeter.
//
//   weighting   H(s) = s / (s + w_hp)  B(s)  k w1 s / (s^2 + 2 l s + w1^2)
//                      (1 + s/w2) / ((1 + s/w3) (1 + s/w4))
//   sensation   P_inst = c smooth((H d)^2), smooth of first order, 300 ms
//   severity    P_st = sqrt(0.0314 P_0.1 + 0.0525 P_1s + 0.0657 P_3s + 0.28 P_10s + 0.08 P_50s)
//
// d the change of the voltage over its nominal value; w_hp a high pass of 0.05 Hz; B a Butterworth low pass
// of order 6, 42 Hz (120 V, 60 Hz) or 35 Hz (230 V, 50 Hz); the rest lamp, eye and brain; c such that a sine
// of 8.8 Hz and 0.250 % (230 V lamp) or 0.321 % (120 V) from lowest to highest voltage has a largest P_inst
// of 1; P_k the level that P_inst exceeds during k % of ten minutes; an s marks the mean of neighbouring
// levels: 0.7, 1, 1.5; 2.2, 3, 4; 6, 8, 10, 13, 17; 30, 50, 80 % [IEC 61000-4-15:2010, clauses 4.4 to 4.7;
// IEEE Std 1453 adopts it]. Block 2 squares the voltage: of 1 + d that leaves 2 d, to first order.
//
// Changes of every rate count that the samples resolve. The filters run side by side (partial fractions)
// and are exact for a voltage that is constant over each sample; levels are read from 128 classes a decade,
// to one per cent.
//
// Valid: changes of some per cent; samples of 10 ms or less (a swing of 8.8 Hz reads 2.6 % low there, of
// 20 Hz 13 %: samples are means and hold). Verified at the standard's test points to 3 %, where it allows 5.
// Less than ten minutes count as if they went on alike. The first two seconds, in which the filters settle,
// do not count.

#include <complex>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "gw/units/quantity.h"

namespace gw::power {

/// The filament lamp whose flicker is felt: of networks with 120 V at 60 Hz or 230 V at 50 Hz.
enum class Lamp { v120, v230 };

/// Longest sample that shows flicker.
inline constexpr Time kFlickerSample = 0.01 * s;

struct FlickerSeverity {
  double pst = 0;
  Time at;    ///< of the largest sensation within the worst ten minutes, from the first sample
  Time span;  ///< ten minutes, or all there is
};

/// From voltage changes to P_inst.
class FlickerSensation {
 public:
  FlickerSensation(Lamp lamp, Time step);
  /// The change that holds over the next sample; what is felt at its end. The first one is where the voltage
  /// rests.
  double next(double change);

 private:
  struct Part {
    std::complex<double> decay, gain, weight, state;
  };
  std::vector<Part> parts_;
  double scale_ = 1, blend_ = 1, smoothed_ = 0;
  std::optional<double> rest_;
};

/// The worst ten minutes of a voltage that comes sample by sample, tried every ten seconds. `step` is
/// positive and at most kFlickerSample. Memory does not grow with the trace.
class FlickerMeter {
 public:
  FlickerMeter(Lamp lamp, Time step);
  void add(double change);
  FlickerSeverity worst() const;

 private:
  struct Slot {
    std::vector<std::uint32_t> counts;  ///< samples by class of P_inst
    double largest = -1;
    std::size_t at = 0;  ///< sample of the largest
  };
  void close_slot();
  FlickerSeverity severity(const std::vector<std::uint32_t>& counts) const;

  FlickerSensation sensation_;
  double step_s_;
  std::size_t slot_samples_, settling_, samples_ = 0;
  Slot slot_;               ///< that is being filled
  std::deque<Slot> slots_;  ///< of the last ten minutes; `sum_` adds them up
  std::vector<std::uint32_t> sum_;
  std::optional<FlickerSeverity> worst_;
};

/// The same of a whole trace; `change` is of the voltage over nominal, by sample. Zero without samples.
FlickerSeverity flicker_severity(std::span<const double> change, Time step, Lamp lamp);

}  // namespace gw::power
