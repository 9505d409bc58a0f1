#include "gw/report/adequacy_document.h"

#include <nlohmann/json.hpp>

#include "gw/supply/adequacy.h"

namespace gw::report {
namespace {

using supply::AdequacyIndices;
using supply::BusAdequacy;
using supply::SampledIndices;

// Convolution knows no sequence of hours: of days it has the largest probability of each, a lower bound with
// a key of its own.
Json indices_json(const AdequacyIndices& i, bool sampled) {
  Json out = {{"lolh_h", i.lolh_h},
              {"lole_days", sampled ? Json(i.lole_days) : Json(nullptr)},
              {"events", sampled ? Json(i.events) : Json(nullptr)},
              {"eue_mwh", i.eue_mwh},
              {"neue_ppm", i.neue_ppm}};
  if (!sampled) out["lole_days_of_daily_peaks"] = i.lole_days;
  return out;
}

Json interval_json(const std::optional<supply::Interval>& i) {
  return i ? Json::array({i->low, i->high}) : Json(nullptr);
}

Json few_json(const std::optional<supply::FewShortages>& few) {
  if (!few) return nullptr;
  return {{"events", interval_json(few->events)}, {"lolh_h", interval_json(few->lolh_h)}, {"eue_mwh", interval_json(few->eue_mwh)}};
}

Json sampled_json(const SampledIndices& s) {
  if (s.years == 0) return nullptr;
  return {{"years", s.years}, {"shortages", s.shortages}, {"short_years", s.short_years}, {"interval_95", few_json(s.few)},
          {"mean", indices_json(s.mean, true)}, {"standard_error", indices_json(s.error, true)},
          {"short_years_frac", s.short_years_frac}, {"longest_h", s.longest_h}, {"worst_year_eue_mwh", s.worst_year_eue_mwh}};
}

Json hour_json(const supply::Horizon& horizon, int hour) {
  return hour < 0 ? Json(nullptr) : Json(supply::hour_label(horizon, hour));
}

Json periods_json(const BusAdequacy& bus, const supply::Horizon& horizon) {
  Json out = Json::array();
  for (const supply::PeriodAdequacy& p : bus.periods)
    out.push_back({{"from", hour_json(horizon, p.from_hour)}, {"to", hour_json(horizon, p.to_hour)}, {"begins", p.begins},
                   {"hours", p.to_hour - p.from_hour}, {"peak_load_mw", p.peak_load_mw}, {"lolh_h", p.lolh_h}, {"eue_mwh", p.eue_mwh},
                   {"can_lose", p.can_lose < 0 || !(p.peak_load_mw > 0) ? Json(nullptr) : Json(p.can_lose)}, {"can_lose_at_least", p.at_least}});
  return out;
}

Json bus_json(const BusAdequacy& bus, const supply::Horizon& horizon) {
  Json risky = Json::array(), removals = Json::array();
  for (const supply::RiskyHour& r : bus.risky)
    risky.push_back({{"hour", hour_json(horizon, r.hour)}, {"load_mw", r.load_mw},
                     {"loss_of_load_probability", r.loss_of_load_probability}, {"expected_unserved_mw", r.expected_unserved_mw}});
  for (const supply::RemovalCase& r : bus.removals)
    removals.push_back({{"units_away", r.k}, {"removed", r.removed}, {"short_hours", r.short_hours},
                        {"first_short_hour", hour_json(horizon, r.first_short_hour)}, {"worst_hour", hour_json(horizon, r.worst_hour)},
                        {"worst_mw", r.worst_mw}, {"least_spare_mw", r.least_spare_mw}});
  return {{"bus", bus.bus}, {"peak_load_mw", bus.peak_load_mw}, {"load_mwh", bus.load_mwh}, {"installed_mw", bus.installed_mw},
          {"units", bus.units}, {"convolution", indices_json(bus.convolution, false)}, {"monte_carlo", sampled_json(bus.sampled)},
          {"with_batteries", sampled_json(bus.with_batteries)}, {"disagreement_sigma", bus.disagreement()},
          {"hours_at_risk", std::move(risky)}, {"removals", std::move(removals)}, {"periods", periods_json(bus, horizon)},
          {"counted_as_never_out", bus.never_out}, {"counted_as_never_out_as_a_whole", bus.never_whole}};
}

Json black_start_json(const supply::BlackStart& b) {
  Json orders = Json::array();
  for (const supply::StartOrder& o : b.orders)
    orders.push_back({{"minute", o.minute}, {"plant", o.plant}, {"units", o.units}, {"start_power_mw", o.start_power_mw}});
  const auto minute = [](int m) { return m < 0 ? Json(nullptr) : Json(m); };
  return {{"islanded", b.islanded}, {"load_mw", b.load_mw}, {"served_mw", b.served_mw}, {"first_power_minute", minute(b.first_power_minute)},
          {"served_minute", minute(b.served_minute)}, {"obstacle", b.obstacle}, {"orders", std::move(orders)}};
}

}  // namespace

Json adequacy_document(const planning::AdequacyRun& run) {
  const planning::LoadedScenario& input = run.run.input;
  const supply::Horizon& horizon = run.run.simulation.capacity.horizon;
  Json buses = Json::array();
  for (const BusAdequacy& bus : run.buses) buses.push_back(bus_json(bus, horizon));
  for (std::size_t i = 0; i < buses.size(); ++i) {
    const supply::BlockLoad& b = run.block_loads[i];
    buses[i]["block_load"] = {{"islanded_hours", b.islanded_hours}, {"least_step_mw", b.least_step_mw},
                              {"least_step_hour", hour_json(horizon, b.least_step_hour)}, {"largest_failure_mw", b.largest_failure_mw},
                              {"failure_short_hours", b.failure_short_hours}, {"worst_failure_short_mw", b.worst_failure_short_mw},
                              {"worst_failure_hour", hour_json(horizon, b.worst_failure_hour)},
                              {"rise_short_hours", b.rise_short_hours}, {"worst_rise_short_mw", b.worst_rise_short_mw}};
    buses[i]["black_start"] = black_start_json(run.black_starts[i]);
  }
  return {{"format", "gigawatt.adequacy/1"},
          {"version", {{"code", code_version()}, {"input_hash", input.input_hash}, {"catalogue_hash", input.catalogue_hash}}},
          {"campus", input.scenario.name},
          {"title", input.scenario.title},
          {"start", to_string(horizon.start)},
          {"hours", horizon.hours},
          {"indices_per", supply::indices_a_year(std::size_t(horizon.hours)) ? "year" : "horizon"},
          {"seed", run.run.seed},
          {"buses", std::move(buses)}};
}

}  // namespace gw::report
