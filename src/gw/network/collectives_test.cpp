#include "gw/network/collectives.h"

#include <doctest/doctest.h>

#include <cmath>

namespace gw::network {
namespace {

constexpr Bandwidth operator""_gb_per_s(long double x) { return Bandwidth::from_base(double(x) * 1e9); }

// Scale-up domains of 8 at 450 GB/s, network at 50 GB/s, ideal efficiencies.
Fabric two_tiers(std::int64_t accelerators = 1024) {
  return {.tiers = {{"scale_up", 8, 450.0_gb_per_s, 2.0 * unit::us, 1.0, 1.0},
                    {"leaf", accelerators, 50.0_gb_per_s, 5.0 * unit::us, 1.0, 1.0}}};
}
Fabric one_tier(double efficiency = 1.0) {
  return {.tiers = {{"scale_up", 8, 450.0_gb_per_s, 2.0 * unit::us, efficiency, efficiency}}};
}

}  // namespace

TEST_CASE("one tier is the textbook ring: 2 (N - 1) (B / (N b) + l)") {
  const Bytes bytes = 1.0 * unit::GB;
  const double hand_s = 2 * 7 * (1e9 / (8 * 450e9) + 2e-6);
  CHECK(all_reduce(bytes, {8, 1}, one_tier()).total.in(unit::s) == doctest::Approx(hand_s));
  CHECK(all_gather(bytes, {8, 1}, one_tier()).total.in(unit::s) == doctest::Approx(hand_s / 2));
  CHECK(reduce_scatter(bytes, {8, 1}, one_tier()).total.in(unit::s) == doctest::Approx(hand_s / 2));
  CHECK(all_to_all(bytes, {8, 1}, one_tier()).total.in(unit::s) ==
        doctest::Approx(7.0 / 8 * 1e9 / 450e9 + 2e-6));
  CHECK(send_receive(bytes, {2, 1}, one_tier()).total.in(unit::s) == doctest::Approx(1e9 / 450e9 + 2e-6));
}

TEST_CASE("efficiency divides the bandwidth and leaves the latency") {
  const auto full = all_gather(1.0 * unit::GB, {8, 1}, one_tier(1.0));
  const auto half = all_gather(1.0 * unit::GB, {8, 1}, one_tier(0.5));
  CHECK(half.bandwidth_part / full.bandwidth_part == doctest::Approx(2));
  CHECK(half.latency_part.in(unit::us) == doctest::Approx(full.latency_part.in(unit::us)));
}

TEST_CASE("parts add up and a group of one costs nothing") {
  const Fabric fabric = two_tiers();
  for (std::int64_t size : {1, 2, 3, 8, 12, 16, 64, 1000}) {
    for (auto collective : {all_reduce, all_gather, reduce_scatter, all_to_all, send_receive}) {
      const CollectiveTime t = collective(3.0 * unit::MB, {size, 1}, fabric);
      CHECK(t.total.base() == doctest::Approx((t.bandwidth_part + t.latency_part).base()).epsilon(1e-12));
      CHECK(std::isfinite(t.total.base()));
      CHECK((t.total.base() == 0) == (size == 1));
      CHECK((t.binding_term == Term::none) == (size == 1));
    }
  }
  CHECK(all_reduce(Bytes{}, {8, 1}, fabric).total.base() == 0);
  CHECK(all_reduce(1.0 * unit::GB, {8, 1}, Fabric{}).total.base() == 0);
}

TEST_CASE("stride tells how ranks lie on the tiers") {
  const Fabric fabric = two_tiers();
  CHECK(reach_by_tier({8, 1}, fabric) == std::vector<double>{8, 8});
  CHECK(reach_by_tier({16, 1}, fabric) == std::vector<double>{8, 16});    // straddles two domains
  CHECK(reach_by_tier({128, 8}, fabric) == std::vector<double>{1, 128});  // one member in each domain
  CHECK(reach_by_tier({64, 4}, fabric) == std::vector<double>{2, 64});
  CHECK(reach_by_tier({12, 1}, fabric) == std::vector<double>{6, 12});  // two domains, evenly
}

TEST_CASE("tensor parallelism inside the domain is fast, across it the network binds") {
  const Fabric fabric = two_tiers();
  const Bytes bytes = 256.0 * unit::MB;
  const auto inside = all_gather(bytes, {8, 1}, fabric), across = all_gather(bytes, {64, 1}, fabric);
  CHECK(inside.binding_tier == 0);
  CHECK(across.binding_tier == 1);
  // Each of 8 ranks carries 1/8 of the buffer over its own interface: B/8 (n-1)/n at 50 GB/s.
  CHECK(across.bandwidth_part.in(unit::s) == doctest::Approx(256e6 / 8 * 7 / 8 / 50e9));
  // The slower of the two tiers counts, not their sum: they are pipelined.
  const auto outer = all_gather(bytes, {16, 8}, fabric);
  CHECK(outer.bandwidth_part.in(unit::s) == doctest::Approx(256e6 * 15 / 16 / 50e9));
}

TEST_CASE("small messages are bound by latency, large ones by bandwidth") {
  const Fabric fabric = two_tiers();
  CHECK(all_reduce(1.0 * unit::kB, {64, 8}, fabric).binding_term == Term::latency);
  CHECK(all_reduce(10.0 * unit::GB, {64, 8}, fabric).binding_term == Term::bandwidth);
  // A tree takes 2 log2(64) steps where the ring takes 126.
  CHECK(all_reduce(1.0 * unit::kB, {64, 8}, fabric).latency_part.in(unit::us) ==
        doctest::Approx(2 * 6 * 5.0));
  CHECK(all_gather(1.0 * unit::kB, {64, 8}, fabric).latency_part.in(unit::us) == doctest::Approx(63 * 5.0));
}

TEST_CASE("reduction in the switches helps large all-reduces only, and not two or three ranks") {
  Fabric fabric = one_tier(0.81);
  const Bytes bytes = 8.0 * unit::GiB;
  const auto ring8 = all_reduce(bytes, {8, 1}, fabric), ring3 = all_reduce(bytes, {3, 1}, fabric);
  const auto gather = all_gather(bytes, {8, 1}, fabric);
  fabric.in_network_reduction = true;
  CHECK(all_reduce(bytes, {8, 1}, fabric).total < ring8.total);
  CHECK(all_reduce(bytes, {3, 1}, fabric).total.base() == ring3.total.base());
  CHECK(all_gather(bytes, {8, 1}, fabric).total.base() == gather.total.base());
}

TEST_CASE("bytes sent are counted by tier and do not depend on efficiency") {
  const auto t = reduce_scatter(16.0 * unit::MB, {16, 1}, two_tiers());
  CHECK(t.scale_up_bytes.in(unit::MB) == doctest::Approx(16.0 * 7 / 8));
  CHECK(t.scale_out_bytes.in(unit::MB) == doctest::Approx(2.0 / 2));
  // Altogether (N - 1) / N of the buffer leaves each rank.
  CHECK((t.scale_up_bytes + t.scale_out_bytes).in(unit::MB) == doctest::Approx(15.0));
  const auto exchange = all_to_all(16.0 * unit::MB, {16, 1}, two_tiers());
  CHECK(exchange.scale_up_bytes.in(unit::MB) == doctest::Approx(7.0));
  CHECK(exchange.scale_out_bytes.in(unit::MB) == doctest::Approx(8.0));
}

TEST_CASE("times grow with bytes and with ranks") {
  const Fabric fabric = two_tiers();
  for (auto collective : {all_reduce, all_gather, reduce_scatter, all_to_all}) {
    Time before;
    for (std::int64_t size = 2; size <= 1024; size *= 2) {
      const Time now = collective(1.0 * unit::GB, {size, 1}, fabric).total;
      CHECK(now >= collective(0.5 * unit::GB, {size, 1}, fabric).total);
      if (size > 8) CHECK(now >= before);
      before = now;
    }
  }
}

TEST_CASE("a token that crosses to a domain once: the domains that k random experts meet") {
  const Bytes bytes = 16.0 * unit::MB;
  const Group group{64, 1};  // 8 domains of 8
  for (const double k : {1.0, 2.0, 4.0, 8.0, 64.0}) {
    const auto copies = all_to_all(bytes, group, two_tiers()),
               once = all_to_all_once_per_domain(bytes, k, group, two_tiers());
    const double met = 7.0 * (1.0 - std::pow(7.0 / 8, k));
    CHECK(once.scale_out_bytes / copies.scale_out_bytes == doctest::Approx(met / (k * 7.0 / 8)));
    CHECK(once.scale_up_bytes.base() == copies.scale_up_bytes.base());
    CHECK(once.total <= copies.total);
  }
}

TEST_CASE("a token that crosses to a domain once, within one domain: as every copy") {
  const Bytes bytes = 16.0 * unit::MB;
  for (const Group group : {Group{8, 1}, Group{4, 2}, Group{1, 1}})
    CHECK(all_to_all_once_per_domain(bytes, 8, group, two_tiers()).total.base() ==
          all_to_all(bytes, group, two_tiers()).total.base());
}

TEST_CASE("latency of a ring over two tiers: every step waits for the slowest hop") {
  const auto gather = all_gather(1.0 * unit::GB, {64, 1}, two_tiers());
  CHECK(gather.latency_part.in(unit::us) == doctest::Approx(63 * 5.0));
  CHECK(gather.bandwidth_part.in(unit::s) ==
        doctest::Approx(1e9 * 7.0 / 8 / 450e9 + 1e9 / 8 * 7.0 / 8 / 50e9).epsilon(0.2));
}

}  // namespace gw::network
