#pragma once
// Parts of a Hugging Face config that several families share.

#include "gw/catalog/hugging_face_config.h"

namespace gw::catalog {

/// num_attention_heads, num_key_value_heads (default: as many), head_dim (default: hidden / heads).
GroupedAttention read_grouped_attention(const HuggingFaceConfig& config, std::int64_t hidden);
/// The activation of a gated (three matrices) or plain (two matrices) feed-forward.
Activation read_activation(const HuggingFaceConfig& config, const std::string& key,
                           const std::string& otherwise, bool gated);

}  // namespace gw::catalog
