#include "gw/campus/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gw/base/text.h"

namespace gw::campus {
namespace {

// A rack below this share has rear-door coolers at most: air can take it.
constexpr double kLittleLiquidHeat = 0.01;
// Levels of a fabric beyond the scale-up domain: more exist in no data centre.
constexpr std::size_t kMostFabricLevels = 6;

std::string at(const char* list, std::size_t i) { return fmt::format("{}[{}]", list, i); }

void check_names(const Campus& campus, std::vector<Issue>& issues) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < campus.halls.size(); ++i)
    if (!seen.insert(campus.halls[i].name).second)
      issues.push_back({"GW3002", at("halls", i), fmt::format("the name '{}' is taken", campus.halls[i].name), "", false});
  seen.clear();
  for (std::size_t i = 0; i < campus.jobs.size(); ++i) {
    const std::string name = std::visit([](const auto& job) { return job.name; }, campus.jobs[i]);
    if (!seen.insert(name).second)
      issues.push_back({"GW3002", at("jobs", i), fmt::format("the name '{}' is taken", name), "", false});
  }
}

void check_buses(const Campus& campus, std::vector<Issue>& issues) {
  std::vector<std::string> buses;
  for (const supply::Source& source : campus.supply) buses.push_back(supply::common(source).bus);
  for (std::size_t i = 0; i < campus.halls.size(); ++i) {
    const std::string& bus = campus.halls[i].bus;
    if (std::ranges::find(buses, bus) != buses.end()) continue;
    issues.push_back({"GW3003", at("halls", i) + ".bus", fmt::format("no source of power is on bus '{}'", bus),
                      did_you_mean(bus, buses), false});
  }
}

void check_dates(const Campus& campus, std::vector<Issue>& issues) {
  const std::int64_t end = days_since_epoch(campus.horizon.start) * 24 + campus.horizon.hours();
  std::optional<Date> first;
  for (const Hall& hall : campus.halls)
    if (!first || hall.energised < *first) first = hall.energised;
  if (!first || days_since_epoch(*first) * 24 < end) return;
  issues.push_back({"GW3001", "horizon.start",
                    fmt::format("no hall is energised within the horizon: it ends on {}, the first hall is energised "
                                "on {}", to_string(date_from_days((end - 1) / 24)), to_string(*first)),
                    fmt::format("start on {} or later, or run longer", to_string(*first)), false});
}

// Whether two records describe one part; what it costs does not matter to the work.
bool same_part(std::optional<catalog::Accelerator> a, std::optional<catalog::Accelerator> b) {
  if (a) a->price_usd.reset();
  if (b) b->price_usd.reset();
  return a == b;
}

// A step is timed for one part: rows of other names, and one row with other numbers in some halls, are refused.
void check_parts(const Campus& campus, std::size_t job, std::vector<Issue>& issues) {
  const std::vector<std::size_t> halls = halls_of(campus, campus.jobs[job]);
  const std::string path = fmt::format("jobs[{}].halls", job);
  std::set<std::string> parts;
  for (std::size_t h : halls) parts.insert(campus.halls[h].rack.accelerator);
  if (parts.size() > 1) {
    issues.push_back({"GW3008", path, fmt::format("a job runs on one kind of accelerator; these halls have {}",
                                                  list_names(std::vector<std::string>(parts.begin(), parts.end()))), "",
                      false});
    return;
  }
  for (std::size_t h : halls) {
    if (same_part(campus.halls[h].accelerator, campus.halls[halls.front()].accelerator)) continue;
    issues.push_back({"GW3008", path, fmt::format("a job runs on one kind of accelerator; that of hall '{}' differs from "
                                                  "that of hall '{}'", campus.halls[h].name,
                                                  campus.halls[halls.front()].name),
                      "change both alike, or name the halls of the job", false});
    return;
  }
}

void check_jobs(const Campus& campus, std::vector<Issue>& issues) {
  std::vector<std::string> halls;
  for (const Hall& hall : campus.halls) halls.push_back(hall.name);
  for (std::size_t i = 0; i < campus.jobs.size(); ++i) {
    const std::vector<std::string> named = std::visit([](const auto& job) { return job.halls; }, campus.jobs[i]);
    for (std::size_t n = 0; n < named.size(); ++n)
      if (std::ranges::find(halls, named[n]) == halls.end())
        issues.push_back({"GW3003", fmt::format("jobs[{}].halls[{}]", i, n), fmt::format("no hall is named '{}'", named[n]),
                          did_you_mean(named[n], halls), false});
    check_parts(campus, i, issues);
    if (const auto* training = std::get_if<TrainingJob>(&campus.jobs[i]))
      for (catalog::ShapeProblem& problem : catalog::check_shape(training->model))
        issues.push_back({"GW2013", fmt::format("jobs[{}].model.{}", i, problem.field), std::move(problem.message), "", false});
  }
}

