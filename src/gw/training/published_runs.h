#pragma once
// Test support: published training runs as setups, and how far the model is from them.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gw/training/step.h"

namespace gw::training::testing {

using Row = std::map<std::string, std::string>;

/// Rows of a CSV file with a header line and quoted cells; empty when the file is absent.
std::vector<Row> read_csv(const std::string& path);

/// One comparison.
struct Comparison {
  std::string id, source, model, accelerator, group;
  double measured_s = 0, predicted_s = 0;
  std::string problem;  ///< why there is no prediction; empty when there is one
  bool clean = false;
  double error() const { return predicted_s / measured_s - 1.0; }
};

/// The setup of a row, with what it does not print taken as: micro-batch 1, the least recompute that fits,
/// GPT-style attention kernels and no overlap for libraries before 2023. Nothing when a needed cell is empty.
std::optional<TrainingSetup> setup_of(const Row& row);
/// Published step time, printed or from tokens per second. Never from vendor FLOP/s, whose conventions
/// differ.
std::optional<double> measured_step_s(const Row& row);
/// Dense, 3D-parallel (no ZeRO-3), A100 or H100, quality A, all of the shape printed.
bool is_clean_dense(const Row& row);

double median(std::vector<double> values);

}  // namespace gw::training::testing
