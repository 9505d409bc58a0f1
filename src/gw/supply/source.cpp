#include "gw/supply/source.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <set>

#include "gw/describe/record.h"

namespace gw::supply {
namespace {

std::int64_t days_of(double months) { return std::llround(months * 365.25 / 12); }

struct Nameplate {
  Power operator()(const GridConnection& grid) const { return grid.largest_service(); }
  Power operator()(const SolarPlant& plant) const { return plant.ac_power(); }
  Power operator()(const WindPlant& plant) const { return plant.power; }
  Power operator()(const Battery& battery) const { return battery.power; }
  Power operator()(const ThermalPlant& plant) const { return plant.installed(); }
};

}  // namespace

const SourceCommon& common(const Source& source) {
  return std::visit([](const auto& s) -> const SourceCommon& { return s; }, source);
}

const ThermalPlant* thermal(const Source& source) {
  return std::visit(
      [](const auto& s) -> const ThermalPlant* {
        if constexpr (std::is_base_of_v<ThermalPlant, std::decay_t<decltype(s)>>)
          return &s;
        else
          return nullptr;
      },
      source);
}

const char* kind_name(const Source& source) {
  static constexpr std::array<const char*, std::variant_size_v<Source>> names = {
      "grid",        "gas_combined_cycle",
      "gas_turbine", "gas_engine",
      "fuel_cell",   "nuclear",
      "solar",       "wind",
      "battery",     "backup"};
  return names[source.index()];
}

std::vector<std::string> source_names(std::span<const Source> sources) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  std::array<int, std::variant_size_v<Source>> of_kind = {};
  for (const Source& source : sources) {
    const std::string& given = common(source).name;
    const int number = ++of_kind[source.index()];
    const std::string base = given.empty() ? fmt::format("{} {}", kind_name(source), number) : given;
    std::string name = base;
    for (int n = 2; !taken.insert(name).second; ++n) name = fmt::format("{} ({})", base, n);
    names.push_back(std::move(name));
  }
  return names;
}

Date in_service_on(const Source& source, Date start) {
  if (const auto& online = common(source).online) return *online;
  const auto* grid = std::get_if<GridConnection>(&source);
  if (grid) return grid->first_service().value_or(start);
  return common(source).deliverable().value_or(start);
}

std::optional<Date> SourceCommon::deliverable() const {
  if (!ordered || !(lead_time_months > 0)) return {};
  return date_from_days(days_since_epoch(*ordered) + days_of(lead_time_months));
}

std::optional<Date> order_by(const Source& source, Date start) {
  const double months = common(source).lead_time_months;
  if (!(months > 0)) return {};
  return date_from_days(days_since_epoch(in_service_on(source, start)) - days_of(months));
}

Power nameplate(const Source& source) {
  return std::visit([](const auto& s) { return Nameplate{}(s); }, source);
}

}  // namespace gw::supply
