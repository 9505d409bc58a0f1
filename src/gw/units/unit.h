#pragma once
// Named units: the bridge between text ("2.26 GW", key suffix `_mw`) and a Quantity.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gw/units/quantity.h"

namespace gw {

/// A unit as people write it. `factor` converts one of it to the base unit of its dimension.
/// Temperature points use `offset` too: base = value * factor + offset (kelvin).
struct Unit {
  const char* symbol;  ///< as printed: "MW", "USD/MWh"
  const char* suffix;  ///< as a key ends: "mw", "usd_per_mwh"
  Dimension dimension;
  double factor = 1.0;
  double offset = 0.0;
  bool point = false;  ///< a temperature point, not a difference
};

/// All known units, ordered by dimension.
const std::vector<Unit>& all_units();
/// The unit with this suffix ("mw"); aborts if there is none (a programmer error: suffixes are literals).
const Unit& unit_by_suffix(std::string_view suffix);
/// The unit written so ("MW", "USD/MWh"); nullptr if unknown. Case matters (MW is not mW).
const Unit* find_unit(std::string_view symbol);
/// The unit whose suffix ends this key ("power_mw" -> MW): the longest that fits; nullptr if none.
const Unit* unit_at_end_of_key(std::string_view key);

/// A number with or without a unit.
struct ParsedNumber {
  double value = 0.0;
  std::string unit;  ///< empty when the text was a bare number
};
/// "1.05 GW", "1_000", "1e6 USD", "85 %". Nothing if the text is not a number followed by at most one unit.
/// NaN and infinities are refused.
std::optional<ParsedNumber> parse_number(std::string_view text);

}  // namespace gw
