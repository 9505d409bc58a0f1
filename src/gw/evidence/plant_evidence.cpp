#include "gw/evidence/plant_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <optional>

#include "gw/base/csv.h"
#include "gw/base/text.h"
#include "gw/catalog/epw.h"
#include "gw/cooling/chiller.h"
#include "gw/cooling/cooling_tower.h"
#include "gw/cooling/metrics.h"
#include "gw/cooling/plant.h"
#include "gw/cooling/psychrometrics.h"
#include "gw/describe/reader.h"
#include "gw/supply/outage_table.h"
#include "gw/supply/solar_plant.h"
#include "gw/supply/source.h"
#include "gw/units/unit.h"

namespace gw::evidence {
namespace {

using namespace gw::unit;

const std::vector<std::string> kColumns = {"id",   "topic",          "what",  "row",    "inputs", "published",
                                           "unit", "tolerance_frac", "grade", "source", "note"};
// Heat of the plants whose PUE and WUE are asked for: they scale with it.
constexpr Power kHeat = 100.0 * MW;

// What a row asks, with its inputs as numbers; problems are collected.
class Asked {
 public:
  Asked(const PlantRow& row, const std::string& file, const catalog::Library& library,
        Diagnostics& diagnostics)
      : row_(row), file_(file), library_(library), diagnostics_(diagnostics) {}

  double number(const char* name) {
    const std::string given = text(name);
    const auto parsed = parse_number(given);
    if (parsed && parsed->unit.empty()) return parsed->value;
    if (!given.empty()) refuse(fmt::format("'{}' is no number for the input {}", given, name));
    return 0;
  }
  double number_or(const char* name, double otherwise) {
    return row_.inputs.contains(name) ? number(name) : otherwise;
  }
  std::string text(const char* name) {
    const auto found = row_.inputs.find(name);
    if (found != row_.inputs.end()) return found->second;
    refuse(fmt::format("{} needs the input {}", row_.topic, name));
    return "";
  }
  template <class T>
  T catalogue_row(const char* folder) {
    T out;
    const describe::Document* document = library_.row(folder, row_.row, diagnostics_);
    describe::ProvenanceMap provenance;
    if (document) out = describe::read<T>(*document, library_.resolver(), provenance, diagnostics_);
    return out;
  }
  std::string kind_of_row(const char* folder) {
    const describe::Document* document = library_.row(folder, row_.row, diagnostics_);
    const describe::Node* kind = document ? document->root.find("kind") : nullptr;
    return kind ? kind->text : "";
  }
  std::optional<catalog::WeatherYear> weather(const std::string& name) {
    const std::string path = library_.file_path("weather", name);
    auto year = catalog::read_epw(path);
    if (year) return std::move(*year);
    refuse(fmt::format("no weather '{}' in the catalogue", name));
    return {};
  }
  std::vector<catalog::WeatherYear> shipped_weather() {
    std::vector<catalog::WeatherYear> out;
    for (const std::string& name : library_.file_names("weather"))
      if (auto year = weather(name)) out.push_back(std::move(*year));
    return out;
  }
  void refuse(std::string message) {
    diagnostics_.error("GW1414", {file_, row_.line, 0}, row_.id, std::move(message), "");
  }
  bool sound() const { return !diagnostics_.has_errors(); }

