#pragma once
// Air-side economiser of an air loop: the air handlers take outdoor air in place of return air, and their chilled-water coil
// does what it leaves. The counterpart of the plate exchanger of water_cooled_chiller.h.
//
//   air through the coil:  m = heat / (cp * air_rise);  it leaves at T_off = T_supply less the rise of the handlers' fans
//   T_outdoor <= T_off     outdoor air is mixed with return air, the coil is idle (full)
//   T_off < T < T_return   all of the air is outdoor air, the coil takes (T - T_off) / (T_return - T_off) (partial)
//   T >= T_return          dampers closed: all of the air is return air (differential dry-bulb changeover)
// T after wetted media, where there are any. They wet no further than to the highest dew point.
//
// Integrated: all three. Parallel: full or none. Both only where that carries more, or takes less power, than the plant
// alone.
//
// Outdoor air outside its dew points keeps the dampers closed: too moist; or too dry where no media humidify it (mixing
// does not help, a hall has no source of moisture). In partial hours the coil stays dry: outdoor air with a dew point above
// the chilled water is not used.
//
// Sources: differential dry-bulb control and integrated operation, ASHRAE 90.1-2019, 6.5.1; dew points, ASHRAE TC 9.9, Thermal
// guidelines for data processing environments, 5th edition, 2021: recommended -9 to 15 C, class A1 allows up to 17 C.
//
// Neglected: leakage of closed dampers, upper limit of relative humidity, smoke and dust hours, heat of the relief fans to
// the hall.

#include "gw/cooling/outdoor.h"
#include "gw/cooling/rejection.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::cooling {

enum class AirEconomiserMode { integrated, parallel };

struct AirEconomiser {
  AirEconomiserMode mode = AirEconomiserMode::integrated;
  double media_effectiveness_frac = 0.0;                   ///< of the wet-bulb depression; 0 = no media
  Temperature dew_point_max = Temperature::celsius(15.0);  ///< of the supply air
  Temperature dew_point_min = Temperature::celsius(-9.0);  ///< of the supply air
  double fan_power_frac = 0.015;  ///< relief fans, filters and media of the outdoor path, over heat at design
  double fan_static_frac = 0.1;
  double minimum_fan_speed_frac = 0.15;
  double cycles_of_concentration = 3.0;
  static const describe::RecordType& description();
};

/// The air of a hall on its way through the handlers; temperatures in C.
struct HallAir {
  double off_coil_c = 0, return_c = 0;
  double water_c = 0;  ///< chilled water that comes to the coil
  double air_kg_per_s = 0;
  double flow_frac = 0;  ///< of the flow at the peak
};

/// What outdoor air does in an hour; all zero: dampers closed.
struct OutdoorShare {
  double free_frac = 0;        ///< of the heat of the air, taken by outdoor air; 1: the coil is idle
  double outdoor_frac = 0;     ///< of the air, from outdoors
  double water_kg_per_kg = 0;  ///< evaporated, per kg of the air
};

struct SizedAirEconomiser {
  AirEconomiser design;
  double supply_c = 27.0, air_rise_k = 12.0;  ///< of the air to the servers, and across them
  double fan_w = 0.0;                         ///< of the outdoor path at full flow
  double plant_frac = 1.0;                    ///< of the loop's peak heat, that the plant is sized for
};

/// Air that carries `heat_w` and its handlers' `fan_w`, W, above zero; `water_c` comes to the coil.
HallAir hall_air(const SizedAirEconomiser& economiser, double heat_w, double peak_w, double fan_w, double water_c);
/// Against the dew points, before media.
Moisture moisture_of(const AirEconomiser& design, const OutdoorAir& air);
OutdoorShare outdoor_share(const AirEconomiser& design, const HallAir& hall, const OutdoorAir& air);
/// Fan power and water of the outdoor path, and no more: heat and mode are the loop's.
PlantHour run_outdoor_path(const SizedAirEconomiser& economiser, const HallAir& hall, const OutdoorShare& share);

}  // namespace gw::cooling
