#include "gw/training/validity.h"

#include <fmt/format.h>

namespace gw::training {
namespace {

// Two thirds of the published runs compared stay within these (rounded up; docs/training.md, "Error").
constexpr double kDenseUncertainty = 0.15;           // 71 clean dense 3D runs on A100 and H100: 14.9 %
constexpr double kBlackwellClassUncertainty = 0.21;  // 39 dense 3D runs on B200, GB200 and GB300: 20.2 %
constexpr double kFullShardingUncertainty = 0.34;    // 57 dense FSDP runs on H100: 33.3 %, on A100 20.7 %
constexpr double kExpertsUncertainty = 0.42;         // 70 runs with experts: 34.6 and 41.3 %

/// Parts above this dense 16-bit peak have been compared less: B200 and later.
constexpr FlopRate kBlackwellClassPeak = FlopRate::from_base(2e15);

/// Largest published run with a complete configuration in the comparison [Llama 3, arXiv:2407.21783, table
/// 4].
constexpr std::int64_t kLargestValidated = 16384;

}  // namespace

double uncertainty_frac(const TrainingSetup& setup) {
  if (setup.model.experts) return kExpertsUncertainty;
  if (setup.plan.zero_stage == 3) return kFullShardingUncertainty;
  const FlopRate peak = setup.accelerator.peak.bf16.value_or(FlopRate{});
  return peak > kBlackwellClassPeak ? kBlackwellClassUncertainty : kDenseUncertainty;
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
  if (plan.virtual_pipeline > 1 && plan.micro_batches(setup.accelerators) % plan.pipeline != 0)
    warnings.push_back(
        fmt::format("{} micro-batches are not a multiple of pipeline {}: the last round of the "
                    "interleaved schedule is not full",
                    plan.micro_batches(setup.accelerators), plan.pipeline));
  if (setup.model.experts)
    warnings.push_back("expert load is taken as balanced: token routing of a real run is slower");
  if (setup.model.max_sequence > 0 && plan.sequence_length > setup.model.max_sequence)
    warnings.push_back(fmt::format("sequence of {} tokens exceeds the model's {}", plan.sequence_length,
                                   setup.model.max_sequence));
  return warnings;
}

}  // namespace gw::training
