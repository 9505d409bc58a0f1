#pragma once
// Closed-form times of collectives over ranks that lie on several tiers: hierarchical alpha-beta.
//
// A group of N ranks is cut into n_t members at each tier t, innermost first (n_0 n_1 ... = N). With B the
// bytes of the full buffer of one rank (all_reduce: the vector; all_gather: the result; reduce_scatter: the
// input; all_to_all: what one rank holds), b_t bandwidth x efficiency, l_t latency, and B_t = B / (n_0 ...
// n_{t-1}):
//   reduce_scatter, all_gather   bytes through tier t: B_t (n_t - 1) / n_t; latency of a flat ring,
//                                (N - 1) l_t of the outermost tier the group crosses
//   all_reduce                   twice both; where latency rules, a tree: 2 B_t and 2 ceil(log2 n_t) l_t
//   all_reduce in switches       (NVLS) B and 2 l_0 through tier 0, at kInNetworkReductionFrac of the ring's
//                                efficiency; beyond it 2 B_t (n_t - 1) / n_t and 2 (n_t - 1) l_t
//   all_to_all                   to ranks first reached through tier t: B (reach_t - reach_{t-1}) / N and l_t
//   send_receive                 B and l_t through the outermost tier the group crosses
// Tiers are pipelined by chunks, so bandwidth times overlap: the largest counts; latencies add. Every
// accelerator has its own interfaces, so parallel groups (one data-parallel group for each tensor rank) share
// nothing. One tier: the textbook ring, 2 (N - 1) (B / (N b) + l) [Thakur, Rabenseifner, Gropp 2005, doi
// 10.1177/1094342005051521]; the hierarchy [Cho et al. 2019, BlueConnect].
// Error against published NCCL points: see docs/network.md.

#include <cstdint>

#include "gw/network/fabric.h"
#include "gw/units/quantity.h"

namespace gw::network {

/// Ranks base, base + stride, ..., `size` of them, numbered in the order accelerators lie on the tiers.
struct Group {
  std::int64_t size = 1;
  std::int64_t stride = 1;
};

enum class Term { none, bandwidth, latency };

struct CollectiveTime {
  Time total;
  Time bandwidth_part, latency_part;      ///< add up to total
  int binding_tier = 0;                   ///< index into fabric.tiers
  Term binding_term = Term::none;         ///< the larger part
  Bytes scale_up_bytes, scale_out_bytes;  ///< sent by one accelerator through tier 0, and through all others
};

/// NVLS all-reduce: fraction of ring efficiency reached, each rank sending and receiving B once. Measured:
/// H200 8 GPUs 473 GB/s busbw where the ring reaches 366 (0.74), B200 7 GPUs 811 against 680 (0.70)
/// [stas00/ml-engineering network/README, SHARP section].
inline constexpr double kInNetworkReductionFrac = 0.72;

CollectiveTime all_reduce(Bytes bytes, Group group, const Fabric& fabric);
CollectiveTime all_gather(Bytes bytes, Group group, const Fabric& fabric);
CollectiveTime reduce_scatter(Bytes bytes, Group group, const Fabric& fabric);
CollectiveTime all_to_all(Bytes bytes, Group group, const Fabric& fabric);
/// The same when a token of `per_token` copies crosses to a scale-up domain once and is copied inside it:
/// with D domains and random routing a token meets (D - 1)(1 - (1 - 1/D)^k) others, in place of k (D - 1) / D
/// copies [the node-limited dispatch of DeepEP, arXiv:2412.19437, section 3.2.2].
CollectiveTime all_to_all_once_per_domain(Bytes bytes, double per_token, Group group, const Fabric& fabric);
/// Every rank sends one message to the next of its group, all at once: as slow as the slowest hop.
CollectiveTime send_receive(Bytes bytes, Group group, const Fabric& fabric);

/// Members of the group at each tier: reach[t] ranks are joined by tiers 0..t. Exposed for tests and reports.
std::vector<double> reach_by_tier(Group group, const Fabric& fabric);

}  // namespace gw::network
