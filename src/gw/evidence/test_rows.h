#pragma once
// Test support: rows of measurements written cell by cell, and the shipped catalogue.

#include <doctest/doctest.h>

#include <initializer_list>
#include <map>
#include <string>

#include "gw/evidence/rig.h"
#include "gw/evidence/row.h"

namespace gw::evidence::testing {

using Cells = std::map<std::string, std::string>;

/// A table whose rows hold these cells; a column that a row leaves out is empty there.
inline CsvTable table_of(const std::vector<Cells>& rows) {
  CsvTable table;
  table.file = "rows.csv";
  for (const Cells& row : rows)
    for (const auto& [column, cell] : row)
      if (table.column(column) < 0) table.header.push_back(column);
  int line = 1;
  for (const Cells& row : rows) {
    CsvTable::Row out{.line = ++line, .cells = {}};
    for (const std::string& column : table.header)
      out.cells.push_back(row.contains(column) ? row.at(column) : "");
    table.rows.push_back(std::move(out));
  }
  return table;
}

/// GPT-3 175B on 1,024 A100, as a paper of 2021 might print it.
inline Cells gpt3_row() {
  return {{"id", "X1"},
          {"source_title", "A paper on Megatron-LM"},
          {"notes", "megatron-lm"},
          {"table_or_section", "table 1"},
          {"model_name", "GPT-3 shape"},
          {"layers", "96"},
          {"hidden", "12288"},
          {"heads", "96"},
          {"vocab", "51200"},
          {"seq_len", "2048"},
          {"activation", "gelu"},
          {"accelerator", "A100-80-SXM"},
          {"n_accelerators", "1024"},
          {"precision", "fp16"},
          {"tp", "8"},
          {"pp", "8"},
          {"micro_batch", "1"},
          {"global_batch_sequences", "1536"},
          {"recompute", "full"},
          {"measured_step_time_s", "20"},
          {"quality", "A"},
          {"config_group", "g1"}};
}

inline Cells with(Cells cells, const Cells& changes) {
  for (const auto& [column, cell] : changes) cells[column] = cell;
  return cells;
}

/// Every row of the shipped catalogue.
inline const Rig& shipped_rig() {
  static const Rig rig = [] {
    Result<Rig> loaded = load_rig(catalog::Library({GW_SOURCE_DIR "/catalog"}));
    REQUIRE_MESSAGE(loaded, loaded.diagnostics.render());
    return *loaded;
  }();
  return rig;
}

}  // namespace gw::evidence::testing
