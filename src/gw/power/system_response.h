#pragma once
// How the frequency of a power system answers to one load's swing.
//
//   df/dp (s) = 1/(2 H S/f0) [ common mode with governor + sum over modes of  phi s / (s^2 + 2 zeta w s + w^2) ]
//   common mode:  2 H/f0 S f' = -p - D S/f0 f + g,   T g' = -g - S/(R f0) f
//
// f deviation, Hz; p the load's deviation from its mean, MW; g the governors' answer, MW; S the system's rotating
// capacity, MVA; H inertia, s; D load damping, per unit; R droop, per unit; T governor and turbine, s [Kundur, Power
// System Stability and Control, 1994, ch. 11.1]. The inter-area modes are second-order oscillators in modal form: w the
// natural frequency, zeta the damping ratio, phi how much of a swing at the load's bus shows there, relative to the
// common mode (phi = 1: the bus is as free as the whole system) [Kundur, ch. 12.2]. The system is linear, so are the
// answers in the size of the load.
//
// States advance by the exact matrix exponential (the load is constant over each sample), in parts of a sample where it is
// longer than a sixteenth of the fastest mode's period: extremes are met to 2 % of that mode's swing (in a trace of more
// parts than kMostParts, to what so many show). The system is at rest before the trace, so a mode that is little damped has
// not risen to its full swing within a short one. Beside it stands the steady swing of the iteration: with x the states,
// x_N those that one cycle of it leaves from rest and A_N the cycle's own transition, the cycle that repeats for ever begins at
//
//   x_0 = (1 - A_N)^(-1) x_N
//
// Neglected: voltage, saturation and deadband of governors, the network between the bus and the machines, torsion.

#include <complex>
#include <optional>
#include <string>
#include <vector>

#include "gw/power/field_problem.h"
#include "gw/power/trace.h"
#include "gw/power/waveform.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::power {

struct OscillationMode {
  std::string name;
  Frequency frequency = 0.25 * Hz;
  double damping_frac = 0.05;
  double participation = 0.1;  ///< phi
  static const describe::RecordType& description();
};

/// Rows: catalog/grid_systems/*.yaml.
struct GridSystem {
  std::string name;
  Frequency nominal = 60.0 * Hz;
  double capacity_mva = 0;    ///< S
  Time inertia = 4.0 * s;     ///< H
  double damping = 1.0;       ///< D
  double droop_frac = 0.05;   ///< R
  double governed_frac = 1.0; ///< share of S whose governors answer
  Time governor = 5.0 * s;    ///< T
  std::vector<OscillationMode> modes;
  std::optional<Frequency> limit;  ///< deviation not to be exceeded by one load
  static const describe::RecordType& description();
};

/// Most parts that a trace is cut into.
inline constexpr double kMostParts = 1e8;

/// Samples of a trace that stand for what goes on: whole iterations of a job at work.
struct Cycle {
  std::size_t first = 0, samples = 0;  ///< none: the load does not repeat
};

/// What one load does to the system.
struct SystemResponse {
  Frequency largest_deviation;   ///< either way, within the trace
  Frequency nadir;               ///< lowest frequency within the trace
  Time at;
  double rocof_hz_per_s = 0;     ///< fastest change of the frequency, mean over a part of a sample
  Frequency steady_deviation;    ///< either way, were the cycle to go on for ever
  /// Times this load keeps both deviations within the limit; absent without one, or without a swing.
  std::optional<double> largest_scale;
};
SystemResponse respond(const GridSystem& system, const Trace& load, Cycle cycle = {});

/// |f / p| of a sine at this frequency, Hz per MW.
double gain_hz_per_mw(const GridSystem& system, Frequency at);

/// At least two points. Steady deviation (peak, upper bound: harmonics add up) for a waveform of this shape and other periods.
struct ResonancePoint {
  Time period;
  Frequency deviation;
};
std::vector<ResonancePoint> resonance_curve(const GridSystem& system, const Waveform& shape, Time from, Time to,
                                            std::size_t points = 120, std::size_t harmonics = 40);

/// What is wrong across its fields: nothing that its ranges do not say.
inline std::vector<FieldProblem> problems(const GridSystem&) { return {}; }

}  // namespace gw::power
