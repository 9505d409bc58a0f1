#pragma once
// A transformer layer as the kernels one accelerator runs for one micro-batch, forward and backward.
//
// What: every matrix product, attention, expert product and memory-bound pass of a layer, with its FLOPs, its
// HBM bytes, its weights, and the activation bytes it leaves for the backward pass, after the layer has been
// cut over tensor (tp), context (cp), expert (ep) and expert-tensor (etp) ranks.
//
// Equations, per rank, T = micro_batch * sequence / cp tokens, R = T / tp with sequence parallelism, else R =
// T:
//   GEMM (m x k)(k x n):   forward 2 m n k; backward 4 m n k (input and weight gradients)
//   attention:             forward 2 T c (heads / tp) (d_qk + d_v), c = mean keys per query (mean_context);
//                          backward 2 x, and the fused kernel recomputes the scores: + 2 T c (heads/tp) d_qk;
//                          unfused kernels do the whole square, c = s, and move the scores through HBM
//   activations saved:     [Korthikanti et al. 2022, arXiv:2205.05198, section 4], item by item; a GPT layer
//                          sums to s b h (34 + 5 a s / h) without parallelism (tested)
//   weight gradients accumulate in fp32 in the weight-gradient GEMM (8 bytes read and written per weight)
//
// Neglected: padding of the vocabulary, tensor-parallel replication of key/value heads beyond weights. Sizes
// are doubles: they exceed 2^31 and are divided by rank counts.

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "gw/catalog/accelerator.h"
#include "gw/catalog/model.h"
#include "gw/units/quantity.h"

namespace gw::workload {

enum class OperatorKind { gemm, grouped_gemm, attention, memory };
const char* to_string(OperatorKind kind);
/// A matrix product, or a group of them.
constexpr bool is_product(OperatorKind kind) {
  return kind == OperatorKind::gemm || kind == OperatorKind::grouped_gemm;
}

/// What a pass over memory does; libraries move more than the least bytes by kind.
enum class Pass {
  elementwise,  ///< norms, activations, residuals, casts
  permutation,  ///< tokens between experts' order and the sequence's
  counted,      ///< counted kernel by kernel as libraries run them
};

/// One kernel (or fused group of kernels) of one layer, one micro-batch, one rank.
struct Operator {
  const char* name = "";  ///< "qkv_projection", "expert_up", "norm", ...: a literal
  OperatorKind kind = OperatorKind::memory;
  catalog::Precision precision = catalog::Precision::bf16;  ///< of the matrix product
  double m = 0, n = 0, k = 0;  ///< of one product of the batch; attention: queries, head_dim, mean keys
  double batch = 1;            ///< independent products: local experts, or local heads
  Flops flops_forward,
      flops_backward;  ///< matrix FLOPs as the hardware does them (fused attention recomputes)
  Bytes bytes_forward, bytes_backward;  ///< HBM traffic; backward without that of weight gradients
  Bytes bytes_weight_gradient;          ///< of the product that makes weight gradients
  double weights = 0;             ///< parameters before cutting: summed over a model they equal its total
  double weights_local = 0;       ///< parameters on this rank
  double busiest = 1;             ///< work of the busiest expert rank over the mean (experts only)
  Pass pass = Pass::elementwise;  ///< memory operators only
  bool expert_weights = false;    ///< reduced over the expert data-parallel group, not the dense one
  Bytes saved;                    ///< activations kept for backward when nothing is recomputed
  Bytes saved_cheap;   ///< the part of `saved` that is the output of a norm or an activation function
  bool cheap = false;  ///< a norm or an activation function: a pass over memory that recompute may run again
  Bytes saved_scores;  ///< the part of `saved` that selective recompute drops: scores, softmax, masks
  int kernels_forward = 1, kernels_backward = 1;  ///< launches
};

/// A short list of operators without heap memory.
class OperatorList {
 public:
  static constexpr std::size_t kCapacity = 32;
  void push_back(const Operator& op);
  std::size_t size() const { return size_; }
  const Operator& operator[](std::size_t i) const { return items_[i]; }
  Operator& operator[](std::size_t i) { return items_[i]; }
  Operator& back() { return items_[size_ - 1]; }
  const Operator* begin() const { return items_.data(); }
  const Operator* end() const { return items_.data() + size_; }

