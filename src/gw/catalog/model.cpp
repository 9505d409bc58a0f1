#include "gw/catalog/model.h"

#include <fmt/format.h>

namespace gw::catalog {

bool Model::is_moe_layer(std::int64_t layer) const {
  if (!experts || experts->routed == 0 || layer < experts->first_dense_layers) return false;
  const std::int64_t every = experts->every < 1 ? 1 : experts->every;
  return (layer + 1) % every == 0;  // the last layer of each group, as Llama 4 and Qwen place them
}

std::int64_t Model::moe_layers() const {
  std::int64_t count = 0;
  for (std::int64_t layer = 0; layer < layers; ++layer) count += is_moe_layer(layer) ? 1 : 0;
  return count;
}

std::vector<ShapeProblem> check_shape(const Model& model) {
  std::vector<ShapeProblem> out;
  if (const auto* attention = std::get_if<GroupedAttention>(&model.attention))
    if (attention->kv_heads < 1 || attention->heads % attention->kv_heads != 0)
      out.push_back({"attention.kv_heads", fmt::format("{} key-value heads do not divide {} attention heads",
                                                       attention->kv_heads, attention->heads)});
  if (!model.experts) return out;
  const Experts& e = *model.experts;
  if (e.per_token > e.routed)
    out.push_back({"experts.per_token", fmt::format("{} experts per token, but a layer has {}", e.per_token, e.routed)});
  if (model.moe_layers() == 0)
    out.push_back({"experts", fmt::format("no layer of {} has experts: first dense {}, then every {}", model.layers,
                                          e.first_dense_layers, e.every)});
  return out;
}

}  // namespace gw::catalog
