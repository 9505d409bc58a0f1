#include "gw/supply/adequacy.h"

#include <doctest/doctest.h>

#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

/// An islanded plant of 14 MW turbines serving 200 MW, after the published type of the Socrates South plant
/// (about 308 MW installed for 200 MW delivered).
GasTurbine islanded(int units) {
  GasTurbine plant;
  plant.name = "islanded turbines";
  plant.units = units;
  plant.unit_power = 14 * unit::MW;
  plant.forced_outage = OutageCurve::constant(0.05);
  return plant;
}

Adequacy islanded_year(int units) {
  const std::vector<Source> sources = {islanded(units)};
  const Horizon horizon{Date{2027, 1, 1}, 8760};
  const auto table = capacity(sources, test::seasonal_weather(), horizon, {.seed = 1});
  const std::vector<BusLoad> loads = {{"main", std::vector<double>(8760, 200.0)}};
  return adequacy(dispatch(sources, table, loads));
}

Dispatch with_unserved(std::vector<double> unserved_mw) {
  Dispatch out;
  out.horizon = {Date{2026, 7, 14}, int(unserved_mw.size())};
  BusDispatch bus;
  bus.bus = "main";
  bus.load_mw.assign(unserved_mw.size(), 350.0);
  bus.load_mwh = 350.0 * double(unserved_mw.size());
  bus.unserved_mw = std::move(unserved_mw);
  out.buses.push_back(bus);
  return out;
}

}  // namespace

TEST_CASE("24 units are adequate; without three of them they are not, and the hour is named") {
  const Adequacy whole = islanded_year(24);
  CHECK(whole.adequate());
  CHECK(whole.worst.empty());
  CHECK(whole.served_frac == 1.0);
  const Adequacy broken = islanded_year(21);
  CHECK_FALSE(broken.adequate());
  CHECK(broken.loss_of_load_hours > 0);
  CHECK(broken.unserved_mwh > 0);
  CHECK(broken.worst.find("2027-") == 0);
  CHECK(broken.worst.find("bus main") != std::string::npos);
  CHECK(islanded_year(13).loss_of_load_hours == 8760);
}

TEST_CASE("fewer units never serve more") {
  double last_mwh = 0;
  for (int units = 22; units >= 14; units -= 2) {
    const double unserved_mwh = islanded_year(units).unserved_mwh;
    CHECK(unserved_mwh >= last_mwh);
    last_mwh = unserved_mwh;
  }
}

TEST_CASE("consecutive hours are one shortage; its worst hour has a date and a size") {
  const Adequacy found = adequacy(with_unserved({0, 5, 41.2, 0, 0, 3, 0}));
  REQUIRE(found.shortages.size() == 2);
  CHECK(found.shortages[0].first_hour == 1);
  CHECK(found.shortages[0].hours == 2);
  CHECK(found.shortages[0].energy_mwh == Approx(46.2));
  CHECK(found.shortages[0].peak_hour == 2);
  CHECK(found.shortages[1].hours == 1);
  CHECK(found.loss_of_load_hours == 3);
  CHECK(found.unserved_mwh == Approx(49.2));
  CHECK(found.served_frac == Approx(1 - 49.2 / 2450));
  CHECK(found.worst == "2026-07-14 02:00, bus main: 41.2 MW of 350 MW not served");
}

TEST_CASE("rounding is not a shortage; hours of two buses count once") {
  CHECK(adequacy(with_unserved({1e-9, 0, 1e-8})).adequate());
  Dispatch two = with_unserved({0, 5, 5});
  two.buses.push_back(two.buses[0]);
  two.buses[1].bus = "other";
  two.buses[1].unserved_mw = {5, 5, 0};
  const Adequacy found = adequacy(two);
  CHECK(found.shortages.size() == 2);
  CHECK(found.loss_of_load_hours == 3);
}

TEST_CASE("hours are labelled with their date") {
  CHECK(hour_label({Date{2027, 12, 31}, 48}, 0) == "2027-12-31 00:00");
  CHECK(hour_label({Date{2027, 12, 31}, 48}, 25) == "2028-01-01 01:00");
}

TEST_CASE("nothing asked, nothing short") {
  CHECK(adequacy(Dispatch{}).adequate());
  CHECK(adequacy(Dispatch{}).served_frac == 1.0);
}
