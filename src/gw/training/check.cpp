// Everything that makes a plan impossible, found together.
#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "gw/training/memory.h"
#include "gw/training/setup.h"
#include "gw/training/stage_cost.h"
#include "gw/training/stage_layout.h"

namespace gw::training {
namespace {

using Problems = std::vector<Problem>;

// The largest divisor of `value` not above `limit`: the nearest setting that divides.
std::int64_t divisor_below(std::int64_t value, std::int64_t limit) {
  for (std::int64_t d = std::min(value, limit); d > 1; --d)
    if (value % d == 0) return d;
  return 1;
}

bool divides(std::int64_t divisor, std::int64_t value) { return divisor > 0 && value % divisor == 0; }

bool in_range(Problems& out, const char* name, std::int64_t value, std::int64_t least) {
  if (value >= least) return true;
  out.push_back({"GW2011", fmt::format("{} is {}; it must be at least {}", name, value, least), ""});
  return false;
}

bool check_ranges(Problems& out, const TrainingSetup& setup) {
  const Plan& p = setup.plan;
  bool good = true;
  good &= in_range(out, "accelerators", setup.accelerators, 1);
  good &= in_range(out, "tensor", p.tensor, 1);
  good &= in_range(out, "pipeline", p.pipeline, 1);
  good &= in_range(out, "virtual_pipeline", p.virtual_pipeline, 1);
  good &= in_range(out, "context", p.context, 1);
  good &= in_range(out, "expert", p.expert, 1);
  good &= in_range(out, "expert_tensor", p.expert_tensor, 1);
  good &= in_range(out, "micro_batch", p.micro_batch, 1);
  good &= in_range(out, "global_batch_sequences", p.global_batch_sequences, 1);
  good &= in_range(out, "sequence_length", p.sequence_length, 1);
  if (p.zero_stage < 0 || p.zero_stage > 3) {
    out.push_back({"GW2011", fmt::format("zero_stage is {}; it is one of 0, 1, 2, 3", p.zero_stage), ""});
    good = false;
  }
  if (setup.fabric.tiers.empty()) {
    out.push_back({"GW2011", "the fabric has no tiers", "build it with network::make_fabric"});
    good = false;
  }
  return good;
}

bool check_model(Problems& out, const catalog::Model& model) {
  const bool experts = model.experts && model.experts->routed > 0 && model.experts->expert_ffn > 0;
  std::int64_t heads = 0;
  std::visit([&](const auto& attention) { heads = attention.heads; }, model.attention);
  if (model.layers > 0 && model.hidden > 0 && model.vocabulary > 0 && heads > 0 && (model.ffn > 0 || experts))
    return true;
  out.push_back(
      {"GW2013",
       fmt::format("model '{}' lacks a shape: layers {}, hidden {}, vocabulary {}, heads {}, ffn {}",
                   model.name, model.layers, model.hidden, model.vocabulary, heads, model.ffn),
       "give every size of the model"});
  return false;
}

void check_ranks(Problems& out, const TrainingSetup& setup) {
  const Plan& p = setup.plan;
  const std::int64_t ranks = p.model_ranks();
  if (!divides(ranks, setup.accelerators)) {
    const std::int64_t below = setup.accelerators / ranks * ranks;
    out.push_back({"GW2001",
                   fmt::format("tensor {} x pipeline {} x context {} = {} does not divide {} accelerators",
                               p.tensor, p.pipeline, p.context, ranks, setup.accelerators),
                   below > 0 ? fmt::format("use {} or {} accelerators", below, below + ranks)
                             : fmt::format("use at least {} accelerators", ranks)});
    return;
  }
  const std::int64_t stage = setup.accelerators / p.pipeline, inside = p.expert * p.expert_tensor;
  if (setup.model.experts && p.tensor > 1 && !p.sequence_parallel)
    out.push_back({"GW2012", "experts with tensor ranks need sequence_parallel: each rank routes its own tokens",
                   "set sequence_parallel: true, or tensor: 1"});
  if (setup.model.experts && !divides(inside, stage))
    out.push_back(
        {"GW2012",
         fmt::format("expert {} x expert_tensor {} = {} does not divide the {} accelerators of a stage",
                     p.expert, p.expert_tensor, inside, stage),
         fmt::format("expert {} divides them", divisor_below(stage / p.expert_tensor, p.expert))});
  const std::int64_t copies = p.data(setup.accelerators) * p.context;
  if (p.shard_ranks > 0 && p.zero_stage == 3 && !divides(p.shard_ranks, copies))
    out.push_back(
        {"GW2014",
         fmt::format("shard_ranks {} does not divide the {} data-parallel ranks", p.shard_ranks, copies),
         fmt::format("shard_ranks {} divides them", divisor_below(copies, p.shard_ranks))});
  const std::int64_t sequences = p.data(setup.accelerators) * p.micro_batch;
  if (!divides(sequences, p.global_batch_sequences)) {
    const std::int64_t below = p.global_batch_sequences / sequences * sequences;
    out.push_back(
        {"GW2006",
         fmt::format("global batch of {} sequences is not a multiple of data {} x micro_batch {} = {}",
                     p.global_batch_sequences, p.data(setup.accelerators), p.micro_batch, sequences),
         below > 0 ? fmt::format("use {} or {} sequences", below, below + sequences)
                   : fmt::format("use at least {} sequences", sequences)});
  }
}

void check_width(Problems& out, const char* code, const char* what, std::int64_t value, const char* cut_name,
                 std::int64_t ranks) {
  if (divides(ranks, value)) return;
  out.push_back({code, fmt::format("{} {} does not divide over {} {}", what, value, cut_name, ranks),
                 fmt::format("{} {} divides it", cut_name, divisor_below(value, ranks))});
}

void check_attention(Problems& out, const TrainingSetup& setup) {
  const Plan& p = setup.plan;
  if (const auto* a = std::get_if<catalog::GroupedAttention>(&setup.model.attention)) {
    check_width(out, "GW2002", "attention heads", a->heads, "tensor", p.tensor);
    // More tensor ranks than key/value heads copy them; both must then divide evenly.
    if (a->kv_heads > 0 && !divides(p.tensor, a->kv_heads) && !divides(a->kv_heads, p.tensor))
      out.push_back(
          {"GW2002",
           fmt::format("key/value heads {} and tensor {} do not divide one another", a->kv_heads, p.tensor),
           fmt::format("tensor {} divides them", divisor_below(a->kv_heads, p.tensor))});
  } else {
    check_width(out, "GW2002", "attention heads",
                std::get<catalog::LatentAttention>(setup.model.attention).heads, "tensor", p.tensor);
  }
}

void check_feed_forward(Problems& out, const TrainingSetup& setup) {
  const Plan& p = setup.plan;
  const catalog::Model& model = setup.model;
  if (model.ffn > 0) check_width(out, "GW2003", "feed-forward width", model.ffn, "tensor", p.tensor);
  if (!model.experts) {
    if (p.expert > 1 || p.expert_tensor > 1)
      out.push_back({"GW2005",
                     fmt::format("expert {} and expert_tensor {} ask for experts, but the model has none",
                                 p.expert, p.expert_tensor),
                     "set both to 1"});
    return;
  }
  check_width(out, "GW2005", "experts", model.experts->routed, "expert", p.expert);
  check_width(out, "GW2003", "expert width", model.experts->expert_ffn, "expert_tensor", p.expert_tensor);
  if (model.experts->shared_ffn > 0)
    check_width(out, "GW2003", "shared expert width", model.experts->shared_ffn, "tensor", p.tensor);
}

// Both ends feed a DualPipe: stages and micro-batches pair up [arXiv:2412.19437, section 3.2.1].
void check_dualpipe(Problems& out, const Plan& p, std::int64_t micro_batches) {
  if (p.schedule != Schedule::dualpipe || p.pipeline <= 1) return;
  if (p.pipeline % 2 != 0)
    out.push_back({"GW2009", fmt::format("dualpipe needs an even pipeline, found {}", p.pipeline),
                   fmt::format("pipeline {} or {}, or another schedule", p.pipeline - 1, p.pipeline + 1)});
  if (micro_batches % 2 != 0)
    out.push_back({"GW2009",
                   fmt::format("dualpipe needs an even number of micro-batches, found {}", micro_batches),
                   "change the batch, or take another schedule"});
}

void check_schedule(Problems& out, const TrainingSetup& setup) {
  const Plan& p = setup.plan;
  check_dualpipe(out, p, p.micro_batches(setup.accelerators));
  if (p.schedule != Schedule::interleaved && p.virtual_pipeline > 1)
    out.push_back({"GW2009",
                   fmt::format("virtual_pipeline {} needs the interleaved schedule", p.virtual_pipeline),
                   "set schedule: interleaved, or virtual_pipeline: 1"});
  if (p.schedule == Schedule::interleaved && p.pipeline == 1 && p.virtual_pipeline > 1)
    out.push_back(
        {"GW2009", "the interleaved schedule needs pipeline of at least 2", "set virtual_pipeline: 1"});
  if (stage_layout(setup.model.layers, p.pipeline, p.virtual_pipeline, p.uneven_stages).divides) return;
  const std::int64_t chunks = p.pipeline * p.virtual_pipeline;
  out.push_back({"GW2004",
                 fmt::format("{} layers do not divide over pipeline {} x virtual_pipeline {} = {} chunks",
                             setup.model.layers, p.pipeline, p.virtual_pipeline, chunks),
                 chunks > setup.model.layers
                     ? fmt::format("at most {} chunks fit", setup.model.layers)
                     : fmt::format("{} chunks divide them, or set uneven_stages: true",
                                   divisor_below(setup.model.layers, chunks))});
}

// "bf16, fp16, fp8, mxfp8".
std::string precisions_of(const catalog::Accelerator& part) {
  using enum catalog::Precision;
  std::string out;
  for (const catalog::Precision p : {bf16, fp16, tf32, fp32, fp8, mxfp8, fp4, nvfp4})
    if (part.peak_rate(p).base() > 0) out += (out.empty() ? "" : ", ") + std::string(catalog::to_string(p));
  return out.empty() ? "none" : out;
}

void check_sequence_and_precision(Problems& out, const TrainingSetup& setup) {
  const Plan& p = setup.plan;
  // Causal ring attention deals each rank one early and one late slice.
  if (p.context > 1 && !divides(2 * p.context, p.sequence_length))
    out.push_back(
        {"GW2007",
         fmt::format("sequence_length {} is not a multiple of 2 x context {}", p.sequence_length, p.context),
         fmt::format("context {} divides it", divisor_below(p.sequence_length / 2, p.context))});
  if (p.sequence_parallel && p.tensor > 1 && !divides(p.tensor, p.sequence_length / p.context))
    out.push_back({"GW2007",
                   fmt::format("{} tokens of a context rank do not divide over tensor {} (sequence_parallel)",
                               p.sequence_length / p.context, p.tensor),
                   "set sequence_parallel: false, or another tensor"});
  const catalog::Precision sixteen = layer_input(setup.model, setup.accelerator, p).activation;
  if (!(setup.accelerator.peak_rate(sixteen).base() > 0))
    out.push_back({"GW2008",
                   fmt::format("{} has no {} matrix units for attention and the head", setup.accelerator.name,
                               catalog::to_string(sixteen)),
                   "give its 16-bit peak"});
  for (const network::Tier& tier : setup.fabric.tiers)
    if (setup.accelerators > 1 && !(tier.bandwidth.base() > 0))
      out.push_back({"GW2011", fmt::format("the fabric's tier '{}' has no bandwidth", tier.name),
                     "give the accelerator's scale_up_bandwidth and scale_out_bandwidth"});
  if (!(setup.accelerator.peak_rate(p.precision).base() > 0))
    out.push_back(
        {"GW2008",
         fmt::format("{} has no {} matrix units", setup.accelerator.name, catalog::to_string(p.precision)),
         fmt::format("it has {}", precisions_of(setup.accelerator))});
}

}  // namespace

std::vector<Problem> check_plan(const TrainingSetup& setup) {
  Problems out;
  const bool ranges = check_ranges(out, setup);
  const bool model = check_model(out, setup.model);
  if (!ranges || !model) return out;
  check_ranks(out, setup);
  check_attention(out, setup);
  check_feed_forward(out, setup);
  check_schedule(out, setup);
  check_sequence_and_precision(out, setup);
  return out;
}

std::vector<Problem> check(const TrainingSetup& setup) {
  std::vector<Problem> out = check_plan(setup);
  return out.empty() ? check_memory(setup, memory_use(setup)) : out;
}

}  // namespace gw::training
