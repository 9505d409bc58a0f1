#include "gw/supply/optimal_dispatch.h"

#include <algorithm>
#include <cmath>

#include "gw/base/linear_program.h"
#include "gw/supply/bus_dispatcher.h"

namespace gw::supply {
namespace {

// Bounds below this are rounding of the inputs.
constexpr double kLeastMw = 1e-9;

struct HourCost {
  double usd_per_mwh = 0, kg_per_mwh = 0;
};

HourCost cost_at(const Source& source, const HourlySeries& series, int hour) {
  if (const ThermalPlant* plant = thermal(source)) {
    const double heat_rate = plant->heat_rate_mmbtu_per_mwh;
    return {heat_rate * value_at(series.fuel_price_usd_per_mmbtu, plant->fuel_price_usd_per_mmbtu, hour) + plant->variable_om_usd_per_mwh,
            heat_rate * plant->fuel_emission_kg_per_mmbtu};
  }
  if (const auto* grid = std::get_if<GridConnection>(&source))
    return {value_at(series.energy_price_usd_per_mwh, grid->energy_price_usd_per_mwh, hour) + grid->variable_om_usd_per_mwh,
            value_at(series.emission_kg_per_mwh, grid->emission_kg_per_mwh, hour)};
  return {common(source).variable_om_usd_per_mwh, 0};
}

// One bus as a linear program, and its answer read back.
class BusProgram {
 public:
  BusProgram(std::span<const Source> sources, const CapacityTable& capacity, const BusLoad& load, const DispatchOptions& options)
      : sources_(sources), capacity_(capacity), load_(load), options_(options) {
    for (const double mw : load.load_mw) balance_.push_back(lp_.row(mw, mw));
    for (std::size_t h = 0; h < hours(); ++h)
      unserved_.push_back(lp_.variable(0, load.load_mw[h], kLostLoadUsdPerMwh, {{balance_[h], 1}}));
    for (std::size_t i = 0; i < sources.size(); ++i) {
      if (common(sources[i]).bus != load.bus) continue;
      if (const auto* battery = std::get_if<Battery>(&sources[i])) add_battery(int(i), *battery);
      else add_machine(int(i));
    }
  }

  OptimalBus solve() const {
    OptimalBus out;
    out.bus = load_.bus;
    const LinearProgram::Solution found = lp_.solve();
    out.status = found.status;
    if (!found.optimal) return out;
    std::vector<double> residual_mw(load_.load_mw);
    for (std::size_t h = 0; h < hours(); ++h) {
      const double unserved = found.values[std::size_t(unserved_[h])];
      out.unserved_mwh += unserved, residual_mw[h] -= unserved;
      out.price_usd_per_mwh.push_back(found.prices[std::size_t(balance_[h])]);
    }
    for (const Machine& m : machines_) out.sources.push_back(read(m, found.values, residual_mw));
    for (const OptimalSource& source : out.sources) out.cost_usd += source.cost_usd, out.co2_t += source.co2_t;
    out.objective_usd = out.cost_usd + options_.co2_price_usd_per_kg * 1e3 * out.co2_t;
    for (const double mw : residual_mw) out.worst_imbalance_mw = std::max(out.worst_imbalance_mw, std::abs(mw));
    return out;
  }

 private:
  // Variables by hour; -1 where there is none. Of a battery `output` discharges.
  struct Machine {
    int source = 0;
    std::vector<int> output, charge, exported;
    std::vector<int> shared = {};  // rows of import and export together
  };

  std::size_t hours() const { return load_.load_mw.size(); }
  HourlySeries series(int source) const { return options_.series.empty() ? HourlySeries{} : options_.series[std::size_t(source)]; }

  void add_machine(int source) {
    const auto& available_mw = capacity_.sources[std::size_t(source)].available_mw;
    const auto* grid = std::get_if<GridConnection>(&sources_[std::size_t(source)]);
    Machine machine{source, std::vector<int>(hours(), -1), {}, {}};
    std::vector<LinearProgram::Term> terms;
    for (std::size_t h = 0; h < hours(); ++h) {
      if (available_mw[h] <= kLeastMw) continue;
      const HourCost cost = cost_at(sources_[std::size_t(source)], series(source), int(h));
      terms = {{balance_[h], 1}};
      if (grid && grid->export_for_sale) {
        machine.shared.resize(hours(), -1);
        machine.shared[h] = lp_.row(-kUnbounded, available_mw[h]);
        terms.push_back({machine.shared[h], 1});
      }
      machine.output[h] = lp_.variable(
          0, available_mw[h], cost.usd_per_mwh + options_.co2_price_usd_per_kg * cost.kg_per_mwh, terms);
    }
    if (grid && grid->export_allowed) add_export(machine, *grid, available_mw);
    machines_.push_back(std::move(machine));
  }

