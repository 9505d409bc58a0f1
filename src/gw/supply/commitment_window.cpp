#include "gw/supply/commitment_window.h"

#include <algorithm>
#include <cmath>

#include "gw/supply/bus_dispatcher.h"

namespace gw::supply {
namespace {

constexpr double kLeastMw = 1e-9;       // bounds below this are rounding of the inputs

double unit_limit_mw(const CapacityTable& table, int source, std::size_t h) {
  const SourceCapacity& c = table.sources[std::size_t(source)];
  return c.units_available[h] > 0 ? c.available_mw[h] / c.units_available[h] : 0.0;
}

Scheduled scheduled(const Source& source, int index, const DispatchOptions& options) {
  Scheduled out{.source = index, .plant = thermal(source), .grid = std::get_if<GridConnection>(&source), .battery = std::get_if<Battery>(&source)};
  if (!options.series.empty()) out.series = options.series[std::size_t(index)];
  out.variable_om_usd_per_mwh = common(source).variable_om_usd_per_mwh;
  if (!out.plant) return out;
  out.min_up_h = whole_hours(out.plant->min_up_time), out.min_down_h = whole_hours(out.plant->min_down_time);
  out.ramp_mw = out.plant->hourly_ramp_mw();
  return out;
}

}  // namespace

BusSchedule::BusSchedule(std::span<const Source> all, const CapacityTable& table, const BusLoad& bus_load,
                         const DispatchOptions& dispatch)
    : capacity(table),
      load(bus_load),
      options(dispatch),
      surplus_mw(bus_load.load_mw.size(), 0.0),
      reserve_mw(bus_load.load_mw.size(), 0.0) {
  std::vector<bool> connected(hours(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (common(all[i]).bus != load.bus) continue;
    const std::vector<double>& available_mw = table.sources[i].available_mw;
    for (std::size_t h = 0; h < hours(); ++h) {
      if (std::holds_alternative<GridConnection>(all[i]) && available_mw[h] > 0) connected[h] = true;
    }
    sources.push_back(scheduled(all[i], int(i), dispatch));
  }
  for (std::size_t h = 0; h < hours(); ++h) {
    surplus_mw[h] = supply::surplus_mw(all, table, load.bus, load.load_mw[h], h);
    if (!connected[h]) reserve_mw[h] = dispatch.islanded_reserve_frac * load.load_mw[h];
  }
  unserved.resize(hours()), dumped.resize(hours()), reserve_short.resize(hours());
  for (Scheduled& source : sources) {
    for (auto* series : {&source.output, &source.charge, &source.exported, &source.stored}) series->resize(hours());
    if (source.plant)
      for (auto* series : {&source.running, &source.started, &source.stopped}) series->resize(hours());
  }
}

CommitmentWindow::CommitmentWindow(const BusSchedule& bus, int from, int to) : bus_(bus), from_(from), to_(to) {
  for (std::size_t k = 0; k < size(); ++k) {
    const std::size_t h = std::size_t(from) + k;
    const double load_mw = bus.load.load_mw[h];
    balance_.push_back(lp_.row(load_mw, load_mw));
    unserved_.push_back(lp_.variable(0, load_mw, kLostLoadUsdPerMwh, {{balance_[k], 1}}));
    dumped_.push_back(lp_.variable(0, kUnbounded, 0, {{balance_[k], -1}}));
    reserve_.push_back(bus.reserve_mw[h] > 0 ? lp_.row(bus.reserve_mw[h], kUnbounded) : -1);
    reserve_short_.push_back(reserve_[k] < 0 ? -1 : lp_.variable(0, kUnbounded, kReserveShortUsdPerMwh, {{reserve_[k], 1}}));
  }
  columns_.resize(bus.sources.size());
  for (std::size_t i = 0; i < bus.sources.size(); ++i) {
    const Scheduled& source = bus.sources[i];
    if (source.plant) add_plant(source, columns_[i]);
    else if (source.battery) add_battery(source, columns_[i]);
    else add_simple(source, columns_[i]);
  }
}

void CommitmentWindow::add_plant(const Scheduled& source, Columns& out) {
  const ThermalPlant& plant = *source.plant;
  const double start_usd = plant.start_cost_usd_per_mw * plant.unit_power.in(unit::MW);
  std::vector<std::vector<Term>> running(size()), started(size()), stopped(size()), output(size());
  for (std::size_t k = 0; k < size(); ++k) {
    const std::size_t h = std::size_t(from_) + k;
    const double limit_mw = unit_limit_mw(bus_.capacity, source.source, h), min_mw = plant.unit_min_mw(limit_mw);
    const int above = lp_.row(0, kUnbounded), below = lp_.row(-kUnbounded, 0);  // g - m n >= 0, g - P n <= 0
    running[k] = {{above, -min_mw}, {below, -limit_mw}};
    output[k] = {{balance_[k], 1}, {above, 1}, {below, 1}};
    if (reserve_[k] >= 0) running[k].push_back({reserve_[k], limit_mw}), output[k].push_back({reserve_[k], -1});
    if (h == 0) continue;
    const double before = k == 0 ? source.running[h - 1] : 0.0;  // n(h) - s + t - n(h-1) = 0
    const int change = lp_.row(before, before);
    running[k].push_back({change, 1}), started[k].push_back({change, -1}), stopped[k].push_back({change, 1});
    if (k > 0) running[k - 1].push_back({change, -1});
  }
  add_minimum_times(source, running, started, stopped);
  if (source.ramp_mw > 0) add_ramps(source, output, running, started, stopped);
  for (std::size_t k = 0; k < size(); ++k) {
    const std::size_t h = std::size_t(from_) + k;
    const int units = bus_.capacity.sources[std::size_t(source.source)].units_available[h];
    const double fuel = value_at(source.series.fuel_price_usd_per_mmbtu, plant.fuel_price_usd_per_mmbtu, int(h)) +
                        bus_.options.co2_price_usd_per_kg * plant.fuel_emission_kg_per_mmbtu;
    const double most_mw = bus_.capacity.sources[std::size_t(source.source)].available_mw[h];
    out.running.push_back(lp_.variable(0, most_mw > kLeastMw ? units : 0, fuel * plant.no_load_mmbtu_per_h(), running[k]));
    lp_.make_integer(out.running.back());
    out.output.push_back(lp_.variable(0, most_mw, fuel * plant.incremental_mmbtu_per_mwh() + plant.variable_om_usd_per_mwh, output[k]));
    out.started.push_back(h == 0 ? -1 : lp_.variable(0, plant.units, start_usd, started[k]));
    out.stopped.push_back(h == 0 ? -1 : lp_.variable(0, plant.units, 0, stopped[k]));
  }
}

void CommitmentWindow::add_minimum_times(const Scheduled& source, std::vector<std::vector<Term>>& running,
                                         std::vector<std::vector<Term>>& started, std::vector<std::vector<Term>>& stopped) {
  const std::vector<int>& available = bus_.capacity.sources[std::size_t(source.source)].units_available;
  const auto add = [&](int hours, const std::vector<int>& done, std::vector<std::vector<Term>>& events, bool up) {
    if (hours <= 1 && source.ramp_mw <= 0) return;  // where ramps bind, no unit stops and starts in the same hour
    for (std::size_t k = 0; k < size(); ++k) {
      const int h = from_ + int(k), first = std::max(1, h - std::max(1, hours) + 1);
      double history = 0, failed = 0;
      for (int past = first; past <= h; ++past) {
        if (past < from_) history += done[std::size_t(past)];
        failed += std::max(0, available[std::size_t(past) - 1] - available[std::size_t(past)]);
      }
      const int row = lp_.row(-kUnbounded, (up ? failed : source.plant->units) - history);
      running[k].push_back({row, up ? -1.0 : 1.0});
      for (int past = std::max(first, from_); past <= h; ++past) events[std::size_t(past - from_)].push_back({row, 1});
    }
  };
  add(source.min_up_h, source.started, started, true);
  add(source.min_down_h, source.stopped, stopped, false);
}

void CommitmentWindow::add_ramps(const Scheduled& source, std::vector<std::vector<Term>>& output, std::vector<std::vector<Term>>& running,
                                 std::vector<std::vector<Term>>& started, std::vector<std::vector<Term>>& stopped) {
  for (std::size_t k = 0; k < size(); ++k) {
    const std::size_t h = std::size_t(from_) + k;
    if (h == 0) continue;
    const double limit_mw = unit_limit_mw(bus_.capacity, source.source, h), was_mw = unit_limit_mw(bus_.capacity, source.source, h - 1);
    const double before = k == 0 ? source.output[h - 1] : 0.0;
    // Hotter weather takes output at any rate.
    const double lost_mw = std::max(0.0, was_mw - limit_mw) * source.plant->units;
    const int up = lp_.row(-kUnbounded, before), down = lp_.row(-kUnbounded, lost_mw - before);
    output[k].push_back({up, 1}), output[k].push_back({down, -1});
    if (k > 0) output[k - 1].push_back({up, -1}), output[k - 1].push_back({down, 1});
    running[k].push_back({up, -source.ramp_mw}), running[k].push_back({down, -source.ramp_mw});
    started[k].push_back({up, -source.plant->unit_min_mw(limit_mw)});
    stopped[k].push_back({down, -was_mw});
  }
}

/// What the battery holds when full at the window's beginning: less its years, less the cycles so far.
double CommitmentWindow::full_mwh(const Scheduled& source) const {
  const Battery& battery = *source.battery;
  double given_mwh = 0;
  for (int h = 0; h < from_; ++h) given_mwh += source.output[std::size_t(h)];
  const Date day = date_from_days(days_since_epoch(bus_.capacity.horizon.start) + from_ / 24);
  const double worn_mwh = battery.fade_per_cycle_frac * given_mwh / battery.discharge_efficiency();
  return std::max(0.0, battery.full_mwh(day) - worn_mwh);
}

void CommitmentWindow::add_battery(const Scheduled& source, Columns& out) {
  const Battery& battery = *source.battery;
  const double in = battery.charge_efficiency(), given = battery.discharge_efficiency();
  const double most = full_mwh(source), least = most * battery.min_state_frac;
  const double start = std::clamp(
      from_ > 0 ? source.stored[std::size_t(from_) - 1] : battery.initial_state_frac * most, least, most);
  int state = lp_.row(-start, -start);  // stored(h-1) + in charge - discharge / given - stored(h) = 0
  std::vector<Term> carried;            // of stored(h-1)
  for (std::size_t k = 0; k < size(); ++k) {
    const double available_mw = bus_.capacity.sources[std::size_t(source.source)].available_mw[std::size_t(from_) + k];
    std::vector<Term> discharge = {{balance_[k], 1}, {state, -1 / given}};
    if (reserve_[k] >= 0) {  // held + discharge <= power, and <= what is stored for so long
      const double energy = k == 0 ? (start - least) * given / kReserveHours : -least * given / kReserveHours;
      const int power = lp_.row(-kUnbounded, available_mw), stock = lp_.row(-kUnbounded, energy);
      discharge.push_back({power, 1}), discharge.push_back({stock, 1});
      out.held.push_back(lp_.variable(0, available_mw, 0, {{reserve_[k], 1}, {power, 1}, {stock, 1}}));
      if (k > 0) carried.push_back({stock, -given / kReserveHours});
    }
    if (k > 0) out.stored.push_back(lp_.variable(least, most, 0, carried));
    out.output.push_back(lp_.variable(0, available_mw, battery.variable_om_usd_per_mwh, discharge));
    out.charge.push_back(lp_.variable(0, available_mw, 0, {{balance_[k], -1}, {state, in}}));
    carried = {{state, -1}};
    if (k + 1 < size()) state = lp_.row(0, 0), carried.push_back({state, 1});
  }
  out.stored.push_back(lp_.variable(least, most, 0, carried));
}

/// Grid, solar, wind.
void CommitmentWindow::add_simple(const Scheduled& source, Columns& out) {
  for (std::size_t k = 0; k < size(); ++k) {
    const std::size_t h = std::size_t(from_) + k;
    const double most_mw = bus_.capacity.sources[std::size_t(source.source)].available_mw[h];
    double usd = source.variable_om_usd_per_mwh;
    if (source.grid)
      usd += value_at(source.series.energy_price_usd_per_mwh, source.grid->energy_price_usd_per_mwh, int(h)) +
             bus_.options.co2_price_usd_per_kg * value_at(source.series.emission_kg_per_mwh, source.grid->emission_kg_per_mwh, int(h));
    const bool sells = source.grid && source.grid->export_allowed,
               for_sale = sells && source.grid->export_for_sale;
    std::vector<LinearProgram::Term> in = {{balance_[k], 1}}, out_of = {{balance_[k], -1}};
    if (for_sale) {  // import and export share the service
      const int shared = lp_.row(-kUnbounded, most_mw);
      in.push_back({shared, 1}), out_of.push_back({shared, 1});
    }
    out.output.push_back(lp_.variable(0, most_mw > kLeastMw ? most_mw : 0.0, usd, in));
    if (!sells) continue;
    const double sold_mw = for_sale ? most_mw : std::min(most_mw, bus_.surplus_mw[h]);
    out.exported.push_back(
        lp_.variable(0, sold_mw > kLeastMw ? sold_mw : 0.0, -export_price(*source.grid, source.series, int(h)), out_of));
  }
}

void CommitmentWindow::keep(const std::vector<double>& values, int hours, BusSchedule& bus) const {
  const auto write = [&](const std::vector<int>& columns, auto& series) {
    for (std::size_t k = 0; k < std::size_t(hours) && k < columns.size(); ++k) {
      using Number = typename std::decay_t<decltype(series)>::value_type;
      const double value = columns[k] < 0 ? 0.0 : std::max(0.0, values[std::size_t(columns[k])]);
      series[std::size_t(from_) + k] = std::is_integral_v<Number> ? Number(std::lround(value)) : Number(value);
    }
  };
  write(unserved_, bus.unserved), write(dumped_, bus.dumped), write(reserve_short_, bus.reserve_short);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Columns& c = columns_[i];
    Scheduled& source = bus.sources[i];
    write(c.output, source.output), write(c.charge, source.charge), write(c.exported, source.exported), write(c.stored, source.stored);
    write(c.running, source.running), write(c.started, source.started), write(c.stopped, source.stopped);
  }
}

}  // namespace gw::supply
