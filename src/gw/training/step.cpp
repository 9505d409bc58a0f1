#include "gw/training/step.h"

#include <algorithm>

#include "gw/training/step_cost.h"
#include "gw/training/validity.h"
#include "gw/workload/model_flops.h"

namespace gw::training {
namespace {

struct Binding {
  const char* name;
  Time time;
};

// Which resource the step waits for most.
Binding binding(const StepCost& cost) {
  Time tensor, memory, launch, communication, scale_out;
  for (const PassCost* pass :
       {&cost.mean_stage.forward, &cost.mean_stage.backward, &cost.mean_stage.recompute}) {
    tensor += cost.micro_batches * (pass->gemm + pass->grouped_gemm + pass->attention);
    memory += cost.micro_batches * pass->memory;
    launch += cost.micro_batches * pass->launch;
    communication += cost.micro_batches * pass->communication();
    scale_out += cost.micro_batches * pass->scale_out_comm;
  }
  Time scale_up = communication - scale_out;
  (cost.data.scale_out_bound ? scale_out : scale_up) += cost.part(PartKind::data_parallel_exposed);
  (cost.pipeline_scale_out ? scale_out : scale_up) += cost.part(PartKind::pipeline_p2p);
  memory += cost.part(PartKind::optimizer);
  const Time pipeline = cost.part(PartKind::pipeline_bubble) + cost.part(PartKind::pipeline_imbalance);
  const std::array<Binding, 6> all{{{"tensor_cores", tensor},
                                    {"memory_bandwidth", memory},
                                    {"kernel_launch", launch},
                                    {"scale_up_network", scale_up},
                                    {"scale_out_network", scale_out},
                                    {"pipeline_bubble", pipeline}}};
  return *std::max_element(all.begin(), all.end(),
                           [](const Binding& a, const Binding& b) { return a.time < b.time; });
}

// With recompute of a part of the layers: that part of what recompute adds.
Flops hardware_flops_per_token(const catalog::Model& model, const Plan& plan) {
  const auto of = [&](Recompute recompute) {
    return workload::hardware_flops_per_token(model, double(plan.sequence_length), recompute,
                                              plan.software.fused_attention);
  };
  if (plan.recompute != Recompute::full) return of(plan.recompute);
  const double part = plan.recompute_layers_frac;
  return part * of(Recompute::full) + (1.0 - part) * of(Recompute::none);
}

void add_rates(Step& step, const TrainingSetup& setup, const workload::Roofline& roofline) {
  const Plan& plan = setup.plan;
  const double sequence = double(plan.sequence_length);
  step.tokens_per_step = double(plan.global_batch_sequences) * sequence;
  step.tokens_per_second = step.tokens_per_step / step.total.in(unit::s);
  step.model_flops = step.tokens_per_step * workload::model_flops_per_token(setup.model, sequence).total();
  // Frozen weights have no weight gradients: one third of the matrix work.
  const Flops frozen = (1.0 - plan.trainable_frac) / 3.0 * workload::model_flops_per_token(setup.model, sequence).matrix;
  step.hardware_flops = step.tokens_per_step * (hardware_flops_per_token(setup.model, plan) - frozen);
  const double accelerators = double(setup.accelerators);
  step.achieved = step.model_flops / step.total / accelerators;
  const FlopRate peak = roofline.peak(plan.precision);
  step.mfu_frac = step.achieved / peak;
  step.hfu_frac = step.hardware_flops / step.total / accelerators / peak;
}

Step describe_step(const TrainingSetup& setup, const StepCost& cost, const workload::Roofline& roofline) {
  Step step;
  step.total = cost.total();
  step.parts.reserve(kPartCount);
  for (std::size_t i = 0; i < kPartCount; ++i)
    step.parts.push_back({.kind = static_cast<PartKind>(i), .time = cost.parts[i]});
  step.memory = cost.memory;
  step.data_parallel = setup.plan.data(setup.accelerators);
  step.micro_batches = setup.plan.micro_batches(setup.accelerators);
  add_rates(step, setup, roofline);
  step.activity = activity_profile(setup, cost);
  step.forward_frac = cost.mean_stage.forward.total() / cost.mean_stage.total();
  const Binding bound = binding(cost);
  step.binding = bound.name;
  step.binding_share_frac = bound.time / step.total;
  step.uncertainty_frac = uncertainty_frac(setup);
  step.warnings = validity_warnings(setup);
  return step;
}

}  // namespace

const char* to_string(PartKind kind) {
  static constexpr std::array<const char*, kPartCount> names{"compute_gemm",
                                                             "compute_grouped_gemm",
                                                             "compute_attention",
                                                             "memory_bound",
                                                             "launch",
                                                             "recompute",
                                                             "tensor_parallel_exposed",
                                                             "expert_all_to_all",
                                                             "context_parallel",
                                                             "pipeline_bubble",
                                                             "pipeline_imbalance",
                                                             "pipeline_p2p",
                                                             "data_parallel_exposed",
                                                             "optimizer",
                                                             "offload",
                                                             "host",
                                                             "straggler"};
  return names[static_cast<std::size_t>(kind)];
}

std::variant<Step, std::vector<Problem>> simulate_step(const TrainingSetup& setup) {
  std::vector<Problem> problems = check_plan(setup);
  if (!problems.empty()) return problems;
  const workload::Roofline roofline(setup.accelerator);
  const StepCost cost = step_cost(setup, roofline);
  if (cost.memory.total() > setup.accelerator.memory) return check_memory(setup, cost.memory);
  return describe_step(setup, cost, roofline);
}

}  // namespace gw::training
