#include "gw/report/train_document.h"

#include <nlohmann/json.hpp>

#include "gw/report/step_trace.h"
#include "gw/training/search_space.h"

namespace gw::report {
namespace {

using planning::TrainRun;

Json plan_json(const training::Plan& plan) {
  Json out;
  for (std::size_t i = 0; i < training::kAxes; ++i) {
    const auto axis = static_cast<training::Axis>(i);
    const std::int64_t value = training::get(plan, axis);
    if (axis == training::Axis::sequence_parallel)
      out[training::to_string(axis)] = value != 0;
    else if (axis == training::Axis::recompute || axis == training::Axis::schedule)
      out[training::to_string(axis)] = training::value_text(axis, value);
    else
      out[training::to_string(axis)] = value;
  }
  out["recompute_layers_frac"] = plan.recompute_layers_frac;
  out["precision"] = catalog::to_string(plan.precision);
  out["global_batch_sequences"] = plan.global_batch_sequences;
  out["sequence_length"] = plan.sequence_length;
  out["uneven_stages"] = plan.uneven_stages;
  out["optimizer_bytes_per_parameter"] = plan.optimizer_bytes_per_parameter;
  out["shard_ranks"] = plan.shard_ranks;
  out["offload_optimizer_frac"] = plan.offload_optimizer_frac;
  out["offload_activations_frac"] = plan.offload_activations_frac;
  out["parallel_block"] = plan.parallel_block;
  out["trainable_frac"] = plan.trainable_frac;
  return out;
}

Json setup_json(const TrainRun& run) {
  const training::TrainingSetup& setup = run.job.setup;
  return {{"model",
           {{"name", setup.model.name},
            {"parameters", catalog::total_parameters(setup.model)},
            {"active_parameters", catalog::active_parameters(setup.model)}}},
          {"accelerator", {{"row", run.job.accelerator_row}, {"name", setup.accelerator.name}}},
          {"accelerators", setup.accelerators},
          {"fabric", {{"row", run.job.fabric_row}, {"usual_for_the_part", run.job.usual_fabric}}},
          {"software", {{"row", run.job.software_row}, {"usual_for_the_part", run.job.usual_software}}},
          {"plan", plan_json(setup.plan)}};
}

Json timeline_json(const training::Step& step) {
  Json out = Json::array();
  for (const training::Part& part : step.parts)
    out.push_back({{"part", to_string(part.kind)},
                   {"time_s", part.time.in(s)},
                   {"share_frac", part.time / step.total}});
  return out;
}

Json memory_json(const TrainRun& run) {
  const training::MemoryUse& use = run.step.memory;
  return {{"weights_bytes", use.weights.base()},
          {"gradients_bytes", use.gradients.base()},
          {"optimizer_bytes", use.optimizer.base()},
          {"activations_bytes", use.activations.base()},
          {"workspace_bytes", use.workspace.base()},
          {"total_bytes", use.total().base()},
          {"capacity_bytes", run.job.setup.accelerator.memory.base()}};
}

Json activity_json(const workload::ActivityProfile& profile) {
  Json out = Json::array();
  for (const workload::ActivitySegment& a : profile.segments)
    out.push_back({{"name", a.name},
                   {"duration_s", a.duration.in(s)},
                   {"tensor_frac", a.tensor_frac},
                   {"memory_frac", a.memory_frac},
                   {"scale_up_frac", a.scale_up_frac},
                   {"scale_out_frac", a.scale_out_frac}});
  return out;
}

Json step_json(const TrainRun& run) {
  const training::Step& step = run.step;
  return {{"time_s", step.total.in(s)},
          {"uncertainty_frac", step.uncertainty_frac},
          {"tokens", step.tokens_per_step},
          {"tokens_per_s", step.tokens_per_second},
          {"tokens_per_s_per_accelerator", step.tokens_per_second / double(run.job.setup.accelerators)},
          {"achieved_tflops_per_accelerator", step.achieved.in(TFLOP / s)},
          {"mfu_frac", step.mfu_frac},
          {"hfu_frac", step.hfu_frac},
          {"model_flops", step.model_flops.base()},
          {"hardware_flops", step.hardware_flops.base()},
          {"data_parallel", step.data_parallel},
          {"micro_batches", step.micro_batches},
          {"binding", {{"resource", step.binding}, {"share_frac", step.binding_share_frac}}},
          {"timeline", timeline_json(step)},
          {"memory", memory_json(run)},
          {"activity", activity_json(step.activity)},
          {"warnings", step.warnings}};
}

Json pass_json(const training::OperatorPass& pass) {
  return {{"time_s", pass.time.time().in(s)},   {"compute_s", pass.time.compute.in(s)},
          {"memory_s", pass.time.memory.in(s)}, {"flops", pass.flops.base()},
          {"bytes", pass.bytes.base()},         {"bound_by", pass.bound_by()}};
}

Json operators_json(const TrainRun& run) {
  Json out = Json::array();
  for (const training::OperatorBlock& block : run.operators) {
    Json rows = Json::array();
    for (const training::OperatorRow& row : block.rows)
      rows.push_back({{"name", row.op.name},
                      {"kind", workload::to_string(row.op.kind)},
                      {"precision", catalog::to_string(row.op.precision)},
                      {"m", row.op.m},
                      {"n", row.op.n},
                      {"k", row.op.k},
                      {"batch", row.op.batch},
                      {"forward", pass_json(row.forward)},
                      {"backward", pass_json(row.backward)},
                      {"weight_gradient", pass_json(row.weight_gradient)},
                      {"efficiency_frac", row.efficiency_frac}});
    out.push_back({{"block", block.name}, {"count", block.count}, {"operators", std::move(rows)}});
  }
  return out;
}

Json ranked_json(const TrainRun& run, const std::vector<training::Ranked>& plans) {
  Json out = Json::array();
  for (const training::Ranked& r : plans)
    out.push_back({{"plan", plan_json(r.plan)},
                   {"data_parallel", r.plan.data(run.job.setup.accelerators)},
                   {"step_s", r.step_time.in(s)},
                   {"uncertainty_frac", r.uncertainty_frac},
                   {"tokens_per_s", r.tokens_per_second},
                   {"mfu_frac", r.mfu_frac},
                   {"memory_bytes", r.memory.base()},
                   {"joules_per_token", r.joules_per_token > 0 ? Json(r.joules_per_token) : Json(nullptr)},
                   {"binding", r.binding},
                   {"binding_share_frac", r.binding_share_frac},
                   {"reason", r.reason}});
  return out;
}

Json search_json(const TrainRun& run) {
  const training::SearchCounts& counts = run.search->counts;
  return {{"enumerated", counts.enumerated},
          {"not_dividing", counts.not_dividing},
          {"out_of_memory", counts.out_of_memory},
          {"evaluated", counts.evaluated},
          {"kept", run.job.kept},
          {"best", ranked_json(run, run.search->best)},
          {"pareto", ranked_json(run, run.search->pareto)}};
}

const FolderKind& step_folder() {
  static const FolderKind kind{
      {"step.json", "operators.csv", "memory.csv", "plans.csv", "trace.json"}, "step.json", "gigawatt.step/"};
  return kind;
}

}  // namespace

Json step_document(const TrainRun& run) {
  Json out = {{"format", "gigawatt.step/1"},
              {"version", {{"code", code_version()}, {"catalogue_hash", run.job.catalogue_hash}}},
              {"setup", setup_json(run)},
              {"step", step_json(run)}};
  out["energy"] = run.joules_per_token ? Json{{"rack", run.rack_row},
                                              {"joules_per_token", *run.joules_per_token},
                                              {"kwh_per_million_tokens", *run.joules_per_token / 3.6}}
                                       : Json(nullptr);
  out["operators"] = operators_json(run);
  if (run.search) out["search"] = search_json(run);
  out["assumptions"] = provenance_json(run.job.provenance);
  return out;
}

bool check_step_output(const std::string& directory, Diagnostics& diagnostics) {
  return check_folder(directory, step_folder(), diagnostics);
}

bool write_step_output(const TrainRun& run, const std::string& directory, const StagingTold& told,
                       Diagnostics& diagnostics) {
  const auto write = [&run](const std::filesystem::path& to) {
    write_file(to / "step.json", to_text(step_document(run)));
    for (const TextFile& table : step_tables(run)) write_file(to / table.name, table.text);
    write_file(to / "trace.json", step_trace(run));
  };
  return write_folder(directory, step_folder(), write, told, diagnostics);
}

}  // namespace gw::report
