#include "gw/evidence/setup_of.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/evidence/recipe.h"
#include "gw/training/memory.h"
#include "gw/training/search.h"
#include "gw/training/step_cost.h"

namespace gw::evidence {
namespace {

using training::TrainingSetup;
using workload::Recompute;

constexpr double kTypicalTokens = 2e6;  // a step of a run whose batch is not printed: assumed

// Sequences of a step: printed, from step time and tokens/s, or of a step of kTypicalTokens.
double batch_of(const Row& row, const training::Plan& plan, bool& assumed) {
  if (const auto printed = printed_batch(row, plan.sequence_length)) return *printed;
  assumed = true;
  return kTypicalTokens / double(plan.sequence_length);
}

// Whole micro-batches only: a batch that does not divide is scaled, time with it.
void set_batch(TrainingSetup& setup, const Row& row, bool& assumed) {
  training::Plan& plan = setup.plan;
  const double each = double(std::max<std::int64_t>(1, plan.data(setup.accelerators)) * plan.micro_batch);
  assumed = false;
  plan.global_batch_sequences =
      std::int64_t(std::max(1.0, std::round(batch_of(row, plan, assumed) / each)) * each);
}

// Batch: rounded to whole micro-batches, or made up.
void tell_batch(Case& out, const Row& row) {
  const std::int64_t batch = out.setup.plan.global_batch_sequences;
  const double printed = printed_batch(row, out.setup.plan.sequence_length).value_or(double(batch));
  if (out.batch_assumed)
    out.assumptions.push_back(fmt::format("global batch {} sequences: not printed; about {:g} tokens a step",
                                          batch, kTypicalTokens));
  else if (!row.number("global_batch_sequences"))
    out.assumptions.push_back(fmt::format("global batch {} sequences: step time times tokens/s", batch));
  else if (double(batch) != printed)
    out.assumptions.push_back(fmt::format(
        "global batch {} sequences for {}: whole micro-batches; time scaled with it", batch, printed));
}

std::optional<Recompute> recompute_named(std::string_view text) {
  for (const Recompute r : {Recompute::none, Recompute::selective, Recompute::full, Recompute::activations})
    if (text == workload::to_string(r)) return r;
  return {};
}

std::optional<Recompute> printed_recompute(const Row& row) {
  if (const auto named = recompute_named(row.text("recompute"))) return named;
  if (row.mentions("recompute norm,act")) return Recompute::activations;
  if (row.mentions("remat full")) return Recompute::full;
  // Megatron-LM recomputed whole layers until selective recompute came in 2022.
  if (row.mentions("mt-nlg") || row.mentions("hardware flops incl. recompute")) return Recompute::full;
  return {};
}

// What is not printed: the least that fits.
void set_recompute(TrainingSetup& setup, const Row& row, Assumptions& assumed) {
  if (const auto printed = printed_recompute(row)) {
    setup.plan.recompute = *printed;
    if (!row.has("recompute"))
      assumed.push_back(fmt::format("recompute {}: by the notes", workload::to_string(*printed)));
    return;
  }
  if (const Recipe* recipe = recipe_of(row))
    if (const auto named = recompute_named(recipe->recompute)) {
      setup.plan.recompute = *named;
      assumed.push_back(fmt::format("recompute {}: {}", recipe->recompute, recipe->source));
      return;
    }
  const Bytes most = setup.accelerator.memory;
  setup.plan.recompute = Recompute::none;
  if (training::memory_use(setup).total() <= most) {
    assumed.push_back("recompute none: the least that fits");
    return;
  }
  // Current Megatron-Core recipes recompute cheap modules before whole layers.
  setup.plan.recompute = Recompute::activations;
  const bool by_module = setup.plan.software.name.starts_with("Megatron-Core");
  if (by_module && training::memory_use(setup).total() <= most) {
    assumed.push_back("recompute activations: the least that fits");
    return;
  }
  setup.plan.recompute = Recompute::full;
  const auto covering = [&](double layers_frac) {
    setup.plan.recompute_layers_frac = layers_frac;
    return training::memory_use(setup).total();
  };
  // Memory is linear in the layers covered.
  const Bytes none = covering(0.0), all = covering(1.0);
  // A run that took place and that no recompute brings under the memory: the estimate is too high, by
  // something that recompute does not explain.
  if (all > most) {
    setup.plan.recompute = Recompute::none, setup.plan.recompute_layers_frac = 1.0;
    assumed.push_back("recompute none: the memory estimate is too high by more than recompute saves");
    return;
  }
  if (all < none) setup.plan.recompute_layers_frac = std::clamp((none - most) / (none - all), 0.0, 1.0);
  assumed.push_back(fmt::format("recompute full of {:.0f} % of the layers: the least that fits",
                                100 * setup.plan.recompute_layers_frac));
}

// Stages hold chunks of about this many layers in runs whose source never prints its virtual stages
// (assumed).
constexpr double kLayersPerChunk = 2.0;

void set_virtual_stages(TrainingSetup& setup, const Row& row, Assumptions& assumed) {
  training::Plan& plan = setup.plan;
  const bool interleaves = !plan.software.name.starts_with("Megatron-DeepSpeed");
  if (row.has("vpp") || plan.pipeline <= 1) return;
  if (row.table_prints("vpp") || !interleaves) {
    assumed.push_back(interleaves ? "vpp 1: the source prints it where it is used"
                                  : "vpp 1: the library does not interleave");
    return;
  }
  const double per_stage = double(setup.model.layers) / double(plan.pipeline);
  plan.virtual_pipeline = std::max<std::int64_t>(1, std::int64_t(per_stage / kLayersPerChunk));
  if (plan.virtual_pipeline > 1) plan.schedule = training::Schedule::interleaved;
  assumed.push_back(fmt::format("vpp {}: chunks of about {} layers, where a source never prints it",
                                plan.virtual_pipeline, kLayersPerChunk));
}

// A micro-batch that is not printed: the quickest of the usual ones that fits.
void set_micro_batch(TrainingSetup& setup, const Row& row, Assumptions& assumed) {
  if (row.has("micro_batch")) return;
  const workload::Roofline roofline(setup.accelerator);
  std::int64_t best = setup.plan.micro_batch;
  Time least = Time::from_base(1e300);
  for (const std::int64_t size : {1, 2}) {
    bool made_up = false;
    setup.plan.micro_batch = size;
    set_batch(setup, row, made_up);
    const double printed = batch_of(row, setup.plan, made_up);
    if (!training::check_plan(setup).empty() ||
        std::abs(double(setup.plan.global_batch_sequences) - printed) > 0.02 * printed)
      continue;
    const training::StepCost cost = training::step_cost(setup, roofline);
    if (cost.memory.total() > setup.accelerator.memory && size > 1) continue;
    if (cost.total() < least) least = cost.total(), best = size;
  }
  setup.plan.micro_batch = best;
  assumed.push_back(fmt::format("micro_batch {}: not printed; the quickest of 1 and 2 that fits", best));
}

// Expert ranks that are not printed although the notes name an expert dispatcher (DeepEP): the quickest that
// fit.
void set_expert_ranks(TrainingSetup& setup, const Row& row, Assumptions& assumed) {
  training::Plan& plan = setup.plan;
  if (!setup.model.experts || row.has("ep") || !row.mentions("deepep")) return;
  training::SearchSpace space;
  space.tensor = {plan.tensor}, space.pipeline = {plan.pipeline},
  space.virtual_pipeline = {plan.virtual_pipeline};
  space.context = {plan.context}, space.expert_tensor = {plan.expert_tensor},
  space.zero_stage = {plan.zero_stage};
  space.micro_batch = {plan.micro_batch}, space.schedule = {plan.schedule};
  space.recompute = {printed_recompute(row).value_or(Recompute::none), Recompute::full};
  const auto found = training::search(setup, space, {.top = 1, .threads = 1});
  if (!found.best.empty()) plan.expert = found.best.front().plan.expert;
  assumed.push_back(fmt::format("ep {}: not printed, but the notes name a dispatcher; the quickest that fits",
                                plan.expert));
}

// Model-parallel ranks that are not printed: a published run is taken as the quickest plan of its kind.
void set_model_ranks(TrainingSetup& setup, const Row& row, Assumptions& assumed) {
  if (row.has("tp") || row.has("pp") || setup.plan.zero_stage == 3) {
    for (const char* column : {"tp", "pp"})
      if (!row.has(column)) assumed.push_back(fmt::format("{} 1: not printed", column));
    return;
  }
  training::SearchSpace space;
  for (std::int64_t t = 1; t <= std::min<std::int64_t>(8, setup.accelerator.scale_up_domain); t *= 2)
    space.tensor.push_back(t);
  space.context = {1};
  space.expert_tensor = {1};
  if (row.has("ep")) space.expert = {setup.plan.expert};
  space.zero_stage = {setup.plan.zero_stage};
  space.micro_batch = row.has("micro_batch") ? std::vector<std::int64_t>{setup.plan.micro_batch}
                                             : std::vector<std::int64_t>{1, 2, 4};
  space.recompute = {printed_recompute(row).value_or(Recompute::none), Recompute::full};
  space.schedule = {training::Schedule::one_f_one_b, training::Schedule::interleaved};
  const auto found = training::search(setup, space, {.top = 1, .threads = 1});
  if (!found.best.empty()) setup.plan = found.best.front().plan;
  assumed.push_back(fmt::format("tp {}, pp {}, vpp {}: not printed; the quickest plan of its kind",
                                setup.plan.tensor, setup.plan.pipeline, setup.plan.virtual_pipeline));
}

// Rate of a link of Omni-Path 100, the only generation in service at the time [Intel, Omni-Path
// Architecture].
constexpr double kOmniPathGbps = 100.0;

// "Omni-Path, 4 links/node" in the notes: 4; else 0.
double omni_path_links(const Row& row) {
  constexpr std::string_view kBefore = "Omni-Path, ", kAfter = " links/node";
  const std::string_view notes = row.text("notes");
  const std::size_t at = notes.find(kBefore);
  if (at == std::string_view::npos || at + kBefore.size() >= notes.size()) return 0;
  const std::string_view rest = notes.substr(at + kBefore.size());
  if (rest.front() < '1' || rest.front() > '9' || !rest.substr(1).starts_with(kAfter)) return 0;
  return double(rest.front() - '0');
}

// Data ranks times the printed ranks of a row, when the printed count of accelerators leaves none.
bool divides(const TrainingSetup& setup) { return setup.plan.data(setup.accelerators) >= 1; }

}  // namespace

namespace {

// The software and fabrics rows: those of the columns of that name, else by rule.
std::optional<Unusable> name_rows(Case& out, const Row& row, const Rig& rig) {
  out.software = row.has("software") ? std::string(row.text("software")) : software_row(row, out.part);
  out.fabric = row.has("fabric") ? std::string(row.text("fabric"))
                                 : network::usual_fabric_row(rig.accelerators.at(out.part));
  if (!rig.software.contains(out.software))
    return Unusable{fmt::format("no catalogue row of the software: '{}'", out.software)};
  if (!rig.fabrics.contains(out.fabric))
    return Unusable{fmt::format("no catalogue row of the fabric: '{}'", out.fabric)};
  if (!row.has("software"))
    out.assumptions.push_back(fmt::format("software {}: by source, notes, part and sharding", out.software));
  if (!row.has("fabric"))
    out.assumptions.push_back(fmt::format("fabric {}: of the part's generation", out.fabric));
  return {};
}

}  // namespace

std::variant<Case, Unusable> setup_of(const Row& row, const Rig& rig) {
  const std::string named(row.text("accelerator"));
  const std::string part = rig.accelerators.contains(named) ? named : accelerator_row(named);
  if (part.empty()) return Unusable{fmt::format("no catalogue row for the accelerator: '{}'", named)};
  Case out;
  out.part = part;
  if (auto unusable = name_rows(out, row, rig)) return *unusable;
  const auto model = model_of(row, rig, out.model, out.assumptions);
  if (!model)
    return Unusable{fmt::format("the model's shape is neither printed nor in the catalogue: '{}'",
                                row.text("model_name"))};
  TrainingSetup& setup = out.setup;
  setup.model = *model;
  setup.accelerator = rig.accelerators.at(part);
  setup.accelerators = row.integer("n_accelerators", 0);
  if (setup.accelerators < 1) return Unusable{"the number of accelerators is not printed"};
  if (const auto nic = row.number("scaleout_gbps_per_gpu"); nic && *nic > 0)
    setup.accelerator.scale_out_bandwidth = Bandwidth::from_base(*nic * 1.25e8);
  else if (const double links = omni_path_links(row); links > 0) {
    const double each = links * kOmniPathGbps / double(std::max<std::int64_t>(1, row.integer("per_node", 8)));
    setup.accelerator.scale_out_bandwidth = Bandwidth::from_base(each * 1.25e8);
    out.assumptions.push_back(fmt::format(
        "scale-out {:.4g} Gbit/s an accelerator: the notes' {:g} Omni-Path links of a node", each, links));
  } else
    out.assumptions.push_back(
        fmt::format("scale-out {:.4g} Gbit/s an accelerator: catalogue row accelerators/{}",
                    setup.accelerator.scale_out_bandwidth.base() / 1.25e8, part));
  setup.fabric = network::make_fabric(setup.accelerator, rig.fabrics.at(out.fabric), setup.accelerators);
  setup.plan = plan_of(row, *model, setup.accelerator, rig.software.at(out.software), out.assumptions);
  out.overlap_printed = row.mentions("asynctp") || row.mentions("async tp");
  out.tokens_dropped = row.mentions("tokendrop") || row.mentions("token-drop");
  if (!divides(setup)) return Unusable{"the printed ranks do not divide the accelerators"};
  set_batch(setup, row, out.batch_assumed);
  set_expert_ranks(setup, row, out.assumptions);
  set_model_ranks(setup, row, out.assumptions);
  set_virtual_stages(setup, row, out.assumptions);
  set_micro_batch(setup, row, out.assumptions);
  set_batch(setup, row, out.batch_assumed);
  tell_batch(out, row);
  if (const auto problems = training::check_plan(setup); !problems.empty())
    return Unusable{fmt::format("the printed plan is impossible ({}): {}", problems.front().code,
                                problems.front().message)};
  set_recompute(setup, row, out.assumptions);
  const auto measured = measured_step(row, setup);
  if (!measured) return Unusable{"no step time, tokens/s, FLOP/s or MFU is printed"};
  out.measured_s = measured->seconds, out.measured_as = measured->as;
  out.measured_column = measured->column, out.conversion = measured->conversion;
  return out;
}

}  // namespace gw::evidence
