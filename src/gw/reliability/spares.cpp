#include "gw/reliability/spares.h"

#include <algorithm>
#include <cmath>

namespace gw::reliability {
namespace {

/// The sum runs over this many standard deviations around the mean: less than 1e-30 lies outside.
constexpr double kDeviations = 12;

double poisson_probability(double mean, double count) {
  return std::exp(count * std::log(mean) - mean - std::lgamma(count + 1));
}

}  // namespace

std::int64_t poisson_quantile(double mean, double confidence) {
  if (!(mean > 0) || !(confidence > 0)) return 0;
  const double spread = std::sqrt(mean) + 1;
  const double first = std::max(0.0, std::floor(mean - kDeviations * spread));
  const double last = mean + kDeviations * spread;
  double sum = 0;
  double count = first;
  for (double p = poisson_probability(mean, first); count < last; p *= mean / ++count) {
    sum += p;
    if (sum >= confidence) break;
  }
  return std::int64_t(count);
}

Spares spares_needed(const FailureProfile& profile, const JobSize& job, double confidence) {
  Spares out;
  double nodes_down = 0, racks_down = 0;
  for (const FailureCause& cause : profile.causes) {
    if (cause.repair.base() <= 0 || cause.scope == FailureScope::job) continue;
    const auto rate = element_rate(profile, cause, out.warnings);
    if (!rate) continue;
    const double in_repair = (*rate * elements(job, cause.scope)) * cause.repair;
    (cause.scope == FailureScope::rack ? racks_down : nodes_down) += in_repair;
  }
  out.nodes = poisson_quantile(nodes_down, confidence);
  out.racks = poisson_quantile(racks_down, confidence);
  out.accelerators =
      double(out.nodes) * job.accelerators_per_node + double(out.racks) * job.accelerators_per_rack;
  out.expected_accelerators_down =
      nodes_down * job.accelerators_per_node + racks_down * job.accelerators_per_rack;
  out.expected_nodes_down =
      job.accelerators_per_node > 0 ? out.expected_accelerators_down / job.accelerators_per_node : 0;
  if (out.expected_accelerators_down > job.accelerators) {
    out.expected_accelerators_down = std::max(0.0, job.accelerators);
    out.warnings.push_back("more hardware is in repair than the job has: repair is slower than failure");
  }
  if (job.accelerators > 0) out.availability_frac = 1 - out.expected_accelerators_down / job.accelerators;
  return out;
}

}  // namespace gw::reliability
