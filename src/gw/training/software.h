#pragma once
// What the training library does with a plan: which kernels it fuses, what it hides, what the host costs.
// Rows: catalog/software/*.yaml. A plan names one and may change single values.

#include <optional>
#include <string>

#include "gw/catalog/accelerator.h"
#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::training {

enum class GradientFormat { fp32, bf16 };
/// How tokens reach their experts: a copy for each, or one for a scale-up domain, copied as it arrives
/// (DeepEP, HybridEP).
enum class ExpertDispatcher { all_to_all, deepep };

struct Software {
  std::string name;
  bool fused_attention = true;  ///< Flash-style kernels: scores never reach HBM
  bool portable_attention =
      false;  ///< its attention kernels are those of the generation before (FlashAttention-2)
  double attention_rate_frac = 1.0;  ///< rate of its attention kernels over the best for the part
  double matrix_rate_frac = 1.0;     ///< the same of its matrix products
  double elementwise_traffic =
      1.0;  ///< HBM traffic of norms, activations, residuals over fully fused kernels
  Time host_per_kernel =
      4.0 * unit::us;  ///< host time to launch one kernel; hidden while the device is behind
  Time host_per_step = 20.0 * unit::ms;  ///< data loading, logging, optimizer bookkeeping that nothing hides
  GradientFormat gradient = GradientFormat::bf16;  ///< format gradients are kept and reduced in
  bool fused_accumulation = true;  ///< weight-gradient products add to the sum over micro-batches themselves
  bool fused_experts =
      true;  ///< biases, clamps and (mxfp8) activation and casts of experts are part of their products
  bool data_overlap = true;        ///< data-parallel traffic runs under computation
  double data_window_frac = 0.8;   ///< part of the computation under which it moves
  double tensor_overlap_frac = 0.6;  ///< part of tensor-parallel traffic under matrix products
  bool expert_overlap = true;  ///< the expert all-to-all of a micro-batch runs under another's computation
  double expert_overlap_frac = 0.0;  ///< and the part of it that hides there
  double contention_frac = 0.1;      ///< slowdown of computation while traffic runs under it
  double grouped_fused_frac = 0.5;   ///< products of local experts: 0 one after another, 1 as one kernel
  ExpertDispatcher expert_dispatcher = ExpertDispatcher::deepep;
  double permute_traffic = 1.0;  ///< HBM traffic of token permutation over one read and one write, all_to_all
  double deepep_permute_traffic = 1.0;  ///< and with deepep
  std::optional<double>
      expert_imbalance;        ///< tokens of the busiest expert rank over the mean; absent = by the model
  Time expert_host = {};       ///< host time of a pass of a layer with experts, beside its launches
  Time expert_host_each = {};  ///< and of each local expert
  double shard_messages_per_layer = 1;  ///< ZeRO-3: gathers of a layer (one a tensor in DeepSpeed)
  double straggler_frac = 0.005;        ///< step time added by each doubling of the nodes
  static const describe::RecordType& description();
};

/// The software row that `gw train` takes for a part when none is named: XLA for Google's, else
/// Megatron-Core.
const char* usual_software_row(const catalog::Accelerator& accelerator);

}  // namespace gw::training
