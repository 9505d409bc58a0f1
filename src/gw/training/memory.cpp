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

// The same on the last stage, whose backward pass follows at once: one micro-batch, or with v chunks also the
// earlier chunks of a round, ((v - 1) p + 1) / v.
double in_flight_last(const Plan& plan, double micro_batches) {
  const double p = double(plan.pipeline), v = double(plan.virtual_pipeline);
  const double held = plan.schedule == Schedule::interleaved ? ((v - 1.0) * p + 1.0) / v : 1.0;
  return std::min(held, micro_batches);
}

/// What a stage holds: parameters, and saved activations before offload.
struct Held {
  double dense = 0, expert = 0;
  Bytes layers, ends;  ///< activations of the layers in flight; of embedding and head
};

Held first_stage(const TrainingSetup& setup, const ModelCost& cost, double share, double micro_batches) {
  Held held{.dense = cost.layers.dense_weights * share + cost.embedding.dense_weights,
            .expert = cost.layers.expert_weights * share,
            .layers = in_flight(setup.plan, micro_batches) * share * cost.layers.saved,
            .ends = cost.embedding.saved};
  if (setup.plan.pipeline > 1) return held;
  held.expert += cost.head.expert_weights;
  held.dense += cost.head.dense_weights;
  held.ends += cost.head.saved;
  if (setup.model.tied_embeddings)
    held.dense -= double(setup.model.vocabulary) * double(setup.model.hidden) / double(setup.plan.tensor);
  return held;
}

Held last_stage(const TrainingSetup& setup, const ModelCost& cost, double share, double micro_batches) {
  return {.dense = cost.layers.dense_weights * share + cost.head.dense_weights,
          .expert = cost.layers.expert_weights * share + cost.head.expert_weights,
          .layers = in_flight_last(setup.plan, micro_batches) * share * cost.layers.saved,
          .ends = cost.head.saved};
}

MemoryUse use_of(const TrainingSetup& setup, const ModelCost& cost, const Held& held) {
  const Plan& plan = setup.plan;
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
  use.activations = (1.0 - plan.offload_activations_frac) * held.layers + held.ends;
  // Layers on their way to and from the host.
  constexpr double kLayersInTransit = 2.0;
  if (plan.offload_activations_frac > 0)
    use.activations +=
        plan.offload_activations_frac * kLayersInTransit / cost.layer_count * cost.layers.saved;
  if (plan.recompute == Recompute::full) use.activations += cost.heaviest_layer;
  const double gathered_layers = plan.zero_stage == 3 ? 2.0 : 0.0;
  use.workspace =
      kFixedWorkspace + kFragmentationFrac * use.total() +
      Bytes::from_base(gathered_layers * kWorkingCopyBytes *
                       (cost.layers.dense_weights + cost.layers.expert_weights) / cost.layer_count);
  return use;
}

}  // namespace

MemoryUse memory_use(const TrainingSetup& setup, const ModelCost& cost) {
  const Plan& plan = setup.plan;
  const StageLayout layout =
      stage_layout(setup.model.layers, plan.pipeline, plan.virtual_pipeline, plan.uneven_stages);
  const double micro_batches = double(plan.micro_batches(setup.accelerators));
  const MemoryUse first =
      use_of(setup, cost, first_stage(setup, cost, layout.first / cost.layer_count, micro_batches));
  // A DualPipe rank holds a stage of either end: counted as two first ones.
  if (plan.pipeline <= 1 || plan.schedule == Schedule::dualpipe) return first;
  const MemoryUse last =
      use_of(setup, cost, last_stage(setup, cost, layout.last / cost.layer_count, micro_batches));
  return last.total() > first.total() ? last : first;
}

MemoryUse memory_use(const TrainingSetup& setup) {
  return memory_use(setup, model_cost(setup, workload::Roofline(setup.accelerator)));
}

}  // namespace gw::training
