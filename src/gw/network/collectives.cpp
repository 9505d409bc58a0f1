#include "gw/network/collectives.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gw::network {
namespace {

constexpr std::size_t kMaxTiers = 8;

/// The group cut over the tiers: `members[t]` at tier t, `reach[t]` joined by tiers 0..t.
struct Cut {
  std::array<double, kMaxTiers> members{}, reach{};
  std::size_t tiers = 0;
};

// Ranks inside one tier group: consecutive ranks lie `stride` apart. A group that does not fill its domains
// evenly is spread evenly over the domains it needs.
Cut cut(Group group, const Fabric& fabric) {
  Cut out;
  out.tiers = std::min(fabric.tiers.size(), kMaxTiers);
  const double size = double(group.size), stride = double(std::max<std::int64_t>(1, group.stride));
  double reached = 1.0;
  for (std::size_t t = 0; t < out.tiers; ++t) {
    const double room = std::max(1.0, std::floor(double(fabric.tiers[t].group) / stride));
    const bool last = t + 1 == out.tiers;
    double inside = last ? size : size / std::ceil(size / std::min(size, room));
    inside = std::max(inside, reached);
    out.members[t] = inside / reached;
    out.reach[t] = reached = inside;
  }
  return out;
}

// Groups spread over domains have fractional members; rounding must not turn 7 into 8.
double whole_steps(double steps) { return std::ceil(steps - 1e-9); }

double seconds_per_byte(const Tier& tier, double efficiency) {
  const double rate = tier.bandwidth.base() * efficiency;
  return rate > 0 ? 1.0 / rate : 0.0;
}

/// Gathers the tiers: bandwidth times overlap, latencies add.
struct Sum {
  double bandwidth_s = 0, latency_s = 0, largest_latency_s = 0;
  int bandwidth_tier = 0, latency_tier = 0;
  double scale_up_bytes = 0, scale_out_bytes = 0;

  void add(std::size_t tier, double bytes, double time_s, double latency) {
    (tier == 0 ? scale_up_bytes : scale_out_bytes) += bytes;
    if (time_s > bandwidth_s) bandwidth_s = time_s, bandwidth_tier = int(tier);
    if (latency > largest_latency_s) largest_latency_s = latency, latency_tier = int(tier);
    latency_s += latency;
  }
  double total_s() const { return bandwidth_s + latency_s; }
  CollectiveTime result() const {
    CollectiveTime out;
    out.bandwidth_part = Time::from_base(bandwidth_s);
    out.latency_part = Time::from_base(latency_s);
    out.total = out.bandwidth_part + out.latency_part;
    const bool latency = latency_s > bandwidth_s;
    if (total_s() > 0) out.binding_term = latency ? Term::latency : Term::bandwidth;
    out.binding_tier = latency ? latency_tier : bandwidth_tier;
    out.scale_up_bytes = Bytes::from_base(scale_up_bytes);
    out.scale_out_bytes = Bytes::from_base(scale_out_bytes);
    return out;
  }
};

// `passes` ring passes over the tiers: 1 for a reduce-scatter or an all-gather, 2 for an all-reduce.
// Bandwidth is that of the hierarchy; latency that of one flat ring, whose every step waits for its slowest
// hop.
Sum ring(double bytes, const Cut& c, const Fabric& fabric, double passes) {
  Sum sum;
  double held = bytes, ranks = 1.0;
  std::size_t outermost = 0;
  for (std::size_t t = 0; t < c.tiers; ++t) {
    ranks *= c.members[t];
    if (c.members[t] > 1.0) outermost = t;
  }
  for (std::size_t t = 0; t < c.tiers; ++t) {
    const double n = c.members[t];
    if (n <= 1.0) continue;
    const Tier& tier = fabric.tiers[t];
    const double moved = passes * held * (n - 1.0) / n;
    const double steps = t == outermost ? passes * whole_steps(ranks - 1.0) : 0.0;
    sum.add(t, moved, moved * seconds_per_byte(tier, tier.efficiency_frac), steps * tier.latency.base());
    held /= n;
  }
  return sum;
}

// Reduction up a binary tree and broadcast down at every tier: fewer steps, each on the whole held buffer.
Sum tree(double bytes, const Cut& c, const Fabric& fabric) {
  Sum sum;
  double held = bytes;
  for (std::size_t t = 0; t < c.tiers; ++t) {
    const double n = c.members[t];
    if (n <= 1.0) continue;
    const Tier& tier = fabric.tiers[t];
    const double moved = 2.0 * held, steps = 2.0 * whole_steps(std::log2(n));
    sum.add(t, moved, moved * seconds_per_byte(tier, tier.efficiency_frac), steps * tier.latency.base());
    held /= n;
  }
  return sum;
}

// Tier 0 reduces in its switches: each rank sends and receives the buffer once, in two steps; outer tiers by
// ring.
Sum in_network(double bytes, const Cut& c, const Fabric& fabric) {
  if (c.members[0] <= 1.0) return ring(bytes, c, fabric, 2.0);
  Sum out;
  const Tier& inner = fabric.tiers[0];
  const double time_s = bytes * seconds_per_byte(inner, inner.efficiency_frac * kInNetworkReductionFrac);
  out.add(0, bytes, time_s, 2.0 * inner.latency.base());
  double held = bytes / c.members[0];
  for (std::size_t t = 1; t < c.tiers; ++t) {
    const double n = c.members[t];
    if (n <= 1.0) continue;
    const Tier& tier = fabric.tiers[t];
    const double moved = 2.0 * held * (n - 1.0) / n;
    out.add(t, moved, moved * seconds_per_byte(tier, tier.efficiency_frac),
            2.0 * whole_steps(n - 1.0) * tier.latency.base());
    held /= n;
  }
  return out;
}

bool is_trivial(Bytes bytes, Group group, const Fabric& fabric) {
  return group.size <= 1 || !(bytes.base() > 0) || fabric.tiers.empty();
}

CollectiveTime one_pass(Bytes bytes, Group group, const Fabric& fabric) {
  if (is_trivial(bytes, group, fabric)) return {};
  return ring(bytes.base(), cut(group, fabric), fabric, 1.0).result();
}

}  // namespace

