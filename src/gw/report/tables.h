#pragma once
// Tables as CSV (RFC 4180), each heading ending in its unit.

#include <string>
#include <vector>

#include "gw/planning/run.h"

namespace gw::report {

struct TextFile {
  std::string name;   ///< "headline.csv"
  std::string text;
};

/// headline, sources, jobs, halls, cooling, capital, cost, utility_bill, contracts, water, cash_flow, assumptions, events, balances.
std::vector<TextFile> csv_tables(const planning::Run& run);

/// A cell: quoted when it holds a comma, quote or line break; a leading = + - @ of a text is escaped so that a
/// spreadsheet does not take it for a formula.
std::string csv_cell(const std::string& text);

}  // namespace gw::report
