#include <fmt/format.h>

#include <algorithm>

#include "gw/report/waveform_document.h"

namespace gw::report {
namespace {

using planning::SmoothedWaveform;
using planning::WaveformRun;

std::string number(double value) { return fmt::format("{}", value); }

void row(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i ? "," : "") + csv_cell(cells[i]);
  out += "\r\n";
}

// Columns of each waveform side by side: as built, and with the mitigation found.
std::vector<const SmoothedWaveform*> waveforms(const WaveformRun& run) {
  std::vector<const SmoothedWaveform*> out = {&run.as_built};
  if (run.mitigated) out.push_back(&*run.mitigated);
  return out;
}

std::vector<std::string> headings(const WaveformRun& run, std::vector<std::string> out, const std::vector<std::string>& each) {
  for (const std::string& column : each) out.push_back(column);
  if (run.mitigated)
    for (const std::string& column : each) out.push_back("mitigated_" + column);
  return out;
}

TextFile waveform_csv(const WaveformRun& run) {
  std::string out;
  row(out, headings(run, {"time_s"}, {"it_mw", "poi_mw"}));
  const power::Trace& poi = run.as_built.trace.poi;
  for (std::size_t i = 0; i < poi.size(); ++i) {
    out += number(poi.time(i).in(s));
    for (const SmoothedWaveform* w : waveforms(run)) fmt::format_to(std::back_inserter(out), ",{},{}", w->trace.it.mw[i], w->trace.poi.mw[i]);
    out += "\r\n";
  }
  return {"waveform.csv", out};
}

// The lowest limit of the clauses on lines that cover the frequency.
std::string limit_at(const WaveformRun& run, Frequency at) {
  std::optional<double> least;
  if (run.settings.limits)
    for (const power::Clause& clause : run.settings.limits->clauses)
      if (const auto* band = std::get_if<power::BandClause>(&clause); band && at >= band->from && at <= band->to)
        if (const auto limit = power::line_limit(*band, run.loads.contracted))
          least = std::min(least.value_or(limit->in(MW)), limit->in(MW));
  return least ? number(*least) : "";
}

TextFile spectrum_csv(const WaveformRun& run) {
  std::string out;
  row(out, headings(run, {"frequency_hz", "limit_mw"}, {"amplitude_mw"}));
  const power::Spectrum& spectrum = run.as_built.spectrum;
  for (std::size_t k = 1; k < spectrum.amplitude_mw.size(); ++k) {
    out += number(spectrum.frequency(k).base()) + "," + limit_at(run, spectrum.frequency(k));
    for (const SmoothedWaveform* w : waveforms(run)) out += "," + number(w->spectrum.amplitude_mw[k]);
    out += "\r\n";
  }
  return {"spectrum.csv", out};
}

TextFile ramps_csv(const WaveformRun& run) {
  std::string out;
  row(out, {"waveform", "from_mw_per_s", "to_mw_per_s", "samples"});
  for (const SmoothedWaveform* w : waveforms(run)) {
    const power::RampHistogram h = power::ramp_histogram(w->trace.poi, 1.0 * s);
    for (std::size_t i = 0; i < h.counts.size(); ++i)
      row(out, {w->what, number(h.first_mw_per_s + double(i) * h.width_mw_per_s),
                number(h.first_mw_per_s + double(i + 1) * h.width_mw_per_s), std::to_string(h.counts[i])});
  }
  return {"ramps.csv", out};
}

TextFile duration_csv(const WaveformRun& run) {
  std::string out;
  row(out, headings(run, {"time_share_frac"}, {"poi_mw"}));
  std::vector<std::vector<double>> curves;
  for (const SmoothedWaveform* w : waveforms(run)) curves.push_back(power::duration_curve_mw(w->trace.poi));
  for (std::size_t i = 0; i < curves.front().size(); ++i) {
    std::vector<std::string> cells = {number(double(i) / double(curves.front().size() - 1))};
    for (const std::vector<double>& curve : curves) cells.push_back(number(curve[i]));
    row(out, cells);
  }
  return {"duration.csv", out};
}

TextFile single_line_csv(const WaveformRun& run) {
  std::string out;
  row(out, {"hall", "part", "stage", "out_mw", "loss_mw", "in_mw", "loading_frac", "installed"});
  for (const planning::LineLevel& l : run.single_line)
    row(out, {l.hall, l.part, l.stage, number(l.out.in(MW)), number(l.loss.in(MW)), number(l.in.in(MW)), number(l.loading_frac),
              number(l.installed)});
  return {"single_line.csv", out};
}

TextFile clauses_csv(const WaveformRun& run) {
  std::string out;
  row(out, {"waveform", "clause", "verdict", "worst", "limit", "unit", "margin_frac", "at_s", "note"});
  for (const SmoothedWaveform* w : waveforms(run))
    for (const power::ClauseResult& c : w->clauses) {
      const bool known = c.verdict != power::Verdict::not_assessed;
      row(out, {w->what, c.clause, power::to_string(c.verdict), known ? number(c.worst) : "", known ? number(c.limit) : "", c.unit,
                known ? number(c.margin_frac) : "", c.at ? number(c.at->in(s)) : "", c.note});
    }
  return {"clauses.csv", out};
}

TextFile resonance_csv(const WaveformRun& run) {
  std::string out;
  row(out, {"period_s", "deviation_hz"});
  for (const power::ResonancePoint& p : run.resonance) row(out, {number(p.period.in(s)), number(p.deviation.base())});
  return {"resonance.csv", out};
}

TextFile mitigation_csv(const WaveformRun& run) {
  std::string out;
  row(out, {"rank", "smoothing", "total_usd_per_year", "energy_usd_per_year", "time_usd_per_year", "capital_usd_per_year",
            "energy_mwh_per_year", "slowdown_frac"});
  std::size_t rank = 0;
  for (const planning::Mitigation& m : run.search->passing)
    row(out, {std::to_string(++rank), m.what, number(m.cost.total().in(USD)), number(m.cost.energy.in(USD)),
              number(m.cost.time.in(USD)), number(m.cost.capital.in(USD)), number(m.cost.energy_used.in(MWh)),
              number(m.cost.slowdown_frac)});
  return {"mitigation.csv", out};
}

}  // namespace

std::vector<TextFile> waveform_tables(const WaveformRun& run) {
  std::vector<TextFile> out = {waveform_csv(run), spectrum_csv(run), ramps_csv(run), duration_csv(run), single_line_csv(run)};
  if (run.settings.limits) out.push_back(clauses_csv(run));
  if (!run.resonance.empty()) out.push_back(resonance_csv(run));
  if (run.search) out.push_back(mitigation_csv(run));
  return out;
}

}  // namespace gw::report
