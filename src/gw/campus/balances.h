#pragma once
// Conservation: what goes in comes out. A broken balance fails the run.

#include <string>
#include <vector>

namespace gw::campus {

struct Simulation;

/// One conserved quantity over the horizon.
struct Balance {
  std::string name;        ///< "energy at the buses"
  double in = 0, out = 0;
  std::string unit;
  double residual_frac() const;
  bool holds() const;
};

/// Relative tolerance: rounding of sums over a horizon of hours.
inline constexpr double kBalanceTolerance = 1e-9;

/// Energy at the buses, energy in the halls, IT energy by part and by use, accelerator-hours, tokens, water, heat.
std::vector<Balance> balances(const Simulation& simulation);

}  // namespace gw::campus
