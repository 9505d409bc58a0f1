#pragma once
// How much more the busiest expert rank has to do than the mean one.
//
// What: a router sends unequal numbers of tokens to the experts of a layer. Dispatch, products and combine of a
// layer end when the busiest of the expert ranks is done.
//
// Equation: with loads of experts normal around their mean with coefficient of variation v, a rank of k
// experts varies by v / sqrt(k), and the busiest of n ranks is expected at
//   1 + v / sqrt(k) z(n),  z(n) = inverse normal((n - 0.375) / (n + 0.25))
// [Blom 1958: expected largest of n standard normals, within 0.02 of the exact value for n >= 2].
// Source of v: Experts::load_variation. Valid: dropless routing, loads of a layer independent.
// Neglected: the busiest rank's activation memory; capacity factors that drop tokens; that the same experts stay
// busy from layer to layer.

#include <cstdint>

#include "gw/catalog/model.h"

namespace gw::workload {

/// z(n): expected largest of n standard normal draws; 0 for one draw.
double expected_largest_normal(std::int64_t draws);

/// Work of the busiest of `expert_ranks` over the mean, at least 1. Ranks beyond the experts count as one expert each.
double busiest_expert_rank(const catalog::Experts& experts, std::int64_t expert_ranks);

}  // namespace gw::workload
