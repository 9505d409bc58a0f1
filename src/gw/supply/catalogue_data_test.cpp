// The rows that copy published tables equal those tables, and published plants give plausible years.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "gw/base/text.h"
#include "gw/catalog/library.h"
#include "gw/describe/reader.h"
#include "gw/supply/adequacy.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

const std::string kData = GW_SHARED_DATA_DIR;

/// Rows of a CSV file without comments and heading; empty when the file is not there.
std::vector<std::vector<std::string>> csv(const std::string& path) {
  std::ifstream in(path);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line[0] != '#') rows.push_back(split(line, ','));
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

template <class T>
T row(const std::string& folder, const std::string& name) {
  static const catalog::Library library({GW_SOURCE_DIR "/catalog"});
  Diagnostics diagnostics;
  const describe::Document* document = library.row(folder, name, diagnostics);
  REQUIRE(document);
  describe::ProvenanceMap provenance;
  T out = describe::read<T>(*document, library.resolver(), provenance, diagnostics);
  INFO(diagnostics.render());
  CHECK(diagnostics.list().empty());
  return out;
}

}  // namespace

namespace {

/// The numbers of a source without `base:` are those of the row of its kind, but for its size.
template <class T>
void same_as_row(const std::string& folder, const std::string& name) {
  const T given = row<T>(folder, name), bare;
  for (const describe::Field& field : T::description().fields) {
    if (!field.type.get_number || field.type.options.required) continue;
    const double factor = field.type.kind == describe::Kind::quantity ? field.type.unit->factor : 1.0;
    const double in_row = field.type.get_number(field.address(const_cast<T*>(&given))) / factor;
    const double by_default = field.type.get_number(field.address(const_cast<T*>(&bare))) / factor;
    INFO(name, ".", field.key);
    if (field.key != "lead_time_months") CHECK(by_default == Approx(in_row).epsilon(0.002));
  }
  if constexpr (std::is_base_of_v<ThermalPlant, T>) {
    INFO(name, " forced outage at 15 C");
    const Temperature mild = Temperature::celsius(15);
    CHECK(bare.forced_outage.rate_at(mild) == Approx(given.forced_outage.rate_at(mild)).epsilon(0.002));
  }
}

}  // namespace

TEST_CASE("a source without a row is the row of its kind") {
  same_as_row<GasCombinedCycle>("generators", "ccgt_h_2x1");
  same_as_row<GasTurbine>("generators", "ct_f_frame");
  same_as_row<GasEngine>("generators", "rice");
  same_as_row<FuelCell>("generators", "fuel_cell_sofc");
  same_as_row<Nuclear>("generators", "smr");
  same_as_row<Backup>("generators", "backup_diesel");
  same_as_row<Battery>("storage", "li_ion_4h");
  same_as_row<SolarPlant>("solar", "pv_tracker");
  same_as_row<WindPlant>("generators", "wind_onshore");
}

TEST_CASE("outage curves are the published table") {
  const auto rows = csv(kData + "/supply/outage_forced_temperature_murphy2019.csv");
  if (rows.empty()) {
    MESSAGE("skipped: no outage table");
    return;
  }
  CHECK(rows.size() == 44);
  for (const auto& cells : rows) {
    const auto curve = row<OutageCurve>("outages", "murphy2019_" + cells[0]);
    CHECK(curve.points.size() == 11);
    CHECK(curve.rate_at(Temperature::celsius(std::atof(cells[1].c_str()))) ==
          Approx(std::atof(cells[2].c_str())));
  }
}

TEST_CASE("grid emission rates are the published table") {
  const auto rows = csv(kData + "/supply/egrid2023_subregions.csv");
  if (rows.empty()) {
    MESSAGE("skipped: no eGRID table");
    return;
  }
  const std::map<std::string, std::string> names = {{"RFCW", "rfc_west"}, {"SRMV", "srmv"}, {"SRTV", "srtv"},
                                                    {"ERCT", "ercot"},    {"MROE", "mroe"}, {"SRSO", "srso"},
                                                    {"SRVC", "srvc"},     {"US", "us"}};
  for (const auto& cells : rows) {
    const double kg = std::atof(cells[2].c_str()) * 0.45359237;
    CHECK(row<GridConnection>("grids", names.at(cells[0])).emission_kg_per_mwh == Approx(kg).epsilon(1e-9));
  }
  CHECK(row<GridConnection>("grids", "miso_south").emission_kg_per_mwh ==
        row<GridConnection>("grids", "srmv").emission_kg_per_mwh);
}

