#include "gw/planning/markets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/base/sum.h"
#include "gw/base/text.h"
#include "gw/campus/simulate.h"
#include "gw/planning/load.h"

namespace gw::planning {
namespace {

double value_at(const std::vector<double>& series, double constant, std::size_t hour) {
  return series.empty() ? constant : series[hour];
}

const supply::GridConnection& grid_at(const Scenario& scenario, int index) {
  return std::get<supply::GridConnection>(scenario.supply[std::size_t(index)]);
}

// The plants as sources of their own, so that weather, outages and service dates act on them as on any.
std::vector<double> generation_mw(const PowerContract& contract, const catalog::WeatherYear& weather, supply::Horizon horizon,
                                  std::uint64_t seed) {
  std::vector<supply::Source> plants;
  for (const ContractPlant& plant : contract.plants)
    plants.push_back(std::visit([](const auto& p) -> supply::Source { return p; }, plant));
  for (supply::Source& plant : plants)
    std::visit([&](auto& p) { p.name = fmt::format("contract {} {}", contract.name, p.name); }, plant);
  const supply::CapacityTable table = supply::capacity(plants, weather, horizon, {.seed = seed});
  std::vector<double> out(std::size_t(horizon.hours), 0.0);
  for (const supply::SourceCapacity& source : table.sources)
    for (std::size_t h = 0; h < out.size(); ++h) out[h] += source.available_mw[h];
  return out;
}

// Years since the contract began; negative before it.
double years_in(const PowerContract& contract, const Scenario& scenario, std::size_t hour) {
  const std::int64_t from = contract.start ? days_since_epoch(*contract.start) : days_since_epoch(scenario.horizon.start);
  const double hours = double(days_since_epoch(scenario.horizon.start) - from) * 24 + double(hour);
  return hours / year.in(unit::hour);
}

void add(ContractVolume& volume, const ContractVolume& more) {
  volume.generation_mwh += more.generation_mwh;
  volume.used_mwh += more.used_mwh;
  volume.paid_usd += more.paid_usd;
  volume.market_value_usd += more.market_value_usd;
  volume.worthless_mwh += more.worthless_mwh;
}

Date date_of(const Scenario& scenario, std::size_t hour) {
  return date_from_days(days_since_epoch(scenario.horizon.start) + std::int64_t(hour / 24));
}

// Books one hour of a contract: over the horizon, in its calendar year, and apart where nothing could be delivered.
void book(const Scenario& scenario, const ContractVolume& hour, std::size_t h, ContractResult& out) {
  const Date date = date_of(scenario, h);
  if (out.years.empty() || out.years.back().year != date.year) out.years.push_back({{}, date.year});
  add(out.years.back(), hour);
  add(out, hour);
  out.net_usd[h] = hour.settlement_usd();
  if (hour.worthless_mwh <= 0 || grid_at(scenario, int(out.source)).service_on(date) > 0.0 * MW) return;
  out.unconnected_mwh += hour.generation_mwh;
  out.unconnected_usd += hour.paid_usd;
}

ContractResult settle(const PowerContract& contract, const Scenario& scenario, const std::vector<SourceSeries>& series,
                      std::vector<double> made_mw, std::vector<double>& draw_left_mw) {
  ContractResult out;
  out.name = contract.name, out.source = std::size_t(connection_of(scenario, contract));
  out.generation_mw = std::move(made_mw);
  out.net_usd.assign(out.generation_mw.size(), 0.0);
  const supply::GridConnection& grid = grid_at(scenario, int(out.source));
  const bool physical = contract.settlement == Settlement::physical;
  for (std::size_t h = 0; h < out.generation_mw.size(); ++h) {
    double& mw = out.generation_mw[h];
    const double age = years_in(contract, scenario, h);
    if (age < 0 || age >= contract.term_years) mw = 0;
    const double price = contract.price_usd_per_mwh * std::pow(1 + contract.escalation_frac, std::max(0.0, std::floor(age)));
    const double market = value_at(series[out.source].energy_price_usd_per_mwh, grid.energy_price_usd_per_mwh, h);
    const double used = std::min(mw, draw_left_mw[h]);
    draw_left_mw[h] -= used;
    book(scenario, {mw, used, price * mw, market * (physical ? used : mw), physical ? mw - used : 0.0}, h, out);
  }
  return out;
}

supply::OnSiteHours on_site_hours(const Scenario& scenario, const campus::Simulation& simulation) {
  const std::size_t hours = std::size_t(scenario.horizon.hours());
  supply::OnSiteHours out{std::vector<double>(hours), std::vector<double>(hours), std::vector<double>(hours)};
  std::vector<double> away(hours, 0.0);
  for (std::size_t i = 0; i < scenario.supply.size(); ++i) {
    const supply::Source& source = scenario.supply[i];
    const supply::SourceDispatch& done = simulation.dispatch.sources[i];
    for (std::size_t h = 0; h < done.export_mw.size(); ++h) away[h] += done.export_mw[h];
    if (std::holds_alternative<supply::GridConnection>(source) || std::holds_alternative<supply::Battery>(source)) continue;
    const bool free = !supply::thermal(source) || std::holds_alternative<supply::Nuclear>(source);
    for (std::size_t h = 0; h < hours; ++h) {
      out.energy_mw[h] += done.output_mw[h];
      if (free) out.carbon_free_mw[h] += done.output_mw[h];
      if (!done.co2_kg.empty()) out.co2_kg[h] += done.co2_kg[h];
    }
  }
  for (const supply::BusDispatch& bus : simulation.dispatch.buses)
    for (std::size_t h = 0; h < hours; ++h) away[h] += bus.dumped_mw[h];
  for (std::size_t h = 0; h < hours; ++h) {
    out.energy_mw[h] = std::max(0.0, out.energy_mw[h] - away[h]);
    out.carbon_free_mw[h] = std::max(0.0, out.carbon_free_mw[h] - away[h]);
  }
  return out;
}

}  // namespace

int connection_of(const Scenario& scenario, const PowerContract& contract) {
  const std::vector<std::string> names = supply::source_names(scenario.supply);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (std::holds_alternative<supply::GridConnection>(scenario.supply[i]) && (contract.grid.empty() || contract.grid == names[i]))
      return int(i);
  return -1;
}

std::vector<campus::Issue> contract_issues(const Scenario& scenario) {
  std::vector<campus::Issue> out;
  std::vector<std::string> names;
  const std::vector<std::string> all = supply::source_names(scenario.supply);
  for (std::size_t i = 0; i < all.size(); ++i)
    if (std::holds_alternative<supply::GridConnection>(scenario.supply[i])) names.push_back(all[i]);
  for (std::size_t c = 0; c < scenario.contracts.size(); ++c) {
    const PowerContract& contract = scenario.contracts[c];
    const std::string path = fmt::format("contracts[{}]", c);
    if (connection_of(scenario, contract) < 0)
      out.push_back({"GW3013", path + ".grid", contract.grid.empty() ? "a contract needs a grid connection to settle at; supply has none"
                                                                     : fmt::format("no grid connection is named '{}'", contract.grid),
                     did_you_mean(contract.grid, names), false});
    if (contract.plants.empty()) out.push_back({"GW3013", path + ".plants", "a contract needs at least one plant", "", false});
  }
  return out;
}

// Besides what has no connection yet, which has a warning of its own.
std::optional<campus::Issue> undelivered(const ContractResult& contract, std::size_t number) {
  constexpr double kMuch = 0.1;
  const double worthless_mwh = contract.worthless_mwh - contract.unconnected_mwh;
  if (!(worthless_mwh > kMuch * contract.generation_mwh)) return {};
  return campus::Issue{"GW3025", fmt::format("contracts[{}].plants", number),
                       fmt::format("{}: {} of {} MWh are paid for and not taken: they come in hours in which its connection draws less", contract.name,
                                   significant(worthless_mwh), significant(contract.generation_mwh)),
                       "smaller plants, a connection that comes before plants of the campus, or settlement: virtual", true};
}

std::vector<campus::Issue> contract_warnings(const Scenario& scenario, const Markets& markets) {
  std::vector<campus::Issue> out;
  const std::vector<std::string> names = supply::source_names(scenario.supply);
  for (std::size_t c = 0; c < markets.contracts.size(); ++c) {
    const ContractResult& contract = markets.contracts[c];
    if (auto issue = undelivered(contract, c)) out.push_back(std::move(*issue));
    if (!(contract.unconnected_mwh > 0)) continue;
    const auto service = grid_at(scenario, int(contract.source)).first_service();
    out.push_back({"GW3023", fmt::format("contracts[{}].start", c),
                   fmt::format("{}: {} MWh are made and paid with {} USD while '{}' has no service to deliver them over",
                               contract.name, significant(contract.unconnected_mwh), significant(contract.unconnected_usd),
                               names[contract.source]),
                   service ? fmt::format("start the contract with the service, on {}, or settle it as virtual", to_string(*service))
                           : "give the connection a service, or settle the contract as virtual",
                   true});
  }
  return out;
}

Markets markets_of(const Scenario& scenario, const std::vector<SourceSeries>& series, const catalog::WeatherYear& weather,
                   const campus::Simulation& simulation, std::uint64_t seed) {
  Markets out;
  const std::size_t hours = std::size_t(scenario.horizon.hours());
  std::vector<supply::ConnectionHours> connections;
  std::vector<std::vector<double>> rates, free_shares, left(scenario.supply.size()), contracted(scenario.supply.size());
  rates.resize(scenario.supply.size()), free_shares.resize(scenario.supply.size());
  for (std::size_t i = 0; i < scenario.supply.size(); ++i) {
    const auto* grid = std::get_if<supply::GridConnection>(&scenario.supply[i]);
    if (!grid) continue;
    left[i] = simulation.dispatch.sources[i].output_mw;
    contracted[i].assign(hours, 0.0);
    for (std::size_t h = 0; h < hours; ++h) {
      rates[i].push_back(grid->residual_mix_kg_per_mwh.value_or(value_at(series[i].emission_kg_per_mwh, grid->emission_kg_per_mwh, h)));
      free_shares[i].push_back(value_at(series[i].carbon_free_frac, grid->carbon_free_frac, h));
    }
  }
  const supply::Horizon horizon{scenario.horizon.start, scenario.horizon.hours()};
  out.contracts.resize(scenario.contracts.size());
  // What is delivered meets the draw first, in listed order; a contract for differences delivers nothing, and
  // its match with what is left of the draw is a figure only.
  for (const Settlement settlement : {Settlement::physical, Settlement::virtual_})
    for (std::size_t c = 0; c < scenario.contracts.size(); ++c) {
      const PowerContract& contract = scenario.contracts[c];
      if (contract.settlement != settlement) continue;
      const std::size_t at = std::size_t(connection_of(scenario, contract));
      out.contracts[c] =
          settle(contract, scenario, series, generation_mw(contract, weather, horizon, seed), left[at]);
      for (std::size_t h = 0; h < hours; ++h) contracted[at][h] += out.contracts[c].generation_mw[h];
    }
  for (std::size_t i = 0; i < scenario.supply.size(); ++i)
    if (!rates[i].empty())
      connections.push_back({simulation.dispatch.sources[i].output_mw, simulation.dispatch.sources[i].co2_kg, rates[i], free_shares[i],
                             contracted[i]});
  out.carbon = supply::carbon_account(connections, on_site_hours(scenario, simulation), scenario.horizon.start);
  return out;
}

}  // namespace gw::planning
