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
constexpr Bytes kScalar = Bytes::from_base(4.0);

double gradient_bytes(const Plan& plan) { return plan.software.gradient == GradientFormat::fp32 ? 4.0 : 2.0; }

/// Dense and expert weights of a stage, moved by the same collective, bucket by bucket.
struct Mover {
  const TrainingSetup& setup;
  DataRanks ranks;
  double dense, expert;  // parameters
  DataParallelCost& cost;

  double buckets(double parameters, Group group, double layers) const {
    if (setup.plan.zero_stage == 3)
      return std::max(1.0, layers * setup.plan.software.shard_messages_per_layer);
    return std::ceil(parameters / std::max(kBucketParameters, kBucketParametersPerRank * double(group.size)));
  }
  Time move(Collective collective, double bytes_per_parameter, double layers, double times) const {
    return one(collective, dense, ranks.dense_shard, bytes_per_parameter, layers, times) +
           one(collective, expert, ranks.expert_shard, bytes_per_parameter, layers, times);
  }
  /// Gradients of one shard, summed over its copies (HSDP): one all-reduce a step.
  Time reduce_copies(double bytes_per_parameter) const {
    const double dense_part = dense / double(std::max<std::int64_t>(1, ranks.dense_shard.size));
    const double expert_part = expert / double(std::max<std::int64_t>(1, ranks.expert_shard.size));
    return one(network::all_reduce, dense_part, ranks.dense_replica, bytes_per_parameter, 1.0, 1.0) +
           one(network::all_reduce, expert_part, ranks.expert_replica, bytes_per_parameter, 1.0, 1.0);
  }
  Time one(Collective collective, double parameters, Group group, double each, double layers,
           double times) const {
    if (parameters <= 0 || group.size <= 1) return {};
    const double count = buckets(parameters, group, layers);
    const CollectiveTime c = collective(Bytes::from_base(parameters * each / count), group, setup.fabric);
    cost.scale_up_bytes += times * count * c.scale_up_bytes;
    cost.scale_out_bytes += times * count * c.scale_out_bytes;
    if (c.binding_tier > 0) cost.scale_out_bound = true;
    return count * c.total;
  }
};

// Traffic that shows, and the computation it slows while it is hidden.
Time exposed(Time traffic, Time window, double buckets, const Software& software) {
  if (!software.data_overlap) return traffic;
  const Time shown = max(traffic / std::max(1.0, buckets), traffic - software.data_window_frac * window);
  return shown + software.contention_frac * (traffic - shown);
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
  // States in host memory: gradients go down, weights come up, and the host's own memory is no slower than
  // the link.
  cost.offload = Bytes::from_base(away * parameters * (gradient_bytes(plan) + kWeightBytes)) /
                 setup.accelerator.host_bandwidth;
  cost.optimizer =
      roofline.memory_time(cost.optimizer_bytes) +
      network::all_reduce(kScalar, {.size = setup.accelerators, .stride = 1}, setup.fabric).total;
}

}  // namespace

DataParallelCost data_parallel_cost(const TrainingSetup& setup, const BlockCost& stage, double layers,
                                    double micro_batches, const workload::Roofline& roofline) {
  const Plan& plan = setup.plan;
  DataParallelCost cost;
  const Mover mover{setup, data_ranks(setup), stage.dense_weights, stage.expert_weights, cost};
  const Time forward = stage.forward.compute(),
             backward = stage.backward.compute() + stage.recompute.compute();
  const double gradient = gradient_bytes(plan);
  add_optimizer(cost, setup, mover, roofline);
  if (plan.zero_stage == 3) {
    const Time gather = mover.move(network::all_gather, kWeightBytes, layers, 2.0 * micro_batches);
    const Time scatter =
        mover.move(network::reduce_scatter, plan.trainable_frac * gradient, layers, micro_batches);
    const Time copies = mover.reduce_copies(plan.trainable_frac * gradient);
    cost.traffic = micro_batches * (2.0 * gather + scatter) + copies;
    cost.exposed = exposed(copies, backward, layers, plan.software) +
                   micro_batches * (exposed(gather, forward, layers, plan.software) +
                                    exposed(gather + scatter, backward, layers, plan.software));
    return cost;
  }
  const Time reduce = mover.move(plan.zero_stage == 0 ? network::all_reduce : network::reduce_scatter,
                                 plan.trainable_frac * gradient, layers, 1.0);
  const Time gather = plan.zero_stage == 0
                          ? Time{}
                          : mover.move(network::all_gather, plan.trainable_frac * kWeightBytes, layers, 1.0);
  // Gradients that are cut over the ranks cannot wait for the last micro-batch.
  const double reductions = plan.zero_stage == 2 ? micro_batches : 1.0;
  cost.traffic = reductions * reduce + gather;
  cost.exposed = reductions * exposed(reduce, backward, layers, plan.software) +
                 exposed(gather, forward, layers, plan.software);
  return cost;
}

}  // namespace gw::training
