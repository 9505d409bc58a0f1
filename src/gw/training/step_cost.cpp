#include "gw/training/step_cost.h"

#include <algorithm>
#include <cmath>

#include "gw/network/collectives.h"
#include "gw/training/stage_layout.h"

namespace gw::training {
namespace {

struct Stages {
  BlockCost mean;
  Time slowest;
};

Stages stages_of(const TrainingSetup& setup, const ModelCost& model) {
  const Plan& plan = setup.plan;
  const double p = double(plan.pipeline);
  Stages out;
  out.mean.add(model.layers, 1.0 / p);
  out.mean.add(model.embedding, 1.0 / p);
  out.mean.add(model.head, 1.0 / p);
  out.mean.dense_weights -= shared_vocabulary(setup);
  const StageLayout layout =
      stage_layout(setup.model.layers, plan.pipeline, plan.virtual_pipeline, plan.uneven_stages);
  const Time layer = model.layers.total() / model.layer_count;
  if (plan.pipeline == 1) {
    out.slowest = out.mean.total();
    return out;
  }
  if (plan.uneven_stages && setup.model.layers % (plan.pipeline * plan.virtual_pipeline) != 0) {
    out.slowest = max(out.mean.total(), balanced_stage(double(setup.model.layers), p,
                                                       {layer, model.embedding.total(), model.head.total()}));
    return out;
  }
  const Time first = layout.first * layer + model.embedding.total();
  const Time last = layout.last * layer + model.head.total();
  // A DualPipe rank holds a stage from either end: the first and the last share one.
  const Time ends = plan.schedule == Schedule::dualpipe ? 0.5 * (first + last) : max(first, last);
  out.slowest = max(ends, plan.pipeline > 2 ? layout.middle * layer : Time{});
  return out;
}

// Kernels and communication inside the micro-batches.
void add_micro_batches(StepCost& cost, double m) {
  const PassCost &f = cost.mean_stage.forward, &b = cost.mean_stage.backward, &r = cost.mean_stage.recompute;
  cost.part(PartKind::compute_gemm) = m * (f.gemm + b.gemm);
  cost.part(PartKind::compute_grouped_gemm) = m * (f.grouped_gemm + b.grouped_gemm);
  cost.part(PartKind::compute_attention) = m * (f.attention + b.attention);
  cost.part(PartKind::memory_bound) = m * (f.memory + b.memory);
  cost.part(PartKind::launch) = m * (f.launch + b.launch);
  cost.part(PartKind::recompute) = m * r.total();
  cost.part(PartKind::tensor_parallel_exposed) = m * (f.tensor_comm + b.tensor_comm);
  cost.part(PartKind::expert_all_to_all) = m * (f.expert_comm + b.expert_comm);
  cost.part(PartKind::context_parallel) = m * (f.context_comm + b.context_comm);
}

// Fill and drain of the pipeline. 1F1B and interleaved: [arXiv:2104.04473, sections 2.2.1 and 2.2.2];
// micro-batches that do not fill the last round of an interleaved schedule leave (v - 1) chunks for each
// missing one. Zero-bubble (ZB-H1) and DualPipe with forward F, backward B (both halves), weight-gradient
// half W, of one stage: (p - 1)(F + B - 2 W) and (p / 2 - 1)((F + B) + B - 3 W) [arXiv:2412.19437, table 2;
// an overlapped forward and backward take F + B].
Time bubble(const Plan& plan, const BlockCost& stage, double m) {
  if (plan.pipeline <= 1) return {};
  const double p = double(plan.pipeline), v = double(plan.virtual_pipeline);
  const Time all = stage.total(), weight = stage.backward.weight_gradient, back = stage.backward.total();
  // With few micro-batches too little is left to fill the drain: one of them still passes all stages and
  // back.
  const Time least = p * (all - weight) + weight - m * all;
  if (plan.schedule == Schedule::zero_bubble) return max(least, (p - 1.0) * max(Time{}, all - 2.0 * weight));
  if (plan.schedule == Schedule::dualpipe)
    return max(least, std::max(0.0, 0.5 * p - 1.0) * max(Time{}, all + back - 3.0 * weight));
  Time time = (p - 1.0) / v * all;
  const double rest = m - p * std::floor(m / p);
  if (plan.virtual_pipeline > 1 && rest > 0) time += (v - 1.0) * (p - rest) * all / v;
  return time;
}

void add_pipeline(StepCost& cost, const TrainingSetup& setup, Time slowest, double m) {
  const Plan& plan = setup.plan;
  const Time mean = cost.mean_stage.total();
  cost.part(PartKind::pipeline_bubble) = bubble(plan, cost.mean_stage, m);
  cost.part(PartKind::pipeline_imbalance) = m * max(Time{}, slowest - mean);
  if (plan.pipeline <= 1) return;
  const double p = double(plan.pipeline), v = double(plan.virtual_pipeline);
  const auto input = layer_input(setup.model, setup.accelerator, plan);
  const Bytes message = Bytes::from_base(input.tokens(shards_of(plan)) * double(setup.model.hidden) *
                                         catalog::bytes_per_element(input.activation) / double(plan.tensor));
  const std::int64_t stride = setup.accelerators / plan.pipeline;
  const auto hop = network::send_receive(message, {.size = plan.pipeline, .stride = stride}, setup.fabric);
  cost.pipeline_hop = hop.total;
  cost.pipeline_scale_out = hop.binding_tier > 0;
  cost.pipeline_bytes = 2.0 * m * v * (p - 1.0) / p * message;
  // Plain 1F1B waits for both neighbours at every micro-batch; interleaved sends while the next chunk
  // computes.
  const Time chunk = cost.mean_stage.forward.total() / v;
  const Time steady = plan.schedule == Schedule::interleaved ? v * max(Time{}, hop.total - chunk) : hop.total;
  cost.part(PartKind::pipeline_p2p) = 2.0 * (m * steady + (p - 1.0) * hop.total);
}

// Saved activations leave for the host under the forward pass and return under the backward pass; what does
// not fit under them shows.
Time activation_offload(const TrainingSetup& setup, const StepCost& cost) {
  const double part = setup.plan.offload_activations_frac;
  if (!(part > 0)) return {};
  const Time move = part * cost.mean_stage.saved / setup.accelerator.host_bandwidth;
  const Time shown = max(Time{}, move - cost.mean_stage.forward.total()) +
                     max(Time{}, move - cost.mean_stage.backward.total() - cost.mean_stage.recompute.total());
  return cost.micro_batches * shown;
}

// Every step waits for its slowest rank. The maximum of n draws grows about with log n [arXiv:2412.19437 and
// others report it as jitter; here fitted per library], n the scale-up domains that must meet.
Time straggler(const TrainingSetup& setup, Time step) {
  const double domains = double(setup.accelerators) / double(std::max(1, setup.accelerator.scale_up_domain));
  return setup.plan.software.straggler_frac * std::max(0.0, std::log2(domains)) * step;
}

}  // namespace

Time StepCost::total() const {
  Time sum;
  for (const Time part : parts) sum += part;
  return sum;
}

StepCost step_cost(const TrainingSetup& setup, const workload::Roofline& roofline) {
  return step_cost(setup, model_cost(setup, roofline), roofline);
}

StepCost step_cost(const TrainingSetup& setup, const ModelCost& model, const workload::Roofline& roofline) {
  const Stages stages = stages_of(setup, model);
  StepCost cost;
  cost.mean_stage = stages.mean;
  cost.micro_batches = double(setup.plan.micro_batches(setup.accelerators));
  cost.stages = double(setup.plan.pipeline);
  cost.memory = memory_use(setup, model);
  add_micro_batches(cost, cost.micro_batches);
  add_pipeline(cost, setup, stages.slowest, cost.micro_batches);
  const double layers = model.layer_count / cost.stages;
  cost.data = data_parallel_cost(setup, cost.mean_stage, layers, cost.micro_batches, roofline);
  cost.part(PartKind::data_parallel_exposed) = cost.data.exposed;
  cost.part(PartKind::optimizer) = cost.data.optimizer;
  cost.part(PartKind::offload) = cost.data.offload + activation_offload(setup, cost);
  cost.part(PartKind::host) = setup.plan.software.host_per_step;
  cost.part(PartKind::straggler) = straggler(setup, cost.total());
  return cost;
}

}  // namespace gw::training
