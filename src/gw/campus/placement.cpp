#include "gw/campus/placement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gw::campus {
namespace {

// An instance is done when this share of its tokens is left: rounding of the last interval.
constexpr double kDoneFrac = 1e-12;

}  // namespace

Placement::Placement(const Campus& campus, const Prepared& prepared)
    : campus_(campus), prepared_(prepared), energised_(prepared.halls.size(), false),
      free_(prepared.halls.size(), 0.0), done_(prepared.jobs.size(), false), started_(prepared.jobs.size(), 0) {}

void Placement::advance_to(double hour, Operations& out) {
  for (std::size_t h = 0; h < energised_.size(); ++h) {
    const PreparedHall& hall = prepared_.halls[h];
    if (energised_[h] || !hall.within_horizon || hall.energised_hour > hour) continue;
    energised_[h] = true;
    const double installed = double(hall.accelerators);
    free_[h] = installed - std::ceil(campus_.spare_frac * installed);
    out.events.push_back({hour, fmt::format("{} energised: {} accelerators", hall.name, hall.accelerators)});
  }
  start_jobs(hour, out);
}

double Placement::in_jobs(std::size_t hall) const {
  double sum = 0;
  for (const Cohort& cohort : cohorts_) sum += cohort.accelerators[hall];
  return sum;
}

std::int64_t Placement::running_instances(std::size_t job) const {
  std::int64_t sum = 0;
  for (const Cohort& cohort : cohorts_)
    if (cohort.job == job) sum += cohort.instances;
  return sum;
}

double Placement::free_in(const PreparedJob& job) const {
  double sum = 0;
  for (std::size_t h : job.halls) sum += free_[h];
  return sum;
}

std::vector<double> Placement::take(const PreparedJob& job, double accelerators) {
  std::vector<double> taken(free_.size(), 0.0);
  for (std::size_t h : job.halls) {
    taken[h] = std::min(accelerators, free_[h]);
    free_[h] -= taken[h];
    accelerators -= taken[h];
  }
  return taken;
}

void Placement::start_jobs(double hour, Operations& out) {
  for (std::size_t j = 0; j < prepared_.jobs.size(); ++j) {
    if (done_[j] || prepared_.jobs[j].start_hour > hour) continue;
    if (prepared_.jobs[j].trains) start_training(j, hour, out);
    else start_steady(j, out, hour);
  }
}

void Placement::start_training(std::size_t j, double hour, Operations& out) {
  const PreparedJob& job = prepared_.jobs[j];
  std::int64_t room = std::int64_t(free_in(job) / double(job.accelerators));
  if (job.instances > 0) room = std::min(room, job.instances - running_instances(j));
  if (!job.repeat && job.instances > 0) room = std::min(room, job.instances - started_[j]);
  if (room <= 0) return;
  Cohort cohort{j, room, job.tokens, take(job, double(room) * double(job.accelerators)), out.instances.size()};
  out.instances.push_back({j, hour, -1, 0, room, cohort.accelerators});
  started_[j] += room;
  cohorts_.push_back(std::move(cohort));
  out.events.push_back({hour, fmt::format("{}: {} instance{} of {} accelerators started", job.name, room,
                                          room == 1 ? "" : "s", job.accelerators)});
}

void Placement::start_steady(std::size_t j, Operations& out, double hour) {
  const PreparedJob& job = prepared_.jobs[j];
  const double wanted = job.accelerators > 0 ? double(job.accelerators) : free_in(job);
  const bool greedy = job.accelerators == 0;
  if (!greedy && (started_[j] > 0 || free_in(job) < wanted)) return;
  if (wanted <= 0) return;
  Cohort cohort{j, 1, std::numeric_limits<double>::infinity(), take(job, wanted), out.instances.size()};
  out.instances.push_back({j, hour, -1, 0, 1, cohort.accelerators});
  cohorts_.push_back(std::move(cohort));
  ++started_[j];
  out.events.push_back({hour, fmt::format("{}: {:.0f} accelerators", job.name, wanted)});
}

double Placement::rate(const Cohort& cohort, const std::vector<double>& running) const {
  const PreparedJob& job = prepared_.jobs[cohort.job];
  if (!job.trains) return 0;
  double held = 0, run = 0;
  for (std::size_t h = 0; h < running.size(); ++h) {
    held += cohort.accelerators[h];
    run += cohort.accelerators[h] * running[h];
  }
  return job.training.tokens_per_second * job.training.goodput.shares.goodput_frac * run / held;
}

double Placement::hours_to_next_finish(const std::vector<double>& running) const {
  double hours = std::numeric_limits<double>::infinity();
  for (const Cohort& cohort : cohorts_) {
    const double r = rate(cohort, running);
    if (r > 0) hours = std::min(hours, cohort.tokens_left / r / 3600.0);
  }
  return hours;
}

void Placement::work(double hours, double hour, const std::vector<double>& running, Operations& out, double& tokens) {
  for (Cohort& cohort : cohorts_) {
    const double trained = std::min(cohort.tokens_left, rate(cohort, running) * hours * 3600.0);
    if (!prepared_.jobs[cohort.job].trains) continue;
    cohort.tokens_left -= trained;
    out.instances[cohort.record].tokens += trained;
    out.job_tokens[cohort.job] += trained * double(cohort.instances);
    tokens += trained * double(cohort.instances);
    if (cohort.tokens_left <= kDoneFrac * prepared_.jobs[cohort.job].tokens) finish(cohort, hour, out);
  }
  std::erase_if(cohorts_, [](const Cohort& cohort) { return cohort.instances == 0; });
}

void Placement::finish(Cohort& cohort, double hour, Operations& out) {
  const PreparedJob& job = prepared_.jobs[cohort.job];
  out.instances[cohort.record].end_hour = hour;
  out.events.push_back({hour, fmt::format("{}: {} instance{} finished", job.name, cohort.instances,
                                          cohort.instances == 1 ? "" : "s")});
  if (!job.repeat && (job.instances == 0 || started_[cohort.job] >= job.instances)) done_[cohort.job] = true;
  for (std::size_t h = 0; h < free_.size(); ++h) free_[h] += cohort.accelerators[h];
  cohort.instances = 0;
}

}  // namespace gw::campus
