#include "gw/evidence/row.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gw/base/text.h"

namespace gw::evidence {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<double> parsed(std::string_view text) {
  if (text.empty()) return {};
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size() || !std::isfinite(value)) return {};
  return value;
}

}  // namespace

std::string_view Row::text(std::string_view column) const {
  const int at = table_->column(column);
  return at < 0 ? std::string_view{} : trimmed(row_->cells[std::size_t(at)]);
}

std::optional<double> Row::number(std::string_view column) const { return parsed(text(column)); }

std::int64_t Row::integer(std::string_view column, std::int64_t otherwise) const {
  const auto value = number(column);
  return value && std::abs(*value) < 9e15 ? std::int64_t(*value) : otherwise;
}

bool Row::mentions(std::string_view word) const {
  const std::string wanted = to_lower(word);
  const auto is_letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  for (const char* column : {"notes", "table_or_section", "source_title"}) {
    const std::string where = to_lower(text(column));
    for (std::size_t at = where.find(wanted); at != std::string::npos; at = where.find(wanted, at + 1)) {
      const std::size_t end = at + wanted.size();
      if ((at == 0 || !is_letter(where[at - 1])) && (end == where.size() || !is_letter(where[end])))
        return true;
    }
  }
  return false;
}

bool Row::table_prints(std::string_view column) const {
  const std::string_view source = text("source_title");
  for (std::size_t i = 0; i < table_->rows.size(); ++i) {
    const Row other(*table_, i);
    if (other.has(column) && other.text("source_title") == source) return true;
  }
  return false;
}

}  // namespace gw::evidence
