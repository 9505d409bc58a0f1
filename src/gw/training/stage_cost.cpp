#include "gw/training/stage_cost.h"

#include <algorithm>
#include <variant>

#include "gw/network/collectives.h"
#include "gw/workload/activation_memory.h"

namespace gw::training {
namespace {

using network::CollectiveTime;
using network::Group;
using workload::KernelTime;
using workload::Operator;
using workload::OperatorKind;
using workload::OperatorList;
using workload::Roofline;

// HBM traffic of a kernel as the library runs it, over the operator's own.
double traffic_factor(const Operator& op, const Software& software) {
  if (op.kind != OperatorKind::memory) return 1.0;
  switch (op.pass) {
    case workload::Pass::elementwise:
      return op.busiest * software.elementwise_traffic;
    case workload::Pass::permutation:
      return op.busiest * (software.expert_dispatcher == ExpertDispatcher::deepep
                               ? software.deepep_permute_traffic
                               : software.permute_traffic);
    case workload::Pass::counted:
      return op.busiest;
  }
  return op.busiest;
}

// How the library's kernels differ from the best for the part.
KernelTime with_software(KernelTime time, const Operator& op, const Software& software,
                         const Roofline& roofline) {
  switch (op.kind) {
    case OperatorKind::gemm:
      time.compute = time.compute / software.matrix_rate_frac;
      break;
    case OperatorKind::grouped_gemm:
      time.compute = op.busiest / software.matrix_rate_frac * time.compute;
      break;
    case OperatorKind::attention:
      time.compute = (software.portable_attention ? roofline.portable_attention_ratio(op) : 1.0) /
                     software.attention_rate_frac * time.compute;
      break;
    case OperatorKind::memory:
      time.memory = traffic_factor(op, software) * time.memory;
      break;
  }
  return time;
}

void add_kernel(PassCost& pass, const Operator& op, const KernelTime& kernel, Flops flops, Bytes bytes,
                int kernels, const Roofline& roofline) {
  const Time time = kernel.time();
  if (kernel.memory_bound() || op.kind == OperatorKind::memory)
    pass.memory += time;
  else if (op.kind == OperatorKind::gemm)
    pass.gemm += time;
  else if (op.kind == OperatorKind::grouped_gemm)
    pass.grouped_gemm += time;
  else
    pass.attention += time;
  pass.launch += double(kernels) * roofline.launch();
  pass.kernels += double(kernels);
  const double peak = roofline.peak(op.precision).base();
  if (peak > 0) pass.tensor_peak_s += flops.base() / peak;
  pass.memory_bytes += bytes;
}

BlockCost kernels_of(const OperatorList& list, const Roofline& roofline, const Plan& plan) {
  BlockCost block;
  const Software& software = plan.software;
  for (const Operator& op : list) {
    const double traffic = traffic_factor(op, software);
    add_kernel(block.forward, op, forward_time(op, plan, roofline), op.flops_forward,
               traffic * op.bytes_forward, op.kernels_forward, roofline);
    // Its weight-gradient product is as large as the forward one.
    const Flops weights = workload::is_product(op.kind) ? op.flops_forward : Flops{};
    add_kernel(block.backward, op, backward_time(op, plan, roofline), op.flops_backward - weights,
               traffic * op.bytes_backward, op.kernels_backward, roofline);
    const KernelTime gradient = weight_gradient_time(op, plan, roofline);
    add_kernel(block.backward, op, gradient, plan.trainable_frac * weights,
               plan.trainable_frac * op.bytes_weight_gradient, 0, roofline);
    block.backward.weight_gradient += gradient.time();
    (op.expert_weights ? block.expert_weights : block.dense_weights) += op.weights_local;
    block.full += op.saved;
  }
  return block;
}

// The host launches ahead of the device; where its kernels are too short, the device waits for it.
void wait_for_host(PassCost& pass, const Software& software, double local_experts) {
  Time host = pass.kernels * software.host_per_kernel;
  if (local_experts > 0) host += software.expert_host + local_experts * software.expert_host_each;
  pass.launch += max(Time{}, host - pass.total());
}

// Adds a collective `times` over; `hidden` of its time runs under other work and slows it by `contention`.
void add_collective(PassCost& pass, Time PassCost::*where, const CollectiveTime& c, double times,
                    double hidden, double contention) {
  const Time exposed = times * (1.0 - hidden + hidden * contention) * c.total;
  pass.*where += exposed;
  if (c.binding_tier > 0) pass.scale_out_comm += exposed;
  pass.scale_up_bytes += times * c.scale_up_bytes;
  pass.scale_out_bytes += times * c.scale_out_bytes;
}

/// Builds the communication of one layer for one plan.
class LayerComm {
 public:
  LayerComm(const TrainingSetup& setup, const workload::LayerInput& input)
      : setup_(setup),
        plan_(setup.plan),
        element_(catalog::bytes_per_element(input.activation)),
        tokens_(input.tokens(shards_of(setup.plan))),
        hidden_(double(setup.model.hidden)),
        imbalance_(workload::expert_imbalance(setup.model, input, shards_of(setup.plan))) {
    tensor_ = tensor_block();
    if (setup.model.experts) experts_ = expert_block();
    const double kv = key_value_bytes();
    if (plan_.context > 1) {
      context_hop_ = network::send_receive(Bytes::from_base(kv),
                                           {.size = plan_.context, .stride = plan_.tensor}, setup.fabric);
    }
  }

