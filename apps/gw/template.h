#pragma once
// The campus file that `gw init` writes: the shipped tiny.yaml, built into the program.

#include <string_view>

namespace gw::app {

std::string_view campus_template();

}  // namespace gw::app
