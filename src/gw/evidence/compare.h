#pragma once
// Predictions beside measurements, one a row.

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "gw/evidence/setup_of.h"

namespace gw::evidence {

/// One row of a table of measurements.
struct Comparison {
  std::string id, source, model, accelerator, quality, config_group;
  std::string part, software, measured_as;
  bool experts = false, fully_sharded = false;
  std::int64_t accelerators = 0;
  double tokens = 0;  ///< of a step
  double measured_s = 0, predicted_s = 0;
  double uncertainty_frac = 0;        ///< stated with the prediction
  bool fits = true;                   ///< predicted memory is within the part's
  std::string reason;                 ///< why there is no prediction; empty when there is one
  double weight = 1;                  ///< rows of one configuration share one
  Bytes memory;                       ///< predicted, of the fullest rank
  std::shared_ptr<const Case> known;  ///< setup and assumptions; empty without a prediction
  bool predicted() const { return reason.empty(); }
  /// predicted / measured - 1.
  double error() const { return predicted_s / measured_s - 1.0; }
  /// The error is not larger than stated.
  bool within() const { return std::abs(error()) <= uncertainty_frac; }
  /// Quality A or B, or none given (a user's own table).
  bool headline() const { return quality.empty() || quality == "A" || quality == "B"; }
};

/// Every row of the table, in its order.
std::vector<Comparison> compare(const CsvTable& table, const Rig& rig);

/// One row, by training::step_cost: the step that simulate_step describes for a campus, without its refusal
/// of plans that exceed the memory (published runs did run; `fits` says what the model thinks).
Comparison compare_row(const Row& row, const Rig& rig);
/// The names a comparison is known by, without prediction.
Comparison describe_row(const Row& row);
/// Sets each weight to one over the predicted rows of its configuration.
void weigh(std::vector<Comparison>& comparisons);

}  // namespace gw::evidence
