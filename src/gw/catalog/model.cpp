#include "gw/catalog/model.h"

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

}  // namespace gw::catalog
