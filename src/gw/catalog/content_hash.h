#pragma once
// A stable fingerprint of content, for results that must name the data they came from. Not cryptographic.

#include <string>
#include <string_view>

namespace gw::catalog {

/// 128-bit FNV-1a [Fowler, Noll, Vo; IETF draft-eastlake-fnv], fed piece by piece.
class ContentHash {
 public:
  void add(std::string_view bytes);
  /// 32 lower-case hex digits.
  std::string hex() const;

 private:
  // Offset basis 144066263297769815596495629667062367629.
  unsigned __int128 state_ =
      (static_cast<unsigned __int128>(0x6c62272e07bb0142ull) << 64) | 0x62b821756295c58dull;
};

}  // namespace gw::catalog
