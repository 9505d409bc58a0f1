#include "gw/report/output_folder.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "gw/planning/test_files.h"

namespace gw::report {
namespace {

namespace fs = std::filesystem;
using planning::test::Folder;
using planning::test::text_of;

const FolderKind kKind{{"summary.json", "tables"}, "summary.json", "gigawatt.sample/", {"tables"}};

bool write(const std::string& to, const std::string& text, Diagnostics& problems,
           const StagingTold& told = {}) {
  return write_folder(
      to, kKind,
      [&](const fs::path& folder) {
        write_file(folder / "summary.json", "{\"format\": \"gigawatt.sample/1\"}");
        write_file(folder / "tables" / "a.csv", text);
      },
      told, problems);
}

std::vector<std::string> names(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder)) out.push_back(entry.path().filename().string());
  std::ranges::sort(out);
  return out;
}

}  // namespace

TEST_CASE("a folder appears whole, and is replaced by the next of its kind") {
  Folder folder;
  Diagnostics problems;
  const std::string out = folder.path("deep/out");
  REQUIRE(write(out, "first", problems));
  CHECK(names(out) == std::vector<std::string>{"summary.json", "tables"});
  REQUIRE(write(out, "second", problems));
  CHECK(text_of(out + "/tables/a.csv") == "second");
  CHECK(names(folder.path("deep")) == std::vector<std::string>{"out"});
  CHECK_FALSE(problems.has_errors());
}

TEST_CASE("a folder of another kind, or with files of the user's, is kept") {
  Folder folder;
  const FolderKind other{{"summary.json", "tables"}, "summary.json", "gigawatt.other/", {"tables"}};
  Diagnostics problems;
  REQUIRE(write(folder.path("out"), "mine", problems));
  CHECK_FALSE(check_folder(folder.path("out"), other, problems));
  CHECK(problems.list().back().code == "GW5002");
  folder.write("out/tables/notes.txt", "");
  CHECK_FALSE(write(folder.path("out"), "second", problems));
  CHECK(text_of(folder.path("out/tables/a.csv")) == "mine");
}

TEST_CASE("what cannot be a folder is refused before anything is made") {
  Folder folder;
  Diagnostics problems;
  const std::string file = folder.write("file", "text");
  CHECK_FALSE(check_folder(file, kKind, problems));
  CHECK_FALSE(check_folder(file + "/below", kKind, problems));
  CHECK_FALSE(check_folder("/proc", kKind, problems));
  CHECK(problems.list().size() == 3);
  for (const Diagnostic& d : problems.list()) CHECK(d.code == "GW5001");
}

TEST_CASE("when writing fails nothing is left, and the caller was told of the folder and of its end") {
  Folder folder;
  Diagnostics problems;
  std::vector<std::string> told;
  const auto fail = [](const fs::path&) { throw std::runtime_error("disk full"); };
  CHECK_THROWS_AS(
      write_folder(
          folder.path("out"), kKind, fail, [&](const std::string& path) { told.push_back(path); }, problems),
      std::runtime_error);
  CHECK(names(folder.path()).empty());
  REQUIRE(told.size() == 2);
  CHECK(told[0].find(".gw-partial-") != std::string::npos);
  CHECK(told[1].empty());
  CHECK_THROWS_AS(write_file(folder.path("none/file"), "text"), std::runtime_error);
}

}  // namespace gw::report
