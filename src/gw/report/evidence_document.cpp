#include "gw/report/evidence_document.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "gw/training/validity.h"

namespace gw::report {
namespace {

using evidence::Comparison;

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json group_json(const evidence::Group& group) {
  const evidence::Errors& e = group.errors;
  return {{"kind", group.kind},
          {"name", group.name},
          {"rows", e.rows},
          {"configurations", e.weight},
          {"median_error_frac", number_or_null(e.median_frac)},
          {"two_thirds_error_frac", number_or_null(e.two_thirds_frac)},
          {"p90_error_frac", number_or_null(e.p90_frac)},
          {"bias_frac", number_or_null(e.bias_frac)},
          {"rank_correlation", number_or_null(e.rank_correlation)},
          {"ranked_groups", e.ranked_groups},
          {"within_uncertainty_frac", number_or_null(e.within_frac)}};
}

Json plan_json(const training::TrainingSetup& setup) {
  const training::Plan& p = setup.plan;
  return {{"tensor", p.tensor},
          {"pipeline", p.pipeline},
          {"virtual_pipeline", p.virtual_pipeline},
          {"context", p.context},
          {"expert", p.expert},
          {"expert_tensor", p.expert_tensor},
          {"data", p.data(setup.accelerators)},
          {"zero_stage", p.zero_stage},
          {"sequence_parallel", p.sequence_parallel},
          {"micro_batch", p.micro_batch},
          {"global_batch_sequences", p.global_batch_sequences},
          {"sequence_length", p.sequence_length},
          {"recompute", workload::to_string(p.recompute)},
          {"recompute_layers_frac", p.recompute == workload::Recompute::full ? p.recompute_layers_frac : 1.0},
          {"precision", catalog::to_string(p.precision)}};
}

// What is known of a row whether predicted or not.
Json identity_json(const Comparison& c) {
  return {{"id", c.id},
          {"source", c.source},
          {"model", c.model},
          {"accelerator", c.accelerator},
          {"accelerators", c.accelerators},
          {"quality", c.quality},
          {"config_group", c.config_group},
          {"experts", c.experts}};
}

Json setup_json(const evidence::Case& known) {
  return {{"accelerator", known.part},
          {"software", known.software},
          {"fabric", known.fabric},
          {"model", known.model.empty() ? Json(nullptr) : Json(known.model)},
          {"plan", plan_json(known.setup)}};
}

Json row_json(const Comparison& c) {
  Json out = identity_json(c);
  if (!c.predicted()) {
    out["reason"] = c.reason;
    return out;
  }
  out.update(Json{{"fully_sharded", c.fully_sharded},
                  {"generation", evidence::generation(c.part)},
                  {"weight", c.weight},
                  {"measured_as", c.measured_as},
                  {"measured_s", c.measured_s},
                  {"predicted_s", c.predicted_s},
                  {"error_frac", c.error()},
                  {"uncertainty_frac", c.uncertainty_frac},
                  {"within_uncertainty", c.within()},
                  {"memory_bytes", c.memory.base()},
                  {"memory_fits", c.fits},
                  {"setup", setup_json(*c.known)},
                  {"assumptions", c.known->assumptions}});
  return out;
}

Json head(const EvidenceSource& source) {
  return {{"format", "gigawatt.evidence/1"},
          {"version",
           {{"code", code_version()},
            {"catalogue_hash", source.catalogue_hash},
            {"table_hash", source.table_hash}}},
          {"table", source.table},
          {"set", source.set}};
}

Json memory_json(const training::MemoryUse& memory, const catalog::Accelerator& part) {
  return {{"weights_bytes", memory.weights.base()},     {"gradients_bytes", memory.gradients.base()},
          {"optimizer_bytes", memory.optimizer.base()}, {"activations_bytes", memory.activations.base()},
          {"workspace_bytes", memory.workspace.base()}, {"total_bytes", memory.total().base()},
          {"capacity_bytes", part.memory.base()}};
}

// Left out of the fit, each source and each generation in turn.
Json held_out_json(const evidence::HeldOutTable& table) {
  Json out = Json::array();
  for (const evidence::HeldOut& h : table.groups)
    out.push_back({{"left_out", h.left_out}, {"kind", h.kind}, {"name", h.name}, {"rows", h.rows},
                   {"configurations", h.configurations}, {"median_error_frac", h.median_frac},
                   {"p90_error_frac", h.p90_frac}, {"bias_frac", h.bias_frac}});
  return out;
}

}  // namespace

Json evidence_document(std::span<const Comparison> comparisons, const EvidenceSource& source) {
  Json out = head(source);
  std::size_t predicted = 0;
  for (const Comparison& c : comparisons) predicted += c.predicted();
  out["row_count"] = comparisons.size();
  out["predicted_count"] = predicted;
  Json groups = Json::array(), reasons = Json::array(), rows = Json::array();
  for (const evidence::Group& group : evidence::groups_of(comparisons)) groups.push_back(group_json(group));
  for (const evidence::Reason& reason : evidence::reasons_of(comparisons))
    reasons.push_back({{"reason", reason.what}, {"rows", reason.rows}, {"details", reason.details}});
  for (const Comparison& c : comparisons) rows.push_back(row_json(c));
  out["groups"] = std::move(groups);
  out["held_out"] = held_out_json(source.held_out);
  out["without_prediction"] = std::move(reasons);
  out["rows"] = std::move(rows);
  return out;
}

Json evidence_row_document(const evidence::Breakdown& row, const EvidenceSource& source) {
  Json out = head(source);
  const Comparison& c = row.comparison;
  Json printed = Json::object();
  for (const auto& [column, cell] : row.printed) printed[column] = cell;
  Json one = row_json(c);
  one["printed"] = std::move(printed);
  if (c.predicted()) {
    one["compared_column"] = c.known->measured_column;
    one["conversion"] = c.known->conversion;
    Json parts = Json::array();
    for (std::size_t i = 0; i < training::kPartCount; ++i)
      parts.push_back({{"part", training::to_string(static_cast<training::PartKind>(i))},
                       {"seconds", row.cost.parts[i].base()}});
    one["parts"] = std::move(parts);
    one["memory"] = memory_json(row.cost.memory, c.known->setup.accelerator);
    one["tokens_per_step"] = row.tokens_per_step;
    one["predicted_model_tflops_per_accelerator"] = row.predicted_tflops;
    one["measured_model_tflops_per_accelerator"] = row.measured_tflops;
    one["predicted_mfu_frac"] = row.predicted_mfu_frac;
    one["measured_mfu_frac"] = row.measured_mfu_frac;
    one["warnings"] = training::validity_warnings(c.known->setup);
  }
  out["row"] = std::move(one);
  return out;
}

}  // namespace gw::report
