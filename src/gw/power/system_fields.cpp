#include "gw/describe/record.h"
#include "gw/power/system_response.h"

namespace gw::power {

const describe::RecordType& OscillationMode::description() {
  using M = OscillationMode;
  static const auto type =
      describe::record<M>("oscillation_mode", "An electromechanical mode of a power system.")
          .value("name", &M::name, "name of the mode")
          .quantity("frequency", "hz", &M::frequency, "natural frequency", {.min = 0.01, .max = 100, .required = true})
          .value("damping_frac", &M::damping_frac, "damping ratio", {.min = 0.001, .max = 1, .required = true})
          .value("participation", &M::participation,
                 "how much a swing at the load's bus shows in the mode, relative to the common mode", {.min = 0, .max = 100})
          .build();
  return type;
}

const describe::RecordType& GridSystem::description() {
  using G = GridSystem;
  static const auto type =
      describe::record<G>("grid_system", "A power system as one load sees it: frequency and oscillation.")
          .catalogue("grid_systems")
          .value("name", &G::name, "name for people")
          .quantity("nominal", "hz", &G::nominal, "nominal frequency", {.min = 16, .max = 400})
          .quantity("capacity", "mva", &G::capacity_mva, "rotating capacity in service", {.min = 1, .max = 1e7, .required = true})
          .quantity("inertia", "s", &G::inertia, "inertia constant on that capacity", {.min = 0.1, .max = 20})
          .value("damping", &G::damping, "per unit of load per unit of frequency", {.min = 0, .max = 10})
          .value("droop_frac", &G::droop_frac, "of the governors", {.min = 0.001, .max = 1})
          .value("governed_frac", &G::governed_frac, "share of the capacity whose governors answer", {.min = 0, .max = 1})
          .quantity("governor", "s", &G::governor, "time constant of governor and turbine", {.min = 0.01, .max = 100})
          .nested("modes", &G::modes, "oscillation modes seen at the load's bus")
          .quantity("limit", "hz", &G::limit, "frequency deviation that one load may cause", {.min = 0.0001, .max = 5})
          .build();
  return type;
}

}  // namespace gw::power
