#include "answers.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

namespace gw::bench {
namespace {

struct Answer {
  double value = 0, tolerance = 0;
};

// benchmark,name,value,tolerance_frac with one heading line.
std::map<std::string, Answer> read_answers() {
  std::map<std::string, Answer> out;
  std::ifstream in(GW_SOURCE_DIR "/bench/answers.csv");
  std::string line, benchmark, name, value, tolerance;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::getline(cells, benchmark, ',');
    std::getline(cells, name, ',');
    std::getline(cells, value, ',');
    std::getline(cells, tolerance, ',');
    out[benchmark + "," + name] = {std::stod(value), std::stod(tolerance)};
  }
  return out;
}

// google-benchmark exits 0 on a skipped benchmark: bench/run looks for the error in its report.
void fail(benchmark::State& state, const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  state.SkipWithError(why.c_str());
}

}  // namespace

void check_equal(benchmark::State& state, const std::string& what, double value, double expected, double tolerance) {
  if (std::abs(value - expected) <= tolerance * std::abs(expected)) return;
  fail(state, fmt::format("{}: {:.17g}, expected {:.17g} within {:g}", what, value, expected, tolerance));
}

void check_answer(benchmark::State& state, const std::string& benchmark, const std::string& name, double value) {
  static const std::map<std::string, Answer> answers = read_answers();
  const auto found = answers.find(benchmark + "," + name);
  if (found == answers.end()) return fail(state, fmt::format("{},{},{:.12g} is not in bench/answers.csv", benchmark, name, value));
  check_equal(state, benchmark + "," + name, value, found->second.value, found->second.tolerance);
}

}  // namespace gw::bench
