#pragma once
// Counter-based random numbers: a draw is a pure function of (seed, stream, index), so results do not depend
// on thread count or on who drew first.
//
// Philox 4x32-10 [Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC'11].

#include <array>
#include <cstdint>
#include <string_view>

namespace gw {

/// The Philox 4x32-10 block function.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// A stable 64-bit hash of a name (FNV-1a), to key a component class: stream_id("supply.outage").
constexpr std::uint64_t stream_id(std::string_view name) {
  std::uint64_t hash = 14695981039346656037ull;
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

/// Draws of one component: component class `stream`, component number `component`.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream, std::uint64_t component)
      : seed_(seed), stream_(stream), component_(component) {}
  /// Next draw, uniform in (0, 1): never exactly 0 or 1.
  double uniform();
  /// Exponential with mean 1.
  double exponential();
  /// Standard normal (Box-Muller).
  double normal();

 private:
  std::uint64_t seed_, stream_, component_, draw_ = 0;
};

}  // namespace gw
