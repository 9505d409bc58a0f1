#include "uncertainty.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>

#include "gw/evidence/statistics.h"

namespace gw::fit {
namespace {

using evidence::Comparison;
using evidence::Errors;

constexpr double kLeastConfigurations = 3;

std::string line(const std::string& generation, bool experts, bool sharded, const Errors& errors,
                 const char* basis) {
  return fmt::format("{},{},{},{:.3f},{:.3f},{:.0f},{}\n", generation, experts ? "experts" : "dense",
                     sharded ? "FSDP" : "3D", errors.two_thirds_frac, errors.p90_frac, errors.weight, basis);
}

// Of a kind that no run compared has: that of its model, whatever the sharding.
Errors transfer(const std::vector<Comparison>& rows, bool experts, bool sharded) {
  const auto kind = [&](const Comparison& c) { return c.headline() && c.experts == experts; };
  const Errors own =
      evidence::errors_of(rows, [&](const Comparison& c) { return kind(c) && c.fully_sharded == sharded; });
  return own.weight >= kLeastConfigurations ? own : evidence::errors_of(rows, kind);
}

}  // namespace

void write_uncertainty(const std::string& path, const std::vector<Comparison>& by_source,
                       const std::vector<Comparison>& by_generation) {
  std::set<std::string> generations;
  for (const Comparison& c : by_source) generations.insert(evidence::generation(c.part));
  std::string text =
      "# Made by evidence/fit (gw_fit ... --uncertainty FILE): quantiles of |predicted / measured - 1| of "
      "runs left out of the fit.\n"
      "generation,model,sharding,two_thirds_frac,p90_frac,configurations,basis\n";
  for (const bool experts : {false, true})
    for (const bool sharded : {false, true}) {
      Errors widest;
      for (const std::string& generation : generations) {
        const Errors e = evidence::errors_of(by_source, [&](const Comparison& c) {
          return c.headline() && c.experts == experts && c.fully_sharded == sharded &&
                 evidence::generation(c.part) == generation;
        });
        if (e.weight < kLeastConfigurations) continue;
        text += line(generation, experts, sharded, e, "each source left out in turn");
        widest.two_thirds_frac = std::max(widest.two_thirds_frac, e.two_thirds_frac);
        widest.p90_frac = std::max(widest.p90_frac, e.p90_frac);
      }
      Errors any = transfer(by_generation, experts, sharded);
      any.two_thirds_frac = std::max(any.two_thirds_frac, widest.two_thirds_frac);
      any.p90_frac = std::max(any.p90_frac, widest.p90_frac);
      text += line("any", experts, sharded, any, "each generation left out in turn");
    }
  std::ofstream out(path);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace gw::fit
