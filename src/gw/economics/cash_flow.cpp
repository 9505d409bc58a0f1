#include "gw/economics/cash_flow.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "gw/economics/annuity.h"

namespace gw::economics {
namespace {

/// Share of later income that losses carried forward may offset [26 USC 172(a)(2)(B)(ii)(I)].
constexpr double kLossLimit = 0.8;
constexpr int kBuildingClass = 39;
constexpr double kTokensPerUnit = 1e6;

int project_years(const Economics& config) {
  return std::max(1, int(std::ceil(config.project_life.in(year)-1e-9)));
}

int class_of(const Tax& tax, Layer layer) {
  switch (layer) {
    case Layer::it:
      return tax.it_class;
    case Layer::facility:
      return tax.facility_class;
    case Layer::generation:
      return tax.generation_class;
    case Layer::storage:
      return tax.storage_class;
    case Layer::grid:
      return tax.grid_class;
  }
  return 0;
}

/// Share of a purchase's cost deducted in its first, second, ... tax year; the shell of a facility is a
/// building.
std::vector<double> deductions(const Tax& tax, const CapitalItem& item, const Purchase& purchase) {
  if (!item.depreciable) return {};
  std::vector<double> out = depreciation_schedule(tax.method, class_of(tax, item.layer), purchase.life_years);
  if (item.layer != Layer::facility || tax.method == DepreciationMethod::straight_line) return out;
  for (double& share : out) share *= 1 - tax.building_frac;
  const auto shell = depreciation_schedule(tax.method, kBuildingClass, purchase.life_years);
  out.resize(std::max(out.size(), shell.size()));
  for (std::size_t n = 0; n < shell.size(); ++n) out[n] += tax.building_frac * shell[n];
  return out;
}

/// Straight-line book value at the end of the project.
Money book_value(const Purchase& purchase, int end) {
  return purchase.cost * std::max(0.0, 1 - (end - purchase.date_years) / purchase.life_years);
}

/// Enters one purchase: payment, deductions, and what is left of it when it is given up.
void enter(std::vector<CashFlowRow>& rows, const Economics& config, const CapitalItem& item,
           const Purchase& purchase) {
  const int end = int(rows.size()) - 1, last = purchase.last_row(end);
  rows[std::size_t(purchase.row())].capital += purchase.cost;
  Money left = purchase.cost;
  int row = purchase.row();
  for (double share : deductions(config.tax, item, purchase)) {
    if (++row > last) break;
    rows[std::size_t(row)].depreciation += purchase.cost * share;
    left -= purchase.cost * share;
  }
  rows[std::size_t(last)].write_off += left;
  rows.back().residual += book_value(purchase, end) * config.residual_frac;
}

Money revenue_of(const Revenue& revenue, const OperatingYear& at) {
  return revenue.per_accelerator_hour.value_or(Money{}) * at.accelerator_hours +
         revenue.per_million_tokens.value_or(Money{}) * (at.tokens / kTokensPerUnit);
}

void tax_rows(std::vector<CashFlowRow>& rows, const Tax& tax) {
  Money carried;  // losses not yet set against income
  for (CashFlowRow& row : rows) {
    row.taxable = row.revenue - row.operating - row.depreciation - row.write_off + row.residual;
    Money base = row.taxable;
    if (!tax.losses_used_elsewhere) {
      const Money used = min(carried, max(Money{}, base * kLossLimit));
      carried += max(Money{}, -base) - used;
      base = max(Money{}, base) - used;
    }
    row.tax = base * tax.rate_frac;
  }
}

std::vector<CashFlowRow> build(const Economics& config, const std::vector<CapitalItem>& items,
                               const std::vector<OperatingYear>& years) {
  const int end = project_years(config);
  std::vector<CashFlowRow> rows(std::size_t(end) + 1);
  for (const Purchase& purchase : purchases(config, items, end))
    enter(rows, config, items[purchase.item], purchase);
  for (int n = 0; n <= end; ++n) {
    CashFlowRow& row = rows[std::size_t(n)];
    row.year = n;
    if (n == 0) continue;
    const OperatingYear& at = years[std::min(std::size_t(n) - 1, years.size() - 1)];
    row.operating = at.operating * inflated(config, n - 1);
    row.revenue = revenue_of(config.revenue, at) * inflated(config, n - 1);
  }
  tax_rows(rows, config.tax);
  Money cumulative;
  for (CashFlowRow& row : rows) {
    row.net = row.revenue - row.operating - row.capital - row.tax + row.residual;
    cumulative += row.net;
    row.cumulative = cumulative;
  }
  return rows;
}

std::vector<Money> nets(const std::vector<CashFlowRow>& rows) {
  std::vector<Money> out;
  for (const CashFlowRow& row : rows) out.push_back(row.net);
  return out;
}

OperatingYear scaled_to_a_year(const CostInputs& inputs, const CostReport& report) {
  const double factor = inputs.horizon.base() > 0 ? year / inputs.horizon : 0;
  return {report.opex * factor, inputs.accelerator_hours_used * factor, inputs.tokens * factor};
}

/// The price at which NPV is 0. NPV rises with the price: linear when losses are used elsewhere, else
/// piecewise.
std::optional<Money> break_even(Economics config, const std::vector<CapitalItem>& items,
                                const std::vector<OperatingYear>& years) {
  double hours = 0;
  for (const OperatingYear& at : years) hours += at.accelerator_hours;
  if (!(hours > 0)) return {};
  config.revenue = {};
  const auto npv_at = [&](double price_usd) {
    config.revenue.per_accelerator_hour = price_usd * USD;
    return net_present_value(config.discount_rate_frac, nets(build(config, items, years))).base();
  };
  if (npv_at(0) >= 0) return Money{};
  double high = 1;
  while (npv_at(high) < 0 && high < 1e12) high *= 2;
  if (high >= 1e12) return {};  // a tax rate of 100 %: no price ever pays
  double low = high > 1 ? high / 2 : 0;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (npv_at(middle) < 0 ? low : high) = middle;
  }
  return high * USD;
}

/// A class without a table is deducted in equal parts over the life: said, not silent.
void warn_of_unknown_classes(CashFlow& out, const Economics& config, const CostInputs& inputs) {
  if (config.tax.method == DepreciationMethod::straight_line) return;
  for (int layer = 0; layer < kLayers; ++layer) {
    const auto in_layer = [&](const CapitalItem& item) { return item.layer == Layer(layer); };
    const int property_class = class_of(config.tax, Layer(layer));
    if (macrs_table(property_class).empty() &&
        std::any_of(inputs.capital.begin(), inputs.capital.end(), in_layer))
      out.warnings.push_back("there is no MACRS class of " + std::to_string(property_class) + " years: " +
                             to_string(Layer(layer)) + " capital is deducted in equal parts over its life");
  }
}

void add_warnings(CashFlow& out, const Economics& config, const CostInputs& inputs, int sign_changes) {
  for (const CapitalItem& item : inputs.capital)
    if (item.in_service.in(year) >= project_years(config))
      out.warnings.push_back("'" + item.name + "' enters service after the project ends: left out");
  if (config.revenue.sells() && sign_changes > 1 && out.irr)
    out.warnings.push_back(
        "the cash flow changes sign more than once: the internal rate of return is not unique");
}

}  // namespace

CashFlow cash_flow(const Economics& config, const CostInputs& inputs, const CostReport& report,
                   const std::vector<OperatingYear>& years) {
  const std::vector<OperatingYear> used =
      years.empty() ? std::vector{scaled_to_a_year(inputs, report)} : years;
  CashFlow out;
  out.rows = build(config, inputs.capital, used);
  out.purchases = purchases(config, inputs.capital, project_years(config));
  const auto flows = nets(out.rows);
  out.npv = net_present_value(config.discount_rate_frac, flows);
  const InternalRate irr = internal_rate_of_return(flows);
  out.irr = irr.rate;
  out.payback_years = payback_years(flows);
  out.break_even_per_accelerator_hour = break_even(config, inputs.capital, used);
  warn_of_unknown_classes(out, config, inputs);
  add_warnings(out, config, inputs, irr.sign_changes);
  return out;
}

}  // namespace gw::economics
