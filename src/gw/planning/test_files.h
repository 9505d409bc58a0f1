#pragma once
// Test support: campus files in a folder that disappears, made from the shipped tiny.yaml.

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gw/planning/run.h"

namespace gw::planning::test {

namespace fs = std::filesystem;

inline std::string text_of(const std::string& path) {
  std::stringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

inline std::string shipped(const std::string& name) { return std::string(GW_SOURCE_DIR) + "/campuses/" + name; }

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("gw_test_" + std::to_string(::getpid()) + "_" + std::to_string(next()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path(const std::string& name = "") const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
    return path(name);
  }

 private:
  static int next() {
    static int count = 0;
    return ++count;
  }
  fs::path path_;
};

/// tiny.yaml with pieces of text replaced; each must occur.
inline std::string tiny(const std::vector<std::pair<std::string, std::string>>& changes = {}) {
  std::string text = text_of(shipped("tiny.yaml"));
  for (const auto& [from, to] : changes) {
    const std::size_t at = text.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    text.replace(at, from.size(), to);
  }
  return text;
}

/// "9:41" of the first character of `piece` in `text`.
inline std::string place_of(const std::string& text, const std::string& piece) {
  const std::size_t at = text.find(piece);
  REQUIRE(at != std::string::npos);
  const auto line = 1 + std::count(text.begin(), text.begin() + std::ptrdiff_t(at), '\n');
  const std::size_t begin = text.rfind('\n', at) + 1;
  return std::to_string(line) + ":" + std::to_string(at - begin + 1);
}

inline std::string place(const Diagnostic& d) { return std::to_string(d.where.line) + ":" + std::to_string(d.where.column); }

inline const Diagnostic* find(const Diagnostics& diagnostics, const std::string& code) {
  for (const Diagnostic& d : diagnostics.list())
    if (d.code == code) return &d;
  return nullptr;
}

/// A run that must succeed, of a campus file with overrides.
inline Run run_of(const std::string& file, std::vector<std::string> overrides = {}) {
  RunOptions options;
  options.load.overrides = std::move(overrides);
  RunOutcome outcome = run_scenario(file, options);
  INFO(outcome.diagnostics.render());
  REQUIRE(outcome.run);
  return std::move(*outcome.run);
}

/// tiny over two weeks: quick, and with everything a year has.
inline Run tiny_run(std::vector<std::string> overrides = {}) {
  overrides.insert(overrides.begin(), "horizon.length_years=0.04");
  return run_of(shipped("tiny.yaml"), std::move(overrides));
}

}  // namespace gw::planning::test
