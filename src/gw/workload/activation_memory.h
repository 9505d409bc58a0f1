#pragma once
// Bytes a token leaves behind: activations kept for the backward pass, and the key/value cache.
//
// Activations [Korthikanti et al. 2022, arXiv:2205.05198, table 2], per layer of a GPT model, 16-bit:
//   none       s b h (10 + 24 / t + 5 a s / (h t));  with sequence parallelism (34 + 5 a s / h) / t
//   selective  the 5 a s term recomputed;            full: 2 s b h (the layer's input; / t with SP when
//   stored cut)
// generalised to grouped and latent attention, gated feed-forwards and experts by adding what each operator
// saves. Fused attention keeps its output and one fp32 number per query and head instead of the 5 a s term.

#include "gw/workload/model_flops.h"
#include "gw/workload/operators.h"

namespace gw::workload {

/// Activation bytes per token of the rank, one layer.
Bytes activation_bytes_per_token(const catalog::Model& model, LayerKind kind, const LayerInput& input,
                                 const Shards& shards, Recompute recompute);
/// Sum of what the operators save, for one micro-batch and rank; full recompute keeps only `layer_input`.
Bytes saved_bytes(const OperatorList& operators, Recompute recompute, Bytes layer_input);

/// Key/value cache of one token, all layers, one replica; `cache` is the stored format. Windowed layers hold
/// at most their window: the figure is for a token inside the window.
Bytes kv_bytes_per_token(const catalog::Model& model, catalog::Precision cache);

}  // namespace gw::workload
