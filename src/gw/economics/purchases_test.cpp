#include "gw/economics/purchases.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/base/random.h"
#include "gw/economics/cash_flow.h"

using namespace gw;
using namespace gw::economics;
using doctest::Approx;

namespace {

constexpr int kEnd = 15;

Economics config(double inflation = 0) {
  Economics out;
  out.inflation_frac = inflation;
  return out;
}

CapitalItem item(double in_service_years, double life_years = 5) {
  return {.name = "it", .cost = 100.0 * MUSD, .life = life_years * year, .in_service = in_service_years * year};
}

std::vector<Purchase> bought(const Economics& economics, const CapitalItem& what) {
  return purchases(economics, {what}, kEnd);
}

Money sum(const std::vector<Purchase>& list) {
  Money out;
  for (const Purchase& p : list) out += p.cost;
  return out;
}

}  // namespace

TEST_CASE("what reaches the end of its life on the first day is replaced that day, once") {
  const auto exact = bought(config(), item(-5));
  REQUIRE(exact.size() == 3);
  CHECK(exact[0].date_years == 0);
  CHECK(exact[0].life_years == Approx(5));
  CHECK(sum(exact).in(MUSD) == Approx(300));
  // A day older or younger makes a day's difference, not a hall's.
  for (double shift : {-1.0 / 365, 1.0 / 365, 1e-12, -1e-12}) {
    INFO(shift);
    Money in_first_row;
    for (const Purchase& p : bought(config(), item(-5 + shift)))
      if (p.row() == 0) in_first_row += p.cost;
    CHECK(in_first_row.in(MUSD) == Approx(100).epsilon(0.001));
  }
}

TEST_CASE("what stands enters at book value with the rest of its life") {
  const auto list = bought(config(), item(-12));  // third set, two years old
  REQUIRE(list.size() == 4);
  CHECK(list[0].cost.in(MUSD) == Approx(60));
  CHECK(list[0].life_years == Approx(3));
  CHECK(list[1].date_years == Approx(3));
  CHECK(list[3].date_years == Approx(13));
}

TEST_CASE("without renewal nothing is bought again, and nothing is left past its life") {
  Economics once = config();
  once.renew = false;
  CHECK(bought(once, item(-7)).empty());
  REQUIRE(bought(once, item(-2)).size() == 1);
  CHECK(bought(once, item(-2))[0].cost.in(MUSD) == Approx(60));
  CHECK(bought(once, item(2)).size() == 1);
  CHECK(bought(config(), item(kEnd)).empty());
}

TEST_CASE("every purchase of a project year has that year's prices, first or replacement") {
  const auto list = bought(config(0.02), item(3.4));
  REQUIRE(list.size() == 3);
  CHECK(list[0].row() == 3);
  CHECK(list[0].cost.in(MUSD) == Approx(100 * std::pow(1.02, 3)));
  CHECK(list[1].cost.in(MUSD) == Approx(100 * std::pow(1.02, 8)));
  // The same thing bought in the same year costs the same, replacement or not.
  const auto later = bought(config(0.02), item(8.4));
  CHECK(later[0].cost.in(USD) == Approx(list[1].cost.in(USD)));
  CHECK(bought(config(0.02), item(-5))[1].cost.in(MUSD) == Approx(100 * std::pow(1.02, 5)));
}

TEST_CASE("land is bought once, never given up, and kept when it was bought before") {
  CapitalItem land = item(-40);
  land.depreciable = false;
  const auto list = bought(config(), land);
  REQUIRE(list.size() == 1);
  CHECK(list[0].cost.in(MUSD) == Approx(100));
  CHECK(list[0].last_row(kEnd) == kEnd);
}

TEST_CASE("an item serves every day of a project once, whatever its age and life") {
  Random random(7, stream_id("test.purchases"), 0);
  for (int i = 0; i < 300; ++i) {
    Economics economics = config(0.03 * random.uniform());
    economics.renew = i % 3 != 0;
    economics.tax.method = DepreciationMethod(i % 2 + 1);
    CostInputs in;
    for (double life : {1.0, 3.0, 5.0, 14.0})
      in.capital.push_back(item(i % 2 ? std::floor(40 * random.uniform() - 25) : 40 * random.uniform() - 25, life));
    const CashFlow flow = cash_flow(economics, in, cost_report(economics, in));
    for (const MoneyCheck& check : money_checks(economics, in.capital, flow)) {
      INFO(check.name);
      CHECK(abs(check.difference) <= 1e-9 * max(check.volume, 1.0 * USD));
    }
  }
}

TEST_CASE("a purchase that serves twice, or a deduction that is lost, is found") {
  const Economics economics = config(0.02);
  CostInputs in;
  in.capital = {item(-5), item(1)};
  const CashFlow good = cash_flow(economics, in, cost_report(economics, in));
  const auto worst = [&](const CashFlow& flow) {
    double out = 0;
    for (const MoneyCheck& check : money_checks(economics, in.capital, flow))
      out = std::max(out, abs(check.difference) / max(check.volume, 1.0 * USD));
    return out;
  };
  CHECK(worst(good) < 1e-12);
  CashFlow twice = good;
  twice.purchases.push_back(good.purchases[0]);
  twice.rows[0].capital += good.purchases[0].cost;
  CHECK(worst(twice) > 0.01);
  CashFlow lost = good;
  lost.rows[3].depreciation = {};
  lost.rows[1].depreciation = {};
  CHECK(worst(lost) > 0.01);
  CashFlow other_worth = good;
  other_worth.npv *= 1.001;
  CHECK(worst(other_worth) > 1e-6);
}

TEST_CASE("deductions end with the life: the rest is written off when the item is given up") {
  Economics economics = config();
  economics.tax.method = DepreciationMethod::macrs;
  CostInputs in;
  in.capital = {item(-3)};  // two of five years left: 40 M$
  const CashFlow flow = cash_flow(economics, in, cost_report(economics, in));
  CHECK(flow.rows[0].capital.in(MUSD) == Approx(40));
  CHECK(flow.rows[1].depreciation.in(MUSD) == Approx(40 * 0.20));
  CHECK(flow.rows[2].depreciation.in(MUSD) == Approx(40 * 0.32));
  CHECK(flow.rows[2].write_off.in(MUSD) == Approx(40 * 0.48));
  economics.tax.method = DepreciationMethod::straight_line;
  const CashFlow even = cash_flow(economics, in, cost_report(economics, in));
  CHECK(even.rows[2].depreciation.in(MUSD) == Approx(20));
  CHECK(even.rows[2].write_off.base() == Approx(0));
}
