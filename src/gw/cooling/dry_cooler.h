#pragma once
// Dry cooler: a closed liquid loop rejects its heat to outdoor air through finned coils.
//
// Effectiveness-NTU, counterflow [Incropera, Fundamentals of Heat and Mass Transfer, ch. 11]; the fluid's
// supply and return temperatures are held, the air flow follows the heat:
//   q / m_air = e * c_air * (T_return - T_air),  e = (1 - exp(-NTU (1 - c))) / (1 - c exp(-NTU (1 - c))),
//   c = c_air * range / (q / m_air),  NTU = NTU_selection * (fluid-to-air flow ratio / at selection)^0.4.
// NTU_selection follows from the selection: approach, range and the ratio of air to fluid heat capacity
// rates.
//
// Fans by the affinity laws with a static share.
//
// Valid: fluid above freezing or with glycol.
//
// Neglected: sun, wind, recirculation of warm air between coolers, change of air density over the year.

#include "gw/cooling/rejection.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::cooling {

struct DryCooler {
  TemperatureDelta approach = 8.0 * unit::K;  ///< leaving fluid above entering air at selection, full fans
  TemperatureDelta minimum_approach = 3.0 * unit::K;  ///< smallest approach the sizing may choose
  double air_capacity_ratio = 1.0;  ///< air heat-capacity rate over the fluid's, at selection
  double fan_power_frac = 0.018;    ///< fan power over heat at selection
  double fan_static_frac = 0.05;    ///< share of fan pressure that does not fall with flow
  double minimum_fan_speed_frac = 0.15;
  static const describe::RecordType& description();
};

/// A dry cooler bank of a known air flow.
struct SizedDryCooler {
  DryCooler design;
  double ntu = 1.0;                        ///< at the selection's flow ratio
  double selection_uptake_j_per_kg = 1.0;  ///< heat per kg of air at selection
  double air_kg_per_s = 0.0;               ///< at full fan speed
  double fan_w = 0.0;                      ///< at full fan speed
};

SizedDryCooler size_dry_cooler(const DryCooler& design, const LoopDuty& duty, const DesignConditions& hottest,
                               SizingNotes& notes);
/// Operation with the fluid held at the duty's temperatures; `air_c` is the air entering the coil.
PlantHour run_dry_cooler(const SizedDryCooler& plant, const LoopDuty& duty, double air_c);
/// Heat per kg of air that holds supply_c with air of air_c; 0 when the air is not colder than the supply.
double dry_uptake_j_per_kg(const SizedDryCooler& plant, double supply_c, double return_c, double air_c);
/// Heat taken out of a fluid flow (duty's heat over its range) by full fans, however far it cools it; at most
/// the duty's heat. The partial mode of an economiser.
double dry_precooling_w(const SizedDryCooler& plant, const LoopDuty& duty, double air_c);

}  // namespace gw::cooling
