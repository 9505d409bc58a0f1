#include "gw/report/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "gw/base/text.h"
#include "gw/planning/figures.h"

namespace gw::report {
namespace {

constexpr int kLabelWidth = 18, kValueWidth = 10, kUnitWidth = 19;

struct Cell {
  const char* id;
  std::string unit;  ///< a unit of kLadder gives way to a smaller one when the number is small
  double factor = 1.0;
};

struct Rung {
  const char *unit, *smaller;
  double ratio;
};
constexpr Rung kLadder[] = {{"TWh", "GWh", 1e3}, {"GWh", "MWh", 1e3}, {"billion USD", "million USD", 1e3}};
// Below this a number reads better in the next smaller unit.
constexpr double kSmall = 0.1;

// 0.0076 billion USD -> 7.6 million USD.
void fit(double& value, std::string& unit) {
  for (const Rung& rung : kLadder)
    if (value != 0 && std::abs(value) < kSmall && unit.starts_with(rung.unit)) {
      value *= rung.ratio;
      unit = rung.smaller + unit.substr(std::string_view(rung.unit).size());
    }
}

// One line: a label and up to three numbers with their units. Digits end in one column; the word of a large number
// ("trillion") stands with the unit. "-" when the campus has no such figure.
std::string line(const planning::Run& run, const char* label, std::initializer_list<Cell> cells) {
  std::string out = fmt::format("{:<{}}", label, kLabelWidth);
  for (const Cell& cell : cells) {
    const Figure* figure = run.figures.find(cell.id);
    double value = figure ? figure->value * cell.factor : 0;
    std::string unit = cell.unit;
    fit(value, unit);
    const std::string number = figure ? people_number(value) : "-";
    const std::size_t word = std::min(number.find(' '), number.size());
    out += fmt::format("{:>{}} {:<{}}", number.substr(0, word), kValueWidth,
                       word < number.size() ? number.substr(word + 1) + " " + unit : unit, kUnitWidth);
  }
  while (out.ends_with(' ')) out.pop_back();
  return out + "\n";
}

void explain(const FigureBook& figures, const std::string& id, const std::string& indent, bool last, bool root,
             std::set<std::string>& shown, std::string& out) {
  const Figure* figure = figures.find(id);
  if (!figure) return;
  const std::string branch = root ? "" : indent + (last ? "└─ " : "├─ ");
  const std::string below = root ? "" : indent + (last ? "   " : "│  ");
  out += fmt::format("{}{} = {}{}{}  ({})\n", branch, figure->id, significant(figure->value, 6),
                     figure->unit.empty() ? "" : " ", figure->unit, figure->label);
  if (!shown.insert(id).second && !figure->inputs.empty()) {
    out += below + "   shown above\n";
    return;
  }
  if (!figure->how.empty()) out += fmt::format("{}   {} {}\n", below, figure->evaluable ? "=" : "from", figure->how);
  if (figure->inputs.empty() && figure->how.empty())
    out += fmt::format("{}   {}: {}{}\n", below, to_string(figure->origin.grade),
                       figure->origin.source.empty() ? "no source" : figure->origin.source,
                       figure->origin.place.empty() ? "" : "  [" + figure->origin.place + "]");
  for (std::size_t i = 0; i < figure->inputs.size(); ++i)
    explain(figures, figure->inputs[i], below, i + 1 == figure->inputs.size(), false, shown, out);
}

bool sells(const planning::Run& run) {
  const economics::Revenue& revenue = run.input.scenario.economics.revenue;
  return revenue.per_accelerator_hour || revenue.per_million_tokens;
}

// Where the campus says how its energy is bought or made; else the score would be that of silence.
bool shows_carbon(const planning::Run& run) {
  return !run.markets.contracts.empty() || std::ranges::any_of(run.input.series, [](const planning::SourceSeries& s) {
    return !s.carbon_free_frac.empty();
  });
}

std::string span_of(const campus::Horizon& horizon) {
  const double days = horizon.hours() / 24.0;
  return days >= 365 ? fmt::format("{} year{}", significant(days / 365, 3), days == 365 ? "" : "s")
                     : fmt::format("{} days", significant(days, 3));
}

}  // namespace

std::string people_number(double value) {
  struct Word { double from, size; const char* name; };
  constexpr Word kWords[] = {
      {1e15, 1e15, " quadrillion"}, {1e12, 1e12, " trillion"}, {1e9, 1e9, " billion"}, {1e7, 1e6, " million"}};
  for (const Word& word : kWords)
    if (std::abs(value) >= word.from) return significant(value / word.size, 4) + word.name;
  return significant(value, 4);
}

std::string headline_text(const planning::Run& run) {
  const planning::Scenario& s = run.input.scenario;
  std::string out = fmt::format("{}: {} from {}\n", s.title.empty() ? s.name : s.title, span_of(s.horizon),
                                to_string(s.horizon.start));
  const bool trains = planning::lead_job(run) != nullptr;
  if (trains) out += line(run, "Trained", {{"tokens_trained", "tokens"}, {"days_to_train", "days per model"}});
  if (trains) out += line(run, "Speed", {{"achieved_tflops_per_accelerator", "TFLOP/s each"}, {"mfu_frac", "% MFU", 100}, {"goodput_frac", "% goodput", 100}});
  out += line(run, "Accelerators", {{"accelerators", "installed"}});
  out += line(run, "IT power", {{"it_peak_mw", "MW peak"}, {"it_mean_mw", "MW mean"}, {"it_provisioned_mw", "MW provisioned"}});
  out += line(run, "Facility power", {{"facility_peak_mw", "MW peak"}, {"facility_mean_mw", "MW mean"}, {"facility_provisioned_mw", "MW provisioned"}});
  out += line(run, "Facility energy", {{"facility_energy_twh", "TWh"}, {"us_households_equivalent", "US households"}});
  out += line(run, "Efficiency", {{"pue", s.horizon.hours() < 8760 ? "iPUE" : "PUE"}, {"wue_l_per_kwh", "L/kWh WUE"}, {"water_m3", "m3 water"}});
  if (s.site.heat_network) out += line(run, "Heat", {{"heat_reused_mwh", "MWh sold"}, {"heat_wanted_mwh", "MWh asked for"}, {"erf", "ERF"}});
  if (run.figures.find("tank_given_mwh"))
    out += line(run, "Cooling tanks", {{"tank_given_mwh", "MWh given"}, {"ride_through_hall_hours", "hall-hours ridden through"}, {"tank_end_mwh", "MWh at the end"}});
  out += line(run, "Supply",
              {{"grid_energy_gwh", "GWh grid"},
               {"on_site_energy_gwh", "GWh on site"},
               {"unserved_supply_mwh", "MWh unserved"}});
  if (run.simulation.unserved_cooling_mwh > 0)
    out +=
        line(run, "Short of cooling", {{"cooling_short_h", "h"}, {"unserved_cooling_mwh", "MWh unserved"}});
  out += line(run, "Emissions", {{"co2_t", "t CO2e"}});
  if (shows_carbon(run))
    out += line(run, "Carbon", {{"cfe_score_frac", "% carbon-free, 24/7", 100}, {"co2_market_t", "t CO2e by market"}});
  out += line(run, "Capital", {{"capex_busd", "billion USD"}, {"npv_busd", sells(run) ? "billion USD NPV" : "billion USD NPV, costs only"}});
  const Cell hour{"usd_per_accelerator_hour", "USD/GPU-hour"}, energy{"energy_usd_per_mwh", "USD/MWh energy"};
  out += trains ? line(run, "Cost", {hour, {"usd_per_million_training_tokens", "USD/M tokens"}, energy}) : line(run, "Cost", {hour, energy});
  out += fmt::format("{:<{}}{}: {}\n", "Binding", kLabelWidth, run.binding.constraint, run.binding.detail);
  out += fmt::format("{:<{}}{}\n", "Next", kLabelWidth, run.binding.next_command);
  return printable(out);
}

std::string explain_text(const FigureBook& figures, const std::string& id) {
  std::string out;
  std::set<std::string> shown;
  explain(figures, id, "", true, true, shown, out);
  return printable(out);
}

}  // namespace gw::report
