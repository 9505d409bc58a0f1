#include "gw/report/power_evidence.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "gw/base/text.h"
#include "gw/report/text_table.h"

namespace gw::report {
namespace {

using evidence::PowerComparison;

// Watts in the unit that reads best.
std::string watts(Power power) {
  if (power >= 1.0 * MW) return significant(power.in(MW)) + " MW";
  return power >= 1.0 * kW ? significant(power.in(kW)) + " kW" : significant(power.in(W)) + " W";
}

std::string section(const char* title, const char* kind, const std::vector<PowerComparison>& comparisons) {
  TextTable table(2);
  table.row({title, "rack row", "model", "published", "error %", "grade"});
  for (const PowerComparison& c : comparisons)
    if (c.row.kind == kind)
      table.row({"  " + c.row.what, c.row.rack, watts(c.predicted), watts(c.row.published), fmt::format("{:+.1f}", 100 * c.error()),
                 c.row.grade});
  return table.text();
}

}  // namespace

std::string power_evidence_text(const std::vector<PowerComparison>& comparisons) {
  return section("Ratings: every part at full rate", "rating", comparisons) + "\n" +
         section("Measured", "measured", comparisons);
}

Json power_evidence_document(const std::vector<PowerComparison>& comparisons) {
  Json rows = Json::array();
  for (const PowerComparison& c : comparisons)
    rows.push_back({{"id", c.row.id},
                    {"kind", c.row.kind},
                    {"what", c.row.what},
                    {"rack", c.row.rack},
                    {"predicted_w", c.predicted.in(W)},
                    {"published_w", c.row.published.in(W)},
                    {"error_frac", c.error()},
                    {"grade", c.row.grade},
                    {"source", c.row.source},
                    {"note", c.row.note}});
  return {{"format", "gigawatt.power_evidence/1"}, {"version", {{"code", code_version()}}}, {"rows", std::move(rows)}};
}

}  // namespace gw::report
