#pragma once
// Published power beside the power room's: ratings of racks and nodes, and what was measured of them.
//
// A rating is every part at full rate; a measurement says what the accelerators did as fractions of their peaks. Columns:
// docs/evidence.md. The rows are those of evidence/power/published-power.csv.

#include <optional>
#include <string>
#include <vector>

#include "gw/base/result.h"
#include "gw/catalog/library.h"
#include "gw/power/it_power.h"

namespace gw::evidence {

/// What a published figure is the power of: one accelerator, a rack or node, or IT of `count` accelerators with their
/// share of network, storage and support.
enum class PowerOf { accelerator, rack, it };

struct PowerRow {
  std::string id, kind, what, rack, grade, source, note;
  PowerOf of = PowerOf::rack;
  double count = 1;
  power::Activity activity;
  std::optional<Power> cap;
  Power published;
};

/// All problems at once: GW1402 not a table, GW1411 a column missing, GW1412 a cell that is no number or word of its
/// column.
Result<std::vector<PowerRow>> read_power_rows(const std::string& text, const std::string& file);

struct PowerComparison {
  PowerRow row;
  Power predicted;
  double error() const { return predicted / row.published - 1; }
};
/// GW1110 a rack that the catalogue lacks.
Result<std::vector<PowerComparison>> compare_power(const std::vector<PowerRow>& rows, const catalog::Library& library);

}  // namespace gw::evidence
