#pragma once
// How far predictions of a step have been from published runs that the fit did not see: quantiles of
// |predicted / measured - 1| by generation of accelerators, dense or experts, 3D parallelism or full
// sharding.
//
// Source: evidence/training/uncertainty.csv, built into the program, which evidence/fit writes: each source
// of measurements is left out of the fit in turn and predicted. Generations without an own line (none
// compared, or too few) take the lines "any": each generation is left out in turn and predicted by the
// others, which is what a new family of parts meets. Neglected: how near a setup is to those compared.

#include <string>
#include <string_view>
#include <vector>

#include "gw/training/setup.h"

namespace gw::training {

struct Uncertainty {
  std::string generation;  ///< "Hopper": stands in the name of the part's kernels; "any" for parts without an
                           ///< own line
  bool experts = false, fully_sharded = false;
  double two_thirds_frac = 0, p90_frac = 0;  ///< two, or nine, of three, or ten, configurations lie within
  double configurations = 0;
  std::string basis;  ///< what was left out
};

/// Reads the table; asserts that it is sound and that every kind has a line "any".
std::vector<Uncertainty> parse_uncertainty(std::string_view csv);
/// The line for a setup.
const Uncertainty& uncertainty(const TrainingSetup& setup);
/// The built-in table's text; defined in a file made from evidence/training/uncertainty.csv.
std::string_view uncertainty_csv();

}  // namespace gw::training
