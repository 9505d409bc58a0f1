// Every shipped price profile, read as a user's campus reads it.

#include <doctest/doctest.h>

#include <string>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"
#include "gw/economics/cash_flow.h"

using namespace gw;
using namespace gw::economics;

namespace {

const catalog::Library& shipped() {
  static const catalog::Library library({GW_SOURCE_DIR "/catalog"});
  return library;
}

Economics load(const std::string& name) {
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  const describe::Document* row = shipped().row("economics", name, diagnostics);
  REQUIRE_MESSAGE(row, diagnostics.render());
  const auto out = describe::read<Economics>(*row, shipped().resolver(), provenance, diagnostics);
  CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
  return out;
}

double gigawatt_capex_busd(const Economics& config) {
  CampusQuantities campus;
  campus.stages = {{.name = "all", .it_power = 1.0 * GW}};
  Money sum;
  for (const CapitalItem& item : capital_plan(config, campus)) sum += item.cost;
  return sum.in(BUSD);
}

}  // namespace

TEST_CASE("a gigawatt of IT costs what each source says") {
  CHECK(gigawatt_capex_busd(load("epoch_2026")) == doctest::Approx(38).epsilon(0.05));
  CHECK(gigawatt_capex_busd(load("bernstein_2026")) == doctest::Approx(35).epsilon(0.001));
  CHECK(gigawatt_capex_busd(load("nvidia_50_60")) == doctest::Approx(55).epsilon(0.001));
  CHECK(gigawatt_capex_busd(load("meta_2026")) == doctest::Approx(44.9).epsilon(0.001));
}

TEST_CASE("the Epoch row is the default configuration") {
  const Economics row = load("epoch_2026"), preset;
  CHECK(row.capital.it_capex / preset.capital.it_capex == doctest::Approx(1));
  CHECK(row.capital.facility_capex / preset.capital.facility_capex == doctest::Approx(1));
  CHECK(row.operating.fixed / preset.operating.fixed == doctest::Approx(1));
  CHECK(row.lives.it == preset.lives.it);
  CHECK(row.lives.facility == preset.lives.facility);
}

TEST_CASE("every profile carries a project through to a break-even price in the range the market knows") {
  for (const std::string& name : shipped().names("economics")) {
    INFO(name);
    const Economics config = load(name);
    CampusQuantities campus;
    campus.stages = {{.name = "all", .it_power = 1.0 * GW, .accelerators = 480'000}};
    CostInputs in;
    in.capital = capital_plan(config, campus);
    in.it_capacity_energy = it_capacity_energy(campus, in.horizon);
    in.grid_energy = 0.6 * BUSD;
    in.accelerator_hours_available = in.accelerator_hours_used = 480'000 * 8760.0;
    const CashFlow flow = cash_flow(config, in, cost_report(config, in));
    REQUIRE(flow.break_even_per_accelerator_hour);
    CHECK(flow.break_even_per_accelerator_hour->in(USD) > 1);
    CHECK(flow.break_even_per_accelerator_hour->in(USD) < 6);
    for (const MoneyCheck& check : money_checks(config, in.capital, flow))
      CHECK_MESSAGE(abs(check.difference) <= 1e-9 * check.volume, check.name);
  }
}
