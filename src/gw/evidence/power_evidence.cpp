#include "gw/evidence/power_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gw/base/csv.h"
#include "gw/base/text.h"
#include "gw/describe/reader.h"
#include "gw/units/unit.h"

namespace gw::evidence {
namespace {

const std::vector<std::string> kColumns = {
    "id",          "kind",          "what",           "rack",    "of",    "count",       "tensor_frac",
    "memory_frac", "scale_up_frac", "scale_out_frac", "running", "cap_w", "published_w", "grade",
    "source",      "note"};
constexpr std::array kOf = {"accelerator", "rack", "it"};

class Reader {
 public:
  Reader(const CsvTable& table, Diagnostics& diagnostics) : table_(table), diagnostics_(diagnostics) {}

  std::vector<PowerRow> rows() {
    for (const std::string& name : kColumns)
      if (table_.column(name) < 0)
        diagnostics_.error("GW1411", {table_.file, 1, 0}, name,
                           fmt::format("the column '{}' is missing", name),
                           did_you_mean(name, table_.header));
    std::vector<PowerRow> out;
    if (diagnostics_.has_errors()) return out;
    for (const CsvTable::Row& row : table_.rows) out.push_back(one(row));
    return out;
  }

 private:
  std::string text(const CsvTable::Row& row, const char* name) const {
    return row.cells[std::size_t(table_.column(name))];
  }

  void refuse(const CsvTable::Row& row, const char* name, const std::string& expected) {
    diagnostics_.error("GW1412", {table_.file, row.line, table_.column(name) + 1}, name,
                       fmt::format("'{}' is not {}", text(row, name), expected));
  }

  double number(const CsvTable::Row& row, const char* name, double least, double most) {
    const auto parsed = parse_number(text(row, name));
    if (parsed && parsed->unit.empty() && parsed->value >= least && parsed->value <= most)
      return parsed->value;
    refuse(row, name, fmt::format("a number from {} to {}", significant(least), significant(most)));
    return least;
  }

  PowerRow one(const CsvTable::Row& row) {
    PowerRow out{text(row, "id"),
                 text(row, "kind"),
                 text(row, "what"),
                 text(row, "rack"),
                 text(row, "grade"),
                 text(row, "source"),
                 text(row, "note"),
                 PowerOf::rack,
                 1,
                 {},
                 {},
                 {}};
    if (out.kind != "rating" && out.kind != "measured") refuse(row, "kind", "rating or measured");
    const auto of = std::ranges::find(kOf, text(row, "of"));
    if (of == kOf.end())
      refuse(row, "of", "accelerator, rack or it");
    else
      out.of = PowerOf(of - kOf.begin());
    out.count = number(row, "count", 1, 1e9);
    out.activity.tensor_frac = number(row, "tensor_frac", 0, 1);
    out.activity.memory_frac = number(row, "memory_frac", 0, 1);
    out.activity.scale_up_frac = number(row, "scale_up_frac", 0, 1);
    out.activity.scale_out_frac = number(row, "scale_out_frac", 0, 1);
    out.activity.running = number(row, "running", 0, 1) > 0;
    if (out.kind == "rating") out.activity = power::Activity::full();
    if (!out.activity.running) out.activity = power::Activity::idle();
    if (!text(row, "cap_w").empty()) out.cap = number(row, "cap_w", 1, 1e5) * W;
    out.published = number(row, "published_w", 1, 1e11) * W;
    return out;
  }

  const CsvTable& table_;
  Diagnostics& diagnostics_;
};

Power predicted(const PowerRow& row, const power::LoadDesign& design) {
  switch (row.of) {
    case PowerOf::accelerator:
      return row.count *
             power::accelerator_power(design.accelerator, design.rack.accelerator_power, row.activity);
    case PowerOf::rack:
      return row.count * power::rack_power(design.rack, design.accelerator, row.activity).total;
    case PowerOf::it:
      return row.count *
             (row.cap ? power::provisioned_power(design) : power::running_power(design, row.activity))
                 .total();
  }
  return {};
}

}  // namespace

Result<std::vector<PowerRow>> read_power_rows(const std::string& text, const std::string& file) {
  auto table = parse_csv(text, file);
  if (!table) return table.diagnostics;
  Diagnostics diagnostics;
  std::vector<PowerRow> rows = Reader(*table, diagnostics).rows();
  if (diagnostics.has_errors()) return diagnostics;
  return rows;
}

Result<std::vector<PowerComparison>> compare_power(const std::vector<PowerRow>& rows,
                                                   const catalog::Library& library) {
  Diagnostics diagnostics;
  std::vector<PowerComparison> out;
  for (const PowerRow& row : rows) {
    const describe::Document* rack = library.row("racks", row.rack, diagnostics);
    if (!rack) continue;
    describe::ProvenanceMap provenance;
    power::LoadDesign design;
    design.rack = describe::read<power::Rack>(*rack, library.resolver(), provenance, diagnostics);
    const describe::Document* part = library.row("accelerators", design.rack.accelerator, diagnostics);
    if (!part) continue;
    design.accelerator =
        describe::read<catalog::Accelerator>(*part, library.resolver(), provenance, diagnostics);
    design.cap = row.cap;
    out.push_back({row, predicted(row, design)});
  }
  if (diagnostics.has_errors()) return diagnostics;
  return out;
}

}  // namespace gw::evidence
