#include "gw/report/trace.h"

#include <algorithm>
#include <cmath>

#include "gw/base/random.h"
#include "gw/planning/figures.h"
#include "gw/power/render.h"

namespace gw::report {
namespace {

// More instances than this change the sum of desynchronised copies by less than their jitter.
constexpr std::int64_t kMostCopies = 64;

std::int64_t instances_of(const planning::Run& run, std::size_t job) {
  std::int64_t most = 1;
  for (const campus::InstanceRecord& record : run.simulation.operations.instances)
    if (record.job == job) most = std::max(most, record.instances);
  return std::min(most, kMostCopies);
}

// Relative IT power of the lead job's instances over one step, mean 1 W, on top of the share of IT power that
// does not swing.
power::Waveform shape_of(const planning::Run& run) {
  const campus::PreparedJob* lead = planning::lead_job(run);
  if (!lead || lead->waveform.period() <= 0.0 * s) return power::Waveform({{1.0 * s, 1.0 * W}});
  const std::size_t number = std::size_t(lead - run.simulation.prepared.jobs.data());
  std::vector<Time> offsets;
  for (std::int64_t i = 0; i < instances_of(run, number); ++i)
    offsets.push_back(Random(run.seed, stream_id("report.trace"), std::uint64_t(i)).uniform() * lead->waveform.period());
  const power::Waveform sum = power::sum_of_copies(lead->waveform, offsets);
  const double job_mwh = run.simulation.operations.job_it_mwh[number];
  const double all_mwh = run.simulation.operations.it_energy_wh.total().in(MW);
  const double swings = all_mwh > 0 ? std::min(1.0, job_mwh / all_mwh) : 0.0;
  std::vector<power::Segment> segments;
  for (const power::Segment& segment : sum.segments())
    segments.push_back({segment.duration, (1.0 - swings + swings * (segment.power / sum.mean())) * W});
  return power::Waveform(segments);
}

}  // namespace

Trace::Trace(const planning::Run& run, Time step)
    : run_(run), step_s_(step.in(s)), shape_(shape_of(run)) {
  samples_ = std::size_t(std::floor(double(run.simulation.operations.hourly.it_mw.size()) * 3600.0 / step_s_ + 1e-9));
}

void Trace::render(std::size_t first, std::span<float> it_mw, std::span<float> facility_mw) const {
  const campus::Hourly& hourly = run_.simulation.operations.hourly;
  const power::WaveformTrack track{&shape_, 0.0 * s, double(hourly.it_mw.size()) * hour, 0.0 * s, 1e6};
  power::render_mean(std::span(&track, 1), double(first) * step_s_ * s, step_s_ * s, it_mw);
  // Per hour the relative power is scaled to the hour's mean; at a step across two hours the first one counts.
  const double samples_per_hour = 3600.0 / step_s_;
  for (std::size_t i = 0; i < it_mw.size(); ++i) {
    const std::size_t h = std::min(hourly.it_mw.size() - 1, std::size_t(double(first + i) / samples_per_hour));
    const double relative = it_mw[i];
    it_mw[i] = float(relative * hourly.it_mw[h]);
    facility_mw[i] = float(relative * hourly.facility_mw[h]);
  }
}

}  // namespace gw::report
