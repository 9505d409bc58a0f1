#include "gw/supply/unit_commitment.h"

#include <algorithm>
#include <cmath>

#include "gw/base/linear_program.h"
#include "gw/base/sum.h"
#include "gw/supply/bus_dispatcher.h"
#include "gw/supply/commitment_window.h"

namespace gw::supply {
namespace {

void read_plant(const Scheduled& from, CommittedSource& out) {
  const ThermalPlant& plant = *from.plant;
  out.units_running = from.running;
  for (std::size_t h = 0; h < from.output.size(); ++h) {
    const double fuel = plant.fuel_mmbtu_per_h(from.running[h], from.output[h] * unit::MW);
    const double starts = h > 0 ? std::max(0, from.running[h] - from.running[h - 1]) : 0;
    out.starts += starts;
    out.co2_t += fuel * plant.fuel_emission_kg_per_mmbtu / 1e3;
    out.cost_usd += fuel * value_at(from.series.fuel_price_usd_per_mmbtu, plant.fuel_price_usd_per_mmbtu, int(h)) +
                    from.output[h] * plant.variable_om_usd_per_mwh + starts * plant.start_cost_usd_per_mw * plant.unit_power.in(unit::MW);
  }
}

CommittedSource read(const Scheduled& from) {
  CommittedSource out{.source = from.source, .output_mw = from.output, .units_running = {}, .output_mwh = sum_of(from.output)};
  for (std::size_t h = 0; h < from.output.size(); ++h) out.output_mw[h] -= from.charge[h] + from.exported[h];
  if (from.plant) {
    read_plant(from, out);
    return out;
  }
  out.cost_usd = out.output_mwh * from.variable_om_usd_per_mwh;
  if (!from.grid) return out;
  for (std::size_t h = 0; h < from.output.size(); ++h) {
    out.cost_usd += from.output[h] * value_at(from.series.energy_price_usd_per_mwh, from.grid->energy_price_usd_per_mwh, int(h)) -
                    from.exported[h] * export_price(*from.grid, from.series, int(h));
    out.co2_t += from.output[h] * value_at(from.series.emission_kg_per_mwh, from.grid->emission_kg_per_mwh, int(h)) / 1e3;
  }
  return out;
}

void read(const BusSchedule& from, CommittedBus& out) {
  std::vector<double> residual_mw = from.load.load_mw;
  for (std::size_t h = 0; h < residual_mw.size(); ++h) residual_mw[h] += from.dumped[h] - from.unserved[h];
  for (const Scheduled& source : from.sources) {
    out.sources.push_back(read(source));
    const CommittedSource& done = out.sources.back();
    out.cost_usd += done.cost_usd, out.co2_t += done.co2_t, out.starts += done.starts;
    for (std::size_t h = 0; h < residual_mw.size(); ++h) residual_mw[h] -= done.output_mw[h];
  }
  for (const double mw : residual_mw) out.worst_imbalance_mw = std::max(out.worst_imbalance_mw, std::abs(mw));
  out.objective_usd = out.cost_usd + from.options.co2_price_usd_per_kg * 1e3 * out.co2_t;
  out.unserved_mwh = sum_of(from.unserved), out.dumped_mwh = sum_of(from.dumped), out.reserve_short_mwh = sum_of(from.reserve_short);
}

/// A window has an answer at any load; where the nodes end before one is found, the search begins again with more.
LinearProgram::IntegerSolution solve(const CommitmentWindow& window, LinearProgram::IntegerLimits limits) {
  constexpr int kMostNodes = 5'000'000, kMore = 10;
  auto found = window.solve(limits);
  while (!found.found && found.status == "node limit" && limits.nodes < kMostNodes / kMore) {
    limits.nodes *= kMore;
    found = window.solve(limits);
  }
  return found;
}

/// `done` tells the share of this bus; false cancels.
CommittedBus roll(BusSchedule& bus, const UnitCommitmentOptions& options, const std::function<bool(double)>& done) {
  CommittedBus out;
  out.bus = bus.load.bus;
  const int hours = int(bus.hours());
  for (int from = 0; from < hours; from += options.step_h) {
    if (!done(double(from) / hours)) {
      out.status = "cancelled";
      return out;
    }
    const int to = std::min(hours, from + options.window_h);
    const CommitmentWindow window(bus, from, to);
    const auto found = solve(window, {.gap_frac = options.gap_frac, .nodes = options.nodes, .stop = [&] {
                                        return !done(double(from) / hours);
                                      }});
    if (!found.found) {
      out.status = found.status == "stopped" ? "cancelled" : found.status;
      return out;
    }
    window.keep(found.values, std::min(options.step_h, to - from), bus);
    ++out.windows;
    if (found.status != "optimal") ++out.windows_at_limit;
    out.worst_gap_frac = std::max(out.worst_gap_frac, found.gap_frac());
  }
  out.status = "solved";
  read(bus, out);
  return out;
}

}  // namespace

std::vector<CommittedBus> commit_units(std::span<const Source> sources, const CapacityTable& capacity, std::span<const BusLoad> loads,
                                       const DispatchOptions& options, const UnitCommitmentOptions& commitment) {
  std::vector<CommittedBus> out;
  for (std::size_t b = 0; b < loads.size(); ++b) {
    BusSchedule bus(sources, capacity, loads[b], options);
    out.push_back(roll(bus, commitment, [&](double share) {
      return !commitment.progress || commitment.progress((double(b) + share) / double(loads.size()));
    }));
    if (out.back().status != "solved") break;
  }
  return out;
}

}  // namespace gw::supply
