#include "gw/report/adequacy_text.h"

#include <fmt/format.h>

#include "gw/base/text.h"
#include "gw/report/text_table.h"
#include "gw/supply/adequacy.h"

namespace gw::report {
namespace {

using supply::AdequacyIndices;
using supply::BusAdequacy;
using supply::SampledIndices;

constexpr std::size_t kRiskyHours = 3;

std::string with_error(double mean, double error) {
  return error > 0 ? fmt::format("{} +-{}", significant(mean, 3), significant(error, 2)) : significant(mean, 3);
}

struct IndexRow {
  const char* label;
  double AdequacyIndices::* value;
  bool convolved;
};
constexpr IndexRow kRows[] = {{"LOLH, hours a year", &AdequacyIndices::lolh_h, true},
                              {"LOLE, days a year", &AdequacyIndices::lole_days, false},
                              {"LOLEv, shortages a year", &AdequacyIndices::events, false},
                              {"EUE, MWh a year", &AdequacyIndices::eue_mwh, true},
                              {"NEUE, ppm of the load", &AdequacyIndices::neue_ppm, true}};

std::string index_table(const BusAdequacy& bus) {
  TextTable table;
  std::vector<std::string> head{"  index", "convolution"};
  if (bus.sampled.years > 0) head.push_back(fmt::format("Monte Carlo, {} years", plain(bus.sampled.years)));
  if (bus.with_batteries.years > 0) head.push_back("with batteries");
  table.row(std::move(head));
  for (const IndexRow& row : kRows) {
    std::vector<std::string> cells{fmt::format("  {}", row.label), row.convolved ? significant(bus.convolution.*row.value, 3) : "-"};
    for (const SampledIndices* sampled : {&bus.sampled, &bus.with_batteries})
      if (sampled->years > 0) cells.push_back(with_error(sampled->mean.*row.value, sampled->error.*row.value));
    table.row(std::move(cells));
  }
  return table.text();
}

std::string drawn_lines(const BusAdequacy& bus) {
  const bool batteries = bus.with_batteries.years > 0;
  const SampledIndices& drawn = batteries ? bus.with_batteries : bus.sampled;
  if (drawn.years == 0) return "";
  return fmt::format("  {:.1f} % of the years drawn are short{}; the longest shortage lasts {} h, the worst year lacks {} MWh\n",
                     100 * drawn.short_years_frac, batteries ? " in spite of batteries" : "", plain(drawn.longest_h),
                     significant(drawn.worst_year_eue_mwh, 3));
}

// Few shortages, few figures.
std::string rare_lines(const BusAdequacy& bus) {
  constexpr double kEnoughEvents = 30;  // for a normal error of the mean (a rule of thumb)
  const double events = bus.sampled.mean.events * bus.sampled.years;
  if (bus.sampled.years == 0 || events <= 0 || events >= kEnoughEvents) return "";
  return fmt::format("  only about {:.0f} shortages were drawn: their errors are too small, take the convolution or more --years\n", events);
}

// A connection that is never out decides the indices.
std::string grid_lines(std::span<const supply::Source> sources, const std::string& bus) {
  for (const supply::Source& source : sources)
    if (const auto* grid = std::get_if<supply::GridConnection>(&source);
        grid && grid->bus == bus && !(grid->forced_outage_frac > 0) && !(grid->planned_outage_frac > 0))
      return "  a grid connection counts as never out (forced_outage_frac 0): that decides these indices\n";
  return "";
}

std::string risky_lines(const BusAdequacy& bus, const supply::Horizon& horizon) {
  std::string out;
  for (std::size_t i = 0; i < std::min(kRiskyHours, bus.risky.size()); ++i) {
    const supply::RiskyHour& r = bus.risky[i];
    out += fmt::format("  {} {}: load {} MW, short with probability {}, {} MW expected\n", i == 0 ? "most at risk" : "            ",
                       supply::hour_label(horizon, r.hour), significant(r.load_mw, 3), significant(r.loss_of_load_probability, 3),
                       significant(r.expected_unserved_mw, 3));
  }
  return out;
}

std::string without(int k) {
  return k == 1 ? std::string("without its largest unit") : fmt::format("without its {} largest units", k);
}

std::string removal_table(const BusAdequacy& bus, const supply::Horizon& horizon) {
  TextTable table(2);
  table.row({"  units away", "this one", "short h", "least spare MW", "in the hour"});
  for (const supply::RemovalCase& r : bus.removals)
    table.row({fmt::format("  {}", r.k), r.removed.empty() ? "only those in maintenance" : r.removed, plain(r.short_hours),
               significant(r.least_spare_mw, 3), r.worst_hour < 0 ? "-" : supply::hour_label(horizon, r.worst_hour)});
  std::string out = table.text();
  const supply::RemovalCase& last = bus.removals.back();
  if (last.short_hours > 0)
    out += fmt::format("  {}: {} h short, first at {}, {} MW missing at worst\n",
                       last.k == 0 ? "with every unit" : without(last.k),
                       plain(last.short_hours), supply::hour_label(horizon, last.first_short_hour), significant(last.worst_mw, 3));
  else
    out += fmt::format("  holds {}\n", without(last.k));
  return out;
}

std::string block_load_lines(const supply::BlockLoad& b, const supply::Horizon& horizon) {
  if (b.islanded_hours == 0) return "";
  std::string out = fmt::format("  alone in {} h: takes a step of at least {} MW ({}); its largest running unit gives {} MW\n", plain(b.islanded_hours),
                                significant(b.least_step_mw, 3), supply::hour_label(horizon, b.least_step_hour), significant(b.largest_failure_mw, 3));
  if (b.failure_short_hours > 0)
    out += fmt::format("  in {} h the failure of that unit is a larger step than the rest takes, by {} MW at worst ({})\n", plain(b.failure_short_hours),
                       significant(b.worst_failure_short_mw, 3), supply::hour_label(horizon, b.worst_failure_hour));
  if (b.rise_short_hours > 0)
    out += fmt::format("  {} rises of the load from hour to hour are larger than one step, by {} MW at worst\n", plain(b.rise_short_hours),
                       significant(b.worst_rise_short_mw, 3));
  return out;
}

constexpr std::size_t kOrdersShown = 12;

std::string black_start_lines(const supply::BlackStart& b) {
  if (!b.islanded || !(b.load_mw > 0)) return "";
  std::string out = b.first_power_minute < 0 ? "  after a blackout: no power" : fmt::format("  after a blackout: power in {} min", b.first_power_minute);
  if (b.served_minute >= 0) out += fmt::format(", all {} MW in {} min\n", significant(b.load_mw), b.served_minute);
  else out += fmt::format(", {} of {} MW: {}\n", significant(b.served_mw), significant(b.load_mw), b.obstacle);
  for (std::size_t i = 0; i < std::min(kOrdersShown, b.orders.size()); ++i) {
    const supply::StartOrder& o = b.orders[i];
    const std::string from = o.start_power_mw > 0 ? fmt::format("with {} MW from the bus", significant(o.start_power_mw, 3)) : "by themselves";
    out += fmt::format("    at {} min {} of {} start {}\n", o.minute, o.units, o.plant, from);
  }
  if (b.orders.size() > kOrdersShown) out += fmt::format("    and {} more orders (--json)\n", b.orders.size() - kOrdersShown);
  return out;
}

}  // namespace

std::string adequacy_text(const planning::AdequacyRun& run) {
  const auto& scenario = run.run.input.scenario;
  const supply::Horizon& horizon = run.run.simulation.capacity.horizon;
  std::string out = fmt::format("{}: resource adequacy, {} h from {}\n", scenario.title.empty() ? scenario.name : scenario.title,
                                plain(horizon.hours), to_string(horizon.start));
  for (std::size_t i = 0; i < run.buses.size(); ++i) {
    const BusAdequacy& bus = run.buses[i];
    out += fmt::format("\nBus {}: {} MW peak load, {} MW of {} units and connections in that hour\n", bus.bus,
                       significant(bus.peak_load_mw), significant(bus.installed_mw), bus.units);
    out += index_table(bus) + drawn_lines(bus) + rare_lines(bus) + grid_lines(scenario.supply, bus.bus) +
           risky_lines(bus, horizon) + removal_table(bus, horizon);
    out += block_load_lines(run.block_loads[i], horizon) + black_start_lines(run.black_starts[i]);
  }
  return out +
         "\nUnits fail independently but for the temperature: failed starts, fuel, reserve, ramps and common causes are left\n"
         "out, so these indices are lower bounds.\n";
}

}  // namespace gw::report
