#include "gw/base/random.h"

#include <cmath>
#include <numbers>

namespace gw {
namespace {

// Multipliers and Weyl constants of Philox 4x32 [Salmon et al. 2011, table 2 and section 3.3].
constexpr std::uint32_t kMultiplier0 = 0xD2511F53u, kMultiplier1 = 0xCD9E8D57u;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9u, kWeyl1 = 0xBB67AE85u;

std::uint64_t mix(std::uint64_t x) {  // splitmix64 finaliser: spreads seed and stream over the key
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t(kMultiplier0) * c[0];
    const std::uint64_t p1 = std::uint64_t(kMultiplier1) * c[2];
    c = {std::uint32_t(p1 >> 32) ^ c[1] ^ key[0], std::uint32_t(p1), std::uint32_t(p0 >> 32) ^ c[3] ^ key[1],
         std::uint32_t(p0)};
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  return c;
}

double Random::uniform() {
  const std::uint64_t key = mix(seed_ ^ mix(stream_));
  const auto block = philox({std::uint32_t(draw_), std::uint32_t(draw_ >> 32), std::uint32_t(component_),
                             std::uint32_t(component_ >> 32)},
                            {std::uint32_t(key), std::uint32_t(key >> 32)});
  ++draw_;
  const std::uint64_t bits = (std::uint64_t(block[0]) << 32 | block[1]) >> 12;  // 52 bits
  return (double(bits) + 0.5) * 0x1p-52;
}

double Random::exponential() { return -std::log(uniform()); }

double Random::normal() {
  const double radius = std::sqrt(-2.0 * std::log(uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

}  // namespace gw
