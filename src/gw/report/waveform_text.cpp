#include "gw/report/waveform_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/base/text.h"
#include "gw/power/grid_check.h"
#include "gw/report/text_table.h"

namespace gw::report {
namespace {

using planning::SmoothedWaveform;
using planning::WaveformRun;

constexpr int kLabelWidth = 18, kNumberWidth = 10, kUnitWidth = 22;
constexpr std::size_t kPlotWidth = 72;
// Mitigations to list.
constexpr std::size_t kAlternatives = 5;

std::string line(const char* label, const std::vector<std::pair<std::string, std::string>>& cells) {
  std::string out = fmt::format("{:<{}}", label, kLabelWidth);
  for (const auto& [number, unit] : cells) out += fmt::format("{:>{}} {:<{}}", number, kNumberWidth, unit, kUnitWidth);
  while (out.ends_with(' ')) out.pop_back();
  return out + "\n";
}

std::string text_line(const char* label, const std::string& text) {
  return fmt::format("{:<{}}{}\n", label, kLabelWidth, text);
}

std::string mw(Power power) { return significant(power.in(MW)); }

// The largest line above the slowest two, which the window itself makes.
power::BandSwing dominant(const power::Spectrum& spectrum) {
  return power::band_swing(spectrum, 3.0 * spectrum.spacing, spectrum.highest());
}

// One row of block characters: the mean of each part of the window between lowest and highest.
std::string sparkline(const power::Trace& trace) {
  static const char* const blocks[] = {"\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"};
  const std::size_t width = std::min(kPlotWidth, trace.size());
  const double low = trace.lowest().in(MW), high = trace.peak().in(MW);
  std::string out;
  for (std::size_t i = 0; i < width; ++i) {
    const std::size_t first = i * trace.size() / width, end = std::max(first + 1, (i + 1) * trace.size() / width);
    double sum = 0;
    for (std::size_t k = first; k < end; ++k) sum += trace.mw[k];
    const double share = high > low ? (sum / double(end - first) - low) / (high - low) : 0.0;
    out += blocks[std::clamp(int(share * 8), 0, 7)];
  }
  return out;
}

std::string swing_lines(const SmoothedWaveform& w) {
  const power::Trace& poi = w.trace.poi;
  const power::BandSwing line_at = dominant(w.spectrum);
  std::string out = line("Power", {{mw(poi.peak()), "MW peak"}, {mw(poi.mean()), "MW mean"}, {mw(poi.lowest()), "MW lowest"}});
  out += line("Swing", {{mw(poi.peak() - poi.lowest()), "MW peak to peak"},
                        {percent((poi.peak() - poi.lowest()).base(), poi.peak().base()), "% of peak"}});
  out += line("Largest line", {{mw(line_at.line), "MW amplitude"}, {significant(line_at.line_at.base(), 3), "Hz"}});
  return out;
}

std::string verdict_table(const std::vector<power::ClauseResult>& clauses) {
  TextTable table(2);
  table.row({"Clause", "verdict", "worst", "limit", "unit", "margin %", "at s"});
  std::string notes;
  for (const power::ClauseResult& c : clauses) {
    const bool known = c.verdict != power::Verdict::not_assessed;
    table.row({"  " + c.clause, power::to_string(c.verdict), known ? significant(c.worst) : "-", known ? significant(c.limit) : "-",
               known ? c.unit : "-", known ? fmt::format("{:.1f}", 100 * c.margin_frac) : "-",
               c.at ? significant(c.at->in(s)) : "-"});
    if (!c.note.empty()) notes += fmt::format("  {}: {}\n", c.clause, c.note);
  }
  return table.text() + notes;
}

std::string response_lines(const WaveformRun& run, const SmoothedWaveform& w) {
  if (!w.response) return "";
  const power::SystemResponse& r = *w.response;
  std::string out = line("Grid", {{significant(1e3 * r.largest_deviation.base(), 3), "mHz deviation"},
                                  {significant(r.nadir.base(), 6), "Hz lowest"},
                                  {significant(1e3 * r.rocof_hz_per_s, 3), "mHz/s fastest"}});
  if (r.steady_deviation > Frequency{})
    out += line("  if it goes on", {{significant(1e3 * r.steady_deviation.base(), 3), "mHz deviation"}});
  if (r.largest_scale)
    out += line("Largest job", {{significant(*r.largest_scale * run.loads.swinging, 3), "accelerators"},
                                {significant(*r.largest_scale, 3), "times this load"}});
  return out;
}

std::string money(Money amount) { return significant(amount.in(MUSD), 3); }

std::string cost_lines(const SmoothedWaveform& w) {
  std::string out;
  if (w.cost) {
    out += line("Cost a year", {{money(w.cost->total()), "M USD"}, {significant(w.cost->energy_used.in(GWh), 3), "GWh"},
                                {significant(100 * w.cost->slowdown_frac, 3), "% slower"}});
    out += line("  of which", {{money(w.cost->energy), "M USD energy"}, {money(w.cost->time), "M USD time"},
                               {money(w.cost->capital), "M USD batteries"}});
  }
  for (const power::DeviceCost& d : w.trace.devices)
    if (d.delay > 0.0 * s)
      out += text_line("", fmt::format("{}: accelerators start {} s later on average, each time", d.device, significant(d.delay.in(s), 3)));
  for (const power::DeviceCost& d : w.trace.devices)
    if (d.saturated_frac > 0)
      out += text_line("", fmt::format("{} at its limit of power or energy in {:.1f} % of the window", d.device, 100 * d.saturated_frac));
  return out;
}

std::string alternatives(const planning::MitigationResult& search) {
  TextTable table;
  table.row({"Other smoothing that passes", "M USD/year", "GWh/year", "% slower"});
  for (std::size_t i = 1; i < std::min(search.passing.size(), kAlternatives + 1); ++i) {
    const planning::Mitigation& m = search.passing[i];
    table.row({"  " + m.what, money(m.cost.total()), significant(m.cost.energy_used.in(GWh), 3),
               significant(100 * m.cost.slowdown_frac, 3)});
  }
  return search.passing.size() > 1 ? "\n" + table.text() : "";
}

std::string header(const WaveformRun& run) {
  const auto& scenario = run.run.input.scenario;
  std::string out = fmt::format("{}: {}, {} s from {} by {} s\n", scenario.title.empty() ? scenario.name : scenario.title,
                                list_names(run.loads.buses), significant(run.settings.window.in(s)),
                                planning::moment_text(scenario, run.loads.hour), significant(run.settings.step.in(s)));
  out += line("Accelerators", {{significant(run.loads.accelerators, 6), "energised"}, {significant(run.loads.swinging, 6), "in training"}});
  if (run.loads.job.empty()) return out;
  out += line("Iteration", {{significant(run.loads.job_waveform.period().in(s)), fmt::format("s, {}", run.loads.job)},
                            {significant(run.loads.job_waveform.peak().in(kW), 3), "kW peak each"},
                            {significant(run.loads.job_waveform.lowest().in(kW), 3), "kW lowest each"}});
  for (const planning::EventAt& event : run.loads.events)
    out += text_line(event.event == run.loads.events.front().event ? "Events" : "",
                     fmt::format("{} at {} s for {} s", to_string(event.event), significant(event.begin.in(s)),
                                 significant((event.end - event.begin).in(s))));
  return out;
}

std::string one_waveform(const WaveformRun& run, const SmoothedWaveform& w) {
  std::string out = fmt::format("\n{}\n", w.what);
  if (w.what == "cheapest that passes") out += text_line("Smoothing", run.search->passing.front().what);
  out += swing_lines(w) + text_line("", sparkline(w.trace.poi)) + response_lines(run, w) + cost_lines(w);
  if (!w.clauses.empty()) out += "\n" + verdict_table(w.clauses);
  return out;
}

std::string losses(const WaveformRun& run) {
  const power::FacilityEnergy& e = run.as_built.trace.energy;
  return line("Energy", {{significant(e.it.in(MWh), 3), "MWh IT"}, {significant(e.mechanical.in(MWh), 3), "MWh cooling"},
                         {significant(e.conversion_loss.in(MWh), 3), "MWh conversion losses"}});
}

// What was asked for, as typed: the next question is about the same window.
std::string asked(const planning::WaveformFlags& flags) {
  std::string out;
  const auto text = [&](const char* flag, const std::string& value) {
    if (!value.empty()) out += fmt::format(" {} {}", flag, value);
  };
  text("--at", flags.at), text("--bus", flags.bus), text("--smoothing", flags.smoothing);
  text("--ride-through", flags.ride_through), text("--system", flags.system), text("--events", flags.events);
  const planning::WaveformFlags plain;
  if (flags.phases != plain.phases) text("--phases", flags.phases);
  if (flags.window_s) text("--window", fmt::format("{}", *flags.window_s));
  const auto number = [&](const char* flag, double value, double usual) {
    if (value != usual) text(flag, fmt::format("{}", value));
  };
  number("--step", flags.step_s, plain.step_s);
  number("--stall", flags.stall_s, plain.stall_s);
  number("--jitter", flags.jitter_s, plain.jitter_s);
  return out;
}

// A steady window says nothing of how a job starts and stops, which is what ramps are about.
bool only_steady_ramps(const WaveformRun& run) {
  return run.settings.events.empty() && !run.loads.job.empty() &&
         std::ranges::any_of(run.settings.limits->clauses, [](const power::Clause& clause) {
           return std::holds_alternative<power::RampClause>(clause) && power::needed_span(clause) > 0.0 * s;
         });
}

std::string next(const WaveformRun& run) {
  const std::string start = fmt::format("gw waveform {} --limits {}{}", run.run.input.file,
                                        run.settings.limits ? run.flags.limits : "study_limits", asked(run.flags));
  const bool fails = power::fails(run.as_built.clauses);
  if (!run.settings.limits || (fails && !run.settings.mitigate)) return start + " --mitigate";
  return start + (!fails && only_steady_ramps(run) ? " --events start,stop" : " -o waveform");
}

}  // namespace

std::string waveform_text(const WaveformRun& run) {
  std::string out = header(run) + losses(run) + one_waveform(run, run.as_built);
  if (run.mitigated) out += one_waveform(run, *run.mitigated) + alternatives(*run.search);
  return out + "\n" + text_line("Next", next(run));
}

}  // namespace gw::report
