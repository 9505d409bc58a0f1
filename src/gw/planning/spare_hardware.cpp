#include "gw/planning/spare_hardware.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/base/text.h"
#include "gw/reliability/spares.h"

namespace gw::planning {
namespace {

struct Hardware {
  double spare = 0, usable = 0;
};

Hardware hardware_of(const Scenario& scenario, const campus::Simulation& simulation, const campus::PreparedJob& job) {
  Hardware out;
  for (std::size_t h : job.halls) {
    const campus::PreparedHall& hall = simulation.prepared.halls[h];
    if (!hall.within_horizon) continue;
    const double spare = std::ceil(scenario.spare_frac * double(hall.accelerators));
    out.spare += spare;
    out.usable += double(hall.accelerators) - spare;
  }
  return out;
}

// Accelerators a job takes of so many at most.
double taken(const campus::PreparedJob& job, double usable) {
  if (job.accelerators == 0) return usable;
  const double fit = std::floor(usable / double(job.accelerators));
  return double(job.accelerators) * (job.instances == 0 ? fit : std::min(fit, double(job.instances)));
}

bool shares_a_hall(const campus::PreparedJob& a, const campus::PreparedJob& b) {
  return std::ranges::find_first_of(a.halls, b.halls) != a.halls.end();
}

}  // namespace

std::vector<SpareNeed> spare_needs(const Scenario& scenario, const campus::Simulation& simulation) {
  std::vector<SpareNeed> out;
  const std::vector<campus::PreparedJob>& jobs = simulation.prepared.jobs;
  for (std::size_t j = 0; j < scenario.jobs.size(); ++j) {
    const auto* training = std::get_if<campus::TrainingJob>(&scenario.jobs[j]);
    if (!training) continue;
    const Hardware hardware = hardware_of(scenario, simulation, jobs[j]);
    double left = hardware.usable;
    for (const campus::PreparedJob& other : jobs)
      if (shares_a_hall(jobs[j], other)) left -= taken(other, hardware_of(scenario, simulation, other).usable);
    const power::Rack& rack = simulation.prepared.halls[jobs[j].halls.front()].design.rack;
    const reliability::Spares spares =
        reliability::spares_needed(scenario.failures,
                                   {.accelerators = taken(jobs[j], hardware.usable),
                                    .accelerators_per_node = double(rack.accelerators_per_node),
                                    .accelerators_per_rack = double(rack.accelerators)},
                                   training->checkpoint.spares_confidence_frac);
    out.push_back({j, spares.expected_accelerators_down, spares.accelerators, hardware.spare + std::max(0.0, left)});
  }
  return out;
}

std::vector<campus::Issue> spare_issues(const Scenario& scenario, const campus::Simulation& simulation) {
  std::vector<campus::Issue> out;
  for (const SpareNeed& need : spare_needs(scenario, simulation)) {
    if (need.needed <= need.held) continue;
    const auto& job = std::get<campus::TrainingJob>(scenario.jobs[need.job]);
    out.push_back({"GW2202", fmt::format("jobs[{}]", need.job),
                   fmt::format("{}: its halls hold {} spare accelerators; with {} in repair on average, {} are needed to have "
                               "enough {} % of the time",
                               job.name, significant(need.held), significant(need.in_repair, 3), significant(need.needed),
                               significant(100 * job.checkpoint.spares_confidence_frac)),
                   "raise spare_frac", true});
  }
  return out;
}

}  // namespace gw::planning
