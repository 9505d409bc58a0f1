#include "gw/economics/cash_flow.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "gw/base/random.h"
#include "gw/economics/annuity.h"

using namespace gw;
using namespace gw::economics;

namespace {

/// No inflation, no tax, no residual, one item of 100 M$ that lasts as long as the project of five years.
Economics plain() {
  Economics config;
  config.inflation_frac = 0;
  config.tax.rate_frac = 0;
  config.residual_frac = 0;
  config.project_life = 5.0 * year;
  return config;
}

CostInputs hundred_million() {
  CostInputs in;
  in.capital = {{.name = "it", .layer = Layer::it, .cost = 100.0 * MUSD, .life = 5.0 * year}};
  in.other = 5.0 * MUSD;
  in.accelerator_hours_available = in.accelerator_hours_used = 1e7;
  return in;
}

/// Every identity holds to a billionth of the money moved.
void check_money(const Economics& config, const CostInputs& in, const CashFlow& flow) {
  for (const MoneyCheck& check : money_checks(config, in.capital, flow)) {
    INFO(check.name);
    CHECK(abs(check.difference) <= 1e-9 * max(check.volume, 1.0 * USD));
  }
}

CashFlow flow_of(const Economics& config, const CostInputs& in,
                 const std::vector<OperatingYear>& years = {}) {
  return cash_flow(config, in, cost_report(config, in), years);
}

}  // namespace

TEST_CASE("a simple project by hand") {
  Economics config = plain();
  config.revenue.per_accelerator_hour = 3.5 * USD;  // 35 M$ a year less 5: 30
  const CashFlow out = flow_of(config, hundred_million());
  REQUIRE(out.rows.size() == 6);
  CHECK(out.rows[0].net.in(MUSD) == doctest::Approx(-100));
  CHECK(out.rows[3].net.in(MUSD) == doctest::Approx(30));
  CHECK(out.npv.in(MUSD) == doctest::Approx(-100 + 30 * 3.992710).epsilon(1e-6));
  CHECK(*out.irr == doctest::Approx(0.152382).epsilon(1e-5));
  CHECK(*out.payback_years == doctest::Approx(100.0 / 30));
  check_money(config, hundred_million(), out);
  CHECK(out.warnings.empty());
}

TEST_CASE("without tax and inflation, the break-even price is the annuity view's unit cost") {
  const Economics config = plain();
  const CostInputs in = hundred_million();
  const CostReport report = cost_report(config, in);
  const CashFlow out = cash_flow(config, in, report);
  REQUIRE(out.break_even_per_accelerator_hour);
  CHECK(out.break_even_per_accelerator_hour->in(USD) ==
        doctest::Approx(report.annuity.usd_per_accelerator_hour).epsilon(1e-9));
  CHECK(out.warnings.empty());
  CHECK_FALSE(out.irr);
}

TEST_CASE("the break-even price makes the net present value zero, whatever the tax rules") {
  for (bool elsewhere : {true, false})
    for (auto method :
         {DepreciationMethod::bonus, DepreciationMethod::macrs, DepreciationMethod::straight_line}) {
      Economics config;
      config.tax.method = method;
      config.tax.losses_used_elsewhere = elsewhere;
      const CostInputs in = hundred_million();
      const auto price = flow_of(config, in).break_even_per_accelerator_hour;
      REQUIRE(price);
      config.revenue.per_accelerator_hour = *price;
      const CashFlow out = flow_of(config, in);
      CHECK(std::abs(out.npv.in(USD)) < 10);
      CHECK(*out.irr == doctest::Approx(config.discount_rate_frac).epsilon(1e-6));
    }
}

TEST_CASE("tax by hand: MACRS, losses used elsewhere or carried forward with the 80 % limit") {
  Economics config = plain();
  config.tax.rate_frac = 0.21;
  config.tax.method = DepreciationMethod::macrs;
  config.revenue.per_accelerator_hour = 2.0 * USD;  // 20 M$ less 5: 15 a year
  const CashFlow used = flow_of(config, hundred_million());
  CHECK(used.rows[1].depreciation.in(MUSD) == doctest::Approx(20));
  CHECK(used.rows[1].tax.in(MUSD) == doctest::Approx(0.21 * (15 - 20)));
  CHECK(used.rows[2].tax.in(MUSD) == doctest::Approx(0.21 * (15 - 32)));
  // What MACRS has not deducted after five years, 5.76 %, is deducted when the item is given up.
  CHECK(used.rows[5].write_off.in(MUSD) == doctest::Approx(5.76));
  CHECK(used.rows[5].taxable.in(MUSD) == doctest::Approx(15 - 11.52 - 5.76));
  config.tax.losses_used_elsewhere = false;
  const CashFlow carried = flow_of(config, hundred_million());
  CHECK(carried.rows[1].tax.base() == 0);
  CHECK(carried.rows[2].tax.base() == 0);
  // Year 4: income 15 - 11.52 = 3.48; 80 % of it is offset by the 26.2 M$ carried.
  CHECK(carried.rows[4].tax.in(MUSD) == doctest::Approx(0.21 * 3.48 * 0.2));
  CHECK(carried.npv < used.npv);
}

