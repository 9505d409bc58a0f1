#include "gw/base/diagnostics.h"

#include <fmt/format.h>

#include <algorithm>

namespace gw {
namespace {

std::string place(const Location& where) {
  if (where.line == 0) return where.file;
  return fmt::format("{}:{}:{}", where.file, where.line, where.column);
}

// The caret line. Columns count bytes: tabs are kept and the later bytes of a UTF-8 character take no room,
// so that the caret stays under its character.
std::string caret(const Diagnostic& d) {
  std::string out;
  for (int i = 1; i < d.where.column && i <= int(d.source_line.size()); ++i) {
    const char c = d.source_line[std::size_t(i - 1)];
    if ((static_cast<unsigned char>(c) & 0xC0u) != 0x80u) out += c == '\t' ? '\t' : ' ';
  }
  return out + '^';
}

std::string render_one(const Diagnostic& d) {
  const char* word = d.severity == Severity::error ? "error" : "warning";
  std::string out =
      fmt::format("{}{}{}[{}]: ", place(d.where), d.where.file.empty() ? "" : ": ", word, d.code);
  if (!d.path.empty()) out += d.path + ": ";
  out += d.message;
  if (!d.hint.empty()) out += "; " + d.hint;
  out += '\n';
  if (!d.source_line.empty() && d.where.line > 0)
    out += fmt::format("{:>5} | {}\n      | {}\n", d.where.line, d.source_line, caret(d));
  return out;
}

}  // namespace

void Diagnostics::error(std::string code, Location where, std::string path, std::string message,
                        std::string hint) {
  add({Severity::error,
       std::move(code),
       std::move(where),
       std::move(path),
       std::move(message),
       std::move(hint),
       {}});
}

void Diagnostics::warning(std::string code, Location where, std::string path, std::string message,
                          std::string hint) {
  add({Severity::warning,
       std::move(code),
       std::move(where),
       std::move(path),
       std::move(message),
       std::move(hint),
       {}});
}

void Diagnostics::append(const Diagnostics& other) {
  list_.insert(list_.end(), other.list_.begin(), other.list_.end());
}

bool Diagnostics::has_errors() const {
  return std::ranges::any_of(list_, [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::string Diagnostics::render(std::size_t cap) const {
  std::string out;
  const std::size_t shown = std::min(cap, list_.size());
  for (std::size_t i = 0; i < shown; ++i) out += render_one(list_[i]);
  if (list_.size() > shown) out += fmt::format("... and {} more\n", list_.size() - shown);
  return out;
}

}  // namespace gw
