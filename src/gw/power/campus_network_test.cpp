#include "gw/power/campus_network.h"

#include <doctest/doctest.h>

#include "gw/power/test_designs.h"

namespace gw::power {
using namespace test;

TEST_CASE("a share is of all IT power") {
  const ServicePower p = service_power(NetworkPower{NetworkShare{0.11}, 0.05, 0.10, 0.8}, 1500 * W);
  CHECK(p.storage.in(W) == doctest::Approx(75));
  CHECK(p.support.in(W) == doctest::Approx(150));
  const double it_w = 1500 + p.total().in(W);
  CHECK(p.network.in(W) / it_w == doctest::Approx(0.11));
}

TEST_CASE("ports of a folded Clos: 1, 3 and 5 switch ports per attached port") {
  const auto network_w = [](int tiers) {
    NetworkPorts ports;
    ports.ports_per_accelerator = 2.0, ports.tiers = tiers, ports.switch_port = 12 * W, ports.optic = 8 * W;
    return service_power(NetworkPower{ports, 0.0, 0.0, 0.8}, 1000 * W).network.in(W);
  };
  CHECK(network_w(1) == doctest::Approx(2 * 1 * 20));
  CHECK(network_w(2) == doctest::Approx(2 * 3 * 20));
  CHECK(network_w(3) == doctest::Approx(2 * 5 * 20));
}

TEST_CASE("port counts agree with an enumerated fat tree") {
  // k = 4: 16 hosts, 20 switches with 4 ports [Al-Fares 2008]: 80 ports, 5 per host.
  const int k = 4, hosts = k * k * k / 4, switches = 5 * k * k / 4;
  NetworkPorts ports;
  ports.tiers = 3, ports.switch_port = 1 * W, ports.optic = Power{};
  const double per_host = service_power(NetworkPower{ports, 0, 0, 0.8}, Power{}).network.in(W);
  CHECK(per_host == doctest::Approx(double(switches * k) / hosts));
}

TEST_CASE("no servers, no share") { CHECK(service_power(NetworkPower{}, Power{}).total() == Power{}); }

TEST_CASE("a 400 Gb/s three-tier network lands near the published share") {
  NetworkPorts ports;
  ports.switch_port = 12 * W, ports.optic = 9 * W;  // assumed, of the order of 400 Gb/s gear
  const ServicePower p = service_power(NetworkPower{ports, 0.0, 0.10, 0.8}, 1500 * W);
  const double share = p.network / (1500 * W + p.total());
  CHECK(share > 0.04);
  CHECK(share < 0.15);
}

}  // namespace gw::power
