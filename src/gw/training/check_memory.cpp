// A plan that does not fit: by how much, what is largest, and the smallest change that makes it fit.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

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

/// The settings that save memory, as changes to a plan, cheapest in speed first.
std::optional<std::string> remedy(const TrainingSetup& setup) {
  const auto attempt = [&](auto change) {
    TrainingSetup changed = setup;
    change(changed.plan);
    return fits(changed);
  };
  const Plan& p = setup.plan;
  if (p.zero_stage < 1 && attempt([](Plan& q) { q.zero_stage = 1; })) return "zero_stage: 1 fits";
  if (p.recompute == Recompute::none && attempt([](Plan& q) { q.recompute = Recompute::selective; }))
    return "recompute: selective fits";
  if (p.micro_batch > 1 && attempt([](Plan& q) { q.micro_batch = 1; })) return "micro_batch: 1 fits";
  if (p.recompute != Recompute::full && attempt([](Plan& q) { q.recompute = Recompute::full; }))
    return "recompute: full fits";
  for (std::int64_t factor = 2; factor <= 64; factor *= 2) {
    if (attempt([&](Plan& q) { q.tensor *= factor; }))
      return fmt::format("tensor: {} fits", p.tensor * factor);
    if (attempt([&](Plan& q) { q.pipeline *= factor; }))
      return fmt::format("pipeline: {} fits", p.pipeline * factor);
    if (setup.model.experts && attempt([&](Plan& q) { q.expert *= factor; }))
      return fmt::format("expert: {} fits", p.expert * factor);
    const auto full = [&](Plan& q) { q.pipeline *= factor, q.recompute = Recompute::full; };
    if (attempt(full)) return fmt::format("pipeline: {} with recompute: full fits", p.pipeline * factor);
  }
  if (p.zero_stage < 3 && attempt([](Plan& q) { q.zero_stage = 3; })) return "zero_stage: 3 fits";
  return {};
}

}  // namespace

std::vector<Problem> check_memory(const TrainingSetup& setup, const MemoryUse& use) {
  const Bytes over = use.total() - setup.accelerator.memory;
  if (!(over.base() > 0)) return {};
  const Category most = largest(use);
  return {{"GW2010",
           fmt::format(
               "the first stage needs {:.1f} GB, {:.1f} GB more than the {:.0f} GB of {}; largest: {} with "
               "{:.1f} GB",
               use.total().in(unit::GB), over.in(unit::GB), setup.accelerator.memory.in(unit::GB),
               setup.accelerator.name, most.name, most.bytes.in(unit::GB)),
           remedy(setup).value_or("no single change to the plan fits: use more accelerators per replica")}};
}

}  // namespace gw::training
