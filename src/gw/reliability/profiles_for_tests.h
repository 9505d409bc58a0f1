#pragma once
// Published profiles as structs, for tests that must not depend on reading YAML.

#include "gw/reliability/failure_profile.h"

namespace gw::reliability {

/// Counts of arXiv:2407.21783, table 5, with the scopes of catalog/reliability/llama3_h100.yaml.
inline FailureProfile llama3_profile() {
  FailureProfile profile;
  profile.observed = {.accelerators = 16384, .accelerators_per_node = 8, .duration = 54.0 * day};
  const auto add = [&](const char* name, FailureScope scope, double count) {
    profile.causes.push_back({.name = name, .scope = scope, .count = count});
  };
  add("accelerator", FailureScope::accelerator, 148);
  add("HBM", FailureScope::accelerator, 72);
  add("SRAM and system processor", FailureScope::accelerator, 19 + 17);
  add("silent data corruption, sensor", FailureScope::accelerator, 6 + 6);
  add("switch or cable", FailureScope::accelerator, 35);
  add("NIC and NCCL watchdog", FailureScope::accelerator, 7 + 7);
  add("software", FailureScope::job, 54 + 2);
  add("host", FailureScope::node, 32 + 3 + 3 + 2 + 2 + 2 + 2);
  add("planned maintenance", FailureScope::job, 47);
  profile.causes.back().planned = true;
  return profile;
}

/// One cause that makes the job's mean time between failures what it should be.
inline FailureProfile profile_with_mtbf(Time mtbf) {
  FailureProfile profile;
  profile.causes = {{.name = "any", .scope = FailureScope::job, .rate = 1.0 / mtbf}};
  return profile;
}

}  // namespace gw::reliability