TEST_CASE("costs and heat rates are the ATB table of 2025") {
  const auto rows = csv(kData + "/supply/supply_atb2025_selected.csv");
  if (rows.empty()) {
    MESSAGE("skipped: no ATB table");
    return;
  }
  const auto number = [&](const std::string& tech, std::size_t column) {
    for (const auto& cells : rows)
      if (cells[0] == tech && cells[1] == "2025") return std::atof(cells[column].c_str());
    return -1.0;
  };
  const auto same = [&](const ThermalPlant& plant, const std::string& tech) {
    INFO(tech);
    CHECK(plant.capex_usd_per_kw == Approx(number(tech, 2)));
    CHECK(plant.fixed_om_usd_per_kw_year == Approx(number(tech, 4)));
    CHECK(plant.variable_om_usd_per_mwh == Approx(number(tech, 5)));
    CHECK(plant.heat_rate_mmbtu_per_mwh == Approx(number(tech, 6)));
  };
  same(row<GasCombinedCycle>("generators", "ccgt_h_2x1"), "Gas-CC_H_2x1");
  same(row<GasCombinedCycle>("generators", "ccgt_h_1x1"), "Gas-CC_H_1x1");
  same(row<GasCombinedCycle>("generators", "ccgt_f"), "Gas-CC_F");
  same(row<GasTurbine>("generators", "ct_f_frame"), "Gas-CT_F");
  same(row<GasTurbine>("generators", "ct_lm6000"), "Gas-CT_aero");
  same(row<Nuclear>("generators", "smr"), "Nuclear-SMR");
  CHECK(row<SolarPlant>("solar", "pv_tracker").capex_usd_per_kw == Approx(number("upv", 2)));
  CHECK(row<WindPlant>("generators", "wind_onshore").capex_usd_per_kw == Approx(number("ons-wind", 2)));
  CHECK(row<Battery>("storage", "li_ion_4h").capex_usd_per_kwh == Approx(number("battery_li", 3)));
}

TEST_CASE(
    "a Louisiana-like year: three 754 MW blocks, 1,500 MW of solar and 1.8 GW of service carry 2,262 MW") {
  const auto weather = catalog::read_epw(kData + "/weather/USA_AR_Little.Rock-Adams.Field.723403_TMY3.epw");
  if (!weather) {
    MESSAGE("skipped: no Little Rock weather file");
    return;
  }
  auto blocks = row<GasCombinedCycle>("generators", "ccgt_754");
  blocks.units = 3;
  auto solar = row<SolarPlant>("solar", "pv_tracker");
  solar.dc_power = 1500 * solar.inverter_loading_ratio * unit::MW;
  auto service = row<GridConnection>("grids", "miso_south");
  service.service = {{Date{2026, 12, 1}, 1800 * unit::MW}};
  const std::vector<Source> sources = {blocks, solar, service};
  const Horizon horizon{Date{2030, 1, 1}, 8760};
  const auto table = capacity(sources, *weather, horizon, {.seed = 1});
  const std::vector<BusLoad> loads = {{"main", std::vector<double>(8760, 2262.0)}};
  const Dispatch result = dispatch(sources, table, loads);
  CHECK(adequacy(result).adequate());
  const SourceTotals& gas = result.sources[0].total;
  MESSAGE("full-load hours: gas ", gas.full_load_hours, ", solar ", result.sources[1].total.full_load_hours,
          "; grid MWh ", result.sources[2].total.output_mwh, ", unserved h ", result.buses[0].unserved_hours);
  CHECK(gas.full_load_hours > 4500);
  CHECK(gas.full_load_hours < 8200);
  CHECK(gas.co2_t / gas.output_mwh == Approx(0.325).epsilon(0.04));
  CHECK(result.sources[1].total.full_load_hours > 1800);
  CHECK(result.sources[1].total.full_load_hours < 2600);
  const double served = total(result).output_mwh + result.buses[0].unserved_mwh;
  CHECK(served == Approx(result.buses[0].load_mwh + result.buses[0].dumped_mwh).epsilon(1e-9));
}

TEST_CASE("an Ohio-like islanded plant of 22 small turbines carries 200 MW with its reserve nearly always") {
  const auto weather = catalog::read_epw(kData + "/weather/USA_OH_Cleveland-Hopkins.Intl.AP.725240_TMY3.epw");
  if (!weather) {
    MESSAGE("skipped: no Cleveland weather file");
    return;
  }
  auto turbines = row<GasTurbine>("generators", "siemens_sgt_400");
  turbines.units = 22;  // about 307 MW installed for 200 MW delivered
  const auto run = [&](int units) {
    turbines.units = units;
    const std::vector<Source> sources = {turbines};
    const auto table = capacity(sources, *weather, {Date{2027, 1, 1}, 8760}, {.seed = 1});
    const std::vector<BusLoad> loads = {{"main", std::vector<double>(8760, 200.0)}};
    return adequacy(dispatch(sources, table, loads, {.islanded_reserve_frac = 0.1}));
  };
  const Adequacy whole = run(22), fewer = run(17);
  MESSAGE("22 units: ", whole.loss_of_load_hours, " h short; 17 units: ", fewer.loss_of_load_hours,
          " h, worst ", fewer.worst);
  CHECK(whole.served_frac > 0.9995);
  CHECK(fewer.loss_of_load_hours > whole.loss_of_load_hours);
  CHECK_FALSE(fewer.worst.empty());
}
