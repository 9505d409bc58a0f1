#pragma once
// Which accelerators hold which job: the state that changes at events.

#include <cstdint>
#include <vector>

#include "gw/campus/operations.h"
#include "gw/campus/prepare.h"

namespace gw::campus {

/// Instances of one job that started together and therefore move together.
struct Cohort {
  std::size_t job = 0;
  std::int64_t instances = 0;
  double tokens_left = 0;                   ///< of each instance
  std::vector<double> accelerators;         ///< by hall, all instances together
  std::size_t record = 0;                   ///< in Operations::instances
};

/// Placement of jobs on halls, first fit in order of priority.
class Placement {
 public:
  Placement(const Campus& campus, const Prepared& prepared);

  /// Energises halls due at or before `hour`, then starts whatever fits. Events are appended.
  void advance_to(double hour, Operations& out);
  /// Tokens per second of one instance of the cohort when a share `running[h]` of each hall's job accelerators runs.
  double rate(const Cohort& cohort, const std::vector<double>& running) const;
  /// Hours until the next instance finishes at these rates; infinity if none will.
  double hours_to_next_finish(const std::vector<double>& running) const;
  /// Trains for `hours`; finished cohorts end at `hour` and, if they repeat, start again.
  void work(double hours, double hour, const std::vector<double>& running, Operations& out, double& tokens);

  const std::vector<Cohort>& cohorts() const { return cohorts_; }
  bool energised(std::size_t hall) const { return energised_[hall]; }
  /// Accelerators given to jobs in a hall.
  double in_jobs(std::size_t hall) const;

 private:
  void start_jobs(double hour, Operations& out);
  void start_training(std::size_t job, double hour, Operations& out);
  void start_steady(std::size_t job, Operations& out, double hour);
  void finish(Cohort& cohort, double hour, Operations& out);
  std::int64_t running_instances(std::size_t job) const;
  double free_in(const PreparedJob& job) const;
  std::vector<double> take(const PreparedJob& job, double accelerators);

  const Campus& campus_;
  const Prepared& prepared_;
  std::vector<bool> energised_;
  std::vector<double> free_;                ///< by hall: energised, not spare, in no job
  std::vector<Cohort> cohorts_;
  std::vector<bool> done_;                  ///< by job: a finite job that has had all its instances
  std::vector<std::int64_t> started_;       ///< by job: instances started in all
};

}  // namespace gw::campus
