// Every shipped row of this room's catalogue folders reads as a source, is consistent, and gives finite
// output.
#include <doctest/doctest.h>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"
#include "gw/supply/dispatch.h"
#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

/// A list of sources, as a campus file has it.
struct Sources {
  std::vector<Source> sources;
  static const describe::RecordType& description() {
    static const auto type = describe::record<Sources>("sources", "Sources of a test.")
                                 .nested("sources", &Sources::sources, "the list")
                                 .build();
    return type;
  }
};

const catalog::Library& library() {
  static const catalog::Library shipped({GW_SOURCE_DIR "/catalog"});
  return shipped;
}

Sources read_text(const std::string& text, Diagnostics& diagnostics) {
  const auto document = describe::parse_text(text, "test.yaml");
  REQUIRE(document);
  describe::ProvenanceMap provenance;
  return describe::read<Sources>(*document, library().resolver(), provenance, diagnostics);
}

Source read_row(const std::string& name) {
  Diagnostics diagnostics;
  const Sources read = read_text("sources:\n  - " + name + "\n", diagnostics);
  INFO(diagnostics.render());
  CHECK(diagnostics.list().empty());
  REQUIRE(read.sources.size() == 1);
  return read.sources[0];
}

}  // namespace

TEST_CASE("every row of generators, solar, storage and grids reads without a complaint") {
  int rows = 0;
  for (const char* folder : {"generators", "solar", "storage", "grids"})
    for (const std::string& name : library().names(folder)) {
      INFO(folder, "/", name);
      const Source source = read_row(name);
      const auto found = problems(std::vector<Source>{source});
      if (!std::holds_alternative<GridConnection>(source)) CHECK(found.empty());
      if (const ThermalPlant* plant = thermal(source)) CHECK_FALSE(plant->forced_outage.points.empty());
      ++rows;
    }
  CHECK(rows >= 25);
}

TEST_CASE("rows hold the numbers of their sources") {
  const Source block = read_row("ccgt_h_2x1");
  CHECK(thermal(block)->heat_rate_mmbtu_per_mwh == Approx(6.168));
  CHECK(thermal(block)->unit_power.in(unit::MW) == Approx(992));
  CHECK(thermal(block)->forced_outage.rate_at(Temperature::celsius(35)) == Approx(0.072));
  CHECK(thermal(read_row("ccgt_754"))->unit_power.in(unit::MW) == Approx(754));
  CHECK(thermal(read_row("ct_aero_lm2500xpress"))->unit_power.in(unit::MW) == Approx(34));
  const auto ohio = std::get<GridConnection>(read_row("rfc_west"));
  CHECK(ohio.emission_kg_per_mwh == Approx(415.5).epsilon(0.001));  // 915.959 lb/MWh
  const auto aep = std::get<GridConnection>(read_row("pjm_aep"));
  CHECK(aep.minimum_take_frac == Approx(0.85));
  CHECK(aep.emission_kg_per_mwh == Approx(ohio.emission_kg_per_mwh));
}

TEST_CASE("times of units are those of their sources; wrong ones are refused with their field") {
  const Source block = read_row("ccgt_754"), reactor = read_row("smr"), aero = read_row("ct_lm6000");
  CHECK(thermal(block)->ramp_frac_per_min == Approx(0.05));
  CHECK(thermal(block)->min_up_time.in(unit::hour) == Approx(6));
  CHECK(thermal(block)->min_down_time.in(unit::hour) == Approx(8));
  CHECK(thermal(reactor)->min_down_time.in(unit::hour) == Approx(48));
  CHECK(thermal(aero)->start_time.in(unit::minute) == Approx(8));
  CHECK(thermal(read_row("cat_g3520"))->block_load_frac == Approx(0.2));
  for (const char* wrong : {"ramp_frac_per_min: -1", "ramp_frac_per_min: 0", "start_time_min: -5", "min_up_time_h: -1", "block_load_frac: 1.5",
                            "min_load_frac: 1.2", "cold_start_time: 3 MW"}) {
    Diagnostics diagnostics;
    read_text(std::string("sources:\n  - base: ccgt_754\n    ") + wrong + "\n", diagnostics);
    INFO(wrong);
    REQUIRE_FALSE(diagnostics.list().empty());
    CHECK(diagnostics.render().find(std::string(wrong).substr(0, 9)) != std::string::npos);
  }
}

