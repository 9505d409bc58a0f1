#include "gw/evidence/setup_of.h"
#include "gw/workload/model_flops.h"

namespace gw::evidence {
namespace {

// FLOPs of a token as the source counts them: with the recompute and the whole square of scores, or not.
double source_flops_per_token(const Row& row, const training::TrainingSetup& setup) {
  const double sequence = double(setup.plan.sequence_length);
  const workload::ModelFlops model = workload::model_flops_per_token(setup.model, sequence);
  const bool causal = row.mentions("causal") && !row.mentions("non-causal");
  const double attention = (causal ? model.attention : model.attention_full).base();
  const double counted = model.matrix.base() + attention;
  const bool hardware = row.mentions("hardware") && setup.plan.recompute == workload::Recompute::full;
  // Megatron-LM's hardware count: one more forward of the layers, the head not recomputed.
  const double head = 6.0 * double(setup.model.vocabulary) * double(setup.model.hidden);
  return hardware ? counted + (counted - head) / 3.0 : counted;
}

}  // namespace

std::optional<double> measured_seconds(const Row& row, const training::TrainingSetup& setup, std::string& measured_as) {
  const double tokens = double(setup.plan.global_batch_sequences) * double(setup.plan.sequence_length);
  double printed = row.number("global_batch_sequences").value_or(0);
  const double printed_tokens =
      row.number("measured_step_time_s").value_or(0) * row.number("measured_tokens_per_s").value_or(0);
  if (!(printed > 0)) printed = printed_tokens > 0 ? printed_tokens / double(setup.plan.sequence_length) : double(setup.plan.global_batch_sequences);
  if (const auto step = row.number("measured_step_time_s"); step && *step > 0) {
    measured_as = "step time";
    return *step * double(setup.plan.global_batch_sequences) / printed;
  }
  if (const auto rate = row.number("measured_tokens_per_s"); rate && *rate > 0) {
    measured_as = "tokens/s";
    return tokens / *rate;
  }
  double flops_per_s = row.number("measured_tflops_per_gpu").value_or(0) * 1e12;
  measured_as = "FLOP/s as the source counts them";
  if (!(flops_per_s > 0)) {
    const double mfu = row.number("measured_mfu").value_or(0);
    measured_as = "MFU as the source counts it";
    flops_per_s = (mfu > 1 ? mfu / 100 : mfu) * setup.accelerator.peak_rate(catalog::Precision::bf16).base();
  }
  if (!(flops_per_s > 0)) return {};
  return tokens * source_flops_per_token(row, setup) / (flops_per_s * double(setup.accelerators));
}

}  // namespace gw::evidence
