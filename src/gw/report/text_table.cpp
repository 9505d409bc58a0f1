#include "gw/report/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/base/text.h"

namespace gw::report {

std::size_t display_width(const std::string& text) {
  return std::size_t(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

std::string TextTable::text() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == widths.size()) widths.push_back(0);
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  std::string out;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string fill(widths[i] - display_width(row[i]), ' ');
      line += (i > 0 ? "  " : "") + (i < left_ ? row[i] + fill : fill + row[i]);
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + "\n";
  }
  return out;
}

std::string plain(double value) {
  constexpr double kLargest = 1e15;
  if (value != std::floor(value) || std::abs(value) >= kLargest) return significant(value);
  const int digits = int(fmt::format("{:.0f}", std::abs(value)).size());
  return significant(value, digits);
}

std::string percent(double value, double whole) {
  return fmt::format("{:.1f}", whole > 0 ? 100.0 * value / whole : 0.0);
}

}  // namespace gw::report
