#include "gw/report/waveform_document.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gw/report/html.h"

namespace gw::report {
namespace {

using planning::SmoothedWaveform;
using planning::WaveformRun;

// Points of a trace in the document: enough for a picture; waveform.csv holds all.
constexpr std::size_t kMostPoints = 4000;

// Lowest and highest of each run of samples, so that no peak is lost.
Json envelope_json(const power::Trace& trace) {
  const std::size_t points = std::min(trace.size(), kMostPoints);
  Json low = Json::array(), high = Json::array();
  for (std::size_t i = 0; i < points; ++i) {
    const auto first = trace.mw.begin() + std::ptrdiff_t(i * trace.size() / points);
    const auto end = trace.mw.begin() + std::ptrdiff_t((i + 1) * trace.size() / points);
    const auto [least, most] = std::minmax_element(first, end);
    low.push_back(*least);
    high.push_back(*most);
  }
  return {{"start_s", trace.start.in(s)}, {"step_s", (trace.duration() / double(points)).in(s)},
          {"low_mw", std::move(low)}, {"high_mw", std::move(high)}};
}

// The largest line of each run of lines.
Json spectrum_json(const power::Spectrum& spectrum) {
  const std::size_t lines = spectrum.amplitude_mw.size() > 1 ? spectrum.amplitude_mw.size() - 1 : 0;
  const std::size_t points = std::min(lines, kMostPoints);
  Json hz = Json::array(), mw = Json::array();
  for (std::size_t i = 0; i < points; ++i) {
    std::size_t best = 1 + i * lines / points;
    for (std::size_t k = best; k < 1 + (i + 1) * lines / points; ++k)
      if (spectrum.amplitude_mw[k] > spectrum.amplitude_mw[best]) best = k;
    hz.push_back(spectrum.frequency(best).base());
    mw.push_back(spectrum.amplitude_mw[best]);
  }
  return {{"spacing_hz", spectrum.spacing.base()}, {"frequency_hz", std::move(hz)}, {"amplitude_mw", std::move(mw)}};
}

Json clauses_json(const std::vector<power::ClauseResult>& clauses) {
  Json out = Json::array();
  for (const power::ClauseResult& c : clauses) {
    const bool known = c.verdict != power::Verdict::not_assessed;
    out.push_back({{"clause", c.clause},
                   {"verdict", power::to_string(c.verdict)},
                   {"worst", known ? Json(c.worst) : Json(nullptr)},
                   {"limit", known ? Json(c.limit) : Json(nullptr)},
                   {"unit", c.unit},
                   {"margin_frac", known ? Json(c.margin_frac) : Json(nullptr)},
                   {"at_s", c.at ? Json(c.at->in(s)) : Json(nullptr)},
                   {"note", c.note}});
  }
  return out;
}

Json ramps_json(const power::Trace& trace) {
  const power::RampHistogram h = power::ramp_histogram(trace, 1.0 * s);
  return {{"over_s", h.over.in(s)}, {"first_mw_per_s", h.first_mw_per_s}, {"width_mw_per_s", h.width_mw_per_s},
          {"counts", h.counts}};
}

Json energy_json(const power::FacilityEnergy& e) {
  return {{"work_mwh", e.work.in(MWh)},     {"burned_mwh", e.burned.in(MWh)},
          {"withheld_mwh", e.withheld.in(MWh)}, {"storage_loss_mwh", e.storage_loss.in(MWh)},
          {"stored_mwh", e.stored.in(MWh)}, {"it_mwh", e.it.in(MWh)},
          {"mechanical_mwh", e.mechanical.in(MWh)}, {"other_mwh", e.other.in(MWh)},
          {"conversion_loss_mwh", e.conversion_loss.in(MWh)}, {"input_mwh", e.input.in(MWh)},
          {"residual_frac", e.residual()}};
}

Json devices_json(const std::vector<power::DeviceCost>& devices) {
  Json out = Json::array();
  for (const power::DeviceCost& d : devices)
    out.push_back({{"device", d.device}, {"extra_mwh", d.extra.in(MWh)}, {"withheld_mwh", d.withheld.in(MWh)},
                   {"stored_mwh", d.stored.in(MWh)}, {"slowdown_frac", d.slowdown_frac}, {"delay_s", d.delay.in(s)},
                   {"saturated_frac", d.saturated_frac}, {"full_cycles", d.full_cycles}});
  return out;
}

Json cost_json(const planning::SmoothingCost& c) {
  return {{"total_usd_per_year", c.total().in(USD)}, {"energy_usd_per_year", c.energy.in(USD)},
          {"time_usd_per_year", c.time.in(USD)}, {"capital_usd_per_year", c.capital.in(USD)},
          {"energy_mwh_per_year", c.energy_used.in(MWh)}, {"slowdown_frac", c.slowdown_frac}};
}

Json response_json(const power::SystemResponse& r) {
  return {{"largest_deviation_hz", r.largest_deviation.base()}, {"nadir_hz", r.nadir.base()}, {"at_s", r.at.in(s)},
          {"rocof_hz_per_s", r.rocof_hz_per_s}, {"steady_deviation_hz", r.steady_deviation.base()},
          {"largest_scale", r.largest_scale ? Json(*r.largest_scale) : Json(nullptr)}};
}

Json smoothed_json(const SmoothedWaveform& w) {
  const power::Trace& poi = w.trace.poi;
  Json out = {{"what", w.what},
              {"peak_mw", poi.peak().in(MW)},
              {"mean_mw", poi.mean().in(MW)},
              {"lowest_mw", poi.lowest().in(MW)},
              {"energy", energy_json(w.trace.energy)},
              {"devices", devices_json(w.trace.devices)},
              {"cost", w.cost ? cost_json(*w.cost) : Json(nullptr)},
              {"clauses", clauses_json(w.clauses)},
              {"response", w.response ? response_json(*w.response) : Json(nullptr)}};
  out["trace"] = envelope_json(poi);
  out["spectrum"] = spectrum_json(w.spectrum);
  out["ramps"] = ramps_json(poi);
  out["duration_mw"] = power::duration_curve_mw(poi);
  return out;
}

Json iteration_json(const planning::WaveformLoads& loads) {
  Json segments = Json::array();
  for (const power::Segment& segment : loads.job_waveform.segments())
    segments.push_back({{"duration_s", segment.duration.in(s)}, {"power_w", segment.power.in(W)}});
  return {{"job", loads.job}, {"period_s", loads.job_waveform.period().in(s)}, {"segments", std::move(segments)}};
}

Json search_json(const planning::MitigationResult& search) {
  Json passing = Json::array();
  for (const planning::Mitigation& m : search.passing)
    passing.push_back({{"what", m.what}, {"cost", cost_json(m.cost)}, {"clauses", clauses_json(m.clauses)}});
  return {{"simulated", search.simulated}, {"passing", std::move(passing)},
          {"nearest", {{"what", search.nearest.what}, {"clauses", clauses_json(search.nearest.clauses)}}}};
}

Json events_json(const planning::WaveformLoads& loads) {
  Json out = Json::array();
  for (const planning::EventAt& e : loads.events)
    out.push_back({{"event", to_string(e.event)}, {"begin_s", e.begin.in(s)}, {"end_s", e.end.in(s)}});
  return out;
}

Json line_json(const std::vector<planning::LineLevel>& levels) {
  Json out = Json::array();
  for (const planning::LineLevel& l : levels)
    out.push_back({{"hall", l.hall}, {"part", l.part}, {"stage", l.stage}, {"in_mw", l.in.in(MW)}, {"out_mw", l.out.in(MW)},
                   {"loss_mw", l.loss.in(MW)}, {"loading_frac", l.loading_frac}, {"installed", l.installed}});
  return out;
}

Json resonance_json(const std::vector<power::ResonancePoint>& curve) {
  Json out = Json::array();
  for (const power::ResonancePoint& p : curve)
    out.push_back({{"period_s", p.period.in(s)}, {"deviation_hz", p.deviation.base()}});
  return out;
}

// What the lines of the spectrum are held against.
Json band_limits_json(const WaveformRun& run) {
  Json out = Json::array();
  if (!run.settings.limits) return out;
  for (const power::Clause& clause : run.settings.limits->clauses)
    if (const auto* band = std::get_if<power::BandClause>(&clause); band && line_limit(*band, run.loads.contracted))
      out.push_back({{"from_hz", band->from.base()}, {"to_hz", band->to.base()},
                     {"limit_mw", line_limit(*band, run.loads.contracted)->in(MW)}});
  return out;
}

const FolderKind& waveform_folder() {
  static const FolderKind kind{{"waveform.json", "waveform.html", "waveform.csv", "spectrum.csv", "ramps.csv", "duration.csv", "single_line.csv",
                                "clauses.csv", "resonance.csv", "mitigation.csv"},
                               "waveform.json", "gigawatt.waveform/"};
  return kind;
}

}  // namespace

Json waveform_document(const WaveformRun& run) {
  const planning::LoadedScenario& input = run.run.input;
  Json out = {{"format", "gigawatt.waveform/1"},
              {"version", {{"code", code_version()}, {"input_hash", input.input_hash}, {"catalogue_hash", input.catalogue_hash}}},
              {"campus", input.scenario.name},
              {"title", input.scenario.title},
              {"at", planning::moment_text(input.scenario, run.loads.hour)},
              {"buses", run.loads.buses},
              {"window_s", run.settings.window.in(s)},
              {"step_s", run.settings.step.in(s)},
              {"phases", run.flags.phases},
              {"jitter_s", run.settings.jitter.in(s)},
              {"accelerators", run.loads.accelerators},
              {"in_training", run.loads.swinging},
              {"contracted_mw", run.loads.contracted.in(MW)},
              {"events", events_json(run.loads)},
              {"band_limits", band_limits_json(run)},
              {"limits", run.settings.limits ? Json(run.settings.limits->name) : Json(nullptr)},
              {"iteration", iteration_json(run.loads)}};
  out["as_built"] = smoothed_json(run.as_built);
  out["mitigated"] = run.mitigated ? smoothed_json(*run.mitigated) : Json(nullptr);
  out["search"] = run.search ? search_json(*run.search) : Json(nullptr);
  out["resonance"] = resonance_json(run.resonance);
  out["single_line"] = line_json(run.single_line);
  out["assumptions"] = provenance_json(run.settings.provenance);
  return out;
}

bool check_waveform_output(const std::string& directory, Diagnostics& diagnostics) {
  return check_folder(directory, waveform_folder(), diagnostics);
}

bool write_waveform_output(const WaveformRun& run, const std::string& directory, const StagingTold& told,
                           Diagnostics& diagnostics) {
  const auto write = [&run](const std::filesystem::path& to) {
    const std::string document = to_text(waveform_document(run));
    write_file(to / "waveform.json", document);
    write_file(to / "waveform.html", waveform_page(document));
    for (const TextFile& table : waveform_tables(run)) write_file(to / table.name, table.text);
  };
  return write_folder(directory, waveform_folder(), write, told, diagnostics);
}

}  // namespace gw::report
