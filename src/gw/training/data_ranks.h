#pragma once
// The groups that share gradients and optimizer states, and how they lie on the fabric.

#include <algorithm>

#include "gw/network/collectives.h"
#include "gw/training/setup.h"

namespace gw::training {

struct DataRanks {
  network::Group dense;   ///< data x context ranks; one member every `tensor` accelerators
  network::Group expert;  ///< ranks that hold the same experts
  network::Group dense_shard,
      expert_shard;  ///< with ZeRO-3: ranks that share one copy (HSDP); else the above
  network::Group dense_replica, expert_replica;  ///< ranks that hold the same shard of different copies
};

/// Cuts `all` into groups of `wanted` neighbours (0 or more than there are: all), and the groups across them.
inline void shard(network::Group all, std::int64_t wanted, network::Group& inside, network::Group& across) {
  const std::int64_t size = wanted > 0 && wanted < all.size ? wanted : all.size;
  inside = {.size = size, .stride = all.stride};
  across = {.size = size > 0 ? all.size / size : 1, .stride = all.stride * size};
}

/// Stages whose weights a rank holds: with DualPipe two, one from either end [arXiv:2412.19437, table 2]; the
/// two ranks that hold the same pair reduce its gradients, and share its states, as data ranks do.
inline double stages_held(const Plan& plan) {
  return plan.schedule == Schedule::dualpipe && plan.pipeline > 1 ? 2.0 : 1.0;
}

inline DataRanks data_ranks(const TrainingSetup& setup) {
  const Plan& plan = setup.plan;
  const std::int64_t data = plan.data(setup.accelerators) * std::int64_t(stages_held(plan));
  const std::int64_t stage = data * plan.context * plan.tensor, inside = plan.expert * plan.expert_tensor;
  DataRanks ranks;
  ranks.dense = {.size = data * plan.context, .stride = plan.tensor};
  ranks.expert = {.size = inside > 0 && stage >= inside ? stage / inside : 1, .stride = inside};
  const std::int64_t wanted = plan.zero_stage == 3 ? plan.shard_ranks : 0;
  shard(ranks.dense, wanted, ranks.dense_shard, ranks.dense_replica);
  // Experts are spread over expert ranks already: their copies are shared by that much fewer.
  const std::int64_t expert_shards =
      wanted > 0 && ranks.dense.size > 0
          ? std::max<std::int64_t>(1, ranks.expert.size * wanted / ranks.dense.size)
          : 0;
  shard(ranks.expert, expert_shards, ranks.expert_shard, ranks.expert_replica);
  return ranks;
}

}  // namespace gw::training
