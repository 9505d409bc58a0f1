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

// What convolution knows of an index. Of days it has the largest probability of each, a lower bound.
enum class Convolved { yes, daily_peaks, no };

struct IndexRow {
  const char* label;
  double AdequacyIndices::* value;
  Convolved convolved;
  bool is_rate = true;
};
constexpr IndexRow kRows[] = {{"LOLH, hours", &AdequacyIndices::lolh_h, Convolved::yes},
                              {"LOLE, days", &AdequacyIndices::lole_days, Convolved::daily_peaks},
                              {"LOLEv, shortages", &AdequacyIndices::events, Convolved::no},
                              {"EUE, MWh", &AdequacyIndices::eue_mwh, Convolved::yes},
                              {"NEUE, ppm of the load", &AdequacyIndices::neue_ppm, Convolved::yes, false}};

// Whole years give rates a year, other horizons sums; what is drawn is a horizon, which may be a year.
struct Words {
  const char *a_year, *draw, *drawn, *of_worst;
};
Words words_of(const supply::Horizon& horizon) {
  const auto hours = std::size_t(horizon.hours);
  if (!supply::indices_a_year(hours)) return {"", "draw", "draws", ""};
  if (supply::index_years(hours) > 1) return {" a year", "draw", "draws", " a year"};
  return {" a year", "year", "years drawn", ""};
}

std::string convolved_cell(const AdequacyIndices& indices, const IndexRow& row) {
  if (row.convolved == Convolved::no) return "-";
  const std::string value = significant(indices.*row.value, 3);
  return row.convolved == Convolved::yes ? value : "daily peaks " + value;
}

std::string index_table(const BusAdequacy& bus, const Words& words) {
  TextTable table;
  std::vector<std::string> head{"  index", "convolution"};
  if (bus.sampled.years > 0) head.push_back(fmt::format("Monte Carlo, {} {}s", plain(bus.sampled.years), words.draw));
  if (bus.with_batteries.years > 0) head.push_back("with batteries");
  table.row(std::move(head));
  for (const IndexRow& row : kRows) {
    std::vector<std::string> cells{fmt::format("  {}{}", row.label, row.is_rate ? words.a_year : ""), convolved_cell(bus.convolution, row)};
    for (const SampledIndices* sampled : {&bus.sampled, &bus.with_batteries})
      if (sampled->years > 0) cells.push_back(with_error(sampled->mean.*row.value, sampled->error.*row.value));
    table.row(std::move(cells));
  }
  return table.text();
}

std::string drawn_lines(const BusAdequacy& bus, const Words& words) {
  const bool batteries = bus.with_batteries.years > 0;
  const SampledIndices& drawn = batteries ? bus.with_batteries : bus.sampled;
  if (drawn.years == 0) return "";
  return fmt::format("  {:.1f} % of the {} are short{}; the longest shortage lasts {} h, the worst {} lacks {} MWh{}\n",
                     100 * drawn.short_years_frac, words.drawn, batteries ? " in spite of batteries" : "",
                     plain(drawn.longest_h), words.draw, significant(drawn.worst_year_eue_mwh, 3), words.of_worst);
}

std::string between(const supply::Interval& i) { return fmt::format("{} to {}", significant(i.low, 2), significant(i.high, 2)); }

// Few shortages: intervals in place of standard errors.
std::string few_line(const SampledIndices& drawn, const char* which, const Words& words) {
  if (!drawn.few) return "";
  const supply::FewShortages& few = *drawn.few;
  if (!few.lolh_h)
    return fmt::format("  {}: no shortage in {} {}s; fewer than {}{} with 97.5 % confidence (Poisson)\n", which, plain(drawn.years),
                       words.draw, significant(few.events.high, 2), words.a_year);
  return fmt::format("  {}: {} {} drawn, too few (below {:.0f}) for standard errors; 95 % intervals{}: {} shortages (Poisson, exact),\n"
                     "    {} h, {} MWh (bootstrap of the {}s); take the convolution, or more --years\n",
                     which, drawn.shortages, drawn.shortages == 1 ? "shortage was" : "shortages were", supply::kEnoughEvents, words.a_year,
                     between(few.events), between(*few.lolh_h), between(*few.eue_mwh), words.draw);
}

