#include "gw/training/validity.h"

#include <fmt/format.h>

#include "gw/training/uncertainty.h"

namespace gw::training {
namespace {

/// Largest published run with a complete configuration in the comparison [Llama 3, arXiv:2407.21783, table
/// 4].
constexpr std::int64_t kLargestValidated = 16384;

}  // namespace

double uncertainty_frac(const TrainingSetup& setup) { return uncertainty(setup).two_thirds_frac; }

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
  const bool forced = plan.software.expert_imbalance ? *plan.software.expert_imbalance <= 1.0
                                                     : setup.model.experts && setup.model.experts->load_variation <= 0.0;
  if (setup.model.experts && plan.expert > 1 && forced)
    warnings.push_back(
        "expert load is taken as balanced: token routing of a real run is slower "
        "(the model's experts.load_variation states it)");
  if (setup.model.max_sequence > 0 && plan.sequence_length > setup.model.max_sequence)
    warnings.push_back(fmt::format("sequence of {} tokens exceeds the model's {}", plan.sequence_length,
                                   setup.model.max_sequence));
  return warnings;
}

}  // namespace gw::training
