#include "gw/network/fabric.h"

#include <algorithm>

namespace gw::network {

namespace {

// Levels to build: those given, or one that joins everything.
std::vector<ScaleOutLevel> levels_of(const ScaleOut& scale_out) {
  if (!scale_out.levels.empty()) return scale_out.levels;
  return {ScaleOutLevel{.name = "scale_out"}};
}

}  // namespace

Fabric make_fabric(const catalog::Accelerator& accelerator, const ScaleOut& scale_out,
                   std::int64_t accelerators) {
  Fabric fabric{.tiers = {}, .in_network_reduction = accelerator.in_network_reduction};
  const std::int64_t domain = std::max<std::int64_t>(1, accelerator.scale_up_domain);
  const std::int64_t all = std::max<std::int64_t>(1, accelerators);
  fabric.tiers.push_back({.name = "scale_up",
                          .group = domain,
                          .bandwidth = accelerator.scale_up_bandwidth,
                          .latency = scale_out.scale_up_latency,
                          .efficiency_frac = scale_out.scale_up_efficiency_frac,
                          .all_to_all_frac = scale_out.all_to_all_efficiency_frac});
  double oversubscription = 1.0;
  for (const ScaleOutLevel& level : levels_of(scale_out)) {
    const std::int64_t reached = level.accelerators > 0 ? level.accelerators : all;
    // A narrow level also narrows everything beyond it.
    oversubscription = std::max(oversubscription, level.oversubscription);
    if (fabric.tiers.back().group >= all || reached <= fabric.tiers.back().group) continue;
    fabric.tiers.push_back({.name = level.name,
                            .group = reached,
                            .bandwidth = accelerator.scale_out_bandwidth / oversubscription,
                            .latency = level.latency,
                            .efficiency_frac = scale_out.scale_out_efficiency_frac,
                            .all_to_all_frac = scale_out.all_to_all_efficiency_frac});
  }
  // The last level joins whatever there is.
  fabric.tiers.back().group = std::max(fabric.tiers.back().group, all);
  return fabric;
}

const char* usual_fabric_row(const catalog::Accelerator& accelerator) {
  constexpr int kLargestNode = 16;
  const Bandwidth kHdr = Bandwidth::from_base(25e9);  // 200 Gbit/s: the A100 generation and older
  if (accelerator.vendor == "Google") return "tpu_ici_3d_torus";
  if (accelerator.scale_up_domain > kLargestNode) return "nvl72_spectrum_x";
  return accelerator.scale_out_bandwidth <= kHdr ? "nvlink_infiniband_200g" : "nvlink_infiniband_400g";
}

}  // namespace gw::network
