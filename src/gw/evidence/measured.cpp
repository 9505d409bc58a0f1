#include <fmt/format.h>

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
  const bool hardware =
      (row.mentions("hardware flops") || row.mentions("hardware tflops") || row.mentions("hardware tflop")) &&
      setup.plan.recompute == workload::Recompute::full;
  // Megatron-LM's hardware count: one more forward of the layers, the head not recomputed.
  const double head = 6.0 * double(setup.model.vocabulary) * double(setup.model.hidden);
  return hardware ? counted + (counted - head) / 3.0 : counted;
}

}  // namespace

std::optional<double> printed_batch(const Row& row, std::int64_t sequence_length) {
  if (const auto printed = row.number("global_batch_sequences"); printed && *printed > 0) return printed;
  const double tokens =
      row.number("measured_step_time_s").value_or(0) * row.number("measured_tokens_per_s").value_or(0);
  if (tokens > 0) return tokens / double(sequence_length);
  return {};
}

std::optional<Measured> measured_step(const Row& row, const training::TrainingSetup& setup) {
  const double batch = double(setup.plan.global_batch_sequences);
  const double tokens = batch * double(setup.plan.sequence_length);
  const double printed = printed_batch(row, setup.plan.sequence_length).value_or(batch);
  if (const auto step = row.number("measured_step_time_s"); step && *step > 0)
    return Measured{*step * batch / printed, "step time", "measured_step_time_s",
                    batch == printed ? "as printed" : fmt::format("x {:g} / {:g} sequences", batch, printed)};
  if (const auto rate = row.number("measured_tokens_per_s"); rate && *rate > 0)
    return Measured{tokens / *rate, "tokens/s", "measured_tokens_per_s",
                    fmt::format("{:.6g} tokens a step / {:.6g} tokens/s", tokens, *rate)};
  const double flops = source_flops_per_token(row, setup), accelerators = double(setup.accelerators);
  const auto from_rate = [&](double flops_per_s, const char* as, const char* column) {
    return Measured{
        tokens * flops / (flops_per_s * accelerators), as, column,
        fmt::format(
            "{:.6g} tokens a step x {:.4g} GFLOP a token, as the source counts, / ({:.4g} TFLOP/s x {:g})",
            tokens, flops / 1e9, flops_per_s / 1e12, accelerators)};
  };
  if (const double rate = row.number("measured_tflops_per_gpu").value_or(0); rate > 0)
    return from_rate(rate * 1e12, "FLOP/s as the source counts them", "measured_tflops_per_gpu");
  const double mfu = row.number("measured_mfu").value_or(0);
  const double peak = setup.accelerator.peak_rate(catalog::Precision::bf16).base();
  if (!(mfu * peak > 0)) return {};
  return from_rate((mfu > 1 ? mfu / 100 : mfu) * peak, "MFU as the source counts it", "measured_mfu");
}

}  // namespace gw::evidence
