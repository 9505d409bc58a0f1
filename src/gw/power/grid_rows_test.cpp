// The shipped rows of grid codes, power systems, smoothing and ride-through: they read, agree with themselves, and do what
// their notes say.

#include <doctest/doctest.h>

#include <cmath>

#include "gw/catalog/library.h"
#include "gw/power/grid_check.h"
#include "gw/power/smoothing.h"
#include "gw/power/system_response.h"

namespace gw::power {
namespace {

const catalog::Library& library() {
  static const catalog::Library rows({std::string(GW_SOURCE_DIR) + "/catalog"});
  return rows;
}

template <class T>
T row(const std::string& name) {
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  T out;
  const std::string folder = T::description().catalogue;
  if (const describe::Document* document = library().row(folder, name, diagnostics))
    out = describe::read<T>(*document, library().resolver(), provenance, diagnostics);
  INFO(diagnostics.render());
  REQUIRE_FALSE(diagnostics.has_errors());
  return out;
}

// Reads `text` as a record; the codes of what is wrong with it.
template <class T>
std::vector<std::string> codes(const std::string& text) {
  const auto document = describe::parse_text(text, "t.yaml");
  REQUIRE(document);
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  describe::read<T>(*document.value, library().resolver(), provenance, diagnostics);
  std::vector<std::string> out;
  for (const Diagnostic& d : diagnostics.list()) out.push_back(d.code);
  return out;
}

template <class T>
std::vector<std::string> names() {
  return library().names(T::description().catalogue);
}

}  // namespace

TEST_CASE("every row reads and does not contradict itself") {
  REQUIRE(names<GridCode>().size() >= 3);
  REQUIRE(names<SmoothingDesign>().size() >= 4);
  for (const std::string& name : names<GridCode>()) CHECK_MESSAGE(problems(row<GridCode>(name)).empty(), name);
  for (const std::string& name : names<SmoothingDesign>()) {
    CHECK_MESSAGE(problems(row<SmoothingDesign>(name)).empty(), name);
    CHECK_FALSE(row<SmoothingDesign>(name).empty());
  }
  for (const std::string& name : names<RideThrough>()) CHECK_MESSAGE(problems(row<RideThrough>(name)).empty(), name);
  for (const std::string& name : names<GridSystem>()) CHECK_MESSAGE(problems(row<GridSystem>(name)).empty(), name);
}

TEST_CASE("a clause without a figure says why") {
  for (const std::string& name : names<GridCode>())
    for (const Clause& clause : row<GridCode>(name).clauses)
      std::visit(
          [&](const auto& c) {
            using C = std::decay_t<decltype(c)>;
            bool known = true;
            if constexpr (std::is_same_v<C, RampClause>) known = c.limit || c.limit_per_min_frac;
            if constexpr (std::is_same_v<C, RangeClause> || std::is_same_v<C, BandClause>) known = c.limit || c.limit_frac;
            if constexpr (std::is_same_v<C, FlickerClause>) known = c.limit_pst.has_value();
            if constexpr (std::is_same_v<C, PowerFactorClause>) known = c.minimum.has_value();
            if constexpr (std::is_same_v<C, VoltageRideThroughClause> || std::is_same_v<C, FrequencyRideThroughClause>)
              known = !c.low.empty() || !c.high.empty();
            const bool reasoned = known || !c.note.empty();
            CHECK_MESSAGE(reasoned, name << ": " << c.name);
          },
          clause);
}

TEST_CASE("power supplies without a battery ride through what the ITI curve says") {
  const RideThrough load = row<RideThrough>("iti_2000");
  const Trace flat{0.0 * s, 1.0 * s, {1, 1, 1}};
  const auto verdict = [&](double voltage, double seconds) {
    VoltageRideThroughClause clause;
    (voltage < 1 ? clause.low : clause.high) = {{voltage, seconds * s}};
    GridCode code;
    code.clauses = {clause};
    return check_grid_code(code, {flat, 1.0 * MW, &load}).front().verdict;
  };
  CHECK(verdict(0.0, 0.02) == Verdict::pass);
  CHECK(verdict(0.0, 0.15) == Verdict::fail);   // a fault of nine cycles
  CHECK(verdict(0.75, 0.5) == Verdict::pass);
  CHECK(verdict(0.75, 1.0) == Verdict::fail);
  CHECK(verdict(0.85, 10) == Verdict::pass);
  CHECK(verdict(0.92, 3600) == Verdict::pass);
  CHECK(verdict(1.1, 3600) == Verdict::pass);
  CHECK(verdict(1.15, 0.5) == Verdict::pass);
  CHECK(verdict(1.3, 0.5) == Verdict::fail);
}

TEST_CASE("a slow megawatt moves Texas more than the East, and all systems most near a mode") {
  const GridSystem texas = row<GridSystem>("ercot"), east = row<GridSystem>("eastern");
  for (const double hz : {0.02, 0.05, 0.2, 0.6}) CHECK(gain_hz_per_mw(texas, hz * Hz) > gain_hz_per_mw(east, hz * Hz));
  for (const std::string& name : names<GridSystem>()) {
    const GridSystem g = row<GridSystem>(name);
    for (const OscillationMode& mode : g.modes)
      CHECK_MESSAGE(gain_hz_per_mw(g, mode.frequency) > gain_hz_per_mw(g, 3.0 * mode.frequency), name << ": " << mode.name);
    // A lost gigawatt is below 0.1 Hz in the East and some tenths in Texas.
    const double step_hz = 1000 * gain_hz_per_mw(g, 1e-6 * Hz);
    CHECK(step_hz > 0.001);
    CHECK(step_hz < 0.5);
  }
}

TEST_CASE("storage at each accelerator averages what its energy can") {
  const SmoothingDesign gb300 = row<SmoothingDesign>("gb300_storage");
  REQUIRE(gb300.accelerator_storage);
  CHECK(gb300.accelerator_storage->energy.in(J) == doctest::Approx(65));
  // A swing of half its TDP for one time constant is half of what it holds, at most.
  CHECK((650.0 * W * gb300.accelerator_storage->time_constant).in(J) <= 0.51 * 65);
  const SmoothingDesign rack = row<SmoothingDesign>("rack_battery");
  CHECK((rack.rack_battery->energy / rack.rack_battery->power).in(minute) == doctest::Approx(5).epsilon(0.01));
}

TEST_CASE("fields refuse what is out of range, by code") {
  CHECK(codes<GridCode>("clauses: [{kind: range, within_s: 0}]") == std::vector<std::string>{"GW1102"});
  CHECK(codes<GridCode>("clauses: [{kind: band, from_hz: 0, to_hz: 1000}]") == std::vector<std::string>{"GW1102", "GW1102"});
  CHECK(codes<GridCode>("clauses: [{kind: bands}]") == std::vector<std::string>{"GW1107"});
  CHECK(codes<GridCode>("name: x") == std::vector<std::string>{"GW1103"});
  CHECK(codes<GridCode>("clauses: [{kind: ramp, limit: 5 MW}]") == std::vector<std::string>{"GW1105"});
  CHECK(codes<GridCode>("clauses: [{kind: ramp, limit: 5 MW/s}]").empty());
  CHECK(codes<GridCode>("clauses: [{kind: voltage_ride_through, low: [{voltage_frac: 0.5}]}]") ==
        std::vector<std::string>{"GW1103"});
  CHECK(codes<SmoothingDesign>("campus_battery: {power_mw: -1, energy_mwh: 1}") == std::vector<std::string>{"GW1102"});
  CHECK(codes<SmoothingDesign>("campus_battery: {power_mw: 1}") == std::vector<std::string>{"GW1103"});
  CHECK(codes<SmoothingDesign>("ballast: {slowdown_frac: 1}") == std::vector<std::string>{"GW1102"});
  CHECK(codes<SmoothingDesign>("staggered_start: {groups: 0}") == std::vector<std::string>{"GW1102"});
  CHECK(codes<GridSystem>("inertia_s: 3") == std::vector<std::string>{"GW1103"});
  CHECK(codes<GridSystem>("{capacity_mva: 100, modes: [{frequency_hz: 1, damping_frac: 0}]}") ==
        std::vector<std::string>{"GW1102"});
}

}  // namespace gw::power
