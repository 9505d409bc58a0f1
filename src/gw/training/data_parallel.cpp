#include "gw/training/data_parallel.h"

#include <algorithm>
#include <cmath>

#include "gw/network/collectives.h"
#include "gw/training/data_ranks.h"

namespace gw::training {
namespace {

using network::CollectiveTime;
using network::Group;
using Collective = CollectiveTime (*)(Bytes, Group, const network::Fabric&);

constexpr double kWeightBytes = 2.0;  // weights travel in 16 bits
constexpr double kBucketParameters = 40e6, kBucketParametersPerRank = 1e6;
// Part of the host memory's peak rate that a streaming update keeps: assumed, the usual share of STREAM.
constexpr double kHostMemoryFrac = 0.8;
constexpr Bytes kScalar = Bytes::from_base(4.0);

double gradient_bytes(const Plan& plan) { return plan.software.gradient == GradientFormat::fp32 ? 4.0 : 2.0; }

/// What moving all weights or gradients once takes, and its last bucket, which has nothing left to hide
/// under.
struct Moved {
  Time all, last;
  Moved& operator+=(const Moved& more) {
    all += more.all, last += more.last;
    return *this;
  }
};

/// Dense and expert weights of a stage, moved by the same collective, bucket by bucket.
struct Mover {
  const TrainingSetup& setup;
  DataRanks ranks;
  double dense, expert;  // parameters
  DataParallelCost& cost;

  double buckets(double parameters, Group group, double layers) const {
    const Plan& plan = setup.plan;
    if (plan.zero_stage == 3) return std::max(1.0, layers * plan.software.shard_messages_per_layer);
    // Every model chunk has buckets of its own.
    const double size = std::max(kBucketParameters, kBucketParametersPerRank * double(group.size));
    return std::max(double(plan.virtual_pipeline), std::ceil(parameters / size));
  }
  Moved move(Collective collective, double bytes_per_parameter, double layers, double times) const {
    Moved moved = one(collective, dense, ranks.dense_shard, bytes_per_parameter, layers, times);
    return moved += one(collective, expert, ranks.expert_shard, bytes_per_parameter, layers, times);
  }
  /// Gradients of one shard, summed over its copies (HSDP): one all-reduce a step, layer by layer.
  Moved reduce_copies(double bytes_per_parameter, double layers) const {
    const double dense_part = dense / double(std::max<std::int64_t>(1, ranks.dense_shard.size));
    const double expert_part = expert / double(std::max<std::int64_t>(1, ranks.expert_shard.size));
    Moved moved = one(network::all_reduce, dense_part, ranks.dense_replica, bytes_per_parameter, layers, 1.0);
    return moved +=
           one(network::all_reduce, expert_part, ranks.expert_replica, bytes_per_parameter, layers, 1.0);
  }
  Moved one(Collective collective, double parameters, Group group, double each, double layers,
            double times) const {
    if (parameters <= 0 || group.size <= 1) return {};
    const double count = buckets(parameters, group, layers);
    const CollectiveTime c = collective(Bytes::from_base(parameters * each / count), group, setup.fabric);
    cost.scale_up_bytes += times * count * c.scale_up_bytes;
    cost.scale_out_bytes += times * count * c.scale_out_bytes;
    if (c.binding_tier > 0) cost.scale_out_bound = true;
    return {count * c.total, c.total};
  }
};

// Traffic that shows, and the computation it slows while it is hidden.
Time exposed(const Moved& moved, Time window, const Software& software) {
  if (!software.data_overlap) return moved.all;
  const Time shown = max(moved.last, moved.all - software.data_window_frac * window);
  return shown + software.contention_frac * (moved.all - shown);
}

void add_optimizer(DataParallelCost& cost, const TrainingSetup& setup, const Mover& mover,
                   const workload::Roofline& roofline) {
  const Plan& plan = setup.plan;
  const bool sharded = plan.zero_stage >= 1;
  const double parameters =
      plan.trainable_frac * (mover.dense / (sharded ? double(mover.ranks.dense_shard.size) : 1.0) +
                             mover.expert / (sharded ? double(mover.ranks.expert_shard.size) : 1.0));
  // Gradients are read twice (norm, update), states read and written, weights written.
  const double each = 2.0 * gradient_bytes(plan) + 2.0 * plan.optimizer_bytes_per_parameter + kWeightBytes;
  const double away = plan.offload_optimizer_frac;
  cost.optimizer_bytes = Bytes::from_base((1.0 - away) * parameters * each);
  // States in host memory: gradients go down and weights come up the link, one after the other; between, the
  // host reads gradients, reads and writes states and writes weights in its own memory, which bounds its
  // update.
  const double moved = gradient_bytes(plan) + kWeightBytes;
  cost.offload = Bytes::from_base(away * parameters * moved) / setup.accelerator.host_bandwidth +
                 Bytes::from_base(away * parameters * (moved + 2.0 * plan.optimizer_bytes_per_parameter)) /
                     (kHostMemoryFrac * setup.accelerator.host_memory_bandwidth);
  cost.optimizer =
      roofline.memory_time(cost.optimizer_bytes) +
      network::all_reduce(kScalar, {.size = setup.accelerators, .stride = 1}, setup.fabric).total;
}

}  // namespace

DataParallelCost data_parallel_cost(const TrainingSetup& setup, const BlockCost& stage, double layers,
                                    double micro_batches, const workload::Roofline& roofline) {
  const Plan& plan = setup.plan;
  DataParallelCost cost;
  const double held = stages_held(plan);
  const Mover mover{setup, data_ranks(setup), held * stage.dense_weights, held * stage.expert_weights, cost};
  const Time forward = stage.forward.compute(),
             backward = stage.backward.compute() + stage.recompute.compute();
  const double gradient = gradient_bytes(plan);
  add_optimizer(cost, setup, mover, roofline);
  if (plan.zero_stage == 3) {
    const Moved gather = mover.move(network::all_gather, kWeightBytes, layers, 2.0 * micro_batches);
    const Moved scatter =
        mover.move(network::reduce_scatter, plan.trainable_frac * gradient, layers, micro_batches);
    const Moved copies = mover.reduce_copies(plan.trainable_frac * gradient, layers);
    Moved both = gather;
    both += scatter;
    cost.traffic = micro_batches * (gather.all + both.all) + copies.all;
    cost.exposed =
        exposed(copies, backward, plan.software) +
        micro_batches * (exposed(gather, forward, plan.software) + exposed(both, backward, plan.software));
    return cost;
  }
  const Moved reduce = mover.move(plan.zero_stage == 0 ? network::all_reduce : network::reduce_scatter,
                                  plan.trainable_frac * gradient, layers, 1.0);
  const Moved gather = plan.zero_stage == 0
                           ? Moved{}
                           : mover.move(network::all_gather, plan.trainable_frac * kWeightBytes, layers, 1.0);
  // Gradients that are cut over the ranks cannot wait for the last micro-batch.
  const double reductions = plan.zero_stage == 2 ? micro_batches : 1.0;
  cost.traffic = reductions * reduce.all + gather.all;
  cost.exposed =
      reductions * exposed(reduce, backward, plan.software) + exposed(gather, forward, plan.software);
  return cost;
}

}  // namespace gw::training
