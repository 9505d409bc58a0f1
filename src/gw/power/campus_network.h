#pragma once
// What serves the racks: the scale-out network's switches and optics, storage, and support servers.
//
//   by share:  network = r / (1 - r) (servers + storage + support),  r = network over all IT power
//   by ports:  network = ports per accelerator (2 L - 1) (W_port + W_optic)
//
// A non-blocking folded Clos of L tiers has 2 L - 1 switch ports per attached port; the link end in the
// server belongs to its network interface and is counted in the rack [Al-Fares et al., SIGCOMM 2008,
// section 2].
//
// Storage and support are fractions of provisioned server power. All are constant while energised and
// independent of the design's power cap (the same switches serve a capped accelerator): a switch's power
// hardly depends on its traffic, and the published shares are of server power provisioned at 80 % of TDP.
//
// Source of the shares: [Meta, arXiv:2605.24461, abstract and a secondary report]: backend network 11 %
// of IT racks, support services 10 % of server power, at 150 MW and 83,000 GB200.
//
// Neglected: traffic dependence, growth of tiers with the size of the campus (give `tiers`).

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
  double storage_frac = 0.0;        ///< storage racks over provisioned server power, beyond support_frac
  double support_frac = 0.10;       ///< support servers over provisioned server power
  double reference_cap_frac = 0.8;  ///< accelerator cap over TDP at which the shares hold
  static const describe::RecordType& description();
};

/// Constant power per accelerator.
struct ServicePower {
  Power network, storage, support;
  Power total() const { return network + storage + support; }
};
/// `provisioned` is server power per accelerator: its rack at full activity under the reference cap.
ServicePower service_power(const NetworkPower& record, Power provisioned);

}  // namespace gw::power
