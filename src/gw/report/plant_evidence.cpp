#include "gw/report/plant_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gw/base/text.h"
#include "gw/report/text_table.h"

namespace gw::report {

using evidence::PlantComparison;

std::string plant_evidence_text(const std::vector<PlantComparison>& comparisons) {
  TextTable table(2);
  table.row({"Cooling and supply", "catalogue row", "model", "published", "unit", "error %", "within %", "grade"});
  for (const PlantComparison& c : comparisons)
    table.row({"  " + c.row.what, c.row.row.empty() ? "-" : c.row.row, significant(c.predicted), significant(c.row.published),
               c.row.unit.empty() ? "-" : c.row.unit, fmt::format("{:+.2f}", 100 * c.error()),
               fmt::format("{}{}", significant(100 * c.row.tolerance_frac, 3), c.met() ? "" : " MISSED"), c.row.grade});
  const auto missed = std::ranges::count_if(comparisons, [](const PlantComparison& c) { return !c.met(); });
  return table.text() + fmt::format("{} of {} within what their sources' conditions leave open\n", comparisons.size() - std::size_t(missed),
                                    comparisons.size());
}

Json plant_evidence_document(const std::vector<PlantComparison>& comparisons) {
  Json rows = Json::array();
  for (const PlantComparison& c : comparisons)
    rows.push_back({{"id", c.row.id}, {"topic", c.row.topic}, {"what", c.row.what}, {"row", c.row.row}, {"inputs", c.row.inputs},
                    {"predicted", c.predicted}, {"published", c.row.published}, {"unit", c.row.unit}, {"error_frac", c.error()},
                    {"tolerance_frac", c.row.tolerance_frac}, {"met", c.met()}, {"grade", c.row.grade}, {"source", c.row.source},
                    {"note", c.row.note}});
  return {{"format", "gigawatt.plant_evidence/1"}, {"version", {{"code", code_version()}}}, {"rows", std::move(rows)}};
}

}  // namespace gw::report
