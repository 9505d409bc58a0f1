#include "gw/campus/simulate.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace gw::campus {
namespace {

// Shortages below this are rounding.
constexpr double kShortMw = 1e-6;

std::vector<supply::BusLoad> loads_of(const Operations& operations) {
  std::vector<supply::BusLoad> loads;
  for (const BusLoadSeries& bus : operations.buses) loads.push_back({bus.bus, bus.facility_mw});
  return loads;
}

// Lowers the limits of short hours to what was served. True if any hour was short.
bool tighten(const Operations& operations, const supply::Dispatch& dispatch, Limits& limits) {
  bool short_anywhere = false;
  for (std::size_t b = 0; b < dispatch.buses.size(); ++b) {
    const supply::BusDispatch& bus = dispatch.buses[b];
    for (std::size_t i = 0; i < bus.unserved_mw.size(); ++i) {
      if (bus.unserved_mw[i] <= kShortMw) continue;
      auto& limit = limits[bus.bus];
      if (limit.empty()) limit.assign(bus.unserved_mw.size(), std::numeric_limits<double>::infinity());
      limit[i] = std::min(limit[i], std::max(0.0, operations.buses[b].facility_mw[i] - bus.unserved_mw[i]));
      short_anywhere = true;
    }
  }
  return short_anywhere;
}

// Shares of the progress bar. How many rounds there will be is not known: each takes half of what is left.
constexpr double kPreparedShare = 0.2, kCapacityShare = 0.3;

// Progress of a part, as progress of the whole from `begin` to `end`.
std::function<bool(double)> part_of(const std::function<bool(double)>& progress, double begin, double end) {
  if (!progress) return {};
  return [&progress, begin, end](double share) { return progress(begin + (end - begin) * share); };
}

bool goes_on(const SimulationOptions& options, double share) { return !options.progress || options.progress(share); }

double shed_mwh(const Operations& operations) {
  const Hourly& hourly = operations.hourly;
  const double wanted =
      std::accumulate(hourly.wanted_facility_mw.begin(), hourly.wanted_facility_mw.end(), 0.0);
  return std::max(0.0, wanted - std::accumulate(hourly.facility_mw.begin(), hourly.facility_mw.end(), 0.0));
}

void settle(const Campus& campus, const supply::DispatchOptions& dispatch_options, const SimulationOptions& options,
            Simulation& out) {
  Limits limits;
  double share = kCapacityShare;
  for (out.rounds = 1; out.rounds <= kMaxRounds; ++out.rounds) {
    const double begin = share;
    share = 0.5 * (1 + begin);
    out.operations = operate(campus, out.prepared, limits, part_of(options.progress, begin, share));
    out.cancelled = out.operations.cancelled || !goes_on(options, share);
    if (out.cancelled) return;
    std::vector<supply::BusLoad> loads = loads_of(out.operations);
    out.dispatch = supply::dispatch(campus.supply, out.capacity, loads, dispatch_options);
    if (out.rounds == 1) out.unserved_cooling_mwh = shed_mwh(out.operations);  // before supply sets any limit
    if (out.rounds == 1) out.adequacy = supply::adequacy(out.dispatch), out.wanted = std::move(loads);
    if (!tighten(out.operations, out.dispatch, limits)) return;
  }
  out.rounds = kMaxRounds;
}

void sum_up(Simulation& out) {
  const Hourly& hourly = out.operations.hourly;
  out.wanted_mwh = std::accumulate(hourly.wanted_facility_mw.begin(), hourly.wanted_facility_mw.end(), 0.0);
  out.facility_mwh = std::accumulate(hourly.facility_mw.begin(), hourly.facility_mw.end(), 0.0);
  double short_mwh = 0;
  for (const supply::BusDispatch& bus : out.dispatch.buses) short_mwh += bus.unserved_mwh;
  out.unserved_mwh = std::max(0.0, out.wanted_mwh - out.facility_mwh) + short_mwh;
  out.unserved_cooling_mwh = std::min(out.unserved_cooling_mwh, out.unserved_mwh);
}

// A load bank that takes more than this of what is made is worth a word.
constexpr double kMuchDumped = 0.01;

void warn_of_dumping(Simulation& out) {
  const double made_mwh = supply::total(out.dispatch).output_mwh;
  for (const supply::BusDispatch& bus : out.dispatch.buses)
    if (bus.dumped_mwh > kMuchDumped * made_mwh)
      out.issues.push_back({"GW2303", "supply",
                            fmt::format("bus {}: {:.4g} of {:.4g} GWh made went to a load bank: units at "
                                        "their minimum load make more than "
                                        "the load takes, and nothing may flow out",
                                        bus.bus, bus.dumped_mwh / 1e3, made_mwh / 1e3),
                            "", true});
}

void warn_of_cooling(Simulation& out) {
  if (out.unserved_cooling_mwh > 0)
    out.issues.push_back(
        {"GW2405", "halls",
         fmt::format("plants could not carry the heat of all work in {} h: {:.4g} MWh not served",
                     out.operations.unmet_cooling_hours, out.unserved_cooling_mwh),
         "", true});
}

void add_warnings(Simulation& out) {
  warn_of_dumping(out);
  warn_of_cooling(out);
  for (const supply::SupplyWarning& warning : out.dispatch.warnings)
    out.issues.push_back({"GW2300", warning.source < 0 ? "supply" : "supply[" + std::to_string(warning.source) + "]",
                          warning.count > 1 ? fmt::format("{} ({} h)", warning.message, warning.count) : warning.message,
                          "", true});
  if (out.operations.cooling_outside_range_hours > 0)
    out.issues.push_back({"GW2400", "halls", fmt::format("a cooling curve was used outside its validated range in {} "
                                                         "hall-hours", out.operations.cooling_outside_range_hours),
                          "", true});
  for (const ChainOverload& overload : out.operations.chain_overloads)
    for (const std::string& sentence :
         power::chain_power(out.prepared.halls[overload.hall].chain, overload.it, overload.mechanical).warnings)
      out.issues.push_back({"GW2403", fmt::format("halls[{}].power_chain", overload.hall),
                            fmt::format("overloaded in {} h, at worst {}", overload.hours, sentence), "", true});
  for (std::size_t j = 0; j < out.prepared.jobs.size(); ++j)
    if (std::ranges::none_of(out.operations.instances, [j](const InstanceRecord& r) { return r.job == j; }))
      out.issues.push_back({"GW2501", fmt::format("jobs[{}]", j),
                            fmt::format("{} never started within the horizon", out.prepared.jobs[j].name), "", true});
  for (const PreparedJob& job : out.prepared.jobs) {
    if (!job.trains) continue;
    // The simulation has no planned stops: compare with the renewal form alone.
    const double sigma = reliability::disagreement(job.training.simulated_goodput,
                                                   reliability::renewal_shares(job.training.goodput.times));
    if (sigma > 5.0)  // one false alarm in two million runs
      out.issues.push_back({"GW2201", "jobs", fmt::format("{}: simulated and exact goodput differ by {:.1f} standard "
                                                          "errors", job.name, sigma), "", true});
  }
}

}  // namespace

