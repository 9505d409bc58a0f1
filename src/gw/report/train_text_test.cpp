#include "gw/report/train_text.h"

#include <algorithm>
#include <sstream>

#include "gw/report/test_train.h"

namespace gw::report {
namespace {

using namespace test;

bool has(const std::string& text, const std::string& piece) { return text.find(piece) != std::string::npos; }

// The numbers of a column of the timeline, total last.
std::vector<double> shares(const std::string& text) {
  std::vector<double> out;
  std::istringstream in(text.substr(text.find("Step timeline")));
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line) && !line.empty()) out.push_back(std::stod(line.substr(line.rfind(' '))));
  return out;
}

}  // namespace

TEST_CASE("the step: what it is, its speed with an error bar, timeline, memory, what binds, what next") {
  const std::string text = step_text(interleaved_step());
  for (const char* piece :
       {"Llama 3 8B on 64 ", "TP 1, PP 4 (interleaved, VP 2), DP 16, ZeRO 1", "\u00b1", "tokens/s each",
        "TFLOP/s each", "% MFU", "% HFU", "kWh/M tokens", "usual for the part", "pipeline bubble",
        "optimizer states", "capacity", "Binding", "--search\n"}) {
    INFO(piece);
    CHECK(has(text, piece));
  }
  CHECK_FALSE(has(text, "expert all-to-all"));
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; ++at)
    CHECK((at == 0 || text[at - 1] != ' '));
}

TEST_CASE("the shares of the timeline add up to the total that is printed") {
  const std::vector<double> found = shares(step_text(interleaved_step()));
  REQUIRE(found.size() > 3);
  double sum = 0;
  for (std::size_t i = 0; i + 1 < found.size(); ++i) sum += found[i];
  CHECK(found.back() == 100.0);
  CHECK(std::abs(sum - 100.0) < 0.05 * double(found.size()));
}

TEST_CASE("operators: every block and every row") {
  const planning::TrainRun& run = interleaved_step();
  const std::string text = operators_text(run);
  CHECK(has(text, "dense layer (32 in the model)"));
  CHECK(has(text, "vocabulary projection"));
  std::size_t rows = 3;  // an empty line, the title, and...
  for (const training::OperatorBlock& block : run.operators) rows += 1 + block.rows.size();
  CHECK(std::size_t(std::ranges::count(text, '\n')) + 1 == rows);
}

TEST_CASE("a search: counts, kept dimensions, best plans with reasons, front without its tail") {
  const planning::TrainRun& run = searched_step();
  const std::string text = search_text(run);
  for (const char* piece :
       {"do not divide", "do not fit in memory", "evaluated", "context 1, virtual_pipeline 1", "Best",
        "bound by", "Front", "kWh/M tok", "no findings"}) {
    INFO(piece);
    CHECK(has(text, piece));
  }
  CHECK(has(step_text(run), " --operators\n"));
}

TEST_CASE("the next command of a search names the plan that was found, and works") {
  const planning::TrainRun& run = searched_step();
  const std::string text = step_text(run);
  const std::string command = text.substr(text.rfind("gw train"));
  std::vector<std::string> overrides;
  std::istringstream in(command);
  for (std::string word; in >> word;)
    if (word == "--set") in >> word, overrides.push_back(word);
  CHECK(train_run(overrides).step.total.base() == doctest::Approx(run.step.total.base()));
}

TEST_CASE("words of a command are quoted where a shell would take them apart") {
  planning::TrainFlags flags = train_flags({"search.tensor=[1]", "model.name=it's"});
  flags.plan_file = "my plan.yaml";
  const std::string command = train_command(flags);
  CHECK(has(command, "--plan 'my plan.yaml'"));
  CHECK(has(command, "--set 'model.name=it'\\''s'"));
  CHECK_FALSE(has(command, "search.tensor"));
  CHECK(has(command, "gw train llama3_8b --accelerator h100_sxm --count 64"));
}

TEST_CASE("nothing fits: counts and what would help") {
  planning::TrainFlags flags = train_flags({});
  flags.model = "llama3_405b", flags.count = "8";
  const std::string text = nothing_fits_text(planning::run_train(flags, {.search = true}));
  CHECK(has(text, "0 evaluated"));
  CHECK(has(text, "smallest change first:\n  "));
}

TEST_CASE("a plan in one line names only what is not one") {
  training::Plan plan;
  plan.global_batch_sequences = 8, plan.sequence_length = 8;
  CHECK(plan_text(plan, 8) == "TP 1, DP 8, ZeRO 1, micro-batch 1");
  plan.context = 2, plan.expert = 4, plan.expert_tensor = 2, plan.pipeline = 2,
  plan.recompute = training::Recompute::full;
  CHECK(plan_text(plan, 8) ==
        "TP 1, PP 2 (1F1B), CP 2, EP 4, ETP 2, DP 2, ZeRO 1, micro-batch 1, recompute full");
}

TEST_CASE("every part of a step has a label of its own") {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < training::kPartCount; ++i)
    labels.push_back(label_of(static_cast<training::PartKind>(i)));
  std::ranges::sort(labels);
  CHECK(std::ranges::adjacent_find(labels) == labels.end());
  CHECK_FALSE(labels.front().empty());
}

}  // namespace gw::report
