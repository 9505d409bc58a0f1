#pragma once
// How many layers each pipeline stage holds.
//
// Megatron-LM's rules: the layers divide over pipeline x virtual chunks; or embedding and loss each count as
// a layer (L + 2 divides: the first and last stage hold one fewer), or the loss alone does (L + 1). With
// uneven stages any count goes, spread as evenly as whole layers allow.

#include <cstdint>

namespace gw::training {

struct StageLayout {
  double first = 0, middle = 0, last = 0;  ///< layers of the first, a full middle, and the last stage
  bool divides = false;
};

StageLayout stage_layout(std::int64_t layers, std::int64_t pipeline, std::int64_t virtual_pipeline,
                         bool uneven);

}  // namespace gw::training
