#include "gw/training/stage_layout.h"

#include <algorithm>
#include <cmath>

namespace gw::training {
namespace {

double whole_layers(Time room, Time layer) {
  constexpr double kRoundOff = 1e-9;
  return std::max(0.0, std::floor(room / layer + kRoundOff));
}

}  // namespace

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

Time balanced_stage(double layers, double p, const StageTimes& times) {
  const auto [layer, first, last] = times;
  if (!(layer.base() > 0)) return max(first, last);
  const auto held = [&](Time t) {
    return whole_layers(t - first, layer) + (p - 2.0) * whole_layers(t, layer) +
           whole_layers(t - last, layer);
  };
  Time best = layers * layer + first + last;
  for (const Time extra : {Time{}, first, last}) {
    const double least =
        std::max(0.0, std::floor(((layers * layer + first + last) / p - extra) / layer) - 1.0);
    for (double k = least; k <= layers; ++k) {
      const Time t = k * layer + extra;
      if (t >= best) break;
      if (t >= first && t >= last && held(t) >= layers) best = t;
    }
  }
  return best;
}

double balanced_middle(double layers, double p, const StageTimes& times, Time slowest) {
  if (p <= 2.0 || !(times.layer.base() > 0)) return 0.0;
  const double ends =
      whole_layers(slowest - times.first, times.layer) + whole_layers(slowest - times.last, times.layer);
  return std::ceil(std::max(0.0, layers - ends) / (p - 2.0));
}

}  // namespace gw::training
