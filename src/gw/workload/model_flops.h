#pragma once
// Model FLOPs of a token: what MFU counts, and what the hardware does.
//
// Convention (stated with every MFU): model FLOPs = forward + 2 x forward for backward, no recompute, causal
// attention counted once (mean keys (s + 1) / 2: the masked half is not counted), embedding lookup zero,
// vocabulary projection counted, norms and activations not counted. This is 6 x (active matrix parameters) +
// attention 6 * layers * heads * (d_qk + d_v) * mean_context. [Chowdhery et al. 2022, arXiv:2204.02311,
// appendix B, counts the full s instead of the causal half: `attention_full` gives that.]

#include "gw/catalog/model.h"
#include "gw/units/quantity.h"

namespace gw::workload {

/// Which activations the backward pass recomputes.
/// none; selective: the scores of unfused attention; full: whole layers; activations: outputs of norms and
/// activation functions (cheap passes over memory), as Megatron-Core's recompute of modules.
enum class Recompute { none, selective, full, activations };
const char* to_string(Recompute recompute);

/// Training FLOPs of one token, forward and backward.
struct ModelFlops {
  Flops matrix;          ///< 6 per active matrix parameter, head included
  Flops attention;       ///< causal
  Flops attention_full;  ///< as papers that count the whole s x s square do
  Flops total() const { return matrix + attention; }
  Flops total_full_attention() const { return matrix + attention_full; }
};
ModelFlops model_flops_per_token(const catalog::Model& model, double sequence);

/// Hardware FLOPs of one token: model FLOPs, the score recompute of fused attention, and `recompute`.
Flops hardware_flops_per_token(const catalog::Model& model, double sequence, Recompute recompute,
                               bool fused_attention = true);

/// Forward FLOPs of one token with `context` earlier tokens in the cache (inference), head included.
Flops forward_flops_per_token(const catalog::Model& model, double context);

}  // namespace gw::workload
