#pragma once
// The utility's bill, connection by connection and calendar month by month.
//
//   energy charge        = sum over hours of draw x (price + variable O&M of the connection)
//   export revenue       = sum over hours of export x export price of the hour
//   billed demand        = max(peak, minimum take x mean service, ratchet x highest peak of the eleven months before)
//   demand charge        = peak x price x billed hours / hours of the month
//   minimum-take top-up  = what the minimum take adds to the peak x price x billed hours / hours of the month
//   ratchet top-up       = what the ratchet adds to both x the same
//   capacity charge      = sum over billed hours of service x price a year / 8,760
//   interruptible credit = sum over billed hours of (service - firm level) x credit a year / 8,760
//   contract settlement  = net of the contracts that settle at the connection (markets.h)
//   total                = charges + top-ups + settlement - revenue - credit
// Billed hours are those of the horizon with service; a month that the horizon or the service cuts is billed for its
// part. Months turn at midnight of local standard time, as every hour of a run does. Demand is the mean of an hour.
// Neglected: demand intervals of 15 or 30 min, daylight saving, months before the horizon for the ratchet, power factor, taxes.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "gw/planning/scenario.h"

namespace gw::campus {
struct Simulation;
}

namespace gw::planning {

struct Markets;

/// What a connection's service costs over a month besides energy.
struct DemandMonth {
  std::size_t from = 0, to = 0;  ///< hours of the horizon
  int month_hours = 0;           ///< of the whole calendar month
  int billed_hours = 0;
  double service_mwh = 0;        ///< service summed over billed hours
  double peak_mw = 0;
  std::size_t peak_hour = 0;     ///< of the horizon; the first of several
  double minimum_mw = 0;         ///< least that is billed: of the minimum take and the ratchet
  double billed_mw = 0;          ///< 0 without billed hours
  double demand_usd = 0, top_up_usd = 0, ratchet_usd = 0;  ///< of the peak; of the minimum take and the ratchet beyond it
  double capacity_usd = 0, credit_usd = 0;
  /// Share of the month that is billed.
  double billed_frac() const { return double(billed_hours) / month_hours; }
  double billed_usd() const { return demand_usd + top_up_usd + ratchet_usd; }
  double net_usd() const { return billed_usd() + capacity_usd - credit_usd; }
};

/// A row of the bill.
struct BillMonth {
  std::size_t source = 0;  ///< the connection, in the scenario's supply
  Date month;              ///< its first day, before the horizon's start where that cuts it
  DemandMonth demand;
  double import_mwh = 0, export_mwh = 0;
  double energy_usd = 0, export_usd = 0;  ///< paid for the draw; received for what flows out
  double contract_usd = 0;                ///< net, on top of the energy charge
  double total_usd() const { return energy_usd - export_usd + demand.net_usd() + contract_usd; }
};

/// Months of a connection that drew `output_mw`, one value an hour from 00:00 of `start`.
std::vector<DemandMonth> demand_months(const supply::GridConnection& grid, const std::vector<double>& output_mw, Date start);

/// demand_months() laid over the hours, USD: each month's demand charge evenly over its billed hours, service by the hour.
std::vector<double> utility_charges_usd(const supply::GridConnection& grid, const std::vector<double>& output_mw,
                                        Date start);

/// All rows, by connection and month.
std::vector<BillMonth> utility_bill(const Scenario& scenario, const campus::Simulation& simulation, const Markets& markets);

}  // namespace gw::planning
