#pragma once
// The kernels of a step, one by one: what `gw train --operators` prints.
//
// What: for every block a model is made of (embedding, each kind of layer, head, extra prediction layers) the
// operators of one micro-batch on one rank, with the times that stage_cost.h adds up: launch gaps, the host,
// recompute and communication are left out. Times and counts of all blocks, times micro-batches, are the
// compute and memory parts of a step (tested).

#include <string>
#include <vector>

#include "gw/training/setup.h"
#include "gw/units/quantity.h"
#include "gw/workload/operators.h"
#include "gw/workload/roofline.h"

namespace gw::training {

/// One direction of one operator.
struct OperatorPass {
  workload::KernelTime time;
  Flops flops;
  Bytes bytes;

  const char* bound_by() const;  ///< "matrix" or "memory"; "" when nothing is done
  FlopRate achieved() const;     ///< zero without FLOPs
  Bandwidth traffic_rate() const;
};

struct OperatorRow {
  workload::Operator op;
  OperatorPass forward, backward;  ///< backward without weight gradients
  OperatorPass weight_gradient;
  Time backward_time() const { return backward.time.time() + weight_gradient.time.time(); }
  Flops flops() const { return forward.flops + backward.flops + weight_gradient.flops; }
  Bytes bytes() const { return forward.bytes + backward.bytes + weight_gradient.bytes; }
  double efficiency_frac =
      0;  ///< achieved over dense peak, both directions; of memory-bound rows: over HBM bandwidth
};

/// Operators that a model holds `count` times, spread over its pipeline stages.
struct OperatorBlock {
  std::string name;  ///< "embedding", "dense layer", "expert layer, windowed attention", "head", ...
  double count = 1;
  std::vector<OperatorRow> rows;
};

/// `setup.plan` must divide.
std::vector<OperatorBlock> operator_table(const TrainingSetup& setup);

}  // namespace gw::training
