// Checks of a cash flow by other ways than the one it was made by.

#include <algorithm>
#include <cmath>

#include "gw/economics/cash_flow.h"

namespace gw::economics {
namespace {

/// Cost-weighted years that an item is to serve within [0, end): every day once.
Money service_wanted(const Economics& config, const CapitalItem& item, int end) {
  const double first = item.in_service.in(year), life = std::max(1.0, item.life.in(year));
  const bool ends = item.depreciable && (!config.renew || item.life.base() <= 0);
  const double last = ends ? std::min(double(end), first + life) : end;
  return item.cost * std::max(0.0, last - std::max(0.0, first));
}

MoneyCheck service(const Economics& config, const std::vector<CapitalItem>& items, const CashFlow& flow) {
  MoneyCheck out{"capital: service bought and needed"};
  const int end = int(flow.rows.size()) - 1;
  for (const CapitalItem& item : items) out.volume += service_wanted(config, item, end);
  Money bought;
  for (const Purchase& p : flow.purchases)
    bought += items[p.item].cost * (std::min(double(end), p.date_years + p.life_years) - p.date_years);
  out.difference = bought - out.volume;
  return out;
}

/// Column sums: discounted by pow() from the columns, not step by step from the rows.
struct Columns {
  Money revenue, operating, capital, tax, residual, deducted, taxable;
};

Columns columns(const CashFlow& flow, double rate) {
  Columns sum;
  for (const CashFlowRow& row : flow.rows) {
    const double factor = std::pow(1 + rate, -row.year);
    sum.revenue += row.revenue * factor, sum.operating += row.operating * factor;
    sum.capital += row.capital * factor, sum.tax += row.tax * factor;
    sum.residual += row.residual * factor, sum.taxable += row.taxable * factor;
    sum.deducted += (row.depreciation + row.write_off) * factor;
  }
  return sum;
}

}  // namespace

std::vector<MoneyCheck> money_checks(const Economics& config, const std::vector<CapitalItem>& items,
                                     const CashFlow& flow) {
  const Columns plain = columns(flow, 0), present = columns(flow, config.discount_rate_frac);
  Money bought;
  for (const Purchase& purchase : flow.purchases) bought += purchase.cost;
  const auto moved = [](const Columns& c) {
    return abs(c.revenue) + abs(c.operating) + abs(c.capital) + abs(c.tax) + abs(c.residual);
  };
  const Money profit = plain.revenue - plain.operating - plain.capital + plain.residual;
  const Money worth = present.revenue - present.operating - present.capital - present.tax + present.residual;
  return {service(config, items, flow),
          {"capital: paid and bought", bought, plain.capital - bought},
          {"tax: deducted and bought", bought, plain.deducted - bought},
          {"tax: profit taxed and made", moved(plain), plain.taxable - profit},
          {"cash: by year and in all", moved(plain), flow.rows.back().cumulative - (profit - plain.tax)},
          {"net present value: by year and by kind", moved(present), flow.npv - worth}};
}

}  // namespace gw::economics
