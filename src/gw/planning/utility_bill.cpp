#include "gw/planning/utility_bill.h"

#include <algorithm>

#include "gw/base/sum.h"
#include "gw/campus/simulate.h"
#include "gw/planning/markets.h"

namespace gw::planning {
namespace {

// A ratchet looks back over the year that ends with the month.
constexpr std::size_t kRatchetMonths = 11;

int hours_of_month(Date day) {
  const Date next = day.month == 12 ? Date{day.year + 1, 1, 1} : Date{day.year, day.month + 1, 1};
  return int(days_since_epoch(next) - days_since_epoch(Date{day.year, day.month, 1})) * 24;
}

double capacity_usd(const supply::GridConnection& grid, double service_mw) {
  return service_mw * 1e3 * grid.capacity_charge_usd_per_kw_year / year.in(hour);
}

// Of an hour of interruptible service.
double credit_usd(const supply::GridConnection& grid, double service_mw) {
  if (!grid.interruptible) return 0;
  const double offered_mw = std::max(0.0, service_mw - grid.interruptible->firm.in(MW));
  return offered_mw * 1e3 * grid.interruptible->credit_usd_per_kw_year / year.in(hour);
}

// Service by the hour; it changes at midnight.
std::vector<double> service_by_hour(const supply::GridConnection& grid, std::size_t hours, Date start) {
  const std::int64_t first_day = days_since_epoch(start);
  std::vector<double> out(hours, 0.0);
  for (std::size_t h = 0; h < hours; ++h)
    out[h] = h % 24 ? out[h - 1] : grid.service_on(date_from_days(first_day + std::int64_t(h / 24))).in(MW);
  return out;
}

// The hours of each calendar month, and how long it is in all.
std::vector<DemandMonth> months_of(std::size_t hours, Date start) {
  std::vector<DemandMonth> out;
  const std::int64_t first_day = days_since_epoch(start);
  for (std::size_t from = 0; from < hours;) {
    const Date day = date_from_days(first_day + std::int64_t(from / 24));
    const std::size_t left = std::size_t(hours_of_month(day)) - std::size_t(day.day - 1) * 24;
    out.push_back({.from = from, .to = std::min(hours, from + left), .month_hours = hours_of_month(day)});
    from = out.back().to;
  }
  return out;
}

// `earlier` are the months that the ratchet looks back on.
void charge(const supply::GridConnection& grid, std::span<const DemandMonth> earlier, DemandMonth& month) {
  if (month.billed_hours == 0) return;
  const double mean_service_mw = month.service_mwh / month.billed_hours;
  const double usd_per_mw = 1e3 * grid.demand_charge_usd_per_kw_month * month.billed_frac();
  double highest_mw = 0;
  for (const DemandMonth& before : earlier) highest_mw = std::max(highest_mw, before.peak_mw);
  const double taken_mw = std::max(month.peak_mw, grid.minimum_take_frac * mean_service_mw);
  month.minimum_mw = std::max(grid.minimum_take_frac * mean_service_mw, grid.demand_ratchet_frac * highest_mw);
  month.billed_mw = std::max(month.peak_mw, month.minimum_mw);
  month.demand_usd = month.peak_mw * usd_per_mw;
  month.top_up_usd = (taken_mw - month.peak_mw) * usd_per_mw;
  month.ratchet_usd = (month.billed_mw - taken_mw) * usd_per_mw;
}

// Part of a series; one that a source does not have is zero.
double part_of(const std::vector<double>& series, const DemandMonth& month) {
  return series.empty() ? 0.0 : sum_of(std::span(series).subspan(month.from, month.to - month.from));
}

std::vector<BillMonth> connection_bill(std::size_t number, const supply::GridConnection& grid,
                                       const supply::SourceDispatch& done, Date start) {
  std::vector<BillMonth> out;
  for (const DemandMonth& demand : demand_months(grid, done.output_mw, start)) {
    const Date day = date_from_days(days_since_epoch(start) + std::int64_t(demand.from / 24));
    BillMonth row{.source = number, .month = {day.year, day.month, 1}, .demand = demand};
    row.import_mwh = part_of(done.output_mw, demand);
    row.export_mwh = part_of(done.export_mw, demand);
    row.export_usd = part_of(done.export_usd, demand);
    row.energy_usd = part_of(done.cost_usd, demand) + row.export_usd;  // the dispatch books them as one
    out.push_back(row);
  }
  return out;
}

}  // namespace

std::vector<DemandMonth> demand_months(const supply::GridConnection& grid, const std::vector<double>& output_mw, Date start) {
  const std::vector<double> service_mw = service_by_hour(grid, output_mw.size(), start);
  std::vector<DemandMonth> out = months_of(output_mw.size(), start);
  for (std::size_t m = 0; m < out.size(); ++m) {
    DemandMonth& month = out[m];
    for (std::size_t h = month.from; h < month.to; ++h) {
      if (h == month.from || output_mw[h] > output_mw[month.peak_hour]) month.peak_hour = h;
      month.billed_hours += service_mw[h] > 0;
      month.service_mwh += service_mw[h];
      month.capacity_usd += capacity_usd(grid, service_mw[h]);
      month.credit_usd += credit_usd(grid, service_mw[h]);
    }
    month.peak_mw = output_mw[month.peak_hour];
    const std::size_t back = std::min(m, kRatchetMonths);
    charge(grid, std::span(out).subspan(m - back, back), month);
  }
  return out;
}

std::vector<double> utility_charges_usd(const supply::GridConnection& grid, const std::vector<double>& output_mw,
                                        Date start) {
  const std::vector<double> service_mw = service_by_hour(grid, output_mw.size(), start);
  std::vector<double> usd(output_mw.size(), 0.0);
  for (const DemandMonth& month : demand_months(grid, output_mw, start))
    for (std::size_t h = month.from; h < month.to; ++h)
      if (service_mw[h] > 0)
        usd[h] = month.billed_usd() / month.billed_hours + capacity_usd(grid, service_mw[h]) -
                 credit_usd(grid, service_mw[h]);
  return usd;
}

std::vector<BillMonth> utility_bill(const Scenario& scenario, const campus::Simulation& simulation, const Markets& markets) {
  std::vector<BillMonth> out;
  for (std::size_t i = 0; i < scenario.supply.size(); ++i) {
    const auto* grid = std::get_if<supply::GridConnection>(&scenario.supply[i]);
    if (!grid) continue;
    std::vector<BillMonth> rows = connection_bill(i, *grid, simulation.dispatch.sources[i], scenario.horizon.start);
    for (BillMonth& row : rows)
      for (const ContractResult& contract : markets.contracts)
        if (contract.source == i) row.contract_usd += part_of(contract.net_usd, row.demand);
    out.insert(out.end(), rows.begin(), rows.end());
  }
  return out;
}

}  // namespace gw::planning
