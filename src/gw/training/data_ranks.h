#pragma once
// The groups that share gradients and optimizer states, and how they lie on the fabric.

#include "gw/network/collectives.h"
#include "gw/training/setup.h"

namespace gw::training {

struct DataRanks {
  network::Group dense;   ///< data x context ranks; one member every `tensor` accelerators
  network::Group expert;  ///< ranks that hold the same experts
};

inline DataRanks data_ranks(const TrainingSetup& setup) {
  const Plan& plan = setup.plan;
  const std::int64_t data = plan.data(setup.accelerators);
  const std::int64_t stage = data * plan.context * plan.tensor, inside = plan.expert * plan.expert_tensor;
  DataRanks ranks;
  ranks.dense = {.size = data * plan.context, .stride = plan.tensor};
  ranks.expert = {.size = inside > 0 && stage >= inside ? stage / inside : 1, .stride = inside};
  return ranks;
}

}  // namespace gw::training
