#include "gw/evidence/breakdown.h"

#include "gw/workload/model_flops.h"

namespace gw::evidence {

Breakdown break_down(const CsvTable& table, std::size_t index, const Rig& rig) {
  const Row row(table, index);
  Breakdown out;
  out.comparison = compare_row(row, rig);
  for (const std::string& column : table.header)
    if (row.has(column)) out.printed.emplace_back(column, std::string(row.text(column)));
  if (!out.comparison.predicted()) return out;
  const training::TrainingSetup& setup = out.comparison.known->setup;
  const workload::Roofline roofline(setup.accelerator);
  out.cost = training::step_cost(setup, roofline);
  const double sequence = double(setup.plan.sequence_length);
  out.tokens_per_step = double(setup.plan.global_batch_sequences) * sequence;
  const double flops =
      out.tokens_per_step * workload::model_flops_per_token(setup.model, sequence).total().base();
  const double peak = roofline.peak(setup.plan.precision).base() * double(setup.accelerators);
  const auto tflops = [&](double seconds) { return flops / seconds / double(setup.accelerators) / 1e12; };
  out.predicted_tflops = tflops(out.comparison.predicted_s);
  out.measured_tflops = tflops(out.comparison.measured_s);
  out.predicted_mfu_frac = flops / out.comparison.predicted_s / peak;
  out.measured_mfu_frac = flops / out.comparison.measured_s / peak;
  return out;
}

}  // namespace gw::evidence
