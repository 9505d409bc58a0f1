#include "gw/training/stage_layout.h"

namespace gw::training {

StageLayout stage_layout(std::int64_t layers, std::int64_t pipeline, std::int64_t virtual_pipeline,
                         bool uneven) {
  if (layers < 1 || pipeline < 1 || virtual_pipeline < 1) return {};
  const std::int64_t chunks = pipeline * virtual_pipeline;
  const double each = double(layers) / double(pipeline);
  if (layers % chunks == 0) return {.first = each, .middle = each, .last = each, .divides = true};
  if (chunks > layers) return {};
  if (pipeline > 1 && (layers + 2) % chunks == 0) {
    const double middle = double(layers + 2) / double(pipeline);
    return {.first = middle - 1, .middle = middle, .last = middle - 1, .divides = true};
  }
  if (pipeline > 1 && (layers + 1) % chunks == 0) {
    const double middle = double(layers + 1) / double(pipeline);
    return {.first = middle, .middle = middle, .last = middle - 1, .divides = true};
  }
  if (!uneven) return {};
  // The first stages take one layer more than the last.
  const auto floor = double(layers / pipeline);
  const double most = layers % pipeline == 0 ? floor : floor + 1;
  return {.first = most, .middle = most, .last = floor, .divides = true};
}

}  // namespace gw::training