  void add(BlockCost& block, bool experts) const {
    // One gather and one scatter (or one all-reduce) around attention, the same around a dense or shared
    // feed-forward.
    const bool dense_ffn = !experts || setup_.model.experts->shared_ffn > 0;
    const double blocks = dense_ffn && !plan_.parallel_block ? 2.0 : 1.0;
    const Software& software = plan_.software;
    for (PassCost* pass : {&block.forward, &block.backward}) {
      for (const CollectiveTime& c : tensor_)
        add_collective(*pass, &PassCost::tensor_comm, c, blocks, software.tensor_overlap_frac,
                       software.contention_frac);
      if (experts)
        for (const CollectiveTime& c : experts_)
          add_collective(*pass, &PassCost::expert_comm, c, imbalance_,
                         software.expert_overlap ? software.expert_overlap_frac : 0.0,
                         software.contention_frac);
    }
    add_context(block.forward, 1.0);
    add_context(block.backward, 2.0);  // keys, values and their gradients
  }

 private:
  // Keys and values travel round the ring while the rank computes with those it has.
  void add_context(PassCost& pass, double volume) const {
    if (plan_.context <= 1) return;
    const double hops = volume * double(plan_.context - 1);
    const Time ring = hops * context_hop_.total;
    const double hidden = ring.base() > 0 ? std::min(1.0, pass.attention / ring) : 1.0;
    add_collective(pass, &PassCost::context_comm, context_hop_, hops, hidden, plan_.software.contention_frac);
  }

  std::array<CollectiveTime, 2> tensor_block() const {
    const Group group{.size = plan_.tensor, .stride = 1};
    const Bytes bytes = Bytes::from_base(tokens_ * hidden_ * element_);
    if (!plan_.sequence_parallel) return {network::all_reduce(bytes, group, setup_.fabric), CollectiveTime{}};
    return {network::all_gather(bytes, group, setup_.fabric),
            network::reduce_scatter(bytes, group, setup_.fabric)};
  }

  // Dispatch and combine; with expert tensor ranks also a gather before and a scatter after.
  std::array<CollectiveTime, 4> expert_block() const {
    const double per_token = double(setup_.model.experts->per_token);
    const double copies = tokens_ / double(plan_.tensor) * per_token;
    const Bytes bytes = Bytes::from_base(copies * hidden_ * element_);
    const Group group{.size = plan_.expert, .stride = plan_.expert_tensor};
    const CollectiveTime exchange =
        plan_.software.expert_dispatcher == ExpertDispatcher::deepep
            ? network::all_to_all_once_per_domain(bytes, per_token, group, setup_.fabric)
            : network::all_to_all(bytes, group, setup_.fabric);
    const Group inner{.size = plan_.expert_tensor, .stride = 1};
    const Bytes gathered = double(plan_.expert_tensor) * bytes;
    return {exchange, exchange, network::all_gather(gathered, inner, setup_.fabric),
            network::reduce_scatter(gathered, inner, setup_.fabric)};
  }

