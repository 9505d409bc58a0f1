#include "gw/reliability/failure_profile.h"

#include <cmath>
#include <limits>

namespace gw::reliability {
namespace {

double elements_of(double accelerators, double per_node, double per_rack, FailureScope scope) {
  switch (scope) {
    case FailureScope::accelerator:
      return accelerators;
    case FailureScope::node:
      return per_node > 0 ? accelerators / per_node : 0;
    case FailureScope::rack:
      return per_rack > 0 ? accelerators / per_rack : 0;
    case FailureScope::job:
      return 1;
  }
  return 0;
}

double elements_of(const Observation& seen, FailureScope scope) {
  return elements_of(seen.accelerators, seen.accelerators_per_node, seen.accelerators_per_rack, scope);
}

/// `rate_per` elements that one element of `scope` holds in the observed system. The ratio does not depend on
/// its size, so it needs no observed accelerators unless one of the two is the whole job.
double elements_in_one(const Observation& seen, FailureScope rate_per, FailureScope scope) {
  if (rate_per == scope) return 1;
  Observation system = seen;
  const bool job = rate_per == FailureScope::job || scope == FailureScope::job;
  if (!job) system.accelerators = 1;
  const double of_scope = elements_of(system, scope);
  return of_scope > 0 ? elements_of(system, rate_per) / of_scope : 0;
}

void share_out(FailureRates& rates) {
  for (CauseRate& cause : rates.causes) {
    const Frequency total = cause.planned ? rates.planned : rates.unplanned;
    if (total.base() > 0) cause.share_frac = cause.rate / total;
  }
}

}  // namespace

const char* to_string(FailureScope scope) {
  switch (scope) {
    case FailureScope::accelerator:
      return "accelerator";
    case FailureScope::node:
      return "node";
    case FailureScope::rack:
      return "rack";
    case FailureScope::job:
      return "job";
  }
  return "?";
}

double elements(const JobSize& job, FailureScope scope) {
  return elements_of(job.accelerators, job.accelerators_per_node, job.accelerators_per_rack, scope);
}

std::optional<Frequency> element_rate(const FailureProfile& profile, const FailureCause& cause,
                                      std::vector<std::string>& warnings) {
  const Observation& seen = profile.observed;
  if (cause.rate) {
    const FailureScope rate_per = cause.rate_per.value_or(cause.scope);
    const double factor = elements_in_one(seen, rate_per, cause.scope);
    if (factor > 0) return *cause.rate * factor;
    warnings.push_back("cause '" + cause.name + "' is given per " + to_string(rate_per) +
                       ", which the profile's observation does not let be counted: left out");
    return {};
  }
  if (!cause.count) {
    warnings.push_back("cause '" + cause.name + "' has neither a rate nor a count: left out");
    return {};
  }
  const double exposure_s = elements_of(seen, cause.scope) * seen.duration.base();
  if (exposure_s > 0) return Frequency::from_base(*cause.count / exposure_s);
  warnings.push_back("cause '" + cause.name +
                     "' is a count, but the profile's observation has no size or duration: "
                     "left out");
  return {};
}

FailureRates failure_rates(const FailureProfile& profile, const JobSize& job) {
  FailureRates out;
  for (const FailureCause& cause : profile.causes) {
    const auto rate = element_rate(profile, cause, out.warnings);
    const Frequency total = rate.value_or(Frequency{}) * elements(job, cause.scope);
    out.causes.push_back({cause.name, cause.planned, total, 0});
    (cause.planned ? out.planned : out.unplanned) += total;
  }
  share_out(out);
  return out;
}

Time FailureRates::mtbf() const {
  if (unplanned.base() <= 0) return Time::from_base(std::numeric_limits<double>::infinity());
  return 1.0 / unplanned;
}

}  // namespace gw::reliability