TEST_CASE("100 % bonus deducts everything but the shell in the first year") {
  Economics config = plain();
  config.tax.rate_frac = 0.21;
  CostInputs in;
  in.capital = {{.name = "hall", .layer = Layer::facility, .cost = 100.0 * MUSD, .life = 14.0 * year}};
  const CashFlow out = flow_of(config, in);
  CHECK(out.rows[1].depreciation.in(MUSD) == doctest::Approx(80 + 20 * 0.02461));
  CHECK(out.rows[2].depreciation.in(MUSD) == doctest::Approx(20 * 0.02564));
}

TEST_CASE("over a project the taxed profit is the cash profit, however it is deducted") {
  Random random(6, stream_id("test.cash"), 0);
  for (int i = 0; i < 60; ++i) {
    Economics config;
    config.tax.method = DepreciationMethod(i % 3);
    config.residual_frac = random.uniform();
    config.project_life = (1 + 20 * random.uniform()) * year;
    config.revenue.per_accelerator_hour = 10 * random.uniform() * USD;
    CostInputs in = hundred_million();
    in.capital.push_back({.name = "hall",
                          .layer = Layer::facility,
                          .cost = 1.0 * BUSD,
                          .life = 14.0 * year,
                          .in_service = 3 * random.uniform() * year});
    in.capital.push_back(
        {.name = "land", .layer = Layer::facility, .cost = 5.0 * MUSD, .depreciable = false});
    const CashFlow out = flow_of(config, in);
    Money taxable, profit;
    for (const CashFlowRow& row : out.rows) {
      taxable += row.taxable;
      profit += row.revenue - row.operating - row.capital + row.residual;
    }
    CHECK(taxable.in(USD) == doctest::Approx(profit.in(USD)).epsilon(1e-9));
    check_money(config, in, out);
  }
}

TEST_CASE("what wears out within the project is replaced at the inflated price, and its rest is recovered") {
  Economics config = plain();
  config.project_life = 12.0 * year;
  config.inflation_frac = 0.02;
  config.residual_frac = 1;
  const CashFlow out = flow_of(config, hundred_million());
  CHECK(out.rows[5].capital.in(MUSD) == doctest::Approx(100 * std::pow(1.02, 5)));
  CHECK(out.rows[10].capital.in(MUSD) == doctest::Approx(100 * std::pow(1.02, 10)));
  CHECK(out.rows[12].residual.in(MUSD) == doctest::Approx(100 * std::pow(1.02, 10) * 3 / 5));
  CHECK(out.rows[4].operating.in(MUSD) == doctest::Approx(5 * std::pow(1.02, 3)));
  config.renew = false;
  CHECK(flow_of(config, hundred_million()).rows[5].capital.base() == 0);
}

TEST_CASE("years may be given one by one; the last repeats; phases are paid when they enter service") {
  Economics config = plain();
  config.revenue.per_million_tokens = 2.0 * USD;
  CostInputs in = hundred_million();
  in.capital.push_back({.name = "phase 2",
                        .layer = Layer::it,
                        .cost = 50.0 * MUSD,
                        .life = 5.0 * year,
                        .in_service = 1.5 * year});
  in.capital.push_back({.name = "never", .layer = Layer::it, .cost = 1.0 * BUSD, .in_service = 9.0 * year});
  const CashFlow out = flow_of(
      config, in, {{.operating = 1.0 * MUSD, .tokens = 1e12}, {.operating = 2.0 * MUSD, .tokens = 3e12}});
  CHECK(out.rows[1].capital.in(MUSD) == doctest::Approx(50));  // no inflation here
  CHECK(out.rows[1].revenue.in(MUSD) == doctest::Approx(2));
  CHECK(out.rows[2].revenue.in(MUSD) == doctest::Approx(6));
  CHECK(out.rows[5].operating.in(MUSD) == doctest::Approx(2));
  CHECK_FALSE(out.break_even_per_accelerator_hour);  // no hours to sell
  REQUIRE(out.warnings.size() >= 1);
  CHECK(out.warnings[0].find("never") != std::string::npos);
}

TEST_CASE("a horizon of a month is scaled to years; an empty one is survived") {
  Economics config = plain();
  config.revenue.per_accelerator_hour = 1.0 * USD;
  CostInputs in = hundred_million();
  in.horizon = year / 12;
  CHECK(flow_of(config, in).rows[2].revenue.in(MUSD) == doctest::Approx(120));
  in.horizon = {};
  CHECK(std::isfinite(flow_of(config, in).npv.base()));
}

TEST_CASE("a MACRS class that does not exist is said to be replaced") {
  Economics config = plain();
  config.revenue.per_accelerator_hour = 3.5 * USD;
  config.tax.it_class = 6;
  config.tax.grid_class = 4;  // no grid capital: nothing to say
  const CashFlow out = flow_of(config, hundred_million());
  REQUIRE(out.warnings.size() == 1);
  CHECK(out.warnings[0].find("6 years: it capital") != std::string::npos);
  CHECK(out.rows[5].depreciation.in(MUSD) == doctest::Approx(20));
}
