#include "gw/power/campus_network.h"

namespace gw::power {
namespace {

// The network's share is of all IT power, so it grows with what it serves.
Power network_power(const NetworkShare& n, Power served) {
  return n.network_frac / (1.0 - n.network_frac) * served;
}

Power network_power(const NetworkPorts& n, Power) {
  return n.ports_per_accelerator * double(2 * n.tiers - 1) * (n.switch_port + n.optic);
}

}  // namespace

ServicePower service_power(const NetworkPower& record, Power provisioned) {
  const Power storage = record.storage_frac * provisioned, support = record.support_frac * provisioned;
  const Power served = provisioned + storage + support;
  const Power network = std::visit([&](const auto& n) { return network_power(n, served); }, record.network);
  return {network, storage, support};
}

}  // namespace gw::power