TEST_CASE("emissions per MWh at full load: combined cycle about 337 (F) and simple cycle about 516 kg") {
  const auto kg_per_mwh = [](const char* row) {
    const Source source = read_row(row);
    return thermal(source)->heat_rate_mmbtu_per_mwh * thermal(source)->fuel_emission_kg_per_mmbtu;
  };
  CHECK(kg_per_mwh("ccgt_f") == Approx(337).epsilon(0.002));
  CHECK(kg_per_mwh("ct_f_frame") == Approx(516).epsilon(0.002));
  CHECK(kg_per_mwh("ct_lm6000") == Approx(501).epsilon(0.002));
}

TEST_CASE("a row with changes, in both spellings of a quantity") {
  Diagnostics diagnostics;
  const Sources read = read_text(
      "sources:\n"
      "  - {base: ct_f_frame, units: 3, bus: island, online: 2027-05-01, min_load: 55 %}\n"
      "  - {base: rfc_west, service: [{date: 2026-12-01, service: 1.8 GW}]}\n"
      "  - {kind: battery, power_mw: 50, energy: 0.2 GWh, use: shift}\n",
      diagnostics);
  INFO(diagnostics.render());
  CHECK(diagnostics.list().empty());
  REQUIRE(read.sources.size() == 3);
  CHECK(thermal(read.sources[0])->units == 3);
  CHECK(thermal(read.sources[0])->min_load_frac == Approx(0.55));
  CHECK(thermal(read.sources[0])->heat_rate_mmbtu_per_mwh == Approx(9.717));
  CHECK(common(read.sources[0]).online == Date{2027, 5, 1});
  CHECK(nameplate(read.sources[1]).in(unit::MW) == Approx(1800));
  CHECK(std::get<Battery>(read.sources[2]).use == BatteryUse::shift);
}

TEST_CASE("bad inputs get their message") {
  const auto code_of = [](const std::string& row) {
    Diagnostics diagnostics;
    read_text("sources:\n  - " + row + "\n", diagnostics);
    REQUIRE_FALSE(diagnostics.list().empty());
    return diagnostics.list()[0].code;
  };
  CHECK(code_of("{base: ct_f_frame, heat_rate_mmbtu_per_mwh: -9}") == "GW1102");
  CHECK(code_of("{base: li_ion_4h, round_trip_efficiency_frac: 1.2}") == "GW1102");
  CHECK(code_of("{base: ct_f_frame, min_load_frac: 1.5}") == "GW1102");
  CHECK(code_of("{kind: gas_turbin, unit_power_mw: 3}") == "GW1107");
  CHECK(code_of("{kind: gas_turbine}") == "GW1103");
  CHECK(code_of("{base: ct_f_frame, unitz: 3}") == "GW1101");
  CHECK(code_of("ct_f_fram") == "GW1110");
}

TEST_CASE("all rows together dispatch to finite numbers that balance") {
  std::vector<Source> sources;
  for (const char* folder : {"generators", "solar", "storage"})
    for (const std::string& name : library().names(folder)) sources.push_back(read_row(name));
  const Horizon horizon{Date{2027, 1, 1}, 1000};
  const auto table = capacity(sources, test::seasonal_weather(), horizon, {.seed = 1});
  const std::vector<BusLoad> loads = {{"main", std::vector<double>(1000, 900.0)}};
  const Dispatch result = dispatch(sources, table, loads);
  CHECK(result.buses[0].worst_imbalance_mw < 1e-6);
  const SourceTotals all = total(result);
  CHECK(all.cost_usd > 0);
  CHECK(all.cost_usd < 1e9);
}
