#pragma once
// What every heat-rejection plant is asked and answers. Plain doubles: this is the inner loop of a year.

#include <string>
#include <vector>

#include "gw/cooling/outdoor.h"
#include "gw/units/quantity.h"

namespace gw::cooling {

/// What a loop asks of its plant: cool this heat from return_c to supply_c.
struct LoopDuty {
  double supply_c = 20.0;
  double return_c = 30.0;
  double heat_w = 0.0;    ///< heat reaching the plant, pumps and air-handler fans of the loop included
  double design_w = 0.0;  ///< largest heat the plant was sized for (all installed units, spares included)
  double range_k() const { return return_c - supply_c; }
};

/// Free cooling: `full` - no compressor ran; `partial` - the economiser pre-cooled; `none` - compressor only
/// or idle plant without any. Plants without compressors are always `full` while they carry heat.
enum class Economiser { none, partial, full };
const char* to_string(Economiser mode);

/// Outdoor air that goes through a hall, against the dew points it may have there.
enum class Moisture { within, too_moist, too_dry };

/// What one plant did in one hour, as means over the hour.
struct PlantHour {
  double carried_w = 0.0;  ///< loop heat taken; the rest of the duty is unmet
  double fan_w = 0.0, pump_w = 0.0, compressor_w = 0.0;
  double rejected_w = 0.0;  ///< to the atmosphere: carried heat and all power of the plant
  double evaporated_kg_per_s = 0.0, drift_kg_per_s = 0.0, blowdown_kg_per_s = 0.0;
  Economiser mode = Economiser::none;
  bool outside_curves = false;  ///< a fitted curve was clamped to its validity box
  Moisture moisture = Moisture::within;  ///< of plants that bring outdoor air to the hall
  double power_w() const { return fan_w + pump_w + compressor_w; }
  double water_kg_per_s() const { return evaporated_kg_per_s + drift_kg_per_s + blowdown_kg_per_s; }
};

/// Something the sizing could not do: the loop, what binds, and by how much.
struct SizingShortfall {
  std::string loop;     ///< "liquid" or "air"
  std::string binding;  ///< one sentence
  TemperatureDelta by;  ///< how much warmer the supply would have to be; zero when no warmer supply helps
};

struct SizingNotes {
  std::string loop;
  std::vector<SizingShortfall> shortfalls{};
  std::vector<std::string> warnings{};
};

}  // namespace gw::cooling
