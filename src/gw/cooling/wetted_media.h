#pragma once
// Outdoor air on its way to a hall: cooled and humidified by wetted media, mixed with return air when cold.
//
//   direct evaporation along constant wet bulb: T = max(T_set, T_db - effectiveness * (T_db - T_wb))
//   mixing: share x of outdoor air with x (h_return - h_outdoor) = heat per kg of supply air
//
// Source: ASHRAE Handbook - HVAC Systems and Equipment, "Evaporative air-cooling equipment".

#include "gw/cooling/outdoor.h"
#include "gw/cooling/rejection.h"

namespace gw::cooling {

/// Air after the media: the set temperature, or what full evaporation reaches when that is warmer, C.
double media_air_c(double effectiveness_frac, double set_c, const OutdoorAir& air);
/// Water that brings outdoor air to this supply temperature along its wet bulb, and to this least humidity ratio
/// at the least, kg per kg of air.
double media_water_kg_per_kg(double supply_c, double least_humidity_ratio, const OutdoorAir& air);
/// Share of outdoor air, colder than the supply, in supply air of this humidity ratio that takes
/// `heat_j_per_kg` on its way to return_c.
double outdoor_air_frac(double heat_j_per_kg, double return_c, double humidity_ratio, const OutdoorAir& air);

}  // namespace gw::cooling
