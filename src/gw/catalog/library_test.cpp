#include "gw/catalog/library.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "gw/base/parallel.h"
#include "gw/catalog/accelerator.h"
#include "gw/catalog/content_hash.h"

using namespace gw;
using namespace gw::catalog;
namespace fs = std::filesystem;

namespace {

/// A catalogue in a temporary directory, removed at the end.
struct TemporaryCatalogue {
  fs::path root = fs::temp_directory_path() /
                  ("gigawatt_library_test_" + std::to_string(::getpid()) + "_" + std::to_string(counter++));
  TemporaryCatalogue() { fs::create_directories(root); }
  ~TemporaryCatalogue() { fs::remove_all(root); }
  TemporaryCatalogue(const TemporaryCatalogue&) = delete;
  TemporaryCatalogue& operator=(const TemporaryCatalogue&) = delete;
  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((root / file).parent_path());
    std::ofstream(root / file) << text;
  }
  static inline int counter = 0;
};

std::vector<std::string> codes(const Diagnostics& diagnostics) {
  std::vector<std::string> out;
  for (const Diagnostic& d : diagnostics.list()) out.push_back(d.code);
  return out;
}

}  // namespace

TEST_CASE("rows are found by name, the user's before the shipped ones") {
  const TemporaryCatalogue user, shipped;
  shipped.write("storage/small.yaml", "power_mw: 1\n");
  shipped.write("storage/large.yaml", "power_mw: 9\n");
  shipped.write("storage/notes.txt", "not a row");
  user.write("storage/small.yaml", "power_mw: 2\n");
  user.write("cooling/tower.yaml", "approach_k: 4\n");
  const Library library({user.root.string(), shipped.root.string(), "/does/not/exist"});
  CHECK(library.roots().size() == 2);
  CHECK(library.folders() == std::vector<std::string>{"cooling", "storage"});
  CHECK(library.names("storage") == std::vector<std::string>{"large", "small"});
  CHECK(library.names("nothing").empty());
  Diagnostics diagnostics;
  const describe::Document* row = library.row("storage", "small", diagnostics);
  REQUIRE(row);
  CHECK(row->root.find("power_mw")->text == "2");
  CHECK(library.row("storage", "small", diagnostics) == row);  // parsed once
  CHECK(library.path("storage", "small") == (user.root / "storage/small.yaml").string());
  CHECK(library.path("storage", "large") == (shipped.root / "storage/large.yaml").string());
  CHECK(library.path("storage", "medium").empty());
  CHECK(diagnostics.list().empty());
}

TEST_CASE("a missing row names the nearest one") {
  const TemporaryCatalogue catalogue;
  catalogue.write("storage/battery.yaml", "power_mw: 1\n");
  const Library library({catalogue.root.string()});
  Diagnostics diagnostics;
  CHECK(library.row("storage", "batery", diagnostics) == nullptr);
  REQUIRE(diagnostics.list().size() == 1);
  CHECK(diagnostics.list()[0].code == "GW1110");
  CHECK(diagnostics.list()[0].hint.find("'battery'") != std::string::npos);
  CHECK(diagnostics.list()[0].message.find(catalogue.root.string()) != std::string::npos);
}

TEST_CASE("names cannot leave the catalogue") {
  const TemporaryCatalogue catalogue;
  catalogue.write("secret.yaml", "a: 1\n");
  catalogue.write("storage/battery.yaml", "power_mw: 1\n");
  const Library library({catalogue.root.string()});
  for (const std::string name : {"../secret", "..", "a/b", "", ".hidden", "a\\b", "/etc/passwd"}) {
    CAPTURE(name);
    Diagnostics diagnostics;
    CHECK(library.row("storage", name, diagnostics) == nullptr);
    CHECK(codes(diagnostics) == std::vector<std::string>{"GW1301"});
    CHECK(library.path("storage", name).empty());
    CHECK(library.file_path("storage", name).empty());
  }
  Diagnostics diagnostics;
  CHECK(library.row("..", "secret", diagnostics) == nullptr);
  CHECK(library.names("..").empty());
  CHECK(library.row("storage", std::string("battery\0x", 9), diagnostics) == nullptr);
}

TEST_CASE("a broken row is an error every time it is asked for, and a directory is no row") {
  const TemporaryCatalogue catalogue;
  catalogue.write("storage/broken.yaml", "a: [1, 2\n");
  fs::create_directories(catalogue.root / "storage/folder.yaml");
  const Library library({catalogue.root.string()});
  for (int i = 0; i < 2; ++i) {
    Diagnostics diagnostics;
    CHECK(library.row("storage", "broken", diagnostics) == nullptr);
    CHECK(diagnostics.has_errors());
  }
  Diagnostics diagnostics;
  CHECK(library.row("storage", "folder", diagnostics) == nullptr);
  CHECK(codes(diagnostics) == std::vector<std::string>{"GW1110"});
  CHECK(library.names("storage") == std::vector<std::string>{"broken"});
}

TEST_CASE("data files are found with and without extension") {
  const TemporaryCatalogue catalogue;
  catalogue.write("weather/here.epw", "LOCATION\n");
  catalogue.write("prices/hub.csv", "h,usd\n");
  const Library library({catalogue.root.string()});
  CHECK(library.file_path("weather", "here") == (catalogue.root / "weather/here.epw").string());
  CHECK(library.file_path("weather", "here.epw") == (catalogue.root / "weather/here.epw").string());
  CHECK(library.file_path("prices", "hub") == (catalogue.root / "prices/hub.csv").string());
  CHECK(library.file_path("prices", "hub.csv") == (catalogue.root / "prices/hub.csv").string());
  CHECK(library.file_path("weather", "there").empty());
  CHECK(library.file_names("weather") == std::vector<std::string>{"here"});
}

