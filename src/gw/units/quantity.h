#pragma once
// Physical and financial quantities as types.
//
// A quantity holds one double in SI-like base units (W, s, USD, byte, FLOP, K of difference, kg) and its
// dimension is part of the type, so `Energy e = 5.0 * MW;` does not compile and `price * energy` is Money.
// Build with a unit (`5.0 * MW`), read with a unit (`power.in(MW)`). There is no implicit double.
//
// Temperature points are a separate type, `Temperature` (temperature.h); only their difference is a Quantity.
// Source of conversion factors: NIST SP 811 (2008), appendix B; MMBtu is the International Table Btu.

#include <cmath>
#include <compare>

namespace gw {

/// Exponents of the seven base dimensions.
struct Dimension {
  int power = 0, time = 0, money = 0, bytes = 0, flops = 0, temperature = 0, mass = 0;
  friend constexpr bool operator==(const Dimension&, const Dimension&) = default;
};

constexpr Dimension operator+(Dimension a, Dimension b) {
  return {a.power + b.power, a.time + b.time,   a.money + b.money,
          a.bytes + b.bytes, a.flops + b.flops, a.temperature + b.temperature,
          a.mass + b.mass};
}
constexpr Dimension operator-(Dimension a, Dimension b) {
  return {a.power - b.power, a.time - b.time,   a.money - b.money,
          a.bytes - b.bytes, a.flops - b.flops, a.temperature - b.temperature,
          a.mass - b.mass};
}

/// One value of dimension D, in base units.
template <Dimension D>
class Quantity {
 public:
  static constexpr Dimension dimension = D;

  constexpr Quantity() = default;
  /// Value in base units: for boundaries (readers, writers) only; elsewhere multiply a number by a unit.
  static constexpr Quantity from_base(double value) { return Quantity(value); }
  /// This quantity counted in `unit`.
  constexpr double in(Quantity unit) const { return value_ / unit.value_; }
  constexpr double base() const { return value_; }

  constexpr Quantity operator-() const { return Quantity(-value_); }
  constexpr Quantity& operator+=(Quantity other) {
    value_ += other.value_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value_ -= other.value_;
    return *this;
  }
  constexpr Quantity& operator*=(double factor) {
    value_ *= factor;
    return *this;
  }
  constexpr Quantity& operator/=(double divisor) {
    value_ /= divisor;
    return *this;
  }

  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
  friend constexpr Quantity operator*(Quantity a, double factor) { return Quantity(a.value_ * factor); }
  friend constexpr Quantity operator*(double factor, Quantity a) { return Quantity(factor * a.value_); }
  friend constexpr Quantity operator/(Quantity a, double divisor) { return Quantity(a.value_ / divisor); }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

 private:
  constexpr explicit Quantity(double value) : value_(value) {}
  double value_ = 0.0;
};

/// Product of two quantities; a plain double when the dimensions cancel.
template <Dimension A, Dimension B>
constexpr auto operator*(Quantity<A> a, Quantity<B> b) {
  if constexpr (A + B == Dimension{})
    return a.base() * b.base();
  else
    return Quantity<A + B>::from_base(a.base() * b.base());
}
/// Ratio of two quantities; a plain double when they have the same dimension.
template <Dimension A, Dimension B>
constexpr auto operator/(Quantity<A> a, Quantity<B> b) {
  if constexpr (A == B)
    return a.base() / b.base();
  else
    return Quantity<A - B>::from_base(a.base() / b.base());
}
/// Reciprocal, e.g. 1.0 / time.
template <Dimension D>
constexpr auto operator/(double a, Quantity<D> b) {
  return Quantity<Dimension{} - D>::from_base(a / b.base());
}

template <Dimension D>
constexpr Quantity<D> abs(Quantity<D> a) {
  return a.base() < 0 ? -a : a;
}
template <Dimension D>
constexpr Quantity<D> min(Quantity<D> a, Quantity<D> b) {
  return b < a ? b : a;
}
template <Dimension D>
constexpr Quantity<D> max(Quantity<D> a, Quantity<D> b) {
  return a < b ? b : a;
}
template <Dimension D>
bool is_finite(Quantity<D> a) {
  return std::isfinite(a.base());
}

using Power = Quantity<Dimension{.power = 1}>;
using Time = Quantity<Dimension{.time = 1}>;
using Energy = Quantity<Dimension{.power = 1, .time = 1}>;
using Money = Quantity<Dimension{.money = 1}>;
using Bytes = Quantity<Dimension{.bytes = 1}>;
using Flops = Quantity<Dimension{.flops = 1}>;
using TemperatureDelta = Quantity<Dimension{.temperature = 1}>;
using Mass = Quantity<Dimension{.mass = 1}>;

using Bandwidth = Quantity<Dimension{.time = -1, .bytes = 1}>;
using FlopRate = Quantity<Dimension{.time = -1, .flops = 1}>;
using Frequency = Quantity<Dimension{.time = -1}>;
using PowerRamp = Quantity<Dimension{.power = 1, .time = -1}>;
using MassFlow = Quantity<Dimension{.time = -1, .mass = 1}>;
using EnergyPrice = Quantity<Dimension{.power = -1, .time = -1, .money = 1}>;
using PowerPrice = Quantity<Dimension{.power = -1, .money = 1}>;
using MoneyRate = Quantity<Dimension{.time = -1, .money = 1}>;
using EmissionFactor = Quantity<Dimension{.power = -1, .time = -1, .mass = 1}>;
using EnergyPerFlop = Quantity<Dimension{.power = 1, .time = 1, .flops = -1}>;
using EnergyPerByte = Quantity<Dimension{.power = 1, .time = 1, .bytes = -1}>;
using ThermalConductance = Quantity<Dimension{.power = 1, .temperature = -1}>;

inline namespace unit {
inline constexpr Power W = Power::from_base(1.0), kW = 1e3 * W, MW = 1e6 * W, GW = 1e9 * W;
inline constexpr Time s = Time::from_base(1.0), ms = 1e-3 * s, us = 1e-6 * s, ns = 1e-9 * s,
                      minute = 60.0 * s, hour = 3600.0 * s, day = 24.0 * hour;
/// Calendar-free year used for rates ($/kW-year, lives): 8,760 h, the utility convention.
inline constexpr Time year = 8760.0 * hour;
inline constexpr Energy J = W * s, kJ = 1e3 * J, Wh = W * hour, kWh = kW * hour, MWh = MW * hour,
                        GWh = GW * hour, TWh = 1e3 * GWh;
/// 1 Btu(IT) = 1055.05585262 J (NIST SP 811).
inline constexpr Energy MMBtu = 1055.05585262e6 * J;
inline constexpr Money USD = Money::from_base(1.0), kUSD = 1e3 * USD, MUSD = 1e6 * USD, BUSD = 1e9 * USD;
inline constexpr Bytes B = Bytes::from_base(1.0), kB = 1e3 * B, MB = 1e6 * B, GB = 1e9 * B, TB = 1e12 * B,
                       PB = 1e15 * B, KiB = 1024.0 * B, MiB = 1024.0 * KiB, GiB = 1024.0 * MiB;
inline constexpr Flops FLOP = Flops::from_base(1.0), TFLOP = 1e12 * FLOP, PFLOP = 1e15 * FLOP,
                       EFLOP = 1e18 * FLOP;
inline constexpr TemperatureDelta K = TemperatureDelta::from_base(1.0);
inline constexpr Mass kg = Mass::from_base(1.0), tonne = 1e3 * kg, lb = 0.45359237 * kg;
inline constexpr Frequency Hz = 1.0 / s;
}  // namespace unit

}  // namespace gw
