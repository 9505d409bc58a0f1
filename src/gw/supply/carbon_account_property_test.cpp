// Campuses drawn at random: every figure of the account is worked out again from the equations of its header.

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>

#include "gw/base/random.h"
#include "gw/supply/carbon_account.h"

namespace gw::supply {
namespace {

using doctest::Approx;

constexpr std::size_t kHours = 48;

class Drawn {
 public:
  explicit Drawn(std::uint64_t number) : random_(5, stream_id("test.carbon_account"), number) {
    const int count = 1 + int(random_.uniform() * 3);
    for (int k = 0; k < count; ++k) add_connection();
    on_site.energy_mw = series(0, 50);
    for (const double mw : on_site.energy_mw) on_site.carbon_free_mw.push_back(mw * random_.uniform());
    on_site.co2_kg = series(0, 20'000);
  }

  std::vector<ConnectionHours> connections;
  OnSiteHours on_site;

 private:
  std::vector<double> series(double low, double high) {
    std::vector<double> out(kHours);
    for (double& value : out) value = low + (high - low) * random_.uniform();
    return out;
  }

  std::span<const double> kept(std::vector<double> values) { return kept_.emplace_back(std::move(values)); }

  void add_connection() {
    ConnectionHours connection{.import_mw = kept(series(1, 100)),
                               .location_kg = kept(series(0, 50'000)),
                               .residual_kg_per_mwh = kept(series(0, 800)),
                               .carbon_free_frac = kept(series(0, 1))};
    if (random_.uniform() < 0.7) connection.contract_mw = series(0, 120);
    connections.push_back(std::move(connection));
  }

  Random random_;
  std::deque<std::vector<double>> kept_;
};

double contracted(const ConnectionHours& connection, std::size_t hour) {
  return connection.contract_mw.empty() ? 0.0 : connection.contract_mw[hour];
}

double matched(const ConnectionHours& connection, std::size_t hour) {
  return std::min(contracted(connection, hour), connection.import_mw[hour]);
}

}  // namespace

TEST_CASE("a hundred campuses drawn at random: sums follow the equations") {
  for (std::uint64_t number = 0; number < 100; ++number) {
    CAPTURE(number);
    const Drawn drawn(number);
    const CarbonAccount account = carbon_account(drawn.connections, drawn.on_site, {2027, 1, 1});
    double location = 0, hourly = 0, energy = 0, free = 0, made = 0, used = 0, on_site = 0;
    for (std::size_t h = 0; h < kHours; ++h) {
      on_site += drawn.on_site.co2_kg[h];
      energy += drawn.on_site.energy_mw[h];
      free += drawn.on_site.carbon_free_mw[h];
      for (const ConnectionHours& c : drawn.connections) {
        const double rest = c.import_mw[h] - matched(c, h);
        location += c.location_kg[h];
        hourly += c.residual_kg_per_mwh[h] * rest;
        energy += c.import_mw[h];
        free += matched(c, h) + rest * c.carbon_free_frac[h];
        made += contracted(c, h), used += matched(c, h);
      }
    }
    CHECK(account.on_site_t == Approx(on_site / 1e3));
    CHECK(account.location_t == Approx((location + on_site) / 1e3));
    CHECK(account.market_hourly_t == Approx((hourly + on_site) / 1e3));
    CHECK(account.energy_mwh == Approx(energy));
    CHECK(account.carbon_free_mwh == Approx(free));
    CHECK(account.contract_mwh == Approx(made));
    CHECK(account.contract_matched_mwh == Approx(used));
    CHECK(account.score_frac == Approx(free / energy));
  }
}

TEST_CASE("a hundred campuses drawn at random: shares stay shares, and more contract never makes it worse") {
  for (std::uint64_t number = 0; number < 100; ++number) {
    CAPTURE(number);
    Drawn drawn(number);
    const CarbonAccount before = carbon_account(drawn.connections, drawn.on_site, {2027, 1, 1});
    CHECK(before.volume_frac >= 0);
    CHECK(before.volume_frac <= 1);
    REQUIRE(before.carbon_free_frac.size() == kHours);
    for (const double share : before.carbon_free_frac) {
      CHECK(share >= 0);
      CHECK(share <= 1 + 1e-12);
    }
    for (const double rate : before.intensity_kg_per_mwh) CHECK(rate >= 0);
    for (ConnectionHours& connection : drawn.connections) {
      connection.contract_mw.resize(kHours, 0.0);
      for (double& mw : connection.contract_mw) mw += 10;
    }
    const CarbonAccount after = carbon_account(drawn.connections, drawn.on_site, {2027, 1, 1});
    CHECK(after.score_frac >= before.score_frac - 1e-12);
    CHECK(after.volume_frac >= before.volume_frac - 1e-12);
    CHECK(after.market_hourly_t <= before.market_hourly_t + 1e-9);
    CHECK(after.market_t <= before.market_t + 1e-9);
    CHECK(after.location_t == Approx(before.location_t));
    CHECK(after.fully_matched_hours >= before.fully_matched_hours);
  }
}

}  // namespace gw::supply
