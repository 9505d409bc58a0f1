#include "gw/workload/expert_load.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gw::workload {

double expected_largest_normal(std::int64_t draws) {
  if (draws <= 1) return 0.0;
  constexpr double kBlom = 0.375;
  const double n = double(draws), above = (1.0 - kBlom) / (n - 2.0 * kBlom + 1.0);
  // Newton on log(P(Z > z)) = log(above): nearly a parabola, so it converges from z = 0 on for any n.
  double z = 0.0;
  for (int i = 0; i < 12; ++i) {
    const double tail = 0.5 * std::erfc(z / std::numbers::sqrt2);
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
    z += std::log(tail / above) * tail / density;
  }
  return z;
}

double busiest_expert_rank(const catalog::Experts& experts, std::int64_t expert_ranks) {
  const double each = double(experts.routed) / double(std::max<std::int64_t>(1, expert_ranks));
  return 1.0 + experts.load_variation / std::sqrt(std::max(1.0, each)) * expected_largest_normal(expert_ranks);
}

}  // namespace gw::workload
