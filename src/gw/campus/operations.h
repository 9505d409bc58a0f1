#pragma once
// The horizon hour by hour: halls energised, jobs placed and finished, compute shed where power or cooling fall short.
//
// Jobs advance from event to event inside the hour (an instance finished, the next one started); weather, limits and
// power change on the hour: an hour's power is that of the jobs placed at its beginning. Rates between events are
// constant:
//   tokens = tokens/s of the instance while it works x goodput x share of its accelerators that run x time
// Service level of a hall in an hour, L in [0, 2]: racks in no job are switched off first (a share L - 1 of them is on,
// L > 1), then racks in jobs (a share L of them runs, L < 1). Each hall first goes down to the highest level that its
// own cooling holds. Then the halls of a bus share its limit: all at one level, or lower where their cooling says so.
// Facility power rises with L, so the highest L within the limit is found by bracketing; where not even L = 0 can be
// fed, the halls of the bus are de-energised. A synchronous job that loses accelerators is taken to go on with fewer
// data-parallel replicas.
// A hall's tank rides through before compute is shed; a bus that is short, or was within a
// day, charges within what it is served.
// Neglected: time to drop and rejoin replicas, thermal inertia but that of tanks, start-up of racks.

#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "gw/campus/hall_load.h"
#include "gw/campus/prepare.h"

namespace gw::campus {

/// Something that happened, for the report.
struct Event {
  double hour = 0;
  std::string what;
};

/// Hourly means, one value an hour of the horizon.
struct Hourly {
  std::vector<double> it_mw, cooling_mw, electrical_loss_mw, other_mw, facility_mw;
  std::vector<double> wanted_facility_mw;   ///< what the work would draw with no limit
  std::vector<double> reused_heat_mw;       ///< delivered to the heat network; empty without one
  std::vector<double> water_kg;             ///< withdrawn in the hour
  std::vector<double> tokens;               ///< trained in the hour
  std::vector<double> job_accelerators;     ///< given to jobs
  std::vector<double> running_frac;         ///< of those, share that ran
  std::vector<double> dry_bulb_c, wet_bulb_c;
  std::vector<double> free_cooling_frac;    ///< of heat, rejected without compressors
  std::vector<double> tank_stored_mwh;      ///< heat that all tanks can take, at the hour's end; empty without tanks
};

/// Where installed accelerator-hours went. They add up to `installed`.
struct AcceleratorHours {
  double installed = 0;
  double goodput = 0, checkpoint = 0, lost_work = 0, recovery = 0, planned = 0;  ///< of jobs that train
  double steady = 0;                        ///< of steady jobs
  double shed = 0;                          ///< given to a job, idled for lack of power or cooling
  double idle = 0;                          ///< in no job, spares included
  double sum() const { return goodput + checkpoint + lost_work + recovery + planned + steady + shed + idle; }
};

/// Facility power of the halls on one bus: as drawn, and as the work would have drawn with no limit.
struct BusLoadSeries {
  std::string bus;
  std::vector<double> facility_mw, wanted_mw;
};

/// IT energy of one job, watts summed over hours.
struct JobEnergy {
  power::ItPower it;                        ///< by part, of its accelerators while they ran
  Power kept;                               ///< part of it.accelerators: work that was kept
};

struct InstanceRecord {
  std::size_t job = 0;
  double start_hour = 0, end_hour = -1;     ///< -1 = still running at the end
  double tokens = 0;                        ///< of one instance
  std::int64_t instances = 0;               ///< that moved together
  std::vector<double> accelerators = {};    ///< by hall, all of them together
};

/// Heat of all halls over the horizon, MWh: heat + cooling + tank_gain = rejected + unmet + what the tanks gave up.
struct HeatBook {
  double heat = 0, cooling = 0;              ///< of IT and its conversion losses; power of the plants
  double rejected = 0, unmet = 0;
  double tank_begin = 0, tank_end = 0;       ///< heat that the tanks can take; each is full when its hall is energised
  double tank_charged = 0, tank_given = 0;
  double tank_gain = 0;                      ///< from the surroundings
  int ride_through_hours = 0;                ///< hall-hours in which a tank took heat that its plant left
};

/// A hall's power chain above what it was sized for.
struct ChainOverload {
  std::size_t hall = 0;
  int hours = 0;
  double loading_frac = 0;                  ///< of the most loaded stage, in the worst hour
  Power it, mechanical;                     ///< of the worst hour
};

struct Operations {
  bool cancelled = false;                   ///< the caller's progress said stop: nothing else is meaningful
  Hourly hourly;
  std::vector<BusLoadSeries> buses;
  power::ItPower it_energy_wh;              ///< by part: watts summed over hours
  power::ItPower idle_energy_wh;            ///< the share of accelerators in no job or shed
  std::vector<JobEnergy> job_energy_wh;     ///< by job; with the idle share it adds up to it_energy_wh
  double mechanical_mwh = 0;
  double heat_wanted_mwh = 0, heat_delivered_mwh = 0;  ///< of the heat network
  std::vector<double> job_tokens;           ///< by job
  std::vector<double> job_run_hours;        ///< by job: accelerator-hours run (not shed), lost time included
  std::vector<double> job_held_hours;       ///< by job: accelerator-hours given to it
  AcceleratorHours accelerator_hours;
  WaterUse water;
  HeatBook heat;
  double unmet_cooling_hours = 0;           ///< hours in which cooling, not power, forced shedding
  double peak_it_mw = 0, peak_facility_mw = 0;  ///< largest hour with every job at work (none waiting or restarting)
  double too_moist_hours = 0, too_dry_hours = 0;  ///< hall-hours: outdoor air outside the dew points of a loop that takes it
  double cooling_outside_range_hours = 0;   ///< hall-hours outside a curve's validated range
  std::vector<ChainOverload> chain_overloads;   ///< of the halls that had any
  std::vector<Event> events;
  std::vector<InstanceRecord> instances;
};

/// Facility power a bus may draw, by bus name and hour, MW; a bus or hour without entry is unlimited.
using Limits = std::map<std::string, std::vector<double>>;

/// `progress` is told the share of the horizon done, once a day of it; returning false stops.
Operations operate(const Campus& campus, const Prepared& prepared, const Limits& limits,
                   const std::function<bool(double)>& progress = {});

}  // namespace gw::campus
