#pragma once
// Comma-separated tables as RFC 4180 describes them: quoted cells, doubled quotes, line breaks inside quotes.

#include <string>
#include <string_view>
#include <vector>

#include "gw/base/result.h"

namespace gw {

/// A table of text with a header line.
struct CsvTable {
  struct Row {
    int line = 0;  ///< 1-based line of the file on which the row begins
    std::vector<std::string> cells;
  };
  std::string file;
  std::vector<std::string> header;
  std::vector<Row> rows;  ///< blank lines are left out

  /// Index of a column; -1 when there is none.
  int column(std::string_view name) const;
};

/// Parses `text`; `file` names it in messages. Lines that begin with '#' before the header are comments; a byte order
/// mark is skipped; lines end in LF or CRLF. Errors: GW1402 no header, a column named twice, a row whose number of
/// cells differs from the header's, an unclosed quote, a NUL byte.
Result<CsvTable> parse_csv(std::string_view text, std::string file);

}  // namespace gw
