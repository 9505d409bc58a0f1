#include "gw/report/series.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <set>

#include "gw/planning/figures.h"

namespace gw::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kDurationPoints = 200;
// Digits kept of a series value in JSON: a millionth of a percent, far below any model's error.
constexpr int kSeriesDigits = 8;

double rounded(double value) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, kSeriesDigits - 1).ptr;
  double out = value;
  std::from_chars(text, end, out);
  return out;
}

Json duration(const std::string& id, const std::string& label, std::vector<double> values) {
  std::ranges::sort(values, std::greater<>());
  Json hours = Json::array(), powers = Json::array();
  const std::size_t count = std::min(kDurationPoints, values.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = count == 1 ? 0 : i * (values.size() - 1) / (count - 1);
    hours.push_back(at + 1);
    powers.push_back(rounded(values[at]));
  }
  return {{"id", id}, {"label", label}, {"unit", "MW"}, {"values", powers}, {"hours", hours}};
}

// Sources have names of their own, which may become the id of another column: then a number follows, as in facility_mw_2.
void make_unique(std::vector<Column>& columns) {
  std::set<std::string> taken;
  for (Column& column : columns) {
    if (std::isdigit(static_cast<unsigned char>(column.id[0]))) column.id = "source_" + column.id;
    const std::string id = column.id;
    for (int n = 2; !taken.insert(column.id).second; ++n) column.id = id + "_" + std::to_string(n);
  }
}

}  // namespace

std::vector<Column> columns(const planning::Run& run) {
  const campus::Hourly& h = run.simulation.operations.hourly;
  std::vector<Column> out = {
      {"facility_mw", "Facility power", "MW", "power", &h.facility_mw},
      {"it_mw", "IT power", "MW", "power", &h.it_mw},
      {"wanted_facility_mw", "Facility power asked for", "MW", "power", &h.wanted_facility_mw},
      {"electrical_loss_mw", "Conversion losses", "MW", "power", &h.electrical_loss_mw},
      {"other_mw", "Lighting, offices, security", "MW", "power", &h.other_mw},
      {"cooling_mw", "Cooling power", "MW", "cooling", &h.cooling_mw},
      {"water_kg", "Water withdrawn", "kg", "cooling", &h.water_kg},
      {"free_cooling_frac", "Heat rejected without compressors", "", "cooling", &h.free_cooling_frac},
      {"dry_bulb_c", "Dry bulb", "degC", "weather", &h.dry_bulb_c},
      {"wet_bulb_c", "Wet bulb", "degC", "weather", &h.wet_bulb_c},
      {"tokens", "Tokens trained", "tokens", "work", &h.tokens},
      {"job_accelerators", "Accelerators in jobs", "accelerators", "work", &h.job_accelerators},
      {"running_frac", "Share of them running", "", "work", &h.running_frac}};
  if (!h.reused_heat_mw.empty())
    out.push_back({"reused_heat_mw", "Heat delivered to the network", "MW", "cooling", &h.reused_heat_mw});
  if (!h.tank_stored_mwh.empty())
    out.push_back({"tank_stored_mwh", "Heat that the cooling tanks can take", "MWh", "cooling", &h.tank_stored_mwh});
  const supply::CarbonAccount& carbon = run.markets.carbon;
  out.push_back({"carbon_intensity_kg_per_mwh", "CO2 of the energy used, location-based", "kg/MWh", "carbon", &carbon.intensity_kg_per_mwh});
  out.push_back({"carbon_free_frac", "Carbon-free share of the energy used", "", "carbon", &carbon.carbon_free_frac});
  for (std::size_t i = 0; i < run.input.series.size(); ++i) {
    const planning::SourceSeries& s = run.input.series[i];
    const std::string of = planning::source_parts(run)[i], name = supply::source_names(run.input.scenario.supply)[i];
    if (!s.energy_price_usd_per_mwh.empty())
      out.push_back({of + "_usd_per_mwh", name + ": price of energy", "USD/MWh", "carbon", &s.energy_price_usd_per_mwh});
    if (!s.export_price_usd_per_mwh.empty())
      out.push_back({of + "_export_usd_per_mwh", name + ": price of exports", "USD/MWh", "carbon", &s.export_price_usd_per_mwh});
    if (!s.emission_kg_per_mwh.empty())
      out.push_back({of + "_kg_per_mwh", name + ": emission rate", "kg/MWh", "carbon", &s.emission_kg_per_mwh});
  }
  const std::vector<std::string> names = supply::source_names(run.input.scenario.supply);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const supply::SourceDispatch& source = run.simulation.dispatch.sources[i];
    const std::string part = planning::id_part(names[i]);
    out.push_back({part + "_mw", names[i], "MW", "supply", &source.output_mw});
    if (!source.charge_mw.empty()) out.push_back({part + "_charge_mw", names[i] + " charging", "MW", "supply", &source.charge_mw});
    if (!source.stored_mwh.empty()) out.push_back({part + "_stored_mwh", names[i] + " stored", "MWh", "supply", &source.stored_mwh});
    if (!source.curtailed_mw.empty()) out.push_back({part + "_curtailed_mw", names[i] + " curtailed", "MW", "supply", &source.curtailed_mw});
    if (!source.export_mw.empty())
      out.push_back({part + "_export_mw", names[i] + " exported", "MW", "supply", &source.export_mw});
  }
  for (const supply::BusDispatch& bus : run.simulation.dispatch.buses) {
    const std::string part = "bus_" + planning::id_part(bus.bus);
    if (bus.dumped_mwh > 0)
      out.push_back({part + "_dumped_mw", bus.bus + ": into a load bank", "MW", "balance", &bus.dumped_mw});
    if (bus.unserved_mwh > 0)
      out.push_back({part + "_unserved_mw", bus.bus + ": not served", "MW", "balance", &bus.unserved_mw});
  }
  make_unique(out);
  return out;
}

Json series(const planning::Run& run) {
  Json list = Json::array();
  for (const Column& column : columns(run)) {
    Json values = Json::array();
    for (double value : *column.values) values.push_back(rounded(value));
    list.push_back({{"id", column.id}, {"label", column.label}, {"unit", column.unit}, {"group", column.group},
                    {"values", std::move(values)}});
  }
  return {{"start", to_string(run.input.scenario.horizon.start)}, {"step_h", 1},
          {"count", run.simulation.operations.hourly.it_mw.size()}, {"columns", std::move(list)}};
}

Json load_duration(const planning::Run& run) {
  const campus::Hourly& h = run.simulation.operations.hourly;
  return Json::array({duration("facility_mw", "Facility power", h.facility_mw), duration("it_mw", "IT power", h.it_mw)});
}

}  // namespace gw::report
