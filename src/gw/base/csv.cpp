#include "gw/base/csv.h"

#include <fmt/format.h>

#include <algorithm>

namespace gw {
namespace {

constexpr const char* kCode = "GW1402";
constexpr std::size_t kMostErrors = 20;

/// Reads one record at a time.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }
  bool done() const { return at_ >= text_.size(); }
  int line() const { return line_; }

  void skip_comments() {
    while (!done() && text_[at_] == '#') {
      const std::size_t end = text_.find('\n', at_);
      at_ = end == std::string_view::npos ? text_.size() : end + 1;
      ++line_;
    }
  }

  /// False: the file ended inside quotes.
  bool record(std::vector<std::string>& cells) {
    cells.assign(1, {});
    while (!done()) {
      const char c = text_[at_++];
      if (c == '"' && cells.back().empty()) {
        if (!quoted(cells.back())) return false;
      } else if (c == ',') {
        cells.emplace_back();
      } else if (c == '\n') {
        ++line_;
        break;
      } else if (c != '\r' || done() || text_[at_] != '\n') {
        cells.back().push_back(c);
      }
    }
    return true;
  }

 private:
  bool quoted(std::string& cell) {
    while (!done()) {
      const char c = text_[at_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        cell.push_back(c);
      } else if (!done() && text_[at_] == '"') {
        cell.push_back(c);
        ++at_;
      } else {
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

bool blank(const std::vector<std::string>& cells) { return cells.size() == 1 && cells.front().empty(); }

void check_header(const CsvTable& table, Diagnostics& problems) {
  for (std::size_t i = 0; i < table.header.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (table.header[i] == table.header[j])
        problems.error(kCode, {table.file, 1, 1}, "", fmt::format("column '{}' appears twice", table.header[i]));
}

}  // namespace

int CsvTable::column(std::string_view name) const {
  const auto found = std::ranges::find(header, name);
  return found == header.end() ? -1 : int(found - header.begin());
}

Result<CsvTable> parse_csv(std::string_view text, std::string file) {
  Diagnostics problems;
  CsvTable table;
  table.file = std::move(file);
  if (text.find('\0') != std::string_view::npos)
    problems.error(kCode, {table.file, 0, 0}, "", "not a text file: it holds a NUL byte");
  Scanner scanner(text);
  scanner.skip_comments();
  if (scanner.done()) problems.error(kCode, {table.file, 1, 1}, "", "expected a header line, found nothing");
  if (problems.has_errors()) return problems;
  const bool closed_header = scanner.record(table.header);
  check_header(table, problems);
  bool closed = closed_header;
  while (closed && !scanner.done() && problems.list().size() < kMostErrors) {
    CsvTable::Row row{.line = scanner.line(), .cells = {}};
    closed = scanner.record(row.cells);
    if (blank(row.cells) && closed) continue;
    if (closed && row.cells.size() != table.header.size())
      problems.error(kCode, {table.file, row.line, 1}, "",
                     fmt::format("found {} cells, expected {} as in the header", row.cells.size(), table.header.size()));
    table.rows.push_back(std::move(row));
  }
  if (!closed) problems.error(kCode, {table.file, scanner.line(), 1}, "", "the file ends inside a quoted cell");
  if (problems.has_errors()) return problems;
  return table;
}

}  // namespace gw
