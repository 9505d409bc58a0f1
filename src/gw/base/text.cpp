#include "gw/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace gw {
namespace {

std::string group_thousands(std::string digits) {
  const std::size_t dot = digits.find('.');
  const std::size_t whole = dot == std::string::npos ? digits.size() : dot;
  const std::size_t start = digits.starts_with('-') ? 1 : 0;
  for (std::size_t i = whole; i > start + 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;  // U+0080 to U+009F, two bytes in UTF-8
    else if ((byte >= 0x20 && byte != 0x7F) || byte == '\n') out += text[i];
  }
  return out;
}

std::string to_lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return out;
}

int edit_distance(std::string_view first, std::string_view second) {
  const std::string a = to_lower(first), b = to_lower(second);
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1, 0));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = int(i);
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = int(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::string nearest_name(std::string_view name, std::span<const std::string> candidates) {
  constexpr std::size_t kLongestName = 200;  // a longer "name" is not a slip of the hand
  if (name.size() > kLongestName) return {};
  // A name cut short ("h100") means the shortest that goes on from it, not one a letter away ("h200").
  constexpr std::size_t kTellingPrefix = 3;
  std::string best;
  for (const std::string& candidate : candidates)
    if (name.size() >= kTellingPrefix && candidate.size() > name.size() && candidate.starts_with(name) &&
        (best.empty() || candidate.size() < best.size()))
      best = candidate;
  if (!best.empty()) return best;
  int best_distance = int(name.size()) / 3 + 2;
  for (const std::string& candidate : candidates) {
    const int distance = edit_distance(name, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates) {
  const std::string best = nearest_name(name, candidates);
  return best.empty() ? "" : fmt::format("did you mean '{}'?", best);
}

std::string list_names(std::span<const std::string> names, std::size_t limit) {
  const std::size_t shown = std::min(limit, names.size());
  std::string out = fmt::format("{}", fmt::join(names.first(shown), ", "));
  if (names.size() > shown) out += fmt::format(" and {} more", names.size() - shown);
  return out;
}

std::string significant(double value, int digits) {
  if (value == 0.0) return "0";
  if (!std::isfinite(value)) return fmt::format("{}", value);
  int exponent = int(std::floor(std::log10(std::abs(value))));
  // Not std::stod: it throws on subnormal numbers and follows the locale.
  const std::string text = fmt::format("{:.{}e}", value, digits - 1);
  double rounded = value;
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  exponent = int(std::floor(std::log10(std::abs(rounded)) + 1e-12));
  if (exponent < -4 || exponent >= 12) return fmt::format("{:.{}e}", value, digits - 1);
  const int decimals = std::max(0, digits - 1 - exponent);
  return group_thousands(fmt::format("{:.{}f}", rounded, decimals));
}

std::string_view trim(std::string_view text) {
  // Blanks are ' ' and \t \n \v \f \r, which lie in one row.
  const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned lead = byte(0);
  if (text.empty()) return 0;
  if (lead < 0x80u) return 1;
  if (lead >= 0xC2u && lead <= 0xDFu) return follows(1) ? 2 : 0;
  if (lead >= 0xE0u && lead <= 0xEFu) {
    // No overlong forms, no surrogates.
    if ((lead == 0xE0u && byte(1) < 0xA0u) || (lead == 0xEDu && byte(1) > 0x9Fu)) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0u && lead <= 0xF4u) {
    if ((lead == 0xF0u && byte(1) < 0x90u) || (lead == 0xF4u && byte(1) > 0x8Fu)) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != separator) continue;
    out.emplace_back(text.substr(start, i - start));
    start = i + 1;
  }
  return out;
}

}  // namespace gw
