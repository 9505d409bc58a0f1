// A plan that does not fit: by how much, what is largest, and the smallest change that makes it fit.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>

#include "gw/training/memory.h"
#include "gw/training/setup.h"

namespace gw::training {
namespace {

struct Category {
  const char* name;
  Bytes bytes;
};

Category largest(const MemoryUse& use) {
  const std::array<Category, 5> all{{{"weights", use.weights},
                                     {"gradients", use.gradients},
                                     {"optimizer states", use.optimizer},
                                     {"activations", use.activations},
                                     {"workspace", use.workspace}}};
  return *std::max_element(all.begin(), all.end(),
                           [](const Category& a, const Category& b) { return a.bytes < b.bytes; });
}

bool fits(const TrainingSetup& setup) {
  return check_plan(setup).empty() && memory_use(setup).total() <= setup.accelerator.memory;
}

/// A change to a plan, in words and done.
struct Change {
  std::string text;
  std::function<void(Plan&)> apply;
};

// Changes that leave the ranks as they are, cheapest in speed first.
std::vector<Change> settings(const Plan& p) {
  std::vector<Change> out;
  if (p.zero_stage < 1) out.push_back({"zero_stage: 1 fits", [](Plan& q) { q.zero_stage = 1; }});
  if (p.recompute == Recompute::none) {
    out.push_back({"recompute: activations fits", [](Plan& q) { q.recompute = Recompute::activations; }});
    out.push_back({"recompute: selective fits", [](Plan& q) { q.recompute = Recompute::selective; }});
  }
  if (p.micro_batch > 1) out.push_back({"micro_batch: 1 fits", [](Plan& q) { q.micro_batch = 1; }});
  if (p.zero_stage < 2 && p.pipeline == 1)
    out.push_back({"zero_stage: 2 fits", [](Plan& q) { q.zero_stage = 2; }});
  if (p.recompute != Recompute::full || p.recompute_layers_frac < 1)
    out.push_back({"recompute: full fits",
                   [](Plan& q) { q.recompute = Recompute::full, q.recompute_layers_frac = 1; }});
  return out;
}

// More ranks, fewest first: tensor while it stays in the scale-up domain, expert, pipeline, pipeline with
// recompute.
std::vector<Change> more_ranks(const Plan& p, bool experts, std::int64_t domain) {
  constexpr std::int64_t kMostTimes = 64;
  std::vector<Change> out;
  for (std::int64_t times = 2; times <= kMostTimes; times *= 2) {
    if (p.tensor * times <= domain)
      out.push_back({fmt::format("tensor: {} fits", p.tensor * times), [=](Plan& q) { q.tensor *= times; }});
    if (experts)
      out.push_back({fmt::format("expert: {} fits", p.expert * times), [=](Plan& q) { q.expert *= times; }});
    out.push_back(
        {fmt::format("pipeline: {} fits", p.pipeline * times), [=](Plan& q) { q.pipeline *= times; }});
    out.push_back({fmt::format("pipeline: {} with recompute: full fits", p.pipeline * times),
                   [=](Plan& q) { q.pipeline *= times, q.recompute = Recompute::full; }});
  }
  return out;
}

// What costs most speed: gradients or weights gathered over the network, then tensor traffic beyond the
// scale-up domain.
std::vector<Change> last_resorts(const Plan& p, std::int64_t domain) {
  constexpr std::int64_t kMostTimes = 64;
  std::vector<Change> out;
  for (int stage = std::max(2, p.zero_stage + 1); stage <= 3; ++stage)
    out.push_back({fmt::format("zero_stage: {} fits", stage), [=](Plan& q) { q.zero_stage = stage; }});
  if (p.zero_stage < 3)
    out.push_back({"zero_stage: 3 with recompute: full fits",
                   [](Plan& q) { q.zero_stage = 3, q.recompute = Recompute::full; }});
  for (std::int64_t times = 2; times <= kMostTimes; times *= 2)
    if (p.tensor * times > domain)
      out.push_back(
          {fmt::format("tensor: {} fits, beyond the scale-up domain of {}", p.tensor * times, domain),
           [=](Plan& q) { q.tensor *= times; }});
  return out;
}

/// The first change after which the plan fits.
std::optional<std::string> remedy(const TrainingSetup& setup) {
  const std::int64_t domain = std::max(1, setup.accelerator.scale_up_domain);
  for (const auto& changes :
       {settings(setup.plan), more_ranks(setup.plan, setup.model.experts.has_value(), domain),
        last_resorts(setup.plan, domain)})
    for (const Change& change : changes) {
      TrainingSetup changed = setup;
      change.apply(changed.plan);
      if (fits(changed)) return change.text;
    }
  return {};
}

}  // namespace

std::vector<Problem> check_memory(const TrainingSetup& setup, const MemoryUse& use) {
  const Bytes over = use.total() - setup.accelerator.memory;
  if (!(over.base() > 0)) return {};
  const Category most = largest(use);
  return {{"GW2010",
           fmt::format(
               "the fullest stage needs {:.1f} GB, {:.1f} GB more than the {:.0f} GB of {}; largest: {} with "
               "{:.1f} GB",
               use.total().in(unit::GB), over.in(unit::GB), setup.accelerator.memory.in(unit::GB),
               setup.accelerator.name, most.name, most.bytes.in(unit::GB)),
           remedy(setup).value_or("no single change to the plan fits: use more accelerators per replica")}};
}

}  // namespace gw::training