// Nothing serves sooner than it can be delivered.
void check_delivery(const Campus& campus, std::size_t i, std::vector<Issue>& issues) {
  const supply::Source& source = campus.supply[i];
  const supply::SourceCommon& c = supply::common(source);
  const auto ready = c.deliverable();
  const Date serves = supply::in_service_on(source, campus.horizon.start);
  if (!ready || *ready <= serves) return;
  issues.push_back({"GW3020", at("supply", i) + ".ordered",
                    fmt::format("ordered on {} with a lead time of {:g} months it can serve from {}, but is counted on from {}",
                                to_string(*c.ordered), c.lead_time_months, to_string(*ready), to_string(serves)),
                    "a later day of service, an earlier order or a shorter lead time", true});
}

void check_supply(const Campus& campus, std::vector<Issue>& issues) {
  for (const supply::SourceProblem& problem : supply::problems(campus.supply))
    issues.push_back({problem.code(), fmt::format("supply[{}].{}", problem.source, problem.field), problem.message, "", problem.warning});
  for (std::size_t i = 0; i < campus.supply.size(); ++i) check_delivery(campus, i, issues);
  for (std::size_t i = 0; i < campus.supply.size(); ++i) {
    const auto* grid = std::get_if<supply::GridConnection>(&campus.supply[i]);
    if (!grid || !(grid->voltage_kv > 0)) continue;
    const Power largest = supply::nameplate(campus.supply[i]), limit = grid->short_line_limit();
    if (largest > limit)
      issues.push_back(
          {"GW3019", at("supply", i) + ".voltage_kv",
           fmt::format("{} circuits of {:g} kV carry about {:.0f} MW with one out (short lines); the service "
                       "is {:.0f} MW",
                       grid->circuits, grid->voltage_kv, limit.in(unit::MW), largest.in(unit::MW)),
           "more circuits, or a higher voltage class", true});
  }
}

// The hall's coolant is no warmer than its rack takes.
void check_coolant(const Hall& hall, std::size_t i, std::vector<Issue>& issues) {
  const auto& liquid = hall.cooling.liquid;
  if (!liquid || !hall.rack.coolant_class) return;
  const double supplied_c = liquid->coolant().in_celsius(), taken_c = power::warmest(*hall.rack.coolant_class).in_celsius();
  if (supplied_c <= taken_c + 1e-9) return;
  issues.push_back({"GW3017", at("halls", i) + ".cooling",
                    fmt::format("coolant of {:g} C is warmer than the rack's class {} takes, {:g} C", supplied_c,
                                power::to_string(*hall.rack.coolant_class), taken_c),
                    fmt::format("set liquid.supply to {:g} C or less", taken_c), false});
}

void check_cooling(const Campus& campus, std::vector<Issue>& issues) {
  for (std::size_t i = 0; i < campus.halls.size(); ++i)
    for (const std::string& problem : cooling::physics_problems(campus.halls[i].cooling))
      issues.push_back({"GW3007", at("halls", i) + ".cooling", problem, "", false});
  for (std::size_t i = 0; i < campus.halls.size(); ++i)
    if (campus.halls[i].rack.liquid_heat_frac > kLittleLiquidHeat && !campus.halls[i].cooling.liquid)
      issues.push_back({"GW3007", at("halls", i) + ".cooling",
                        fmt::format("the rack gives {:.0f} % of its heat to liquid, and this design has no liquid loop",
                                    100 * campus.halls[i].rack.liquid_heat_frac),
                        "take a cooling row with a liquid loop, such as warm_water_adiabatic", false});
  for (std::size_t i = 0; i < campus.halls.size(); ++i) check_coolant(campus.halls[i], i, issues);
  const auto gives_heat = [](const Hall& hall) { return hall.cooling.liquid && hall.rack.liquid_heat_frac > kLittleLiquidHeat; };
  if (campus.site.heat_network && std::ranges::none_of(campus.halls, gives_heat))
    issues.push_back({"GW3018", "site.heat_network", "no hall has a liquid loop that carries heat: nothing can be sold",
                      "take racks and a cooling row with liquid", true});
}

}  // namespace

std::vector<std::size_t> halls_of(const Campus& campus, const Job& job) {
  const std::vector<std::string> named = std::visit([](const auto& j) { return j.halls; }, job);
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < campus.halls.size(); ++i) {
    const Hall& hall = campus.halls[i];
    const bool wanted = named.empty() ? hall.rack.accelerator == campus.halls.front().rack.accelerator
                                      : std::ranges::find(named, hall.name) != named.end();
    if (wanted) out.push_back(i);
  }
  return out;
}

std::vector<Issue> check(const Campus& campus) {
  std::vector<Issue> issues;
  if (campus.halls.empty()) {
    issues.push_back({"GW3001", "halls", "a campus needs at least one hall", "", false});
    return issues;
  }
  check_names(campus, issues);
  check_buses(campus, issues);
  check_dates(campus, issues);
  check_jobs(campus, issues);
  check_supply(campus, issues);
  if (campus.fabric.levels.size() > kMostFabricLevels)
    issues.push_back({"GW3010", "fabric.levels", fmt::format("a fabric has at most {} levels, found {}", kMostFabricLevels,
                                                             campus.fabric.levels.size()), "", false});
  check_cooling(campus, issues);
  return issues;
}

}  // namespace gw::campus
