#pragma once
// Cross-validated errors, as the fit program has written them: of runs that the parameters were not fitted to.

#include <string>
#include <vector>

#include "gw/base/result.h"

namespace gw::evidence {

struct HeldOut {
  std::string left_out;    ///< "source" or "generation": what was left out of the fit in turn
  std::string kind, name;  ///< of the group (statistics.h)
  double rows = 0, configurations = 0, median_frac = 0, p90_frac = 0, bias_frac = 0;
};

struct HeldOutTable {
  std::string table_hash;  ///< of the measurements they were fitted on
  std::vector<HeldOut> groups;
  /// Nothing when the table has no such group.
  const HeldOut* find(const std::string& left_out, const std::string& kind, const std::string& name) const;
};

/// GW1402 not a table, GW1411 a column missing, GW1412 a cell that is no number.
Result<HeldOutTable> read_held_out(const std::string& text, const std::string& file);

}  // namespace gw::evidence