TEST_CASE("the hash follows the content used, not its place or the order of asking") {
  const TemporaryCatalogue first, second;
  for (const TemporaryCatalogue* catalogue : {&first, &second}) {
    catalogue->write("storage/a.yaml", "power_mw: 1\n");
    catalogue->write("storage/b.yaml", "power_mw: 2\n");
    catalogue->write("weather/w.epw", "LOCATION\n");
  }
  const Library one({first.root.string()}), two({second.root.string()});
  Diagnostics diagnostics;
  const std::string empty = one.hash();
  CHECK(empty.size() == 32);
  one.row("storage", "a", diagnostics);
  one.row("storage", "b", diagnostics);
  two.row("storage", "b", diagnostics);
  CHECK(one.hash() != two.hash());
  two.row("storage", "a", diagnostics);
  two.row("storage", "none", diagnostics);
  CHECK(one.hash() == two.hash());
  CHECK(one.hash() != empty);
  const std::string before = one.hash();
  one.file_path("weather", "w");
  CHECK(one.hash() != before);
  second.write("storage/a.yaml", "power_mw: 3\n");
  const Library changed({second.root.string()});
  changed.row("storage", "a", diagnostics);
  changed.row("storage", "b", diagnostics);
  CHECK(changed.hash() != before);
}

TEST_CASE("FNV-1a of 128 bits gives the published values") {
  // Test vectors of the FNV reference distribution: "", "a", "foobar".
  const auto hash = [](std::string_view text) {
    ContentHash h;
    h.add(text);
    return h.hex();
  };
  CHECK(hash("") == "6c62272e07bb014262b821756295c58d");
  CHECK(hash("a") == "d228cb696f1a8caf78912b704e4a8964");
  CHECK(hash("foobar") == "343e1662793c64bf6f0d3597ba446f18");
  ContentHash pieces;
  pieces.add("foo");
  pieces.add("bar");
  CHECK(pieces.hex() == hash("foobar"));
}

TEST_CASE("one row asked for by many threads is one document") {
  const Library library({GW_SOURCE_DIR "/catalog"});
  const std::vector<std::string> names = library.names("accelerators");
  REQUIRE(names.size() > 10);
  constexpr std::size_t kCalls = 400;
  std::vector<const describe::Document*> rows(kCalls);
  parallel_for(kCalls, 0, [&](std::size_t i) {
    Diagnostics diagnostics;
    rows[i] = library.row("accelerators", names[i % names.size()], diagnostics);
  });
  const std::set<const describe::Document*> distinct(rows.begin(), rows.end());
  CHECK(distinct.size() == names.size());
  CHECK_FALSE(distinct.contains(nullptr));
}

TEST_CASE("the resolver leaves a missing row to the reader, which names the place once") {
  const Library library({GW_SOURCE_DIR "/catalog"});
  const describe::Resolver resolver = library.resolver();
  Diagnostics diagnostics;
  CHECK(resolver.row("accelerators", "h100_sxn", diagnostics) == nullptr);
  CHECK(resolver.row("accelerators", "../models/behemoth", diagnostics) == nullptr);
  CHECK(diagnostics.list().empty());
  CHECK(resolver.row("accelerators", "h100_sxm", diagnostics) != nullptr);
  CHECK(resolver.names("accelerators") == library.names("accelerators"));
}

TEST_CASE("the default root is the variable's, else the source tree's") {
  ::unsetenv("GIGAWATT_CATALOG");
  CHECK(fs::equivalent(default_root(), GW_SOURCE_DIR "/catalog"));
  ::setenv("GIGAWATT_CATALOG", "/some/where", 1);
  CHECK(default_root() == "/some/where");
  ::setenv("GIGAWATT_CATALOG", "", 1);
  CHECK(fs::equivalent(default_root(), GW_SOURCE_DIR "/catalog"));
  ::unsetenv("GIGAWATT_CATALOG");
}

TEST_CASE("a shipped row goes by its place in the catalogue, however its root is written") {
  for (const char* root : {"/catalog", "/catalog/", "/catalog//", "/./catalog"}) {
    ::setenv("GIGAWATT_CATALOG", (std::string(GW_SOURCE_DIR) + root).c_str(), 1);
    const Library library({default_root()});
    Diagnostics diagnostics;
    const describe::Document* row = library.row("accelerators", "h100_sxm", diagnostics);
    REQUIRE(row);
    CHECK(row->file == "catalog/accelerators/h100_sxm.yaml");
  }
  ::setenv("GIGAWATT_CATALOG", "/some/where", 1);  // not there: a user's root keeps its own path
  const Library library({GW_SOURCE_DIR "/catalog"});
  Diagnostics diagnostics;
  CHECK(library.row("accelerators", "h100_sxm", diagnostics)->file == GW_SOURCE_DIR
        "/catalog/accelerators/h100_sxm.yaml");
  ::unsetenv("GIGAWATT_CATALOG");
}

TEST_CASE("the shipped measurements are found as the catalogue is") {
  ::unsetenv("GIGAWATT_EVIDENCE");
  CHECK(fs::equivalent(default_evidence_root(), GW_SOURCE_DIR "/evidence"));
  ::setenv("GIGAWATT_EVIDENCE", "/some/where", 1);
  CHECK(default_evidence_root() == "/some/where");
  ::unsetenv("GIGAWATT_EVIDENCE");
}

TEST_CASE("no roots, no rows, no crash") {
  const Library library({});
  CHECK(library.folders().empty());
  CHECK(library.names("accelerators").empty());
  Diagnostics diagnostics;
  CHECK(library.row("accelerators", "h100_sxm", diagnostics) == nullptr);
  CHECK(codes(diagnostics) == std::vector<std::string>{"GW1110"});
}
