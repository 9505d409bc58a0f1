#pragma once
// A campus as its owner describes it: site, halls and when they are energised, the work, and the records of every
// discipline room. Plain data; simulate.h runs it.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gw/catalog/accelerator.h"
#include "gw/catalog/model.h"
#include "gw/cooling/design.h"
#include "gw/cooling/heat_reuse.h"
#include "gw/network/fabric.h"
#include "gw/power/campus_network.h"
#include "gw/power/power_chain.h"
#include "gw/power/rack.h"
#include "gw/reliability/checkpoint.h"
#include "gw/reliability/failure_profile.h"
#include "gw/supply/dispatch.h"
#include "gw/supply/source.h"
#include "gw/training/plan.h"
#include "gw/units/calendar.h"

namespace gw::campus {

/// Where the campus stands and whose weather it has.
struct Site {
  std::string place;
  std::string weather;            ///< row of catalog/weather, or an EPW file beside the campus file
  std::string stands_in_for;      ///< the true station, when `weather` is a stand-in; reported
  TemperatureDelta warming;       ///< added to every hour's dry bulb
  std::optional<double> summer_return_period;  ///< years; the hottest week is that extreme (cooling/extreme_year.h)
  std::optional<TemperatureDelta> extreme_dry_bulb_std, extreme_wet_bulb_std;  ///< of annual extremes; absent = the file's
  double households_kwh_per_year = 10791.0;  ///< electricity of one average US household
  std::optional<cooling::HeatNetwork> heat_network;  ///< takes heat of the halls' liquid loops
  double other_load_frac = 0.01;  ///< lighting, offices, security: over provisioned IT power, all hours
  static const describe::RecordType& description();
};

/// What is simulated: whole hours of local standard time.
struct Horizon {
  Date start;
  Time length = 1.0 * unit::year; ///< years of 8,760 h; rounded to whole hours
  int hours() const;
  static const describe::RecordType& description();
};

/// A data hall (or a group of like halls): racks of one type behind one cooling design and one power chain.
struct Hall {
  std::string name;
  Date energised;
  std::int64_t racks = 0;         ///< given, or as many as it_power takes (racks_for)
  std::optional<Power> it_power;  ///< to be provisioned
  power::Rack rack;
  std::optional<catalog::Accelerator> accelerator;  ///< the rack's part; filled from the catalogue unless given
  std::optional<Power> power_cap;   ///< of one accelerator, below its TDP
  cooling::CoolingDesign cooling;
  power::PowerChain power_chain;
  std::string bus = "main";       ///< the electrical bus that feeds it
  std::int64_t accelerators() const;
  static const describe::RecordType& description();
};

/// A synchronous training run of one model; `instances` of them run side by side.
struct TrainingJob {
  std::string name;
  catalog::Model model;
  std::int64_t accelerators = 0;  ///< of one instance
  std::int64_t instances = 1;     ///< at most this many side by side; 0 = as many as fit
  double tokens = 0;              ///< training tokens of one instance
  bool repeat = false;            ///< when an instance is done the next one starts
  std::optional<Date> start;      ///< not before; default the horizon's start
  std::vector<std::string> halls; ///< may run in these; empty = all with the first hall's accelerator
  training::Plan plan;
  reliability::CheckpointPolicy checkpoint;
  std::optional<Time> measured_step_time;  ///< replaces the modelled step time
  static const describe::RecordType& description();
};

/// Work known only by its mean activity (inference, experiments): it draws power and makes no tokens.
struct SteadyJob {
  std::string name;
  std::int64_t accelerators = 0;  ///< 0 = all that are free
  std::optional<Date> start;
  std::vector<std::string> halls;
  double tensor_frac = 0.3, memory_frac = 0.5, scale_up_frac = 0.1, scale_out_frac = 0.05;
  static const describe::RecordType& description();
};

using Job = std::variant<TrainingJob, SteadyJob>;

/// The whole campus.
struct Campus {
  std::string name, title;
  Site site;
  Horizon horizon;
  std::vector<Hall> halls;
  network::ScaleOut fabric;
  power::NetworkPower network_power;
  std::vector<Job> jobs;
  std::vector<supply::Source> supply;
  supply::Prefer prefer = supply::Prefer::cost;
  double islanded_reserve_frac = 0.1;  ///< spinning reserve over load on buses without a grid connection
  bool reserve_covers_largest_unit = false;  ///< and the largest running unit of such a bus
  reliability::FailureProfile failures;
  double spare_frac = 0.02;       ///< accelerators of each hall held as spares: powered, idle, in no job
  static const describe::RecordType& description();
};

}  // namespace gw::campus
