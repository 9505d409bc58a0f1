#pragma once
// A temperature point. Points do not add; their difference is a TemperatureDelta.

#include <compare>

#include "gw/units/quantity.h"

namespace gw {

/// Thermodynamic temperature, held in kelvin.
class Temperature {
 public:
  constexpr Temperature() = default;
  static constexpr Temperature kelvin(double value) { return Temperature(value); }
  static constexpr Temperature celsius(double value) { return Temperature(value + 273.15); }
  constexpr double in_celsius() const { return kelvin_ - 273.15; }
  constexpr double in_kelvin() const { return kelvin_; }

  friend constexpr Temperature operator+(Temperature a, TemperatureDelta b) {
    return Temperature(a.kelvin_ + b.base());
  }
  friend constexpr Temperature operator-(Temperature a, TemperatureDelta b) {
    return Temperature(a.kelvin_ - b.base());
  }
  friend constexpr TemperatureDelta operator-(Temperature a, Temperature b) {
    return TemperatureDelta::from_base(a.kelvin_ - b.kelvin_);
  }
  friend constexpr auto operator<=>(Temperature, Temperature) = default;

 private:
  constexpr explicit Temperature(double kelvin) : kelvin_(kelvin) {}
  double kelvin_ = 273.15;
};

}  // namespace gw
