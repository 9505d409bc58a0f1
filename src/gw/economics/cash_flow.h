#pragma once
// The project year by year: capital, operation, revenue, tax, and what it is worth.
//
// Row n is the end of year n; row 0 is today. Capital of an item is paid at the start of the year it enters
// service (row floor(in_service)); its tax depreciation starts one row later. What stands already enters today at
// its straight-line book value: what was paid before is sunk. Operation of project year k is in row k.
//   tax = rate x (revenue - operating - depreciation), negative when losses are used elsewhere
//   carried-forward losses offset at most 80 % of later income [26 USC 172(a)(2)]
//   net = revenue - operating - capital - tax + residual
// Operating cost, prices and replacements grow with inflation; the discount rate is nominal.
// The residual is residual_frac of straight-line book value at the end; the part above tax book value is
// taxed. Neglected: debt service (the discount rate stands for it), working capital, credits, mid-year flows.

#include <optional>
#include <vector>

#include "gw/economics/cost.h"

namespace gw::economics {

/// What one project year used and made, in today's prices.
struct OperatingYear {
  Money operating = {};
  double accelerator_hours = 0;  ///< used
  double tokens = 0;
};

struct CashFlowRow {
  int year = 0;
  Money capital = {}, operating = {}, revenue = {}, depreciation = {}, taxable = {}, tax = {}, residual = {},
        net = {}, cumulative = {};
};

struct CashFlow {
  std::vector<CashFlowRow> rows = {};
  Money npv = {};
  std::optional<double> irr = {};  ///< nominal
  std::optional<double> payback_years = {};
  /// Price of an accelerator-hour in today's money at which NPV is 0; nothing without hours.
  std::optional<Money> break_even_per_accelerator_hour = {};
  std::vector<std::string> warnings = {};
};

/// `years[k]` is project year k+1; the last one repeats until the end of the project. Without any, every year
/// is the report's horizon scaled to a year.
CashFlow cash_flow(const Economics& config, const CostInputs& inputs, const CostReport& report,
                   const std::vector<OperatingYear>& years = {});

/// Largest difference between a row's net (or the NPV) and the sum of its parts.
Money balance_residual(const Economics& config, const CashFlow& flow);

}  // namespace gw::economics
