#include "gw/describe/parse_text.h"

#include <fmt/format.h>

#include "gw/base/text.h"

namespace gw::describe::detail {
namespace {

constexpr std::size_t kLongestPrintedLine = 160;

}  // namespace

std::optional<std::string> clean_text(const std::string& bytes, const std::string& file,
                                      Diagnostics& diagnostics) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    diagnostics.error("GW1001", {file, 0, 0}, {}, "this is UTF-16 text", "save it as UTF-8");
    return {};
  }
  std::string out;
  out.reserve(bytes.size());
  int line = 1, column = 1;
  for (std::size_t i = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < bytes.size();) {
    const std::size_t length = utf8_length(std::string_view(bytes).substr(i));
    if (length == 0 || bytes[i] == '\0') {
      const char* what = length == 0 ? "this is not UTF-8 text" : "this is not text: it holds a zero byte";
      diagnostics.error("GW1001", {file, line, column}, {}, what);
      return {};
    }
    const bool carriage_return = bytes[i] == '\r';
    if (carriage_return && i + 1 < bytes.size() && bytes[i + 1] == '\n') {
      ++i;
      continue;
    }
    if (carriage_return)
      out += '\n';
    else
      out.append(bytes, i, length);
    column += int(length);
    if (out.back() == '\n') ++line, column = 1;
    i += length;
  }
  return out;
}

std::string source_line(const Location& where, const std::string& file,
                        const std::vector<std::string>& lines) {
  if (where.file != file || where.line < 1 || where.line > int(lines.size())) return {};
  if (where.column > int(kLongestPrintedLine)) return {};
  return clip(lines[std::size_t(where.line - 1)], kLongestPrintedLine);
}

std::string clip(const std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0u) == 0x80u) --bytes;
  return text.substr(0, bytes);
}

Diagnostics with_source_lines(const Diagnostics& diagnostics, const std::string& file,
                              const std::vector<std::string>& lines) {
  Diagnostics out;
  for (Diagnostic d : diagnostics.list()) {
    if (d.source_line.empty()) d.source_line = source_line(d.where, file, lines);
    out.add(std::move(d));
  }
  return out;
}

}  // namespace gw::describe::detail
