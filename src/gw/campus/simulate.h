#pragma once
// The campus over its horizon: operations and supply brought into agreement, balances checked.
//
// The loop: operate with no limit, dispatch the supply against the load, limit each short bus and hour to what was
// served, and again until nothing is short. Limits only fall, so the loop ends; what is still short after
// kMaxRounds is reported as unserved.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gw/campus/balances.h"
#include "gw/campus/operations.h"
#include "gw/campus/prepare.h"
#include "gw/supply/adequacy.h"
#include "gw/supply/dispatch.h"

namespace gw::campus {

struct SimulationOptions {
  std::uint64_t seed = 1;
  int threads = 1;                       ///< 0 = all cores; results do not depend on it
  double co2_price_usd_per_kg = 0;       ///< part of the cost that orders the sources
  std::function<bool(double)> progress;  ///< told the share done in [0, 1]; returning false cancels
};

struct Simulation {
  Prepared prepared;
  Operations operations;
  supply::CapacityTable capacity;
  supply::Dispatch dispatch;        ///< of the load as finally served
  supply::Adequacy adequacy;        ///< of the load as wanted, before compute was shed
  std::vector<supply::BusLoad> wanted;  ///< that load
  int rounds = 0;
  bool cancelled = false;
  double wanted_mwh = 0, facility_mwh = 0;
  double unserved_mwh = 0;          ///< wanted and not served: shed compute and what was short after shedding
  double unserved_cooling_mwh =
      0;  ///< the part that halls shed because their plants could not carry the heat, supply aside
  std::vector<Balance> balances;
  std::vector<Issue> issues;        ///< errors (then nothing else is filled) and warnings
  bool ok() const;
};

inline constexpr int kMaxRounds = 8;

Simulation simulate(const Campus& campus, const catalog::WeatherYear& weather,
                    const std::vector<supply::HourlySeries>& price_series, const SimulationOptions& options);

}  // namespace gw::campus
