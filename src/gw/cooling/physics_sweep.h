#pragma once
// A sized plant put through every weather and load it may meet, and what in its answers cannot be.
//
//   balance    heat + fans + pumps + compressors = rejected + unmet, to 1e-9 of it; nothing negative, nothing undefined
//   load       at one weather, power does not fall as heat rises while the heat is carried
//   weather    at one heat and relative humidity, power does not fall as the dry bulb rises while the heat is carried
//              (both but for the step at which a closed-circuit tower turns its sprays on, and that at which outdoor air is no
//              longer too dry for an air-side economiser)
//   limits     no heat goes to air that is not colder: dry coolers by the dry bulb, towers and wetted coolers by the wet bulb;
//              outdoor air of an economiser by the hall's return and its dew points;
//              water is only used by plants that wet; compressors only run in plants that have them
//
// The grid: dry bulb -20 to 45 C by 5 K, relative humidity 20, 50 and 90 %, heat 0 to 100 % of the peak by tenths, of each loop
// alone and of both together. For rows of the catalogue and a user's own alike (`gw check --physics`).

#include <string>
#include <vector>

#include "gw/cooling/plant.h"

namespace gw::cooling {

struct PhysicsSweep {
  int points = 0;
  std::vector<std::string> problems;  ///< each rule once a loop, at the worst point found; empty = sound
};

PhysicsSweep sweep_physics(const CoolingPlantSized& plant);

}  // namespace gw::cooling
