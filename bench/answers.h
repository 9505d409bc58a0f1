#pragma once
// What a benchmark must answer: a fast wrong result is no result. Expected values stand in answers.csv.

#include <benchmark/benchmark.h>

#include <string>

namespace gw::bench {

/// Fails the benchmark unless `value` is what answers.csv has for (benchmark, name), within its relative tolerance.
void check_answer(benchmark::State& state, const std::string& benchmark, const std::string& name, double value);
/// Fails the benchmark unless the two agree to `tolerance`, relative.
void check_equal(benchmark::State& state, const std::string& what, double value, double expected, double tolerance);

}  // namespace gw::bench