 private:
  std::array<Operator, kCapacity> items_{};
  std::size_t size_ = 0;
};

/// The four kinds a layer can be; a model is a count of each.
struct LayerKind {
  bool experts = false;        ///< mixture of experts instead of the dense feed-forward
  bool full_attention = true;  ///< false: sliding-window or chunked
};
/// How many layers of each kind a model has. `counts` is indexed by layer_kind_index.
struct LayerMix {
  std::array<std::int64_t, 4> counts{};
  std::int64_t total() const { return counts[0] + counts[1] + counts[2] + counts[3]; }
};
constexpr std::size_t layer_kind_index(LayerKind kind) {
  return (kind.experts ? 2u : 0u) + (kind.full_attention ? 0u : 1u);
}
constexpr LayerKind layer_kind_at(std::size_t index) {
  return {.experts = index >= 2, .full_attention = index % 2 == 0};
}
LayerMix layer_mix(const catalog::Model& model);

/// How a layer is cut over ranks.
struct Shards {
  std::int64_t tensor = 1, context = 1, expert = 1, expert_tensor = 1;
  bool sequence_parallel = false;  ///< norms and residuals divided over the tensor ranks
};

/// What passes through a layer.
struct LayerInput {
  double micro_batch = 1;                                ///< sequences
  double sequence = 2048;                                ///< tokens of a sequence, before context parallelism
  catalog::Precision matmul = catalog::Precision::bf16;  ///< of the linear layers
  catalog::Precision activation = catalog::Precision::bf16;  ///< of everything else, attention included
  double weight_gradient_bytes =
      8;  ///< HBM traffic of the product that makes a weight's gradient: fp32 sums read and written
  double accumulate_bytes = 0;    ///< of adding it to the sum in a kernel of its own; 0: the product does
  bool fused_attention = true;    ///< Flash-style: scores never reach HBM
  bool fused_experts =
      true;  ///< biases, clamps and (mxfp8) activation and casts of experts are part of their products
  bool parallel_block = false;    ///< one norm and one residual for the whole layer
  bool dropout = false;           ///< masks are saved (GPT-3 era)
  std::optional<double> expert_imbalance{};  ///< of the busiest expert rank; absent = by the model's router
  /// Tokens of one rank: micro_batch * sequence / context.
  double tokens(const Shards& shards) const { return micro_batch * sequence / double(shards.context); }
};

/// Work of the busiest expert rank over the mean; 1 without experts.
double expert_imbalance(const catalog::Model& model, const LayerInput& input, const Shards& shards);
/// The operators of one layer.
OperatorList layer_operators(const catalog::Model& model, LayerKind kind, const LayerInput& input,
                             const Shards& shards);
/// Token table lookup, learned positions: the start of the first pipeline stage.
OperatorList embedding_operators(const catalog::Model& model, const LayerInput& input, const Shards& shards);
/// Final norm, vocabulary projection and loss: the end of the last pipeline stage.
OperatorList head_operators(const catalog::Model& model, const LayerInput& input, const Shards& shards);
/// What one extra next-token-prediction layer adds beside a layer and a head: two norms and a 2h -> h
/// projection.
OperatorList multi_token_operators(const catalog::Model& model, const LayerInput& input,
                                   const Shards& shards);

/// Mean number of keys a query attends to, causal: (s + 1) / 2 in full layers; with a window w < s,
/// (w (w + 1) / 2 + (s - w) w) / s.
double mean_context(const catalog::Model& model, bool full_attention, double sequence);

}  // namespace gw::workload
