#pragma once
// How far to trust a step: stated uncertainty and warnings when a setup leaves what was compared with
// measurements.

#include <string>
#include <vector>

#include "gw/training/setup.h"

namespace gw::training {

/// Relative error that two of three published runs of this kind stay within (uncertainty.h).
double uncertainty_frac(const TrainingSetup& setup);
std::vector<std::string> validity_warnings(const TrainingSetup& setup);

}  // namespace gw::training
