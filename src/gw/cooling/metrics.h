#pragma once
// The key performance indicators of the ISO/IEC 30134 family, with the boundary they are stated for.
//
// PUE  = E_DC / E_IT, annual                        [ISO/IEC 30134-2:2016 = EN 50600-4-2]
// WUE  = site water over the year / E_IT, L/kWh     [ISO/IEC 30134-9:2022]
// CUE  = CO2-equivalent of E_DC / E_IT, kg/kWh      [ISO/IEC 30134-8:2022]
// ERF  = reused energy / E_DC                       [ISO/IEC 30134-6:2021]
// REF  = renewable energy used / E_DC               [ISO/IEC 30134-3:2016]
//
// Boundary: the data centre from the point where electricity enters it. Generation on the campus stands
// outside the boundary and is metered at its output; its fuel is no part of E_DC, its losses before the meter
// neither. E_DC holds IT, conversion losses, cooling, lighting and everything else behind that meter. E_IT is
// metered by category: 1 (basic) at the UPS output, 2 (intermediate) at the distribution-unit output, 3
// (advanced) at the input of the IT equipment; gigawatt's IT energy is at the input of the IT equipment (rack
// power-shelf input): category 3.
//
// Anything but a whole year, or a part of the centre, is not a PUE: it is
// named interim (iPUE) or partial (pPUE).

#include <string>

#include "gw/units/quantity.h"

namespace gw::cooling {

enum class PueCategory { basic = 1, intermediate = 2, advanced = 3 };

/// Annual energies behind the boundary.
struct FacilityEnergy {
  Energy it;            ///< at the point of the category
  Energy cooling;       ///< fans, pumps, compressors
  Energy power_losses;  ///< conversion and distribution, from the boundary to the IT point
  Energy other;         ///< lighting, offices, security
  Energy total() const { return it + cooling + power_losses + other; }
};

/// NaN never: without IT energy the ratio is undefined and 0 is returned with `defined` false.
struct Indicator {
  double value = 0.0;
  bool defined = false;
  std::string name;      ///< "PUE3", "iPUE3", "pPUE (cooling)", "WUE"
  std::string boundary;  ///< one sentence
};

/// PUE; named iPUE when `period` is not a year (8,760 or 8,784 h).
Indicator pue(const FacilityEnergy& energy, Time period, PueCategory category = PueCategory::advanced);
/// Partial PUE of the cooling sub-system: (E_IT + E_cooling) / E_IT.
Indicator cooling_ppue(const FacilityEnergy& energy, PueCategory category = PueCategory::advanced);
/// WUE in L/kWh (1 kg of water = 1 L).
Indicator wue(Mass site_water, Energy it);
/// CUE in kg CO2e per kWh of IT.
Indicator cue(Mass co2e, Energy it);
/// ERF: reused energy over all energy of the centre.
Indicator erf(Energy reused, const FacilityEnergy& energy);

}  // namespace gw::cooling
