#include "gw/evidence/setup_of.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/training/memory.h"
#include "gw/training/search.h"
#include "gw/training/step_cost.h"

namespace gw::evidence {
namespace {

using training::TrainingSetup;
using workload::Recompute;

// Sequences of a step: printed, from step time and tokens/s, or of a step of kTypicalTokens.
double batch_of(const Row& row, const training::Plan& plan, bool& assumed) {
  constexpr double kTypicalTokens = 2e6;  // of a run whose batch is not printed: assumed
  if (const auto printed = row.number("global_batch_sequences"); printed && *printed > 0) return *printed;
  const double step_s = row.number("measured_step_time_s").value_or(0), rate = row.number("measured_tokens_per_s").value_or(0);
  if (step_s * rate > 0) return step_s * rate / double(plan.sequence_length);
  assumed = true;
  return kTypicalTokens / double(plan.sequence_length);
}

// Whole micro-batches only: a batch that does not divide is scaled, time with it.
void set_batch(TrainingSetup& setup, const Row& row, bool& assumed) {
  training::Plan& plan = setup.plan;
  const double each = double(std::max<std::int64_t>(1, plan.data(setup.accelerators)) * plan.micro_batch);
  assumed = false;
  plan.global_batch_sequences = std::int64_t(std::max(1.0, std::round(batch_of(row, plan, assumed) / each)) * each);
}

std::optional<Recompute> printed_recompute(const Row& row) {
  const std::string_view text = row.text("recompute");
  for (const Recompute r : {Recompute::none, Recompute::selective, Recompute::full})
    if (text == workload::to_string(r)) return r;
  if (row.mentions("recompute norm,act")) return Recompute::activations;
  if (row.mentions("remat full")) return Recompute::full;
  // Megatron-LM recomputed whole layers until selective recompute came in 2022.
  if (row.mentions("mt-nlg") || row.mentions("hardware flops incl. recompute")) return Recompute::full;
  return {};
}

// What is not printed: the least that fits.
void set_recompute(TrainingSetup& setup, const Row& row) {
  if (const auto printed = printed_recompute(row)) {
    setup.plan.recompute = *printed;
    return;
  }
  const Bytes most = setup.accelerator.memory;
  setup.plan.recompute = Recompute::none;
  if (training::memory_use(setup).total() <= most) return;
  // Current Megatron-Core recipes recompute cheap modules before whole layers.
  setup.plan.recompute = Recompute::activations;
  const bool by_module = setup.plan.software.name.starts_with("Megatron-Core");
  if (by_module && training::memory_use(setup).total() <= most) return;
  setup.plan.recompute = Recompute::full;
  const auto covering = [&](double layers_frac) {
    setup.plan.recompute_layers_frac = layers_frac;
    return training::memory_use(setup).total();
  };
  // Memory is linear in the layers covered.
  const Bytes none = covering(0.0), all = covering(1.0);
  if (all < none) setup.plan.recompute_layers_frac = std::clamp((none - most) / (none - all), 0.0, 1.0);
}

// Stages hold chunks of about this many layers in runs whose source never prints its virtual stages (assumed).
constexpr double kLayersPerChunk = 2.0;

void set_virtual_stages(TrainingSetup& setup, const Row& row) {
  training::Plan& plan = setup.plan;
  const bool interleaves = !plan.software.name.starts_with("Megatron-DeepSpeed");
  if (row.has("vpp") || plan.pipeline <= 1 || row.table_prints("vpp") || !interleaves) return;
  const double per_stage = double(setup.model.layers) / double(plan.pipeline);
  plan.virtual_pipeline = std::max<std::int64_t>(1, std::int64_t(per_stage / kLayersPerChunk));
  if (plan.virtual_pipeline > 1) plan.schedule = training::Schedule::interleaved;
}

// A micro-batch that is not printed: the quickest of the usual ones that fits.
void set_micro_batch(TrainingSetup& setup, const Row& row) {
  if (row.has("micro_batch")) return;
  const workload::Roofline roofline(setup.accelerator);
  std::int64_t best = setup.plan.micro_batch;
  Time least = Time::from_base(1e300);
  for (const std::int64_t size : {1, 2}) {
    bool assumed = false;
    setup.plan.micro_batch = size;
    set_batch(setup, row, assumed);
    const double printed = batch_of(row, setup.plan, assumed);
    if (!training::check_plan(setup).empty() || std::abs(double(setup.plan.global_batch_sequences) - printed) > 0.02 * printed) continue;
    const training::StepCost cost = training::step_cost(setup, roofline);
    if (cost.memory.total() > setup.accelerator.memory && size > 1) continue;
    if (cost.total() < least) least = cost.total(), best = size;
  }
  setup.plan.micro_batch = best;
}

// Model-parallel ranks that are not printed: a published run is taken as the quickest plan of its kind.
void set_model_ranks(TrainingSetup& setup, const Row& row) {
  if (row.has("tp") || row.has("pp") || setup.plan.zero_stage == 3) return;
  training::SearchSpace space;
  for (std::int64_t t = 1; t <= std::min<std::int64_t>(8, setup.accelerator.scale_up_domain); t *= 2) space.tensor.push_back(t);
  space.context = {1};
  space.expert_tensor = {1};
  if (row.has("ep")) space.expert = {setup.plan.expert};
  space.zero_stage = {setup.plan.zero_stage};
  space.micro_batch = row.has("micro_batch") ? std::vector<std::int64_t>{setup.plan.micro_batch} : std::vector<std::int64_t>{1, 2, 4};
  space.recompute = {printed_recompute(row).value_or(Recompute::none), Recompute::full};
  space.schedule = {training::Schedule::one_f_one_b, training::Schedule::interleaved};
  const auto found = training::search(setup, space, {.top = 1, .threads = 1});
  if (!found.best.empty()) setup.plan = found.best.front().plan;
}

// Data ranks times the printed ranks of a row, when the printed count of accelerators leaves none.
bool divides(const TrainingSetup& setup) { return setup.plan.data(setup.accelerators) >= 1; }

}  // namespace

std::variant<Case, Unusable> setup_of(const Row& row, const Rig& rig) {
  const std::string part = accelerator_row(row.text("accelerator"));
  if (part.empty()) return Unusable{fmt::format("no accelerator row for '{}'", row.text("accelerator"))};
  Case out;
  out.part = part;
  out.software = software_row(row, part);
  const auto model = model_of(row, rig, out.model);
  if (!model) return Unusable{fmt::format("the shape of '{}' is neither printed nor in the catalogue", row.text("model_name"))};
  TrainingSetup& setup = out.setup;
  setup.model = *model;
  setup.accelerator = rig.accelerators.at(part);
  setup.accelerators = row.integer("n_accelerators", 0);
  if (setup.accelerators < 1) return Unusable{"the number of accelerators is not printed"};
  if (const auto nic = row.number("scaleout_gbps_per_gpu"); nic && *nic > 0)
    setup.accelerator.scale_out_bandwidth = Bandwidth::from_base(*nic * 1.25e8);
  out.fabric = network::usual_fabric_row(rig.accelerators.at(part));
  setup.fabric = network::make_fabric(setup.accelerator, rig.fabrics.at(out.fabric), setup.accelerators);
  setup.plan = plan_of(row, *model, setup.accelerator, rig.software.at(out.software));
  out.overlap_printed = row.mentions("asynctp") || row.mentions("async tp") || row.mentions("ep overlap");
  if (!divides(setup)) return Unusable{"the printed ranks do not divide the accelerators"};
  set_batch(setup, row, out.batch_assumed);
  set_model_ranks(setup, row);
  set_virtual_stages(setup, row);
  set_micro_batch(setup, row);
  set_batch(setup, row, out.batch_assumed);
  if (const auto problems = training::check_plan(setup); !problems.empty())
    return Unusable{problems.front().code + " " + problems.front().message};
  set_recompute(setup, row);
  const auto measured = measured_seconds(row, setup, out.measured_as);
  if (!measured) return Unusable{"no step time, tokens/s, FLOP/s or MFU is printed"};
  out.measured_s = *measured;
  return out;
}

}  // namespace gw::evidence
