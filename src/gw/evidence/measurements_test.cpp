// Tables of measurements with much that is not read.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gw/evidence/test_rows.h"

namespace gw::evidence {
namespace {

Result<CsvTable> read_text(const std::string& text) {
  const auto path =
      std::filesystem::temp_directory_path() / ("gw_measurements_" + std::to_string(getpid()) + ".csv");
  std::ofstream(path, std::ios::binary) << text;
  Result<CsvTable> table = read_measurements(path.string());
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  return table;
}

// A table with forty columns of the user's own beside those that are needed.
std::string wide(const std::string& cells) {
  std::string header = "id,model_name,accelerator,n_accelerators,measured_step_time_s,measured_tokens_per_s",
              row = cells;
  for (int i = 0; i < 40; ++i) header += ",own_" + std::to_string(i), row += ",x";
  return header + "\n" + row + "\n";
}

std::size_t errors(const Result<CsvTable>& table) {
  std::size_t out = 0;
  for (const Diagnostic& d : table.diagnostics.list()) out += d.severity == Severity::error ? 1 : 0;
  return out;
}

}  // namespace

TEST_CASE("a table with many columns that are not read is still checked cell by cell") {
  const Result<CsvTable> good = read_text(wide("1,m,H100,8,1.5,"));
  REQUIRE(good);
  CHECK(good.diagnostics.list().size() == 40);
  const Result<CsvTable> bad = read_text(wide("1,m,H100,-8,nan,"));
  CHECK_FALSE(bad);
  CHECK(errors(bad) == 2);
}

TEST_CASE("figures that no step can have are refused before they become a batch") {
  // Step time times rate is the tokens of a step: neither may be so large that the product counts no tokens.
  for (const char* cells :
       {"1,m,H100,8,1e7,", "1,m,H100,8,,1e13", "1,m,H100,8,1e300,1e300", "1,m,H100,8,-1,"}) {
    CAPTURE(cells);
    CHECK(errors(read_text(wide(cells))) >= 1);
  }
  CHECK(read_text(wide("1,m,H100,8,1e6,1e12")));
}

}  // namespace gw::evidence
