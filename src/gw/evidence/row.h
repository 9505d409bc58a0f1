#pragma once
// One published measurement: a row of a table in the columns of published-training.csv (docs/evidence.md).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gw/base/csv.h"

namespace gw::evidence {

/// A view of one row; valid while its table lives. Cells of columns that the table lacks are empty.
class Row {
 public:
  Row(const CsvTable& table, std::size_t index) : table_(&table), row_(&table.rows[index]) {}
  /// The cell without surrounding blanks.
  std::string_view text(std::string_view column) const;
  /// The cell as a number; nothing when empty or no number.
  std::optional<double> number(std::string_view column) const;
  std::int64_t integer(std::string_view column, std::int64_t otherwise) const;
  bool has(std::string_view column) const { return !text(column).empty(); }
  /// True when `notes`, `table_or_section` or `source_title` holds `word` as whole words, without regard to case.
  bool mentions(std::string_view word) const;
  /// True when some row of the same source fills the column: an empty cell then means the library's default.
  bool table_prints(std::string_view column) const;
  int line() const { return row_->line; }
  const std::string& file() const { return table_->file; }

 private:
  const CsvTable* table_;
  const CsvTable::Row* row_;
};

/// Reads and checks a table of measurements. Errors: those of parse_csv; GW1410 cannot read the file, GW1411
/// a column that is needed is missing (with the nearest one found), GW1412 a cell is not a finite number of
/// its range, with file:line:column of the table (the column counts cells). Warning: GW1413 a column that is
/// not read, with the nearest one that is.
Result<CsvTable> read_measurements(const std::string& path);

}  // namespace gw::evidence
