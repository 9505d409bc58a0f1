#include <nlohmann/json.hpp>

#include "gw/planning/test_files.h"
#include "gw/report/waveform_document.h"
#include "gw/report/waveform_text.h"

namespace gw::report {
namespace {

using namespace gw::planning::test;

// One window with everything in it, made once.
const planning::WaveformRun& sample() {
  static const planning::WaveformRun run = [] {
    planning::WaveformFlags flags;
    flags.limits = "study_limits", flags.system = "ercot", flags.mitigate = true;
    planning::RunOptions options;
    planning::WaveformOutcome outcome = planning::run_waveform(shipped("behemoth-h100.yaml"), flags, options);
    REQUIRE(outcome.run);
    return std::move(*outcome.run);
  }();
  return run;
}

std::size_t lines_of(const std::string& text) { return std::size_t(std::count(text.begin(), text.end(), '\n')); }

}  // namespace

TEST_CASE("the text says swing, verdicts, the grid's answer, the smoothing and its cost") {
  const std::string text = waveform_text(sample());
  for (const char* word : {"Iteration", "MW peak to peak", "Largest line", "Largest job", "dynamic range", "fail", "not assessed",
                           "cheapest that passes", "Cost a year", "Next"})
    CHECK_MESSAGE(text.find(word) != std::string::npos, word);
}

TEST_CASE("the next command is about the same window, and about starts where only a steady one was looked at") {
  planning::WaveformFlags flags;
  flags.limits = "aeso_draft", flags.jitter_s = 0.02;
  const auto text = [&] {
    planning::RunOptions options;
    options.load.overrides = {"horizon.length_years=0.04"};
    planning::WaveformOutcome outcome = planning::run_waveform(shipped("tiny.yaml"), flags, options);
    REQUIRE(outcome.run);
    return waveform_text(*outcome.run);
  };
  CHECK(text().find("--limits aeso_draft --jitter 0.02 --events start,stop\n") != std::string::npos);
  flags.limits = "study_limits", flags.events = "stall", flags.window_s = 90, flags.step_s = 0.05;
  CHECK(text().find("--limits study_limits --events stall --window 90 --step 0.05 --jitter 0.02 --mitigate\n") != std::string::npos);
}

TEST_CASE("the document is complete, finite and keeps peaks that its picture thins out") {
  const Json d = waveform_document(sample());
  CHECK(d["format"] == "gigawatt.waveform/1");
  CHECK_NOTHROW(to_text(d));
  double high = 0;
  for (const auto& value : d["as_built"]["trace"]["high_mw"]) high = std::max(high, value.get<double>());
  CHECK(high == d["as_built"]["peak_mw"].get<double>());
  double period = 0;
  for (const auto& segment : d["iteration"]["segments"]) period += segment["duration_s"].get<double>();
  CHECK(period == doctest::Approx(d["iteration"]["period_s"].get<double>()));
  CHECK(std::abs(d["as_built"]["energy"]["residual_frac"].get<double>()) < 1e-9);
  CHECK(d["search"]["passing"].size() > 0);
  CHECK(d["resonance"].size() > 10);
}

TEST_CASE("tables have a line a sample, a line, a clause") {
  const planning::WaveformRun& run = sample();
  std::map<std::string, std::size_t> lines;
  for (const TextFile& file : waveform_tables(run)) lines[file.name] = lines_of(file.text) - 1;
  CHECK(lines["waveform.csv"] == run.as_built.trace.poi.size());
  CHECK(lines["spectrum.csv"] == run.as_built.spectrum.amplitude_mw.size() - 1);
  CHECK(lines["clauses.csv"] == 2 * run.as_built.clauses.size());
  CHECK(lines["single_line.csv"] == run.single_line.size());
  CHECK(lines["resonance.csv"] == run.resonance.size());
  CHECK(lines["mitigation.csv"] == run.search->passing.size());
  CHECK(lines["duration.csv"] == 101);
}

TEST_CASE("a folder is written whole, and one that holds something else is left alone") {
  Folder folder;
  Diagnostics problems;
  REQUIRE(write_waveform_output(sample(), folder.path("out"), [](const std::string&) {}, problems));
  CHECK(fs::exists(folder.path("out/waveform.json")));
  CHECK(fs::exists(folder.path("out/mitigation.csv")));
  CHECK(check_waveform_output(folder.path("out"), problems));
  folder.write("mine/notes.txt", "mine");
  CHECK_FALSE(check_waveform_output(folder.path("mine"), problems));
}

}  // namespace gw::report