  // As the merit order: what must run or blows and shines beyond the load; all that plants give where they
  // run for sale. A connection carries power one way in an hour: import and export share its service.
  void add_export(Machine& machine, const GridConnection& grid, const std::vector<double>& available_mw) {
    machine.exported.assign(hours(), -1);
    for (std::size_t h = 0; h < hours(); ++h) {
      const double most_mw =
          grid.export_for_sale
              ? available_mw[h]
              : std::min(available_mw[h], surplus_mw(sources_, capacity_, load_.bus, load_.load_mw[h], h));
      if (most_mw <= kLeastMw) continue;
      std::vector<LinearProgram::Term> terms = {{balance_[h], -1}};
      if (!machine.shared.empty()) terms.push_back({machine.shared[h], 1});
      machine.exported[h] = lp_.variable(0, most_mw, -export_price(grid, series(machine.source), int(h)), terms);
    }
  }

  void add_battery(int source, const Battery& battery) {
    const auto& available_mw = capacity_.sources[std::size_t(source)].available_mw;
    // Full as on the first day, empty as on the last: cells that fade leave no more, and this is the least.
    const Date start = capacity_.horizon.start, end = date_from_days(days_since_epoch(start) + int(hours() / 24));
    const double most = battery.full_mwh(start),
                 least = battery.fade_per_cycle_frac > 0 ? 0.0 : battery.full_mwh(end) * battery.min_state_frac;
    const double in = battery.charge_efficiency(), out = battery.discharge_efficiency();
    Machine machine{source, std::vector<int>(hours(), -1), std::vector<int>(hours(), -1), {}};
    int before = -1;  // row of this hour's state: stored(h - 1) + in charge - discharge / out - stored(h) = 0
    for (std::size_t h = 0; h < hours(); ++h) {
      const double stored = before < 0 ? std::clamp(battery.initial_state_frac * most, least, most) : 0.0;
      const int row = before < 0 ? lp_.row(-stored, -stored) : before;
      machine.output[h] = lp_.variable(0, available_mw[h], battery.variable_om_usd_per_mwh, {{balance_[h], 1}, {row, -1 / out}});
      machine.charge[h] = lp_.variable(0, available_mw[h], 0, {{balance_[h], -1}, {row, in}});
      before = h + 1 < hours() ? lp_.row(0, 0) : -1;
      if (before >= 0) lp_.variable(least, most, 0, {{row, -1}, {before, 1}});
      else lp_.variable(least, most, 0, {{row, -1}});
    }
    machines_.push_back(std::move(machine));
  }

  OptimalSource read(const Machine& m, const std::vector<double>& values, std::vector<double>& residual_mw) const {
    const auto value = [&](const std::vector<int>& of, std::size_t h) { return of.empty() || of[h] < 0 ? 0.0 : values[std::size_t(of[h])]; };
    const Source& source = sources_[std::size_t(m.source)];
    const auto* grid = std::get_if<GridConnection>(&source);
    OptimalSource out{.source = m.source, .output_mw = {}};
    for (std::size_t h = 0; h < hours(); ++h) {
      const double output = value(m.output, h), net = output - value(m.charge, h) - value(m.exported, h);
      const HourCost cost = cost_at(source, series(m.source), int(h));
      out.output_mw.push_back(net);
      out.output_mwh += output;
      out.cost_usd += output * cost.usd_per_mwh - (grid ? value(m.exported, h) * export_price(*grid, series(m.source), int(h)) : 0.0);
      out.co2_t += output * cost.kg_per_mwh / 1e3;
      residual_mw[h] -= net;
    }
    return out;
  }

  std::span<const Source> sources_;
  const CapacityTable& capacity_;
  const BusLoad& load_;
  const DispatchOptions& options_;
  LinearProgram lp_;
  std::vector<int> balance_, unserved_;
  std::vector<Machine> machines_;
};

}  // namespace

std::vector<OptimalBus> optimal_dispatch(std::span<const Source> sources, const CapacityTable& capacity,
                                         std::span<const BusLoad> loads, const DispatchOptions& options) {
  std::vector<OptimalBus> out;
  for (const BusLoad& load : loads) out.push_back(BusProgram(sources, capacity, load, options).solve());
  return out;
}

}  // namespace gw::supply
