#pragma once
// Aligned tables for terminals: the first columns to the left, numbers to the right, two spaces between.

#include <string>
#include <vector>

namespace gw::report {

class TextTable {
 public:
  /// `left` columns are aligned to the left.
  explicit TextTable(std::size_t left = 1) : left_(left) {}
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::string text() const;

 private:
  std::size_t left_;
  std::vector<std::vector<std::string>> rows_;
};

/// Cells on the screen: bytes of UTF-8 that begin a character.
std::size_t display_width(const std::string& text);

/// A whole number with commas: "1,024"; any other with four digits.
std::string plain(double value);
/// `value` over `whole` in percent with one decimal: "49.6"; "0.0" when `whole` is 0.
std::string percent(double value, double whole);

}  // namespace gw::report
