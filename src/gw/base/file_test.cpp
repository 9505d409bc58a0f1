#include "gw/base/file.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace gw {
namespace {

struct TemporaryFile {
  std::string path = (std::filesystem::temp_directory_path() / ("gw_file_test_" + std::to_string(::getpid()))).string();
  explicit TemporaryFile(const std::string& text) { std::ofstream(path, std::ios::binary) << text; }
  ~TemporaryFile() { std::remove(path.c_str()); }
};

}  // namespace

TEST_CASE("a file is read whole, zero bytes and all") {
  const std::string text = std::string(200'000, 'x') + std::string("\0\r\n\xFF", 4);
  const TemporaryFile file(text);
  std::string problem;
  CHECK(read_file(file.path, problem) == text);
  CHECK(problem.empty());
  CHECK(read_file(file.path, problem, text.size()) == text);
  CHECK(problem.empty());
}

TEST_CASE("what cannot be read says why and gives nothing") {
  const TemporaryFile file("12345");
  std::string problem;
  CHECK(read_file(file.path + "x", problem).empty());
  CHECK(problem == "No such file or directory");
  problem.clear();
  CHECK(read_file("/", problem).empty());
  CHECK(problem == "Is a directory");
  problem.clear();
  CHECK(read_file(file.path, problem, 5) == "12345");
  CHECK(read_file(file.path, problem, 3) == "1234");
  CHECK(read_file("/dev/zero", problem, 1 << 20).size() == (1 << 20) + 1);
  CHECK(problem.empty());
}

}  // namespace gw
