#pragma once
// The project year by year: capital, operation, revenue, tax, and what it is worth.
//
// Row n is the end of year n; row 0 is today. A purchase (purchases.h) is paid at the start of the project year
// it enters service in (row floor(date)); its tax deductions start one row later and end with its life, or with
// the project: what is not deducted by then is written off. Operation of project year k is in row k.
//   taxable = revenue - operating - depreciation - write-off + residual
//   tax = rate x taxable, negative when losses are used elsewhere
//   carried-forward losses offset at most 80 % of later income [26 USC 172(a)(2)]
//   net = revenue - operating - capital - tax + residual
// Operating cost, prices and every purchase grow with inflation from the project's start; the discount rate is
// nominal. The residual is residual_frac of straight-line book value at the end. Neglected: debt service (the
// discount rate stands for it), working capital, credits, mid-year flows.

#include <optional>
#include <vector>

#include "gw/economics/cost.h"
#include "gw/economics/purchases.h"

namespace gw::economics {

/// What one project year used and made, in today's prices.
struct OperatingYear {
  Money operating = {};
  double accelerator_hours = 0;  ///< used
  double tokens = 0;
};

struct CashFlowRow {
  int year = 0;
  Money capital = {}, operating = {}, revenue = {}, depreciation = {}, write_off = {}, residual = {},
        taxable = {}, tax = {}, net = {}, cumulative = {};
};

struct CashFlow {
  std::vector<CashFlowRow> rows = {};
  std::vector<Purchase> purchases = {};  ///< of the capital plan's items
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

/// Two ways to the same sum: how far they are apart, and the money that moved.
struct MoneyCheck {
  std::string name = {};
  Money volume = {}, difference = {};
};

/// Identities of a cash flow that its rows were not made by: an item serves every day of the project once; what
/// is bought is deducted or written off, once; the profit taxed is the profit made; columns give the same
/// present value as rows.
std::vector<MoneyCheck> money_checks(const Economics& config, const std::vector<CapitalItem>& items,
                                     const CashFlow& flow);

}  // namespace gw::economics
