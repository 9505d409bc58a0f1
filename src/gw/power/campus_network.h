#pragma once
// What serves the racks: the scale-out network's switches and optics, storage, and support servers.
//
// By share:  network = r / (1 - r) * (servers + storage + support),  r = network share of all IT racks
// By ports:  a non-blocking folded Clos of L tiers has 2 L - 1 switch ports and 2 L link ends per attached
// port;
//            network = ports per accelerator * ((2 L - 1) W_port + (2 L - 1) W_optic)
//            (the link end in the server belongs to its network interface and is counted in the rack)
// Storage and support are fractions of provisioned server power. All are taken constant while energised: a
// switch's power hardly depends on its traffic, and the published shares are of provisioned power. Source:
// [Meta, arXiv:2605.24461, abstract and secondary report]: backend network 11 % of IT racks, support services
// 10 % of server power, at 150 MW and 83,000 GB200. Port count: [Al-Fares et al., SIGCOMM 2008, section 2].

#include <variant>

#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::power {

/// kind: share
struct NetworkShare {
  double network_frac = 0.11;  ///< of all IT power
  static const describe::RecordType& description();
};
/// kind: ports
struct NetworkPorts {
  double ports_per_accelerator = 1.0;
  int tiers = 3;
  Power switch_port;  ///< switch power per port, without optics
  Power optic;        ///< one transceiver
  static const describe::RecordType& description();
};
using NetworkMethod = std::variant<NetworkShare, NetworkPorts>;

struct NetworkPower {
  NetworkMethod network;
  double storage_frac = 0.0;   ///< storage racks over provisioned server power, beyond support_frac
  double support_frac = 0.10;  ///< support servers over provisioned server power
  static const describe::RecordType& description();
};

/// Constant power per accelerator.
struct ServicePower {
  Power network, storage, support;
  Power total() const { return network + storage + support; }
};
/// `provisioned` is the server power provisioned per accelerator: its rack under the power cap, at full
/// activity.
ServicePower service_power(const NetworkPower& record, Power provisioned);

}  // namespace gw::power
