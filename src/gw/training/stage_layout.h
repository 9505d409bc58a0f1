#pragma once
// How many layers each pipeline stage holds.
//
// Megatron-LM's rules: the layers divide over pipeline x virtual chunks; or embedding and loss each count as
// a layer (L + 2 divides: the first and last stage hold one fewer), or the loss alone does (L + 1). With
// uneven stages any count goes, spread as evenly as whole layers allow.

#include <cstdint>

#include "gw/units/quantity.h"

namespace gw::training {

struct StageLayout {
  double first = 0, middle = 0, last = 0;  ///< layers of the first, a full middle, and the last stage
  bool divides = false;
};

StageLayout stage_layout(std::int64_t layers, std::int64_t pipeline, std::int64_t virtual_pipeline,
                         bool uneven);

/// What one layer, and embedding and head beside the layers of the first and last stage, take.
struct StageTimes {
  Time layer, first, last;
};

/// The least time of the fullest stage when whole layers may lie on any stage: the least t for which
///   floor((t - first) / layer) + (p - 2) floor(t / layer) + floor((t - last) / layer) >= layers.
/// It is a whole number of layers, alone or beside the embedding or the head.
Time balanced_stage(double layers, double stages, const StageTimes& times);
/// Layers of the fullest middle stage then: more than an even share where embedding or head weigh much.
double balanced_middle(double layers, double stages, const StageTimes& times, Time slowest);

}  // namespace gw::training
