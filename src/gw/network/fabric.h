#pragma once
// The network as an accelerator sees it: tiers from the scale-up domain outwards, each with the bandwidth one
// accelerator can drive across it, its latency, and the fraction of line rate collectives reach.
//
// The scale-up tier comes from the accelerator's datasheet (NVLink, xGMI, ICI); the scale-out tiers come from
// a catalogue row (catalog/fabrics/*.yaml) and the accelerator's share of network interfaces.
// Oversubscription of a level divides the bandwidth that crosses it.
//
// Neglected: congestion between jobs, adaptive-routing collisions, failed links (efficiency_frac stands for
// the mean effect on collectives).

#include <cstdint>
#include <string>
#include <vector>

#include "gw/catalog/accelerator.h"
#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::network {

/// One level of switches above the scale-up domain, nearest first.
struct ScaleOutLevel {
  std::string name;               ///< "leaf", "spine", "core"
  std::int64_t accelerators = 0;  ///< reachable without crossing the next level; 0 = all
  double oversubscription = 1.0;  ///< bandwidth down : up entering this level; 1 = non-blocking
  Time latency = 5.0 * unit::us;  ///< one message, software to software, through this level
  static const describe::RecordType& description();
};

/// Scale-out network of a hall: a catalogue row. Its power is in power/campus_network.h, its price in that of
/// IT.
struct ScaleOut {
  std::string name;
  Time scale_up_latency = 2.0 * unit::us;    ///< one hop inside the scale-up domain, software included
  double scale_up_efficiency_frac = 0.80;    ///< of scale-up bandwidth reached by large ring collectives
  double scale_out_efficiency_frac = 0.92;   ///< of interface line rate reached by large collectives
  double all_to_all_efficiency_frac = 0.85;  ///< of line rate (either tier) reached by all-to-all
  std::vector<ScaleOutLevel> levels;         ///< nearest first; empty = one non-blocking level
  static const describe::RecordType& description();
};

/// One tier of the built fabric.
struct Tier {
  std::string name;
  std::int64_t group = 0;      ///< accelerators that reach each other without leaving this tier
  Bandwidth bandwidth;         ///< per accelerator and direction, line rate after oversubscription
  Time latency;                ///< per message or ring step
  double efficiency_frac = 1;  ///< of `bandwidth`, large ring collectives
  double all_to_all_frac = 1;  ///< of `bandwidth`, large all-to-alls
};

/// Tiers from the scale-up domain outwards; each group is larger than the one before. Never empty.
struct Fabric {
  std::vector<Tier> tiers;
  bool in_network_reduction = false;  ///< scale-up switches reduce
};

/// The fabric of `accelerators` parts. The last tier's group is at least `accelerators`; tiers no larger than
/// the scale-up domain are left out.
Fabric make_fabric(const catalog::Accelerator& accelerator, const ScaleOut& scale_out,
                   std::int64_t accelerators);

/// The fabrics row that parts of this kind are usually built on, by what the datasheet says: a torus for
/// Google's, NVL72 racks for scale-up domains beyond a node, else boxes of NVLink or alike on InfiniBand of
/// the interface's generation. The one rule of `gw train` and `gw evidence`.
const char* usual_fabric_row(const catalog::Accelerator& accelerator);

}  // namespace gw::network
