#pragma once
// Text helpers shared by messages and tables.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gw {

/// Damerau-Levenshtein distance (optimal string alignment), case-insensitive.
int edit_distance(std::string_view a, std::string_view b);
/// The candidate nearest to `name`, or "" when none is near (distance above a third of the length + 1).
std::string nearest_name(std::string_view name, std::span<const std::string> candidates);
/// "did you mean 'racks'?" or "".
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);
/// "a, b, c" - at most `limit`, then "and 12 more".
std::string list_names(std::span<const std::string> names, std::size_t limit = 12);
/// `value` with `digits` significant digits, no exponent from 1e-4 to 1e12, thousands grouped with commas.
std::string significant(double value, int digits = 4);
/// Without control characters (escape sequences of a foreign file would reach the terminal); line breaks stay.
std::string printable(std::string_view text);
std::string to_lower(std::string_view text);
/// Without white space at either end.
std::string_view trim(std::string_view text);
/// Length of the UTF-8 sequence at the start of `text`, or 0 when it is not one [RFC 3629, section 4].
std::size_t utf8_length(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace gw
