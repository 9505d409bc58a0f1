#include "gw/catalog/content_hash.h"

#include <fmt/format.h>

#include <cstdint>

namespace gw::catalog {

void ContentHash::add(std::string_view bytes) {
  constexpr unsigned __int128 kPrime = (static_cast<unsigned __int128>(1) << 88) + 0x13b;
  for (const char c : bytes) state_ = (state_ ^ static_cast<unsigned char>(c)) * kPrime;
}

std::string ContentHash::hex() const {
  return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(state_ >> 64),
                     static_cast<std::uint64_t>(state_));
}

}  // namespace gw::catalog