 private:
  const PlantRow& row_;
  const std::string& file_;
  const catalog::Library& library_;
  Diagnostics& diagnostics_;
};

double saturated_humidity(Asked& a) {
  return 1e3 * cooling::saturation_humidity_ratio(a.number("t_c"), cooling::kStandardPressurePa);
}
double saturated_enthalpy(Asked& a) {
  return 1e-3 * cooling::saturation_enthalpy_j_per_kg(a.number("t_c"), cooling::kStandardPressurePa);
}
double wet_bulb(Asked& a) {
  const double t = a.number("t_c"), p = a.number("p_pa");
  return cooling::wet_bulb_c(t, cooling::humidity_ratio(t, a.number("rh"), p), p);
}
double atmosphere(Asked& a) { return cooling::standard_pressure_pa(a.number("elevation_m")); }

// A tower rated as YorkCalc's: 25.55 C wet bulb, 3.89 K approach, 5.56 K range.
double tower_approach(Asked& a) {
  cooling::SizingNotes notes{.loop = "liquid"};
  cooling::CoolingTower design;
  design.exchanger_approach = {};
  design.approach = 3.89 * K;
  const cooling::LoopDuty duty{
      .supply_c = 25.55 + 3.89, .return_c = 25.55 + 3.89 + 5.56, .heat_w = 1e6, .design_w = 1e6};
  const auto tower = cooling::size_cooling_tower(
      design, duty, {Temperature::celsius(35), Temperature::celsius(25.55), 101325.0}, notes);
  const double wet_c = a.number("wet_bulb_c"), dry_c = wet_c + 5;
  const cooling::OutdoorAir air{dry_c, wet_c, cooling::humidity_ratio_from_wet_bulb(dry_c, wet_c, 101325.0),
                                101325.0};
  return cooling::tower_cold_water_c(tower, 1e6 * a.number("load"), a.number("range_k"), air) - wet_c;
}

// COP of a machine of the default curves, water- or air-cooled, sized at its curves' rating point: chilled
// water of 6.67 C (44 F).
double cop_of(bool air_cooled, double condenser_c, double load) {
  constexpr double kChilledWaterC = 6.67, kRatedWaterC = 29.44, kRatedAirC = 35.0, kDuty = 1e6;
  const auto curves = air_cooled ? cooling::ChillerCurves::air_cooled() : cooling::ChillerCurves{};
  cooling::SizingNotes notes{.loop = "air"};
  const auto chiller =
      cooling::size_chiller(curves, kDuty, kChilledWaterC, air_cooled ? kRatedAirC : kRatedWaterC, notes);
  const cooling::ChillerPoint point =
      cooling::run_chiller(chiller, load * kDuty, kChilledWaterC, condenser_c);
  return load * kDuty / point.power_w;
}
double chiller_cop(Asked& a) {
  return cop_of(a.number("air_cooled") > 0, a.number("condenser_c"), a.number("load"));
}

// Integrated part-load value of an air-cooled machine [AHRI 550/590-2020, table 3: 95, 80, 65 and 55 F of
// air].
double chiller_iplv(Asked&) {
  return 0.01 * cop_of(true, 35.0, 1.0) + 0.42 * cop_of(true, 26.67, 0.75) + 0.45 * cop_of(true, 18.33, 0.5) +
         0.12 * cop_of(true, 12.78, 0.25);
}

struct Fleet {
  double overhead = 0, water_l_per_kwh = 0;  // means over the sites
};
Fleet fleet_of(Asked& a) {
  Fleet out;
  const auto design = a.catalogue_row<cooling::CoolingDesign>("cooling");
  const double liquid = a.number("liquid_frac");
  const std::vector<catalog::WeatherYear> sites = a.shipped_weather();
  if (!a.sound()) return out;
  for (const catalog::WeatherYear& site : sites) {
    const cooling::OutdoorYear weather = cooling::outdoor_year(site);
    const auto plant = cooling::size_plant(design, liquid * kHeat, (1 - liquid) * kHeat, weather);
    const std::vector<double> liquid_w = {(liquid * kHeat).base()}, air_w = {((1 - liquid) * kHeat).base()};
    const cooling::CoolingYear year = cooling::cool_year(plant, liquid_w, air_w, weather);
    out.overhead += year.power / year.heat / double(sites.size());
    out.water_l_per_kwh += cooling::wue(year.water, year.heat).value / double(sites.size());
  }
  return out;
}
double pue(Asked& a) { return 1 + fleet_of(a).overhead + a.number("losses_frac") + a.number("other_frac"); }
double wue(Asked& a) { return fleet_of(a).water_l_per_kwh; }

double emission(Asked& a) {
  const std::string kind = a.kind_of_row("generators");
  const auto per_mwh = [](const supply::ThermalPlant& plant) {
    return plant.heat_rate_mmbtu_per_mwh * plant.fuel_emission_kg_per_mmbtu;
  };
  if (kind == "gas_combined_cycle") return per_mwh(a.catalogue_row<supply::GasCombinedCycle>("generators"));
  if (kind == "gas_turbine") return per_mwh(a.catalogue_row<supply::GasTurbine>("generators"));
  if (kind == "gas_engine") return per_mwh(a.catalogue_row<supply::GasEngine>("generators"));
  if (kind == "fuel_cell") return per_mwh(a.catalogue_row<supply::FuelCell>("generators"));
  if (kind == "backup") return per_mwh(a.catalogue_row<supply::Backup>("generators"));
  if (!kind.empty()) a.refuse(fmt::format("a row of kind {} burns no fuel", kind));
  return 0;
}

double solar_yield(Asked& a) {
  auto plant = a.catalogue_row<supply::SolarPlant>("solar");
  plant.dc_power = 100.0 * MW;
  plant.inverter_loading_ratio = a.number("dc_ac");
  plant.tilt_deg = a.number_or("tilt_deg", plant.tilt_deg);
  const auto weather = a.weather(a.text("weather"));
  if (!weather) return 0;
  double mwh = 0;
  for (const double mw : supply::solar_output_mw(plant, *weather)) mwh += mw;
  return mwh / plant.dc_power.in(MW);
}

// "2x3@0.02+1x5@0.02": units x MW @ outage rate.
std::vector<supply::UnitGroup> groups_of(Asked& a) {
  std::vector<supply::UnitGroup> out;
  std::string text = a.text("units");
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('+', begin), text.size());
    const std::string one = text.substr(begin, end - begin);
    supply::UnitGroup group;
    char rest = 0;
    if (std::sscanf(one.c_str(), "%dx%lf@%lf%c", &group.units, &group.unit_mw, &group.rate_frac, &rest) !=
            3 ||
        group.units < 1 || group.units > 100'000 || !(group.unit_mw > 0) ||
        !(group.rate_frac >= 0 && group.rate_frac <= 1))
      a.refuse(fmt::format("'{}' is no group of units: 2x3@0.02 is two of 3 MW, each out with 0.02", one));
    else
      out.push_back(group);
    begin = end + 1;
  }
  return out;
}
constexpr double kStepMw = 0.01;
double outage_probability(Asked& a) {
  return supply::OutageTable(groups_of(a), kStepMw).loss_of_load_probability(a.number("load_mw"));
}
double outage_energy(Asked& a) {
  return supply::OutageTable(groups_of(a), kStepMw).expected_unserved_mw(a.number("load_mw"));
}

