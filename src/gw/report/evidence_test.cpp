// A comparison with measurements as document, text, tables, page and files.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "gw/evidence/test_rows.h"
#include "gw/report/evidence_output.h"
#include "gw/report/evidence_text.h"
#include "gw/report/html.h"

namespace gw::report {
namespace {

namespace fs = std::filesystem;
using evidence::Comparison;
using namespace evidence::testing;

const CsvTable& table() {
  static const CsvTable table =
      table_of({with(gpt3_row(), {{"id", "a"}, {"config_group", "one"}}),
                with(gpt3_row(), {{"id", "b"}, {"config_group", "one"}, {"measured_step_time_s", "25"}}),
                with(gpt3_row(), {{"id", "c"}, {"quality", "C"}, {"config_group", ""}}),
                with(gpt3_row(), {{"id", "d"}, {"accelerator", "=abacus"}}),
                with(gpt3_row(), {{"id", "e"}, {"layers", ""}, {"model_name", "a </script>, \"odd\" one"}})});
  return table;
}

const std::vector<Comparison>& rows() {
  static const std::vector<Comparison> rows = evidence::compare(table(), shipped_rig());
  return rows;
}

const EvidenceSource kSource{"mine.csv", "abc", "def", {"software.mlperf.straggler_frac=0"}};

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("gw-evidence-" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("the document: what was compared, groups, every row with its setup or its reason") {
  const Json d = evidence_document(rows(), kSource);
  CHECK(d["format"] == "gigawatt.evidence/1");
  CHECK(d["table"] == "mine.csv");
  CHECK(d["version"]["table_hash"] == "abc");
  CHECK(d["set"][0] == "software.mlperf.straggler_frac=0");
  CHECK(d["row_count"] == 5);
  CHECK(d["predicted_count"] == 3);
  REQUIRE(d["rows"].size() == 5);
  const Json& first = d["rows"][0];
  CHECK(first["id"] == "a");
  CHECK(first["measured_s"] == 20.0);
  CHECK(first["weight"] == 0.5);
  CHECK(first["error_frac"].get<double>() == doctest::Approx(first["predicted_s"].get<double>() / 20 - 1));
  CHECK(first["uncertainty_frac"].get<double>() > 0);
  CHECK(first["setup"]["accelerator"] == "a100_80");
  CHECK(first["setup"]["plan"]["tensor"] == 8);
  CHECK(first["setup"]["plan"]["data"] == 16);
  CHECK_FALSE(first["assumptions"].empty());
  CHECK(d["rows"][3]["reason"].get<std::string>().find("=abacus") != std::string::npos);
  CHECK_FALSE(d["rows"][3].contains("predicted_s"));
  CHECK(d["groups"][0]["name"] == "quality A and B");
  CHECK(d["groups"][0]["configurations"] == doctest::Approx(1));
  CHECK(d["groups"][0]["rank_correlation"].is_null());
  CHECK(d["groups"][1]["kind"] == "sanity");
  CHECK_NOTHROW(to_text(d));
}

TEST_CASE("rows without a prediction are counted by reason") {
  const Json d = evidence_document(rows(), kSource);
  std::size_t sum = 0;
  for (const Json& reason : d["without_prediction"]) sum += reason["rows"].get<std::size_t>();
  CHECK(sum == 2);
  const std::string text = evidence_text(rows(), "mine.csv", "");
  CHECK(text.find("3 of 5 rows predicted") != std::string::npos);
  CHECK(text.find("2 rows without a prediction") != std::string::npos);
  CHECK(text.find("'=abacus'") != std::string::npos);
}

TEST_CASE("one kind of group can be printed alone") {
  const std::string all = evidence_text(rows(), "mine.csv", ""),
                    one = evidence_text(rows(), "mine.csv", "scale");
  CHECK(all.find("\nsharding ") != std::string::npos);
  CHECK(one.find("\nsharding ") == std::string::npos);
  CHECK(one.find("\nscale ") != std::string::npos);
  CHECK(one.size() < all.size());
}

TEST_CASE("one row: parts that add up, what was assumed, what it is compared with") {
  const evidence::Breakdown b = evidence::break_down(table(), 0, shipped_rig());
  const Json row = evidence_row_document(b, kSource)["row"];
  double sum = 0;
  for (const Json& part : row["parts"]) sum += part["seconds"].get<double>();
  CHECK(sum == doctest::Approx(row["predicted_s"].get<double>()));
  CHECK(row["compared_column"] == "measured_step_time_s");
  CHECK(row["conversion"] == "as printed");
  CHECK(row["printed"]["layers"] == "96");
  CHECK(row["memory"]["total_bytes"].get<double>() > 0);
  const std::string text = evidence_row_text(b);
  for (const char* words :
       {"GPT-3 shape on 1024 x A100-80-SXM", "two of three published runs",
        "from measured_step_time_s: as printed", "assumed, as the row does not print it", "parts of the step",
        "memory of the fullest rank", "the row prints", "measured_step_time_s      20"}) {
    CAPTURE(words);
    CHECK(text.find(words) != std::string::npos);
  }
  const std::string lost = evidence_row_text(evidence::break_down(table(), 3, shipped_rig()));
  CHECK(lost.find("no prediction: no catalogue row for the accelerator") != std::string::npos);
}

TEST_CASE("tables: a row each, texts that a spreadsheet takes for no formula") {
  const auto files = evidence_tables(rows());
  REQUIRE(files.size() == 2);
  CHECK(files[0].name == "rows.csv");
  const auto lines = [](const std::string& text) { return std::ranges::count(text, '\n'); };
  CHECK(lines(files[0].text) == 1 + 5);
  CHECK(files[0].text.find("nan") == std::string::npos);
  CHECK(files[0].text.find(",=abacus") == std::string::npos);
  CHECK(lines(files[1].text) == 1 + std::ptrdiff_t(evidence::groups_of(rows()).size()));
}

TEST_CASE("the page holds the document whatever it says") {
  const Json d = evidence_document(rows(), kSource);
  const std::string page = evidence_page(d.dump());
  CHECK(page.starts_with("<!doctype html>"));
  CHECK(page.find("@RESULT@") == std::string::npos);
  const std::string open = R"(id="result">)";
  const std::size_t begin = page.find(open) + open.size();
  const std::string inside = page.substr(begin, page.find("</script>", begin) - begin);
  CHECK(Json::parse(inside) == d);
  CHECK(evidence_page("{}").size() < 100'000);
}

TEST_CASE("a folder gets four files, again and again; other files are not touched") {
  const Folder folder;
  Diagnostics problems;
  const std::string out = folder / "deep/out";
  for (int i = 0; i < 2; ++i) REQUIRE(write_evidence(rows(), kSource, out, problems));
  for (const char* name : {"evidence.json", "evidence.html", "rows.csv", "groups.csv"})
    CHECK(fs::file_size(fs::path(out) / name) > 100);
  CHECK(Json::parse(text_of(out + "/evidence.json")) == evidence_document(rows(), kSource));
  std::ofstream(out + "/mine.txt") << "mine";
  CHECK_FALSE(write_evidence(rows(), kSource, out, problems));
  CHECK(problems.list().back().code == "GW5002");
  std::ofstream(folder / "file") << "mine";
  CHECK_FALSE(write_evidence(rows(), kSource, folder / "file", problems));
  CHECK(problems.list().back().code == "GW5001");
}

TEST_CASE("a file is written whole or not at all") {
  const Folder folder;
  Diagnostics problems;
  CHECK(write_whole(folder / "page.html", "text", problems));
  CHECK(text_of(folder / "page.html") == "text");
  CHECK_FALSE(write_whole(folder / "no/such/page.html", "text", problems));
  REQUIRE(problems.list().size() == 1);
  CHECK(problems.list()[0].code == "GW5001");
  CHECK(problems.list()[0].message.find("No such file") != std::string::npos);
  CHECK_FALSE(fs::exists(folder / "page.html.partial"));
}

}  // namespace gw::report
