#include "gw/training/memory.h"

#include <algorithm>

#include "gw/training/data_ranks.h"
#include "gw/training/stage_cost.h"
#include "gw/training/stage_layout.h"

namespace gw::training {
namespace {

constexpr double kWorkingCopyBytes = 2.0;

// 8- and 4-bit training keeps either the 16-bit copy or an 8-bit one with its transpose: two bytes either
// way.
double weight_bytes(catalog::Precision precision) {
  return std::max(kWorkingCopyBytes, catalog::bytes_per_element(precision));
}

// Micro-batches whose activations the first stage holds at the peak.
double in_flight(const Plan& plan, double micro_batches) {
  const double p = double(plan.pipeline), v = double(plan.virtual_pipeline);
  if (plan.pipeline <= 1) return 1.0;
  const double held = plan.schedule == Schedule::interleaved ? p + (p - 1.0) / v
                      : plan.schedule == Schedule::dualpipe  ? p + 1.0
                                                             : p;
  return std::min(held, micro_batches);
}

// A DualPipe rank holds the weights of two stages, one of each direction [arXiv:2412.19437, table 2]; the
// optimizer states of the pair are shared out between them.
double weight_copies(const Plan& plan) {
  return plan.schedule == Schedule::dualpipe && plan.pipeline > 1 ? 2.0 : 1.0;
}

struct StageWeights {
  double dense = 0, expert = 0;
};

StageWeights first_stage_weights(const ModelCost& cost, double share, const TrainingSetup& setup) {
  StageWeights weights{.dense = cost.layers.dense_weights * share + cost.embedding.dense_weights,
                       .expert = cost.layers.expert_weights * share};
  if (setup.plan.pipeline > 1) return weights;
  weights.expert += cost.head.expert_weights;
  weights.dense += cost.head.dense_weights;
  if (setup.model.tied_embeddings)
    weights.dense -= double(setup.model.vocabulary) * double(setup.model.hidden) / double(setup.plan.tensor);
  return weights;
}

}  // namespace

MemoryUse memory_use(const TrainingSetup& setup, const ModelCost& cost) {
  const Plan& plan = setup.plan;
  const StageLayout layout =
      stage_layout(setup.model.layers, plan.pipeline, plan.virtual_pipeline, plan.uneven_stages);
  const double share = layout.first / cost.layer_count;
  const StageWeights held = first_stage_weights(cost, share, setup);
  const DataRanks ranks = data_ranks(setup);
  const double all = held.dense + held.expert;
  const double sharded =
      held.dense / double(ranks.dense_shard.size) + held.expert / double(ranks.expert_shard.size);
  const auto bytes = [&](double per_parameter, int from_stage) {
    return Bytes::from_base(per_parameter * (plan.zero_stage >= from_stage ? sharded : all));
  };

  MemoryUse use;
  use.weights = weight_copies(plan) * bytes(weight_bytes(plan.precision), 3);
  use.gradients = weight_copies(plan) * plan.trainable_frac *
                  bytes(plan.software.gradient == GradientFormat::fp32 ? 4.0 : 2.0, 2);
  use.optimizer = (1.0 - plan.offload_optimizer_frac) * plan.trainable_frac *
                  bytes(plan.optimizer_bytes_per_parameter, 1);
  const double micro_batches = double(plan.micro_batches(setup.accelerators));
  use.activations =
      (1.0 - plan.offload_activations_frac) * in_flight(plan, micro_batches) * share * cost.layers.saved +
      cost.embedding.saved;
  // Layers on their way to and from the host.
  constexpr double kLayersInTransit = 2.0;
  if (plan.offload_activations_frac > 0)
    use.activations +=
        plan.offload_activations_frac * kLayersInTransit / cost.layer_count * cost.layers.saved;
  if (plan.recompute == Recompute::full) use.activations += cost.heaviest_layer;
  if (plan.pipeline == 1) use.activations += cost.head.saved;
  const double gathered_layers = plan.zero_stage == 3 ? 2.0 : 0.0;
  use.workspace =
      kFixedWorkspace + kFragmentationFrac * use.total() +
      Bytes::from_base(gathered_layers * kWorkingCopyBytes *
                       (cost.layers.dense_weights + cost.layers.expert_weights) / cost.layer_count);
  return use;
}

MemoryUse memory_use(const TrainingSetup& setup) {
  return memory_use(setup, model_cost(setup, workload::Roofline(setup.accelerator)));
}

}  // namespace gw::training
