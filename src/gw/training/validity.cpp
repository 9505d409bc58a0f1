#include "gw/training/validity.h"

#include <fmt/format.h>

namespace gw::training {
namespace {

// Filled from the comparison with published runs that the tests print (docs/training.md, "Error").
constexpr double kDenseUncertainty = 0.15;
constexpr double kExpertsUncertainty = 0.35;
constexpr double kNarrowPrecisionUncertainty = 0.25;  // 8-bit
constexpr double kFourBitUncertainty = 0.35;

/// Largest published run with a complete configuration in the comparison [Llama 3, arXiv:2407.21783, table
/// 4].
constexpr std::int64_t kLargestValidated = 16384;

}  // namespace

double uncertainty_frac(const TrainingSetup& setup) {
  using catalog::Precision;
  const Precision precision = setup.plan.precision;
  if (setup.model.experts) return kExpertsUncertainty;
  if (precision == Precision::fp4 || precision == Precision::nvfp4) return kFourBitUncertainty;
  if (precision == Precision::fp8 || precision == Precision::mxfp8) return kNarrowPrecisionUncertainty;
  return kDenseUncertainty;
}

std::vector<std::string> validity_warnings(const TrainingSetup& setup) {
  const Plan& plan = setup.plan;
  std::vector<std::string> warnings;
  if (setup.accelerators > kLargestValidated)
    warnings.push_back(
        fmt::format("{} accelerators: the largest run compared has {}; stragglers and network "
                    "collisions beyond it are not modelled",
                    setup.accelerators, kLargestValidated));
  if (plan.tensor > setup.accelerator.scale_up_domain)
    warnings.push_back(fmt::format("tensor parallelism of {} leaves the scale-up domain of {}", plan.tensor,
                                   setup.accelerator.scale_up_domain));
  if (setup.model.experts)
    warnings.push_back("expert load is taken as balanced: token routing of a real run is slower");
  if (setup.model.max_sequence > 0 && plan.sequence_length > setup.model.max_sequence)
    warnings.push_back(fmt::format("sequence of {} tokens exceeds the model's {}", plan.sequence_length,
                                   setup.model.max_sequence));
  return warnings;
}

}  // namespace gw::training