const std::map<std::string, std::function<double(Asked&)>>& topics() {
  static const std::map<std::string, std::function<double(Asked&)>> all = {
      {"saturated_humidity", saturated_humidity},
      {"saturated_enthalpy", saturated_enthalpy},
      {"wet_bulb", wet_bulb},
      {"atmosphere", atmosphere},
      {"tower_approach", tower_approach},
      {"chiller_cop", chiller_cop},
      {"chiller_iplv", chiller_iplv},
      {"pue", pue},
      {"wue", wue},
      {"emission", emission},
      {"solar_yield", solar_yield},
      {"outage_probability", outage_probability},
      {"outage_energy", outage_energy}};
  return all;
}

std::map<std::string, std::string> inputs_of(const std::string& text) {
  std::map<std::string, std::string> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(';', begin), text.size());
    const std::string pair = text.substr(begin, end - begin);
    if (const std::size_t equals = pair.find('='); equals != std::string::npos)
      out[pair.substr(0, equals)] = pair.substr(equals + 1);
    begin = end + 1;
  }
  return out;
}

}  // namespace

bool PlantComparison::met() const { return std::abs(error()) <= row.tolerance_frac; }

Result<std::vector<PlantRow>> read_plant_rows(const std::string& text, const std::string& file) {
  auto table = parse_csv(text, file);
  if (!table) return table.diagnostics;
  Diagnostics diagnostics;
  for (const std::string& name : kColumns)
    if (table->column(name) < 0)
      diagnostics.error("GW1411", {file, 1, 0}, name, fmt::format("the column '{}' is missing", name),
                        did_you_mean(name, table->header));
  if (diagnostics.has_errors()) return diagnostics;
  std::vector<std::string> names;
  for (const auto& [name, predict] : topics()) names.push_back(name);
  std::vector<PlantRow> out;
  for (const CsvTable::Row& cells : table->rows) {
    const auto cell = [&](const char* name) { return cells.cells[std::size_t(table->column(name))]; };
    const auto refuse = [&](const char* name, const std::string& message, const std::string& hint = "") {
      diagnostics.error("GW1412", {file, cells.line, table->column(name) + 1}, name, message, hint);
    };
    PlantRow row{cell("id"),
                 cell("topic"),
                 cell("what"),
                 cell("row"),
                 cell("unit"),
                 cell("grade"),
                 cell("source"),
                 cell("note"),
                 inputs_of(cell("inputs")),
                 0,
                 0,
                 cells.line};
    if (!topics().contains(row.topic))
      refuse("topic", fmt::format("'{}' is no topic", row.topic), did_you_mean(row.topic, names));
    for (const auto& [name, to] :
         {std::pair{"published", &row.published}, {"tolerance_frac", &row.tolerance_frac}}) {
      const auto parsed = parse_number(cell(name));
      if (parsed && parsed->unit.empty() && parsed->value > 0 && parsed->value < 1e12)
        *to = parsed->value;
      else
        refuse(name, fmt::format("'{}' is not a number above zero", cell(name)));
    }
    out.push_back(std::move(row));
  }
  if (diagnostics.has_errors()) return diagnostics;
  return out;
}

Result<std::vector<PlantComparison>> compare_plants(const std::vector<PlantRow>& rows,
                                                    const std::string& file,
                                                    const catalog::Library& library) {
  Diagnostics diagnostics;
  std::vector<PlantComparison> out;
  for (const PlantRow& row : rows) {
    Asked asked(row, file, library, diagnostics);
    const double predicted = topics().at(row.topic)(asked);
    if (!std::isfinite(predicted)) asked.refuse("the inputs give no number");
    out.push_back({row, predicted});
  }
  if (diagnostics.has_errors()) return diagnostics;
  return out;
}

}  // namespace gw::evidence
