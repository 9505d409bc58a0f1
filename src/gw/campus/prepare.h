#pragma once
// Everything that is computed once before the hours run: sized halls, timed jobs, expected goodput.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gw/campus/campus.h"
#include "gw/catalog/epw.h"
#include "gw/cooling/plant.h"
#include "gw/power/it_power.h"
#include "gw/power/waveform.h"
#include "gw/reliability/goodput.h"
#include "gw/reliability/simulation.h"
#include "gw/training/step.h"

namespace gw::campus {

/// A problem of the campus as a whole, found by a room or across rooms.
/// GW3001 nothing energised within the horizon    GW3002 duplicate name        GW3003 no such bus or hall
/// GW3004 not enough accelerators for a job       GW3005 supply inconsistent   GW3006 no accelerator in the catalogue
/// GW3007 cooling physically unsound              GW3008 a job over several kinds of accelerator
/// GW3009 a job that is done within the hour      GW3010 too many fabric levels
/// GW3014 a return period without the spread of annual extremes
/// GW3011 a power cap that the lowest clock cannot keep    GW3012 a measured step that no accelerator reaches
/// GW20xx the parallel plan (training/setup.h) and GW2013 the model's shape (catalog/model.h)
/// GW21xx-GW24xx warnings of training, reliability, supply, cooling and power
struct Issue {
  std::string code;
  std::string path;      ///< of the value at fault: "jobs[0].plan"
  std::string message;
  std::string hint;
  bool warning = false;
};

/// What draws power in a hall: its racks, accelerators and share of the network.
power::LoadDesign load_design(const Campus& campus, const Hall& hall);
/// Racks that draw at least the hall's it_power at full rate. Needs its accelerator.
std::int64_t racks_for(const Campus& campus, const Hall& hall);

/// One hall, sized.
struct PreparedHall {
  std::string name, bus;
  std::int64_t accelerators = 0;
  int energised_hour = 0;            ///< 0 when energised before the horizon
  bool within_horizon = true;        ///< energised before the horizon's end
  power::LoadDesign design;
  power::ItPower idle, provisioned;  ///< per accelerator
  power::ItPower uncapped;           ///< provisioned power per accelerator without the power cap
  power::SizedChain chain;
  cooling::CoolingPlantSized plant;    ///< as built
  cooling::CoolingPlantSized running;  ///< without the units that are out
  Power design_it;                   ///< provisioned IT power of the hall
  Power other;                       ///< lighting, offices, security: constant while energised
  std::size_t like = 0;              ///< first hall of the same design: the same load gives the same cooling and losses
  Power design_facility;             ///< facility power at provisioned IT power and design weather
};

/// A training job, timed.
struct PreparedTraining {
  training::Step step;
  double speed_at_cap_frac = 1.0;    ///< of the slowest hall: the job is synchronous
  Time step_time;                    ///< used: under the power cap, or as measured
  workload::ActivityProfile activity;  ///< of the step as used (measured_step.h)
  double tokens_per_second = 0;      ///< of one instance while it works
  reliability::Goodput goodput;
  reliability::SimulatedGoodput simulated_goodput;
  double checkpoint_bytes = 0;
};

/// A job, ready to run.
struct PreparedJob {
  std::string name;
  bool trains = false;
  PreparedTraining training;         ///< when it trains
  std::int64_t accelerators = 0;     ///< of one instance; 0 = all that are free
  std::int64_t instances = 1;        ///< most side by side; 0 = as many as fit
  double tokens = 0;
  bool repeat = false;
  int start_hour = 0;
  std::vector<std::size_t> halls;    ///< where it may run, in order
  std::vector<power::ItPower> mean_power;  ///< per accelerator and hall of the campus, time mean with lost time
  std::vector<power::ItPower> work_power;  ///< the same without lost time: at work
  std::vector<Power> kept_power;     ///< part of mean_power.accelerators: work that was kept (goodput)
  power::Waveform waveform;          ///< IT power per accelerator over one cycle, in its first hall: mean of its stages
};

struct Prepared {
  Temperature coldest;              ///< hour of the weather
  cooling::OutdoorYear outdoor;      ///< air of the year
  cooling::OutdoorYear sizing;       ///< air of the year that halls are sized by
  std::vector<PreparedHall> halls;
  std::vector<PreparedJob> jobs;
  std::vector<Issue> issues;
  bool cancelled = false;            ///< the caller's progress said stop
  bool usable() const;
};

/// IT power per accelerator over one step of a training job in this hall: mean over its pipeline stages, in step.
power::Waveform job_waveform(const PreparedHall& hall, const PreparedTraining& training, const training::Plan& plan);

/// Sizes halls for their provisioned power and `weather`, times jobs and computes their goodput. `seed` draws the
/// simulated cross-check of the goodput only. `progress` is told the share done after each hall and job, never by two
/// threads at once; returning false stops.
Prepared prepare(const Campus& campus, const catalog::WeatherYear& weather, std::uint64_t seed, int threads = 1,
                 const std::function<bool(double)>& progress = {});

}  // namespace gw::campus