CollectiveTime all_gather(Bytes bytes, Group group, const Fabric& fabric) {
  return one_pass(bytes, group, fabric);
}

CollectiveTime reduce_scatter(Bytes bytes, Group group, const Fabric& fabric) {
  return one_pass(bytes, group, fabric);
}

CollectiveTime all_reduce(Bytes bytes, Group group, const Fabric& fabric) {
  if (is_trivial(bytes, group, fabric)) return {};
  const Cut c = cut(group, fabric);
  Sum best = ring(bytes.base(), c, fabric, 2.0);
  const Sum by_tree = tree(bytes.base(), c, fabric);
  if (by_tree.total_s() < best.total_s()) best = by_tree;
  if (fabric.in_network_reduction) {
    const Sum by_switch = in_network(bytes.base(), c, fabric);
    if (by_switch.total_s() < best.total_s()) best = by_switch;
  }
  return best.result();
}

namespace {

// `outside`: part of the copies for other domains that crosses.
CollectiveTime exchange(Bytes bytes, Group group, const Fabric& fabric, double outside) {
  if (is_trivial(bytes, group, fabric)) return {};
  const Cut c = cut(group, fabric);
  Sum sum;
  double before = 1.0;
  for (std::size_t t = 0; t < c.tiers; ++t) {
    const Tier& tier = fabric.tiers[t];
    const double moved = bytes.base() * (c.reach[t] - before) / double(group.size) * (t > 0 ? outside : 1.0);
    if (moved > 0)
      sum.add(t, moved, moved * seconds_per_byte(tier, tier.all_to_all_frac), tier.latency.base());
    before = c.reach[t];
  }
  return sum.result();
}

}  // namespace

CollectiveTime all_to_all(Bytes bytes, Group group, const Fabric& fabric) {
  return exchange(bytes, group, fabric, 1.0);
}

CollectiveTime all_to_all_once_per_domain(Bytes bytes, double per_token, Group group, const Fabric& fabric) {
  if (is_trivial(bytes, group, fabric)) return {};
  const double domains = double(group.size) / std::max(1.0, cut(group, fabric).reach[0]);
  if (!(per_token > 1.0) || !(domains > 1.0)) return all_to_all(bytes, group, fabric);
  const double met = (domains - 1.0) * (1.0 - std::pow(1.0 - 1.0 / domains, per_token));
  return exchange(bytes, group, fabric, met / (per_token * (domains - 1.0) / domains));
}

CollectiveTime send_receive(Bytes bytes, Group group, const Fabric& fabric) {
  if (is_trivial(bytes, group, fabric)) return {};
  const Cut c = cut(group, fabric);
  std::size_t outermost = 0;
  for (std::size_t t = 0; t < c.tiers; ++t)
    if (c.members[t] > 1.0) outermost = t;
  const Tier& tier = fabric.tiers[outermost];
  Sum sum;
  sum.add(outermost, bytes.base(), bytes.base() * seconds_per_byte(tier, tier.efficiency_frac),
          tier.latency.base());
  return sum.result();
}

std::vector<double> reach_by_tier(Group group, const Fabric& fabric) {
  const Cut c = cut(group, fabric);
  return {c.reach.begin(), c.reach.begin() + std::ptrdiff_t(c.tiers)};
}

}  // namespace gw::network
