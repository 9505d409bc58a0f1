#include "gw/training/operator_table.h"

#include "gw/training/stage_cost.h"

namespace gw::training {
namespace {

using workload::OperatorList;

double efficiency(const OperatorRow& row, const catalog::Accelerator& part) {
  const Time time = row.forward.time.time() + row.backward_time();
  if (!(time.base() > 0)) return 0.0;
  const bool matrix = row.op.kind != workload::OperatorKind::memory && !row.forward.time.memory_bound();
  const FlopRate peak = part.peak_rate(row.op.precision);
  if (matrix) return peak.base() > 0 ? (row.flops() / time) / peak : 0.0;
  return (row.bytes() / time) / part.memory_bandwidth;
}

class Table {
 public:
  explicit Table(const TrainingSetup& setup) : setup_(setup), roofline_(setup.accelerator) {}
  std::vector<OperatorBlock> blocks;

  void add(std::string name, double count, const OperatorList& list) {
    OperatorBlock& block = blocks.emplace_back(OperatorBlock{std::move(name), count, {}});
    for (const workload::Operator& op : list) {
      const Flops weights = workload::is_product(op.kind) ? op.flops_forward : Flops{};
      OperatorRow row{
          .op = op,
          .forward = {forward_time(op, setup_.plan, roofline_), op.flops_forward, op.bytes_forward},
          .backward = {backward_time(op, setup_.plan, roofline_), op.flops_backward - weights,
                       op.bytes_backward},
          .weight_gradient = {weight_gradient_time(op, setup_.plan, roofline_),
                              setup_.plan.trainable_frac * weights,
                              setup_.plan.trainable_frac * op.bytes_weight_gradient}};
      row.efficiency_frac = efficiency(row, setup_.accelerator);
      block.rows.push_back(row);
    }
  }

 private:
  const TrainingSetup& setup_;
  workload::Roofline roofline_;
};

std::string name_of(workload::LayerKind kind) {
  return std::string(kind.experts ? "expert layer" : "dense layer") +
         (kind.full_attention ? "" : ", windowed attention");
}

}  // namespace

const char* OperatorPass::bound_by() const {
  if (!(time.time().base() > 0)) return "";
  return time.memory_bound() || !(flops.base() > 0) ? "memory" : "matrix";
}

FlopRate OperatorPass::achieved() const { return time.time().base() > 0 ? flops / time.time() : FlopRate{}; }

Bandwidth OperatorPass::traffic_rate() const {
  return time.time().base() > 0 ? bytes / time.time() : Bandwidth{};
}

std::vector<OperatorBlock> operator_table(const TrainingSetup& setup) {
  const catalog::Model& model = setup.model;
  const workload::Shards shards = shards_of(setup.plan);
  const workload::LayerInput input = layer_input(model, setup.accelerator, setup.plan);
  const double extra = double(model.multi_token_layers);
  Table table(setup);
  table.add("embedding", 1, workload::embedding_operators(model, input, shards));
  const workload::LayerMix mix = workload::layer_mix(model);
  for (std::size_t i = 0; i < mix.counts.size(); ++i) {
    const workload::LayerKind kind = workload::layer_kind_at(i);
    if (mix.counts[i] > 0)
      table.add(name_of(kind), double(mix.counts[i]), workload::layer_operators(model, kind, input, shards));
  }
  table.add("head", 1.0 + extra, workload::head_operators(model, input, shards));
  if (extra > 0) {
    const workload::LayerKind kind{.experts = model.experts.has_value(), .full_attention = true};
    table.add("extra prediction: " + name_of(kind), extra,
              workload::layer_operators(model, kind, input, shards));
    table.add("extra prediction: projection", extra, workload::multi_token_operators(model, input, shards));
  }
  return std::move(table.blocks);
}

}  // namespace gw::training
