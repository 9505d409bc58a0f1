#pragma once
// A battery at its AC terminals.
//
//   E(t+1) = E(t) + eta_c charge - discharge/eta_d,   min_state Emax <= E <= Emax
//   Emax(t) = energy ((1 - f)^years - w cycles),      cycles = sum of (discharge/eta_d) / energy
// eta_c eta_d the AC-to-AC round-trip efficiency, split evenly unless one is given; charge and discharge limited to
// `power` x availability; f fade per year of service, w per full equivalent cycle. What no longer fits as Emax falls is
// lost. Neglected: self-discharge, auxiliary load, power limits near full and empty, depth of discharge and
// temperature in the fade.

#include <optional>

#include "gw/supply/source_common.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::supply {

/// What the battery is for. In every use it takes surplus that would be curtailed and covers shortages.
enum class BatteryUse {
  backup,       ///< kept full from spare capacity; discharges only when the bus would be short
  shift,        ///< charges from surplus only; discharges as soon as other sources would have to run
  peak_shaving,  ///< holds the bus's net load at or below `peak_target`, recharges below it
  price          ///< energy arbitrage: charges in the cheapest hours ahead, discharges in the dearest (price_schedule.h)
};

/// `kind: battery`, catalogue folder `storage`.
struct Battery : SourceCommon {
  Battery();
  Power power;    ///< charge and discharge
  Energy energy;  ///< usable at the cells when full
  /// Usable energy lost each year of service; 0: augmented, as the fixed O&M of NREL ATB pays for.
  double fade_per_year_frac = 0;
  double fade_per_cycle_frac = 0;  ///< share of `energy` lost with each full equivalent cycle
  double round_trip_efficiency_frac = 0.85;
  std::optional<double> charge_efficiency_frac = {};  ///< AC to cells; absent = root of the round trip
  double initial_state_frac = 1.0;
  double min_state_frac = 0.05;
  double availability_frac = 0.974;
  double capex_usd_per_kwh = 0;  ///< besides capex_usd_per_kw
  BatteryUse use = BatteryUse::backup;
  Power peak_target;  ///< peak_shaving only
  static const describe::RecordType& description();

  double charge_efficiency() const;     ///< AC to cells
  double discharge_efficiency() const;  ///< cells to AC: the rest of the round trip
  /// Of a MWh out of the cells: the share of them that its part of a cycle takes, at their capital cost.
  double wear_usd_per_mwh() const { return fade_per_cycle_frac * 1e3 * capex_usd_per_kwh; }
  /// What it holds when full on a day: `energy` less the fade of whole and part years of service (new
  /// where no day of it is given); what cycles take is not in it.
  double full_mwh(Date day) const;
};

}  // namespace gw::supply
