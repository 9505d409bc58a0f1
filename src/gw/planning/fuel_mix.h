#pragma once
// Emission rate and carbon-free share of a grid from its generation by fuel.
//
//   rate = sum(G_f e_f) / sum(G_f);  carbon-free share = (nuclear + hydro + geothermal + wind + solar) / sum(G_f)
// G_f net generation of the hour, negative (pumping) taken as 0; e_f mean rate of US plants of a fuel: EIA, "How much carbon
// dioxide is produced per kilowatthour of U.S. electricity generation", 2023 (coal 2.31, gas 0.96 lb/kWh, petroleum 20 million
// short tons over 16,233 million kWh). Stack emissions only; imports, losses and upstream methane are neglected: a rate of what
// is generated, not of what is consumed. "Other" has the US mean rate (0.81 lb/kWh) and is not counted as carbon-free: assumed.
// Geothermal plants burn nothing; what their wells vent is neglected. Storage is no fuel: what it gives back was generated
// before, and its losses are neglected.

#include <array>
#include <optional>

namespace gw::planning {

enum class Fuel { coal, gas, oil, nuclear, hydro, geothermal, solar, wind, other };
inline constexpr int kFuels = 9;

inline constexpr double kKgPerLb = 0.45359237;
/// kg/MWh, by Fuel.
inline constexpr std::array<double, kFuels> kFuelKgPerMwh = {
    2310 * kKgPerLb, 960 * kKgPerLb, 20e6 * 2000 / 16'233e3 * kKgPerLb, 0, 0, 0, 0, 0, 810 * kKgPerLb};

struct MixRate {
  double kg_per_mwh = 0, carbon_free_frac = 0;
};

/// Nothing when nothing was generated.
inline std::optional<MixRate> rate_of_mix(const std::array<double, kFuels>& generation_mwh) {
  double total = 0, kg = 0, free = 0;
  for (int f = 0; f < kFuels; ++f) {
    const double mwh = generation_mwh[std::size_t(f)] > 0 ? generation_mwh[std::size_t(f)] : 0.0;
    total += mwh;
    kg += mwh * kFuelKgPerMwh[std::size_t(f)];
    if (kFuelKgPerMwh[std::size_t(f)] == 0) free += mwh;
  }
  if (!(total > 0)) return {};
  return MixRate{kg / total, free / total};
}

}  // namespace gw::planning
