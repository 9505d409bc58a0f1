#include "gw/describe/record.h"
#include "gw/power/campus_network.h"

namespace gw::power {
namespace {

// Abstract read; the two shares come from a secondary report of the paper.
constexpr const char* kMeta = "Meta, arXiv:2605.24461: 150 MW, 83,000 GB200 (secondary report)";

}  // namespace

const describe::RecordType& NetworkShare::description() {
  static const auto type =
      describe::record<NetworkShare>("share", "Network power as a share of all IT power.")
          .value("network_frac", &NetworkShare::network_frac, "scale-out network over all IT power",
                 {.min = 0, .max = 0.5, .source = kMeta, .grade = "press"})
          .build();
  return type;
}

const describe::RecordType& NetworkPorts::description() {
  static const auto type =
      describe::record<NetworkPorts>("ports", "Network power from port counts of a non-blocking folded Clos.")
          .value("ports_per_accelerator", &NetworkPorts::ports_per_accelerator,
                 "attached ports per accelerator at the rate of one switch port", {.min = 0, .max = 64})
          .value("tiers", &NetworkPorts::tiers, "tiers of switches", {.min = 1, .max = 4})
          .quantity("switch_port", "w", &NetworkPorts::switch_port, "switch power per port, without optics",
                    {.min = 0, .max = 500, .required = true})
          .quantity("optic", "w", &NetworkPorts::optic, "one optical transceiver at a switch port",
                    {.min = 0, .max = 100, .required = true})
          .build();
  return type;
}

const describe::RecordType& NetworkPower::description() {
  static const auto type =
      describe::record<NetworkPower>("network_power", "Scale-out network, storage and support servers.")
          .nested("network", &NetworkPower::network, "how network power is found")
          .value("storage_frac", &NetworkPower::storage_frac,
                 "storage racks over provisioned server power, beyond what support_frac holds",
                 {.min = 0, .max = 1})
          .value("support_frac", &NetworkPower::support_frac, "support servers over provisioned server power",
                 {.min = 0, .max = 1, .source = kMeta, .grade = "press"})
          .value("reference_cap_frac", &NetworkPower::reference_cap_frac,
                 "accelerator power cap over TDP at which these shares hold",
                 {.min = 0.1,
                  .max = 1,
                  .source = "Meta, arXiv:2605.24461: 960 W of 1,200 W",
                  .grade = "published"})
          .build();
  return type;
}

}  // namespace gw::power
