#pragma once
// A comparison with measurements for a terminal.

#include <span>
#include <string>

#include "gw/evidence/breakdown.h"
#include "gw/evidence/held_out.h"
#include "gw/evidence/statistics.h"

namespace gw::report {

/// Errors by group: all kinds, or one of evidence::group_kinds(); then the rows without a prediction, by
/// reason. Where `held_out` has the group, the errors of its runs when their source was left out of the fit stand beside.
std::string evidence_text(std::span<const evidence::Comparison> comparisons, const std::string& table,
                          const std::string& kind, const evidence::HeldOutTable& held_out = {});
/// One row: what it prints, what was assumed, the parts of the step, memory, and the published figure.
std::string evidence_row_text(const evidence::Breakdown& row);

}  // namespace gw::report
