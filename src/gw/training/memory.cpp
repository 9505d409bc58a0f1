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

// Micro-batches whose activations stage `s` holds at the peak. 1F1B: one for each stage that follows, and its
// own. Interleaved: 2 (p - 1 - s) + (v - 1) p + 1 of the v chunks [the warm-up of Narayanan et al. 2021,
// section 2.2]. Zero-bubble puts weight gradients off until its stages hold as many as the first
// [arXiv:2401.10241, section 3].
double in_flight(const Plan& plan, double micro_batches, double s) {
  const double p = double(plan.pipeline), v = double(plan.virtual_pipeline);
  if (plan.pipeline <= 1) return 1.0;
  const double held = plan.schedule == Schedule::interleaved   ? p + (p - 1.0 - 2.0 * s) / v
                      : plan.schedule == Schedule::dualpipe    ? p + 1.0
                      : plan.schedule == Schedule::zero_bubble ? p
                                                               : p - s;
  return std::min(held, micro_batches);
}

/// What a stage holds: parameters, and saved activations before offload.
struct Held {
  double dense = 0, expert = 0;
  Bytes layers, ends;  ///< activations of the layers in flight; of embedding and head
};

// The first of the fullest middle stages: of 1F1B the second.
Held middle_stage(const TrainingSetup& setup, const ModelCost& cost, double share, double micro_batches) {
  return {.dense = cost.layers.dense_weights * share,
          .expert = cost.layers.expert_weights * share,
          .layers = in_flight(setup.plan, micro_batches, 1.0) * share * cost.layers.saved,
          .ends = {}};
}

Held first_stage(const TrainingSetup& setup, const ModelCost& cost, double share, double micro_batches) {
  Held held{.dense = cost.layers.dense_weights * share + cost.embedding.dense_weights,
            .expert = cost.layers.expert_weights * share,
            .layers = in_flight(setup.plan, micro_batches, 0.0) * share * cost.layers.saved,
            .ends = cost.embedding.saved};
  if (setup.plan.pipeline > 1) return held;
  held.expert += cost.head.expert_weights;
  held.dense += cost.head.dense_weights - shared_vocabulary(setup);
  held.ends += cost.head.saved;
  return held;
}

Held last_stage(const TrainingSetup& setup, const ModelCost& cost, double share, double micro_batches) {
  const double s = double(setup.plan.pipeline) - 1.0;
  return {.dense = cost.layers.dense_weights * share + cost.head.dense_weights,
          .expert = cost.layers.expert_weights * share + cost.head.expert_weights,
          .layers = in_flight(setup.plan, micro_batches, s) * share * cost.layers.saved,
          .ends = cost.head.saved};
}

// Layers of the fullest middle stage: with uneven stages as the balance of times puts them.
double middle_layers(const TrainingSetup& setup, const ModelCost& cost, const StageLayout& layout) {
  const Plan& plan = setup.plan;
  const double p = double(plan.pipeline);
  if (!plan.uneven_stages || setup.model.layers % (plan.pipeline * plan.virtual_pipeline) == 0)
    return layout.middle;
  const StageTimes times{(1.0 / cost.layer_count) * cost.layers.total(), cost.embedding.total(),
                         cost.head.total()};
  const Time slowest = balanced_stage(cost.layer_count, p, times);
  return std::max(layout.middle, balanced_middle(cost.layer_count, p, times, slowest));
}

MemoryUse use_of(const TrainingSetup& setup, const ModelCost& cost, const Held& held) {
  const Plan& plan = setup.plan;
  const DataRanks ranks = data_ranks(setup);
  const double stages = stages_held(plan);
  const double all = stages * (held.dense + held.expert);
  const double sharded =
      stages * (held.dense / double(ranks.dense_shard.size) + held.expert / double(ranks.expert_shard.size));
  const auto bytes = [&](double per_parameter, int from_stage) {
    return Bytes::from_base(per_parameter * (plan.zero_stage >= from_stage ? sharded : all));
  };
  MemoryUse use;
  use.weights = bytes(weight_bytes(plan.precision), 3);
  use.gradients = plan.trainable_frac * bytes(plan.software.gradient == GradientFormat::fp32 ? 4.0 : 2.0, 2);
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
  const auto use = [&](const auto& stage, double layers) {
    return use_of(setup, cost, stage(setup, cost, layers / cost.layer_count, micro_batches));
  };
  MemoryUse fullest = use(first_stage, layout.first);
  // A DualPipe rank holds a stage of either end: counted as two first ones.
  if (plan.pipeline <= 1 || plan.schedule == Schedule::dualpipe) return fullest;
  const auto consider = [&](const MemoryUse& other) {
    if (other.total() > fullest.total()) fullest = other;
  };
  consider(use(last_stage, layout.last));
  if (plan.pipeline > 2) consider(use(middle_stage, middle_layers(setup, cost, layout)));
  return fullest;
}

MemoryUse memory_use(const TrainingSetup& setup) {
  return memory_use(setup, model_cost(setup, workload::Roofline(setup.accelerator)));
}

}  // namespace gw::training
