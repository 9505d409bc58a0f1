#include "gw/economics/cost.h"

#include <algorithm>
#include <cmath>

#include "gw/economics/annuity.h"

namespace gw::economics {
namespace {

constexpr double kTokensPerUnit = 1e6;  // prices are per million tokens

double years_in_service(const CapitalItem& item, Time horizon) {
  return max(Time{}, horizon - max(Time{}, item.in_service)).in(year);
}

/// An item without a life of its own lives a year, the shortest the description allows.
double life_years(const CapitalItem& item) { return item.life.base() > 0 ? item.life.in(year) : 1; }

bool is_plant(Layer layer) {
  return layer == Layer::generation || layer == Layer::storage || layer == Layer::grid;
}

/// Sum over items of cost x years in service, of one layer: what yearly fractions of capital are charged on.
Money capital_years(const CostInputs& inputs, Layer layer) {
  Money sum;
  for (const CapitalItem& item : inputs.capital)
    if (item.layer == layer) sum += item.cost * years_in_service(item, inputs.horizon);
  return sum;
}

Money plant_fixed_om(const CostInputs& inputs, bool on_site_only) {
  Money sum;
  for (const CapitalItem& item : inputs.capital)
    if (!on_site_only || item.layer != Layer::grid)
      sum += item.fixed_om * (years_in_service(item, inputs.horizon) * year);
  return sum;
}

Money all_capital_years(const CostInputs& inputs) {
  Money sum;
  for (int layer = 0; layer < kLayers; ++layer) sum += capital_years(inputs, Layer(layer));
  return sum;
}

Money co2_cost(const Economics& config, Mass co2) { return co2 * config.operating.co2; }

std::vector<CostLine> operating_lines(const Economics& config, const CostInputs& in) {
  const OperatingPrices& p = config.operating;
  return {{"fuel", in.fuel},
          {"plant variable O&M", in.variable_om},
          {"plant starts", in.start_costs},
          {"plant fixed O&M", plant_fixed_om(in, false)},
          {"grid energy", in.grid_energy},
          {"demand charges", in.demand_charges},
          {"power contracts", in.contracts},
          {"heat sold", -in.heat_sales},
          {"CO2", co2_cost(config, in.co2)},
          {"water", in.water_m3 * p.water_usd_per_m3 * USD},
          {"site operation", p.fixed * in.it_capacity_energy},
          {"IT maintenance", capital_years(in, Layer::it) * p.it_maintenance_frac},
          {"facility maintenance", capital_years(in, Layer::facility) * p.facility_maintenance_frac},
          {"staff", p.staff_cost * in.horizon * p.staff},
          {"network", p.network * in.horizon},
          {"property tax and insurance", all_capital_years(in) * p.property_tax_insurance_frac},
          {"other", in.other}};
}

Money sum_of(const std::vector<CostLine>& lines) {
  Money sum;
  for (const CostLine& line : lines) sum += line.amount;
  return sum;
}

void share_out(std::vector<CostLine>& lines, Money total) {
  for (CostLine& line : lines) line.share_frac = total.base() != 0 ? line.amount / total : 0;
}

double per(Money cost, double count) { return count > 0 ? cost.in(USD) / count : 0; }

CostView view(const CostInputs& in, const std::array<Money, kLayers>& charges, const CostReport& report) {
  CostView out;
  for (int layer = 0; layer < kLayers; ++layer) {
    out.capital += charges[std::size_t(layer)];
    out.split.push_back({std::string(to_string(Layer(layer))) + " capital", charges[std::size_t(layer)]});
  }
  out.split.insert(out.split.end(), report.operating.begin(), report.operating.end());
  out.total = out.capital + report.opex;
  share_out(out.split, out.total);
  out.usd_per_accelerator_hour = per(out.total, in.accelerator_hours_available);
  out.usd_per_used_accelerator_hour = per(out.total, in.accelerator_hours_used);
  out.usd_per_million_tokens = per(out.total, in.tokens / kTokensPerUnit);
  out.usd_per_it_mwh = per(out.total, in.it_energy.in(MWh));
  return out;
}

void energy_costs(CostReport& out, const Economics& config, const CostInputs& in,
                  const std::array<Money, kLayers>& charges) {
  Money plants;
  for (int layer = 0; layer < kLayers; ++layer)
    if (is_plant(Layer(layer))) plants += charges[std::size_t(layer)];
  const Money running = in.fuel + in.variable_om + in.start_costs;
  out.energy_cost = running + plant_fixed_om(in, false) + in.grid_energy + in.demand_charges + in.contracts +
                    co2_cost(config, in.co2) + plants;
  out.energy_usd_per_mwh = per(out.energy_cost, in.facility_energy.in(MWh));
  const Money on_site = running + plant_fixed_om(in, true) + co2_cost(config, in.co2_on_site) +
                        charges[std::size_t(Layer::generation)] + charges[std::size_t(Layer::storage)];
  out.on_site_lcoe_usd_per_mwh = per(on_site, in.on_site_energy.in(MWh));
}

void add_warnings(CostReport& out, const Economics& config, const CostInputs& in) {
  const bool plants = std::ranges::any_of(in.capital, &CapitalItem::cooling_plant);
  if (plants && config.capital.cooling_included > config.capital.facility_capex)
    out.warnings.push_back("cooling_included is above facility_capex: the facility without its cooling plant counts as free");
  for (const CapitalItem& item : in.capital) {
    if (item.in_service >= in.horizon)
      out.warnings.push_back("'" + item.name +
                             "' enters service after the horizon: in capex, but not charged to it");
    if (item.depreciable && item.life.base() <= 0)
      out.warnings.push_back("'" + item.name + "' has no life: a year is assumed");
  }
  if (in.accelerator_hours_used > in.accelerator_hours_available * (1 + 1e-9))
    out.warnings.push_back("more accelerator-hours used than available");
  if (in.horizon.base() <= 0) out.warnings.push_back("the horizon is empty");
}

}  // namespace

Money annuity_charge(const Economics& config, const CapitalItem& item, Time horizon) {
  // Land does not wear out: it only costs the return on its price.
  const double rate = config.discount_rate_frac;
  const double factor = item.depreciable ? capital_recovery_factor(rate, life_years(item)) : rate;
  return item.cost * (factor * years_in_service(item, horizon));
}

Money straight_line_charge(const CapitalItem& item, Time horizon) {
  if (!item.depreciable) return {};
  return item.cost * (years_in_service(item, horizon) / life_years(item));
}

CostReport cost_report(const Economics& config, const CostInputs& in) {
  CostReport out;
  out.capex_by_layer = capital_by_layer(in.capital);
  for (Money layer : out.capex_by_layer) out.capex += layer;
  out.operating = operating_lines(config, in);
  out.opex = sum_of(out.operating);
  share_out(out.operating, out.opex);
  std::array<Money, kLayers> annuity = {}, straight = {};
  for (const CapitalItem& item : in.capital) {
    annuity[std::size_t(item.layer)] += annuity_charge(config, item, in.horizon);
    straight[std::size_t(item.layer)] += straight_line_charge(item, in.horizon);
  }
  out.annuity = view(in, annuity, out);
  out.straight_line = view(in, straight, out);
  energy_costs(out, config, in, annuity);
  add_warnings(out, config, in);
  return out;
}

Money balance_residual(const CostReport& report) {
  Money layers;
  for (Money layer : report.capex_by_layer) layers += layer;
  Money worst = max(abs(report.capex - layers), abs(report.opex - sum_of(report.operating)));
  for (const CostView* view : {&report.annuity, &report.straight_line}) {
    worst = max(worst, abs(view->total - sum_of(view->split)));
    worst = max(worst, abs(view->total - view->capital - report.opex));
  }
  return worst;
}

}  // namespace gw::economics
