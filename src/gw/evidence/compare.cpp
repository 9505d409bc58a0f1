#include "gw/evidence/compare.h"

#include <map>

#include "gw/training/step_cost.h"
#include "gw/training/validity.h"

namespace gw::evidence {

Comparison describe_row(const Row& row) {
  Comparison c;
  c.id = row.text("id");
  c.source = row.text("source_title");
  c.model = row.text("model_name");
  c.accelerator = row.text("accelerator");
  c.quality = row.text("quality");
  c.config_group = row.has("config_group") ? std::string(row.text("config_group")) : c.id;
  c.accelerators = row.integer("n_accelerators", 0);
  c.experts = row.integer("experts", 0) > 1;
  return c;
}

Comparison compare_row(const Row& row, const Rig& rig) {
  Comparison c = describe_row(row);
  auto setup = setup_of(row, rig);
  if (auto* unusable = std::get_if<Unusable>(&setup)) {
    c.reason = std::move(unusable->reason);
    return c;
  }
  c.known = std::make_shared<const Case>(std::get<Case>(std::move(setup)));
  const Case& known = *c.known;
  const training::StepCost cost =
      training::step_cost(known.setup, workload::Roofline(known.setup.accelerator));
  c.part = known.part, c.software = known.software, c.measured_as = known.measured_as;
  c.fully_sharded = known.setup.plan.zero_stage == 3;
  c.tokens = double(known.setup.plan.global_batch_sequences) * double(known.setup.plan.sequence_length);
  c.experts = known.setup.model.experts.has_value();
  c.measured_s = known.measured_s;
  c.predicted_s = cost.total().base();
  c.uncertainty_frac = training::uncertainty_frac(known.setup);
  c.memory = cost.memory.total();
  c.fits = c.memory <= known.setup.accelerator.memory;
  return c;
}

std::vector<Comparison> compare(const CsvTable& table, const Rig& rig) {
  std::vector<Comparison> out;
  out.reserve(table.rows.size());
  for (std::size_t i = 0; i < table.rows.size(); ++i) out.push_back(compare_row(Row(table, i), rig));
  weigh(out);
  return out;
}

void weigh(std::vector<Comparison>& comparisons) {
  std::map<std::string, double> rows;
  for (const Comparison& c : comparisons)
    if (c.predicted()) rows[c.config_group] += 1.0;
  for (Comparison& c : comparisons) c.weight = c.predicted() ? 1.0 / rows[c.config_group] : 0.0;
}

}  // namespace gw::evidence
