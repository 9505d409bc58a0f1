#pragma once
// What a plant's numbers may not say, at any load, weather, site or wind: for rows of the catalogue and a
// user's own alike
// (`gw check --physics`).
//
//   first law  heat of the fuel >= electricity made (1 MWh = 3.412142 MMBtu); a battery gives back no more than it
//              took, either way; a solar plant no more than its modules make
//   load       fuel rises with output, heat rate does not
//   weather    a unit's limit does not rise with the air's temperature or the site's height, and is positive
//   wind       output from cut-in to rated speed does not fall, stays within the nameplate, is zero beyond cut-out
//   sun        nothing in the dark, more light (to 1,000 W/m2) no less, warmer air no more, at most the inverters' rating
//
// The grid: output from minimum load to full by twentieths; -20 to 45 C by 5 K; 0 to 3 km by 500 m; wind 0 to 40 m/s
// by 0.5; 0 to 1,400 W/m2 by 20.

#include <string>
#include <vector>

#include "gw/supply/source.h"

namespace gw::supply {

/// 1 MWh in MMBtu of the International Table [ISO 80000-5].
inline constexpr double kMmbtuPerMwh = 3.412142;

struct SourceSweep {
  int points = 0;
  std::vector<std::string> problems;  ///< each rule once, at the first point found; empty = sound
};

SourceSweep sweep_physics(const Source& source);

}  // namespace gw::supply
