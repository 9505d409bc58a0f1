#pragma once
// Electric chiller by DOE-2 curves: capacity and power against temperatures and load.
//
//   Q_avail = Q_ref * CAPFT(T_e, T_c);  P = Q_avail / COP_ref * EIRFT(T_e, T_c) * EIRFPLR(Q / Q_avail)
//   CAPFT, EIRFT = a + b T_e + c T_e^2 + d T_c + e T_c^2 + f T_e T_c;  EIRFPLR = a + b x + c x^2
// T_e leaving chilled water, T_c entering condenser water, or outdoor dry bulb for an air-cooled machine,
// in C.
//
// Source: DOE-2 as in EnergyPlus Chiller:Electric:EIR [EnergyPlus Engineering Reference, "Electric Chiller
// Model Based on Condenser Entering Temperature"]; Hydeman, Gillespie: Tools and techniques to calibrate
// electric chiller component models, ASHRAE Transactions 108(1), 2002.
//
// Valid: inside the box of the curves. Outside (counted and reported) the point is moved to the edge of the
// box at equal lift, the curves are evaluated there, and power is scaled by the ratio of Carnot work at the
// true temperatures to that at the edge (capacity by its inverse where that is less): warm-water plants run
// far above the comfort-cooling range the curves were fitted in, where a plain clamp would overstate their
// power (by a quarter at 21 C water and 35 C air).
//
// Several machines share the load; machines stop as load falls, so that running ones keep near their best
// load (continuous staging: no steps).
//
// Neglected: start-up, oil return, head-pressure control below 10 K of lift.

#include <array>
#include <vector>

#include "gw/cooling/rejection.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::cooling {

struct ChillerCurves {
  double cop = 5.5;                     ///< rated, at the curves' reference point
  std::vector<double> capacity_curve;   ///< CAPFT, six coefficients, C
  std::vector<double> eir_curve;        ///< EIRFT, six coefficients, C
  std::vector<double> part_load_curve;  ///< EIRFPLR, three coefficients
  Temperature evaporator_min, evaporator_max, condenser_min, condenser_max;  ///< the validity box
  double minimum_unloading_frac = 0.2;  ///< below this load a machine cycles
  ChillerCurves();                      ///< water-cooled centrifugal
  /// Air-cooled screw machine, condenser fans included in its power.
  static ChillerCurves air_cooled();
  static const describe::RecordType& description();
};

/// Curves made ready: coefficients of checked number, best part load known.
struct Chiller {
  double cop = 5.5;
  std::array<double, 6> capacity{}, eir{};
  std::array<double, 3> part_load{};
  double evaporator_min_c = 5, evaporator_max_c = 10, condenser_min_c = 24, condenser_max_c = 35;
  double best_load_frac = 0.7;
  double reference_w = 0.0;  ///< installed capacity at the curves' reference point
};

/// Performance at one pair of temperatures.
struct ChillerPoint {
  double available_w = 0.0;  ///< capacity
  double power_w = 0.0;      ///< for the asked load, at most available_w
  bool outside_curves = false;
};

/// `reference_w` is chosen so that `duty_w` is available at the given temperatures.
Chiller size_chiller(const ChillerCurves& curves, double duty_w, double evaporator_c, double condenser_c,
                     SizingNotes& notes);
ChillerPoint run_chiller(const Chiller& chiller, double load_w, double evaporator_c, double condenser_c);
/// What is wrong with the curves: wrong number of coefficients, COP not falling with condenser temperature,
/// or above Carnot's, capacity or power not positive, power falling with load. Empty = sound. For `gw check
/// --physics`.
std::vector<std::string> physics_problems(const ChillerCurves& curves);

}  // namespace gw::cooling
