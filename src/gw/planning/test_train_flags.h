#pragma once
// Test support: the flags of one small `gw train`.

#include <string>
#include <vector>

#include "gw/planning/train_job.h"

namespace gw::planning::test {

inline TrainFlags train_flags(std::vector<std::string> overrides = {}) {
  return {.model = "llama3_8b",
          .accelerator = "h100_sxm",
          .count = "64",
          .plan_file = "",
          .fabric = "",
          .software = "",
          .batch = "256",
          .sequence = "8192",
          .precision = "",
          .overrides = std::move(overrides),
          .catalogue = {}};
}

}  // namespace gw::planning::test
