#include "held_out.h"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "gw/evidence/statistics.h"

namespace gw::fit {
namespace {

std::string lines(const char* left_out, const std::vector<evidence::Comparison>& unseen) {
  std::string out;
  for (const evidence::Group& g : evidence::groups_of(unseen)) {
    if (g.kind == "source" || g.kind == "sanity") continue;  // a source left out is its own group
    out += fmt::format("{},{},\"{}\",{},{:.0f},{:.4f},{:.4f},{:.4f}\n", left_out, g.kind, g.name, g.errors.rows, g.errors.weight,
                       g.errors.median_frac, g.errors.p90_frac, g.errors.bias_frac);
  }
  return out;
}

}  // namespace

void write_held_out(const std::string& path, const std::string& table_hash, const std::vector<evidence::Comparison>& by_source,
                    const std::vector<evidence::Comparison>& by_generation) {
  std::ofstream out(path);
  out << "# Made by evidence/fit (gw_fit ... --held-out FILE): errors of runs left out of the fit, on the table of hash\n# "
      << table_hash << "\n"
      << "left_out,kind,name,rows,configurations,median_frac,p90_frac,bias_frac\n"
      << lines("source", by_source) << lines("generation", by_generation);
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace gw::fit