std::string trust_lines(const BusAdequacy& bus, const Words& words) {
  if (bus.sampled.years == 0) return "";
  std::string out = few_line(bus.sampled, "Monte Carlo", words) + few_line(bus.with_batteries, "with batteries", words);
  if (bus.sampled.error.lolh_h > 0)
    out += fmt::format("  Monte Carlo's LOLH is {:+.1f} standard errors from the convolution's{}\n", bus.disagreement(),
                       bus.sampled.few ? ", which says little with so few shortages" : "");
  return out;
}

std::string can_lose(const supply::PeriodAdequacy& p) {
  if (!(p.peak_load_mw > 0)) return "no load";
  return p.can_lose < 0 ? std::string("short with all") : fmt::format("{}{}", p.can_lose, p.at_least ? " or more" : "");
}

// All where they are short, else the first: a table stays within a terminal.
std::string begins_cell(const std::vector<std::string>& begins) {
  constexpr std::size_t kWidest = 60;
  if (begins.empty()) return "-";
  const std::string all = list_names(begins, begins.size());
  return all.size() <= kWidest ? all : list_names(begins, 1);
}

// By what is in service, where that changes.
std::string period_table(const BusAdequacy& bus, const supply::Horizon& horizon) {
  if (bus.periods.size() < 2) return "";
  TextTable table(2);
  table.row({"  from", "begins", "hours", "peak MW", "LOLH in them", "EUE, MWh", "units it can lose"});
  for (const supply::PeriodAdequacy& p : bus.periods)
    table.row({fmt::format("  {}", supply::hour_label(horizon, p.from_hour)), begins_cell(p.begins),
               plain(p.to_hour - p.from_hour), significant(p.peak_load_mw), significant(p.lolh_h, 3), significant(p.eue_mwh, 3), can_lose(p)});
  return table.text();
}

// Connections that are never out decide the indices.
std::string grid_lines(const BusAdequacy& bus) {
  std::string out;
  if (!bus.never_out.empty())
    out += fmt::format("  counted as never out (forced_outage_frac 0): {}; that decides these indices\n", list_names(bus.never_out));
  if (!bus.never_whole.empty())
    out += fmt::format("  counted as never out as a whole (forced_outage_frac 0): {}; only single circuits fail, each by itself\n",
                       list_names(bus.never_whole));
  return out;
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
  return k == 1 ? std::string("without its worst unit") : fmt::format("without its {} worst units", k);
}

std::string removal_table(const BusAdequacy& bus, const supply::Horizon& horizon) {
  TextTable table(2);
  table.row({"  units away", "this one", "short h", "least margin MW", "in the hour"});
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

constexpr double kNoMw = 1e-6;  // rounding of differences

std::string block_load_lines(const supply::BlockLoad& b, const supply::Horizon& horizon) {
  if (b.islanded_hours == 0) return "";
  std::string out = fmt::format("  alone in {} h: takes a step of at least {} MW ({}); its largest running unit gives {} MW\n", plain(b.islanded_hours),
                                significant(b.least_step_mw < kNoMw ? 0.0 : b.least_step_mw, 3), supply::hour_label(horizon, b.least_step_hour), significant(b.largest_failure_mw, 3));
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
  const Words words = words_of(horizon);
  std::string out = fmt::format("{}: resource adequacy, {} h from {}{}\n", scenario.title.empty() ? scenario.name : scenario.title,
                                plain(horizon.hours), to_string(horizon.start),
                                *words.a_year ? "" : "; indices are sums over these hours, not rates a year");
  for (std::size_t i = 0; i < run.buses.size(); ++i) {
    const BusAdequacy& bus = run.buses[i];
    out += fmt::format("\nBus {}: {} MW peak load, {} MW of {} units and circuits in that hour\n", bus.bus,
                       significant(bus.peak_load_mw), significant(bus.installed_mw), bus.units);
    out += index_table(bus, words) + drawn_lines(bus, words) + trust_lines(bus, words) + grid_lines(bus) +
           period_table(bus, horizon) + risky_lines(bus, horizon) + removal_table(bus, horizon);
    out += block_load_lines(run.block_loads[i], horizon) + black_start_lines(run.black_starts[i]);
  }
  return out +
         "\nUnits fail independently but for the temperature: failed starts, fuel, reserve, ramps and common causes are left\n"
         "out, so these indices are lower bounds. Batteries count as full when a shortage comes, whatever their use in a run.\n";
}

}  // namespace gw::report