  double key_value_bytes() const {
    const double tensor = double(plan_.tensor);
    if (const auto* a = std::get_if<catalog::GroupedAttention>(&setup_.model.attention))
      return tokens_ * 2.0 * double(a->kv_heads * a->head_dim) / std::min(tensor, double(a->kv_heads)) *
             element_;
    const auto& a = std::get<catalog::LatentAttention>(setup_.model.attention);
    return tokens_ * double(a.heads * (a.qk_nope_head_dim + a.qk_rope_head_dim + a.v_head_dim)) / tensor *
           element_;
  }

  const TrainingSetup& setup_;
  const Plan& plan_;
  double element_, tokens_, hidden_, imbalance_;
  std::array<CollectiveTime, 2> tensor_{};
  std::array<CollectiveTime, 4> experts_{};
  CollectiveTime context_hop_;
};

// Full recompute runs the forward again, in the part of the layers that it covers; selective runs attention
// again.
void set_recompute(BlockCost& block, const OperatorList& list, const Plan& plan, const Roofline& roofline,
                   Bytes layer_input) {
  block.saved = workload::saved_bytes(list, plan.recompute, layer_input);
  if (plan.recompute == Recompute::full) {
    const double part = plan.recompute_layers_frac;
    block.saved =
        part * block.saved + (1.0 - part) * workload::saved_bytes(list, Recompute::none, layer_input);
    block.recompute.add(block.forward, part);
  }
  const bool selective = plan.recompute == Recompute::selective,
             cheap = plan.recompute == Recompute::activations;
  for (const Operator& op : list)
    if ((selective && op.kind == OperatorKind::attention) || (cheap && op.cheap))
      add_kernel(block.recompute, op, forward_time(op, plan, roofline), op.flops_forward,
                 traffic_factor(op, plan.software) * op.bytes_forward, op.kernels_forward, roofline);
}

}  // namespace

KernelTime forward_time(const Operator& op, const Plan& plan, const Roofline& roofline) {
  return with_software(roofline.forward(op, plan.software.grouped_fused_frac), op, plan.software, roofline);
}

KernelTime backward_time(const Operator& op, const Plan& plan, const Roofline& roofline) {
  return with_software(roofline.backward(op, plan.software.grouped_fused_frac), op, plan.software, roofline);
}

KernelTime weight_gradient_time(const Operator& op, const Plan& plan, const Roofline& roofline) {
  const KernelTime all = with_software(roofline.weight_gradient(op, plan.software.grouped_fused_frac), op,
                                       plan.software, roofline);
  return {.compute = plan.trainable_frac * all.compute, .memory = plan.trainable_frac * all.memory};
}

void PassCost::add(const PassCost& o, double times) {
  gemm += times * o.gemm;
  grouped_gemm += times * o.grouped_gemm;
  attention += times * o.attention;
  memory += times * o.memory;
  launch += times * o.launch;
  weight_gradient += times * o.weight_gradient;
  kernels += times * o.kernels;
  tensor_comm += times * o.tensor_comm;
  expert_comm += times * o.expert_comm;
  context_comm += times * o.context_comm;
  scale_out_comm += times * o.scale_out_comm;
  tensor_peak_s += times * o.tensor_peak_s;
  memory_bytes += times * o.memory_bytes;
  scale_up_bytes += times * o.scale_up_bytes;
  scale_out_bytes += times * o.scale_out_bytes;
}

void BlockCost::add(const BlockCost& o, double times) {
  forward.add(o.forward, times);
  backward.add(o.backward, times);
  recompute.add(o.recompute, times);
  dense_weights += times * o.dense_weights;
  expert_weights += times * o.expert_weights;
  saved += times * o.saved;
  full += times * o.full;
}

workload::Shards shards_of(const Plan& plan) {
  return {.tensor = plan.tensor,
          .context = plan.context,
          .expert = plan.expert,
          .expert_tensor = plan.expert_tensor,
          .sequence_parallel = plan.sequence_parallel && plan.tensor > 1};
}

namespace {

// HBM bytes a weight and micro-batch of summing weight gradients.
struct GradientSums {
  double in_product, after;
};

// The product reads and writes the sum itself, or writes 16 bits that another kernel adds to it.
GradientSums gradient_sums(const Plan& plan) {
  constexpr double kWritten = 2.0;
  const double sum = plan.software.gradient == GradientFormat::fp32 ? 4.0 : 2.0;
  if (plan.software.fused_accumulation) return {.in_product = 2.0 * sum, .after = 0.0};
  return {.in_product = kWritten, .after = plan.trainable_frac * (kWritten + 2.0 * sum)};
}

}  // namespace

workload::LayerInput layer_input(const catalog::Model& model, const catalog::Accelerator& accelerator,
                                 const Plan& plan) {
  using catalog::Precision;
  const bool wide = plan.precision == Precision::fp32 || plan.precision == Precision::tf32;
  const bool half = plan.precision == Precision::fp16 || !accelerator.peak.bf16;
  const GradientSums sums = gradient_sums(plan);
  return {.micro_batch = double(plan.micro_batch),
          .sequence = double(plan.sequence_length),
          .matmul = plan.precision,
          .activation = wide   ? plan.precision
                        : half ? Precision::fp16
                               : Precision::bf16,
          .weight_gradient_bytes = sums.in_product,
          .accumulate_bytes = sums.after,
          .fused_attention = plan.software.fused_attention,
          .fused_experts = plan.software.fused_experts,
          .parallel_block = plan.parallel_block,
          .dropout = model.biases && model.activation == catalog::Activation::gelu,
          .expert_imbalance = plan.software.expert_imbalance};
}

double shared_vocabulary(const TrainingSetup& setup) {
  if (!setup.model.tied_embeddings || setup.plan.pipeline > 1) return 0.0;
  return double(setup.model.vocabulary) * double(setup.model.hidden) / double(setup.plan.tensor);
}

ModelCost model_cost(const TrainingSetup& setup, const Roofline& roofline) {
  const Plan& plan = setup.plan;
  const workload::Shards shards = shards_of(plan);
  const workload::LayerInput input = layer_input(setup.model, setup.accelerator, plan);
  const double rows = input.tokens(shards) / (shards.sequence_parallel ? double(plan.tensor) : 1.0);
  const Bytes boundary =
      Bytes::from_base(rows * double(setup.model.hidden) * catalog::bytes_per_element(input.activation));
  const LayerComm communication(setup, input);

  ModelCost cost;
  cost.layer_count = double(std::max<std::int64_t>(1, setup.model.layers));
  const auto layer = [&](workload::LayerKind kind) {
    const OperatorList list = workload::layer_operators(setup.model, kind, input, shards);
    BlockCost block = kernels_of(list, roofline, plan);
    communication.add(block, kind.experts);
    const double local = kind.experts ? double(setup.model.experts->routed) / double(plan.expert) : 0.0;
    wait_for_host(block.forward, plan.software, local);
    wait_for_host(block.backward, plan.software, local);
    set_recompute(block, list, plan, roofline, boundary);
    cost.heaviest_layer = max(cost.heaviest_layer, block.full);
    return block;
  };
  const workload::LayerMix mix = workload::layer_mix(setup.model);
  for (std::size_t i = 0; i < mix.counts.size(); ++i)
    if (mix.counts[i] > 0) cost.layers.add(layer(workload::layer_kind_at(i)), double(mix.counts[i]));

  cost.embedding = kernels_of(workload::embedding_operators(setup.model, input, shards), roofline, plan);
  cost.embedding.saved = cost.embedding.full;
  cost.head = kernels_of(workload::head_operators(setup.model, input, shards), roofline, plan);
  cost.head.saved = cost.head.full;
  if (setup.model.multi_token_layers > 0) {
    const double extra = double(setup.model.multi_token_layers);
    const double head_weights = cost.head.dense_weights;  // shared with the main head
    cost.head.add(BlockCost(cost.head), extra);
    cost.head.dense_weights = head_weights;
    cost.head.add(layer({.experts = setup.model.experts.has_value(), .full_attention = true}), extra);
    cost.head.add(kernels_of(workload::multi_token_operators(setup.model, input, shards), roofline, plan),
                  extra);
  }
  return cost;
}

}  // namespace gw::training
