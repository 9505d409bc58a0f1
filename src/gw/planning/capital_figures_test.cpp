// Capital and cost as figures: every basis of the price of IT, land, construction, plants and stores.

#include "gw/planning/figures.h"
#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using doctest::Approx;
using namespace test;

double value(const Run& run, const std::string& id) {
  const Figure* figure = run.figures.find(id);
  REQUIRE_MESSAGE(figure, id);
  return figure->value;
}

// The layers of capital add up to what the accounts hold, and every formula on the way is right.
void check_capital(const Run& run) {
  CHECK(value(run, "capex_musd") == Approx(run.accounts.report.capex.in(MUSD)));
  const auto by_layer = economics::capital_by_layer(run.accounts.inputs.capital);
  double sum = 0;
  for (int l = 0; l < economics::kLayers; ++l) {
    const std::string id = std::string("capex_musd_layer_") + economics::to_string(economics::Layer(l));
    const Figure* layer = run.figures.find(id);
    INFO(id);
    CHECK((layer ? layer->value : 0) == Approx(by_layer[std::size_t(l)].in(MUSD)));
    if (layer) sum += layer->value;
  }
  CHECK(sum == Approx(value(run, "capex_musd")));
  for (const Figure& figure : run.figures.all()) {
    if (!figure.evaluable || figure.id.find("capex") == std::string::npos) continue;
    std::map<std::string, double> inputs;
    for (const std::string& input : figure.inputs) inputs[input] = value(run, input);
    INFO(figure.id << " = " << figure.how);
    CHECK(evaluate_formula(figure.how, inputs) == Approx(figure.value).epsilon(1e-9));
  }
}

}  // namespace

TEST_CASE("IT priced by its power, by accelerator and by rack") {
  check_capital(tiny_run());
  for (const char* basis : {"accelerator", "rack"}) check_capital(tiny_run({std::string("economics.capital.it_basis=") + basis}));
  const Run by_rack = tiny_run({"economics.capital.it_basis=rack", "economics.capital.rack_capex_musd=3"});
  CHECK(value(by_rack, "capex_musd_layer_it") == Approx(17 * 3.0));
}

TEST_CASE("land, and money bound during construction") {
  const Run plain = tiny_run();
  const Run land = tiny_run({"economics.capital.land_musd=1"});
  check_capital(land);
  CHECK(value(land, "capex_musd") == Approx(value(plain, "capex_musd") + 1));
  const Run slow = tiny_run({"economics.construction_years=3"});
  check_capital(slow);
  CHECK(value(slow, "construction_factor") > 1);
  CHECK(value(slow, "capex_musd_layer_facility") == Approx(value(plain, "capex_musd_layer_facility") * value(slow, "construction_factor")));
  CHECK(value(slow, "capex_musd_layer_it") == Approx(value(plain, "capex_musd_layer_it")));
}

TEST_CASE("plants and stores are layers of their own") {
  Folder folder;
  const std::string text = tiny({{"supply:\n",
                                  "supply:\n  - {kind: gas_engine, base: cat_g3520, name: engines, units: 2, online: 2020-01-01}\n"
                                  "  - {kind: battery, base: megapack_2xl, name: store, online: 2020-01-01}\n"}});
  const Run run = run_of(folder.write("a.yaml", text), {"horizon.length_years=0.02"});
  check_capital(run);
  const auto& engines = std::get<supply::GasEngine>(run.input.scenario.supply[0]);
  CHECK(value(run, "capex_musd_layer_generation") == Approx(engines.installed().in(kW) * engines.capex_usd_per_kw / 1e6));
  const auto& store = std::get<supply::Battery>(run.input.scenario.supply[1]);
  CHECK(value(run, "capex_musd_layer_storage") ==
        Approx((store.power.in(kW) * store.capex_usd_per_kw + store.energy.in(kWh) * store.capex_usd_per_kwh) / 1e6));
}

TEST_CASE("the parts of the cost add up to the annuity view") {
  const Run run = tiny_run();
  CHECK(value(run, "cost_musd") == Approx(run.accounts.report.annuity.total.in(MUSD)));
  CHECK(value(run, "usd_per_accelerator_hour") == Approx(value(run, "cost_musd") * 1e6 / value(run, "accelerator_hours")));
}

}  // namespace gw::planning
