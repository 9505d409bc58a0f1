#pragma once
// One stage of power conversion or transport, and the units that share its load.
//
//   P_in = P_out + a R + b P_out + c P_out^2 / R                per unit of rating R
//
// a no-load, b proportional and c square-law loss at full load, as fractions of the rating: the
// decomposition of [Schneider Electric White Paper 108, "Making large UPS systems more efficient", rev.
// 2]. For a transformer a is the iron loss, c the copper loss and b = 0; for a line only c counts. Units
// in parallel share P_out equally, so redundancy moves the operating point: 2N runs each unit at half
// load at most.
//
// Valid: 0 to rated load. Above it the same equation continues and `loading_frac` > 1 tells.
//
// Neglected: power factor (ratings are real power), harmonics, temperature, uneven sharing.

#include <string>

#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::power {

/// Units installed for N needed: N, N + 1, N + 2, 2 N, or 4/3 N ("four to make three", distributed
/// redundant).
enum class Redundancy { n, n_plus_1, n_plus_2, two_n, four_to_make_three };

struct LossStage {
  std::string name;
  Power unit_rating;  ///< output rating of one unit; zero = one unit as large as the load needs
  double no_load_frac = 0.0;
  double proportional_frac = 0.0;
  double square_frac = 0.0;
  Redundancy redundancy = Redundancy::n;
  static const describe::RecordType& description();
};

/// A stage with its units chosen for a design load.
struct SizedStage {
  LossStage stage;
  Power unit_rating;       ///< the record's, or smaller when the design load is below one unit
  double needed = 0.0;     ///< units that carry the design load
  double installed = 0.0;  ///< units energised; all share the load
};
SizedStage size_stage(const LossStage& stage, Power design_output);

/// Flow through a stage at one moment: in = out + loss.
struct StageFlow {
  Power in, out, loss;
  double loading_frac = 0.0;  ///< of the units that are needed (over 1 = overload without the redundant ones)
};
StageFlow stage_flow(const SizedStage& stage, Power output);

}  // namespace gw::power
