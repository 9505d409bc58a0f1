#include "gw/report/trace.h"

#include <algorithm>
#include <cmath>

#include "gw/base/random.h"
#include "gw/planning/figures.h"
#include "gw/power/render.h"

namespace gw::report {
namespace {

// More instances count as this many. The swing of n copies falls as 1/sqrt(n), so it is overstated for more: by at
// most an eighth of one instance's swing.
constexpr std::int64_t kMostCopies = 64;

std::int64_t instances_of(const planning::Run& run, std::size_t job) {
  std::int64_t most = 1;
  for (const campus::InstanceRecord& record : run.simulation.operations.instances)
    if (record.job == job) most = std::max(most, record.instances);
  return std::min(most, kMostCopies);
}

// Relative IT power over one step of the lead job: the share that its instances swing with, on top of the rest. Mean
// 1 MW, the unit of the renderer.
power::Waveform shape_of(const planning::Run& run) {
  const campus::PreparedJob* lead = planning::lead_job(run);
  if (!lead || lead->waveform.period() <= 0.0 * s) return power::Waveform({{1.0 * s, 1.0 * MW}});
  const std::size_t number = std::size_t(lead - run.simulation.prepared.jobs.data());
  std::vector<Time> offsets;
  for (std::int64_t i = 0; i < instances_of(run, number); ++i)
    offsets.push_back(Random(run.seed, stream_id("report.trace"), std::uint64_t(i)).uniform() * lead->waveform.period());
  const power::Waveform sum = power::sum_of_copies(lead->waveform, offsets);
  const double job_mwh = run.simulation.operations.job_energy_wh[number].it.total().in(MW);
  const double all_mwh = run.simulation.operations.it_energy_wh.total().in(MW);
  const double swings = all_mwh > 0 ? std::min(1.0, job_mwh / all_mwh) : 0.0;
  std::vector<power::Segment> segments;
  for (const power::Segment& segment : sum.segments())
    segments.push_back({segment.duration, (1.0 - swings + swings * (segment.power / sum.mean())) * MW});
  return power::Waveform(segments);
}

}  // namespace

Trace::Trace(const planning::Run& run, Time step)
    : run_(run), step_s_(step.in(s)), shape_(shape_of(run)) {
  samples_ = std::size_t(std::floor(double(run.simulation.operations.hourly.it_mw.size()) * 3600.0 / step_s_ + 1e-9));
}

double Trace::mean_of_hour(std::size_t h) const {
  return shape_.integral(double(h) * hour, double(h + 1) * hour).in(MWh);
}

// A sample that lies in more than one hour: energy of the pieces.
Trace::Sample Trace::sample_over_hours(double from_s, double to_s) const {
  const campus::Hourly& hourly = run_.simulation.operations.hourly;
  Sample out{0, 0};
  for (std::size_t h = std::size_t(from_s / 3600.0); h < hourly.it_mw.size() && double(h) * 3600.0 < to_s; ++h) {
    const double begin_s = std::max(from_s, double(h) * 3600.0), end_s = std::min(to_s, double(h + 1) * 3600.0);
    const double relative_s = shape_.integral(begin_s * s, end_s * s).in(MW * s) / mean_of_hour(h);
    out.it_mw += relative_s * hourly.it_mw[h] / (to_s - from_s);
    out.facility_mw += relative_s * hourly.facility_mw[h] / (to_s - from_s);
  }
  return out;
}

void Trace::render(std::size_t first, std::span<float> it_mw, std::span<float> facility_mw) const {
  const campus::Hourly& hourly = run_.simulation.operations.hourly;
  const power::WaveformTrack track{&shape_, 0.0 * s, double(hourly.it_mw.size()) * hour, 0.0 * s, 1.0};
  power::render_mean(std::span(&track, 1), double(first) * step_s_ * s, step_s_ * s, it_mw);
  std::size_t scaled_hour = hourly.it_mw.size();   // the hour that `it` and `facility` are the factors of
  double it = 0, facility = 0;
  for (std::size_t i = 0; i < it_mw.size(); ++i) {
    const double from_s = double(first + i) * step_s_, to_s = double(first + i + 1) * step_s_;
    const std::size_t h = std::size_t(from_s / 3600.0);
    if (to_s > double(h + 1) * 3600.0) {
      const Sample sample = sample_over_hours(from_s, to_s);
      it_mw[i] = float(sample.it_mw), facility_mw[i] = float(sample.facility_mw);
      continue;
    }
    if (h != scaled_hour) {
      const double mean = mean_of_hour(h);
      scaled_hour = h, it = hourly.it_mw[h] / mean, facility = hourly.facility_mw[h] / mean;
    }
    const double relative = it_mw[i];
    it_mw[i] = float(relative * it);
    facility_mw[i] = float(relative * facility);
  }
}

}  // namespace gw::report
