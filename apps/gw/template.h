#pragma once
// The campus files that `gw init` writes: shipped ones, built into the program.

#include <string_view>

namespace gw::app {

std::string_view campus_template();  ///< tiny.yaml
std::string_view plant_template();   ///< plant-200mw.yaml

}  // namespace gw::app
