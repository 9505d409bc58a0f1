#pragma once
// One row in full: what it prints, what was assumed, the parts of the predicted step beside the published
// figure.

#include <string>
#include <utility>
#include <vector>

#include "gw/evidence/compare.h"
#include "gw/training/step_cost.h"

namespace gw::evidence {

struct Breakdown {
  Comparison comparison;
  std::vector<std::pair<std::string, std::string>> printed;  ///< column and cell of every cell that is filled
  training::StepCost cost;                                   ///< zero without a prediction
  double tokens_per_step = 0;
  double predicted_tflops = 0,
         measured_tflops = 0;  ///< model FLOP/s of one accelerator (workload/model_flops.h)
  double predicted_mfu_frac = 0, measured_mfu_frac = 0;  ///< of the dense peak of the plan's precision
};

Breakdown break_down(const CsvTable& table, std::size_t row, const Rig& rig);

}  // namespace gw::evidence
