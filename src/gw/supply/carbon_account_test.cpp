#include "gw/supply/carbon_account.h"

#include <doctest/doctest.h>

namespace gw::supply {

using doctest::Approx;

TEST_CASE("two hours by hand: contract beyond the hour counts by volume and not by the hour") {
  const std::vector<double> import = {10, 10}, kg = {4000, 2000}, residual = {500, 500}, grid_free = {0.5, 0.0};
  const std::vector<ConnectionHours> grid = {{import, kg, residual, grid_free, {16, 0}}};
  const CarbonAccount c = carbon_account(grid, {{0, 0}, {0, 0}, {0, 0}}, {2027, 1, 1});
  CHECK(c.location_t == Approx(6));
  CHECK(c.market_t == Approx(10 * (1 - 16.0 / 20)));
  CHECK(c.market_hourly_t == Approx(5));
  CHECK(c.score_frac == Approx(0.5));
  CHECK(c.volume_frac == Approx(0.8));
  CHECK(c.fully_matched_hours == 1);
  CHECK(c.carbon_free_frac[1] == 0);
  CHECK(c.intensity_kg_per_mwh[0] == Approx(400));
}

TEST_CASE("plants on site count with what they burn, and emissions of the rest follow the residual mix") {
  const std::vector<double> import = {5}, kg = {1000}, residual = {300}, grid_free = {0.2};
  const std::vector<ConnectionHours> grid = {{import, kg, residual, grid_free, {}}};
  const CarbonAccount c = carbon_account(grid, {{15}, {5}, {4000}}, {2027, 1, 1});
  CHECK(c.on_site_t == Approx(4));
  CHECK(c.location_t == Approx(5));
  CHECK(c.market_t == Approx(4 + 1.5));
  CHECK(c.score_frac == Approx((5 + 1.0) / 20));
  CHECK(c.intensity_kg_per_mwh[0] == Approx(250));
}

TEST_CASE("what a contract makes before the new year does not count in it") {
  std::vector<double> import(48, 0.0), kg(48, 0.0), residual(48, 500.0), grid_free(48, 0.0), contract(48, 0.0);
  for (int h = 24; h < 48; ++h) import[std::size_t(h)] = 10;
  for (int h = 0; h < 24; ++h) contract[std::size_t(h)] = 10;
  const std::vector<double> zero(48, 0.0);
  const std::vector<ConnectionHours> grid = {{import, kg, residual, grid_free, contract}};
  CHECK(carbon_account(grid, {zero, zero, zero}, {2027, 12, 31}).market_t == Approx(120));
  CHECK(carbon_account(grid, {zero, zero, zero}, {2027, 12, 30}).market_t == Approx(0));
  CHECK(carbon_account(grid, {zero, zero, zero}, {2027, 12, 31}).contract_mwh == Approx(240));
}

TEST_CASE("terms by connection and year add up to the market-based total") {
  const std::vector<double> import(48, 10.0), kg(48, 0.0), zero(48, 0.0);
  std::vector<double> residual(48, 500.0), contract(48, 0.0);
  for (int h = 24; h < 48; ++h) residual[std::size_t(h)] = 300, contract[std::size_t(h)] = 2.5;
  const std::vector<ConnectionHours> grid = {{import, kg, residual, zero, contract}, {import, kg, residual, zero, {}}};
  const CarbonAccount c = carbon_account(grid, {zero, zero, std::vector<double>(48, 100.0)}, {2027, 12, 31});
  REQUIRE(c.market_terms.size() == 4);
  double sum = c.on_site_t;
  for (const MarketTerm& term : c.market_terms) sum += term.residual_t * term.left_frac;
  CHECK(sum == Approx(c.market_t));
  const MarketTerm& next_year = c.market_terms[2];
  CHECK(next_year.connection == 0);
  CHECK(next_year.year == 2028);
  CHECK(next_year.import_mwh == Approx(240));
  CHECK(next_year.contract_mwh == Approx(60));
  CHECK(next_year.residual_t == Approx(72));
  CHECK(next_year.left_frac == Approx(0.75));
  CHECK(c.market_terms[1].left_frac == 1);
}

TEST_CASE("nothing used is no share and no crash") {
  const CarbonAccount c = carbon_account({}, {{0, 0}, {0, 0}, {0, 0}}, {2027, 1, 1});
  CHECK(c.score_frac == 0);
  CHECK(c.carbon_free_frac.size() == 2);
}

}  // namespace gw::supply
