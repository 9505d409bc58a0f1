#include "gw/evidence/row.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gw/evidence/test_rows.h"

namespace gw::evidence {
namespace {

using testing::table_of;

/// A file that is gone when the test ends.
class File {
 public:
  explicit File(const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("gw_evidence_row_" + std::to_string(getpid()) + ".csv")) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~File() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

std::vector<Diagnostic> problems_of(const std::string& text) {
  const File file(text);
  const Result<CsvTable> table = read_measurements(file.path());
  for (const Diagnostic& d : table.diagnostics.list()) CHECK(d.where.file == file.path());
  return table.diagnostics.list();
}

const std::string kHeader =
    "id,model_name,accelerator,n_accelerators,tp,layers,micro_batch,measured_step_time_s\n";

}  // namespace

TEST_CASE("cells are text without blanks, numbers, or nothing") {
  const CsvTable table =
      table_of({{{"a", "  x y \r"}, {"n", " 2.5 "}, {"i", "8"}, {"word", "eight"}, {"big", "1e300"}}});
  const Row row(table, 0);
  CHECK(row.text("a") == "x y");
  CHECK(row.text("no such column") == "");
  CHECK(row.number("n") == 2.5);
  CHECK_FALSE(row.number("word"));
  CHECK_FALSE(row.number("no such column"));
  CHECK(row.integer("i", 3) == 8);
  CHECK(row.integer("n", 3) == 2);
  CHECK(row.integer("word", 3) == 3);
  CHECK(row.integer("big", 3) == 3);  // no 64-bit integer holds it
  CHECK(row.has("a"));
  CHECK_FALSE(row.has("no such column"));
  CHECK(row.line() == 2);
  CHECK(row.file() == "rows.csv");
}

TEST_CASE("numbers are finite or nothing") {
  const CsvTable table =
      table_of({{{"a", "nan"}, {"b", "inf"}, {"c", "-inf"}, {"d", "1e999"}, {"e", "0x10"}, {"f", "1 2"}}});
  const Row row(table, 0);
  for (const char* column : {"a", "b", "c", "d", "f"}) {
    CAPTURE(column);
    CHECK_FALSE(row.number(column));
  }
}

TEST_CASE("a row mentions what its notes, its place or its source say, whatever the case") {
  const CsvTable table = table_of({{{"notes", "With AsyncTP"},
                                    {"table_or_section", "26.02 Container"},
                                    {"source_title", "MLPerf Training"},
                                    {"model_name", "FSDP"}}});
  const Row row(table, 0);
  CHECK(row.mentions("asynctp"));
  CHECK(row.mentions("container"));
  CHECK(row.mentions("MLPERF"));
  CHECK_FALSE(row.mentions("fsdp"));
}

TEST_CASE("a table prints a column when some row of the same source fills it") {
  const CsvTable table =
      table_of({{{"source_title", "A"}, {"vpp", "2"}}, {{"source_title", "A"}}, {{"source_title", "B"}}});
  CHECK(Row(table, 1).table_prints("vpp"));
  CHECK_FALSE(Row(table, 2).table_prints("vpp"));
  CHECK_FALSE(Row(table, 0).table_prints("cp"));
}

TEST_CASE("a sound file is read whole") {
  const File file("# measured by us\n" + kHeader + "1,m,H100,8,1,32,,1.5\n2,m,H100,8,,,2,\n");
  const Result<CsvTable> table = read_measurements(file.path());
  CAPTURE(table.diagnostics.render());
  REQUIRE(table);
  CHECK(table->rows.size() == 2);
  CHECK(Row(*table, 0).number("measured_step_time_s") == 1.5);
}

TEST_CASE("GW1410: no such file, or a folder") {
  for (const std::string& path :
       {std::string("/no/such/file.csv"), std::filesystem::temp_directory_path().string()}) {
    const Result<CsvTable> table = read_measurements(path);
    CHECK_FALSE(table);
    REQUIRE(table.diagnostics.list().size() == 1);
    CHECK(table.diagnostics.list()[0].code == "GW1410");
  }
}

TEST_CASE("GW1402: not a table") {
  CHECK(problems_of("").front().code == "GW1402");
  CHECK(problems_of(kHeader + "1,2\n").front().code == "GW1402");
}

TEST_CASE("GW1411: every column that is needed and missing, with the nearest one") {
  const auto problems = problems_of("id,model,accelerators,n\n1,m,H100,8\n");
  REQUIRE(problems.size() == 6);
  for (std::size_t i = 0; i < 3; ++i) CHECK(problems[i].code == "GW1413");
  for (std::size_t i = 3; i < 6; ++i) CHECK(problems[i].code == "GW1411");
  CHECK(problems[4].message == "no column 'accelerator'");
  CHECK(problems[4].hint.find("accelerators") != std::string::npos);
}

TEST_CASE("GW1413: a column that is not read is a warning with the nearest one that is") {
  const File file("id,model_name,accelerator,n_accelerators,measured_steptime_s,colour\n1,m,H100,8,1,red\n");
  const Result<CsvTable> table = read_measurements(file.path());
  REQUIRE(table);
  const auto& said = table.diagnostics.list();
  REQUIRE(said.size() == 2);
  for (const Diagnostic& d : said) {
    CHECK(d.code == "GW1413");
    CHECK(d.severity == Severity::warning);
    CHECK(d.where.line == 1);
  }
  CHECK(said[0].where.column == 5);
  CHECK(said[0].message == "column 'measured_steptime_s' is not read; did you mean 'measured_step_time_s'?");
  CHECK(said[1].message == "column 'colour' is not read");
}

TEST_CASE("GW1412: words that are none of a column's, and rows without a name") {
  const auto problems = problems_of(
      "id,model_name,accelerator,n_accelerators,precision,recompute,sp\n"
      "1,m,H100,8,bf61,full,yes\n"
      "2,m,H100,8,bf16,ful,yes\n"
      "3,m,H100,8,bf16,,true\n"
      ",m,H100,8,bf16,,\n"
      "5,m,H100,8,nvfp4,activations,no\n");
  REQUIRE(problems.size() == 4);
  for (const Diagnostic& d : problems) CHECK(d.code == "GW1412");
  CHECK(problems[0].path == "precision");
  CHECK(problems[0].hint == "did you mean 'bf16'?");
  CHECK(problems[1].where.line == 3);
  CHECK(problems[2].message.find("found 'true'") != std::string::npos);
  CHECK(problems[3].path == "id");
}

TEST_CASE("GW1412: cells that are no number of their range, each with its place") {
  const auto problems = problems_of(kHeader +
                                    "1,m,H100,-8,1,32,1,1.5\n"   // negative
                                    "2,m,H100,8,two,32,1,1.5\n"  // text
                                    "3,m,H100,8,1,32.5,1,1.5\n"  // not whole
                                    "4,m,H100,8,1,32,0,1.5\n"    // below the least
                                    "5,m,H100,8,1,32,1,nan\n"    // not finite
                                    "6,m,H100,8,1e9,32,1,1.5\n"  // above the most
                                    "7,m,H100,8,1,32,1,1.5 s\n"  // a unit
                                    "8,m,H100,8,1,32,1,0\n");    // not printed: good
  REQUIRE(problems.size() == 7);
  for (const Diagnostic& d : problems) CHECK(d.code == "GW1412");
  CHECK(problems[0].where.line == 2);
  CHECK(problems[0].where.column == 4);
  CHECK(problems[0].path == "n_accelerators");
  CHECK(problems[0].message == "expected a whole number between 1 and 10000000, found '-8'");
  std::string many = kHeader;
  for (int i = 0; i < 1000; ++i) many += "1,m,H100,-8,1,32,1,1.5\n";
  CHECK(problems_of(many).size() <= 20);
}

TEST_CASE("the shipped measurements are sound") {
  const Result<CsvTable> table = read_measurements(GW_SOURCE_DIR "/evidence/training/published-training.csv");
  CAPTURE(table.diagnostics.render());
  REQUIRE(table);
  CHECK(table->rows.size() >= 540);
}

}  // namespace gw::evidence