bool Simulation::ok() const {
  return !cancelled && std::ranges::all_of(issues, [](const Issue& issue) { return issue.warning; });
}

Simulation simulate(const Campus& campus, const catalog::WeatherYear& weather,
                    const std::vector<supply::HourlySeries>& price_series, const SimulationOptions& options) {
  Simulation out;
  out.prepared = prepare(campus, weather, options.seed, options.threads, part_of(options.progress, 0, kPreparedShare));
  out.issues = out.prepared.issues;
  out.cancelled = out.prepared.cancelled || !goes_on(options, kPreparedShare);
  if (out.cancelled || !out.prepared.usable()) return out;
  const supply::Horizon horizon{campus.horizon.start, campus.horizon.hours()};
  out.capacity = supply::capacity(campus.supply, weather, horizon, {.seed = options.seed});
  supply::DispatchOptions dispatch_options;
  dispatch_options.prefer = campus.prefer;
  dispatch_options.islanded_reserve_frac = campus.islanded_reserve_frac;
  dispatch_options.reserve_covers_largest_unit = campus.reserve_covers_largest_unit;
  dispatch_options.co2_price_usd_per_kg = options.co2_price_usd_per_kg;
  dispatch_options.series = price_series;
  settle(campus, dispatch_options, options, out);
  if (out.cancelled) return out;
  sum_up(out);
  out.balances = balances(out);
  add_warnings(out);
  return out;
}

}  // namespace gw::campus
