#include "gw/report/train_document.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gw/base/csv.h"
#include "gw/planning/test_files.h"
#include "gw/report/test_train.h"

namespace gw::report {
namespace {

using namespace test;
using planning::test::Folder;
using planning::test::text_of;

double sum(const Json& list, const char* key) {
  double out = 0;
  for (const Json& entry : list) out += entry[key].get<double>();
  return out;
}

const TextFile& file(const std::vector<TextFile>& files, const std::string& name) {
  const auto found = std::ranges::find(files, name, &TextFile::name);
  REQUIRE(found != files.end());
  return *found;
}

}  // namespace

TEST_CASE("the document: timeline and activity add up to the step, memory to its total") {
  const Json d = step_document(interleaved_step());
  CHECK(d["format"] == "gigawatt.step/1");
  const Json& step = d["step"];
  CHECK(step["timeline"].size() == training::kPartCount);
  CHECK(sum(step["timeline"], "time_s") == doctest::Approx(step["time_s"].get<double>()));
  CHECK(sum(step["timeline"], "share_frac") == doctest::Approx(1.0));
  CHECK(sum(step["activity"], "duration_s") == doctest::Approx(step["time_s"].get<double>()));
  const Json& m = step["memory"];
  double parts = 0;
  for (const char* key :
       {"weights_bytes", "gradients_bytes", "optimizer_bytes", "activations_bytes", "workspace_bytes"})
    parts += m[key].get<double>();
  CHECK(parts == doctest::Approx(m["total_bytes"].get<double>()));
  CHECK(m["total_bytes"] < m["capacity_bytes"]);
  CHECK(step["tokens"].get<double>() / step["time_s"].get<double>() ==
        doctest::Approx(step["tokens_per_s"].get<double>()));
}

TEST_CASE("the document says what it was made from, and where each number came from") {
  const Json d = step_document(interleaved_step());
  CHECK(d["setup"]["plan"]["pipeline"] == 4);
  CHECK(d["setup"]["plan"]["schedule"] == "interleaved");
  CHECK(d["setup"]["plan"]["sequence_parallel"] == true);
  CHECK(d["setup"]["fabric"]["usual_for_the_part"] == true);
  CHECK(d["setup"]["model"]["parameters"].get<double>() == doctest::Approx(8.03e9).epsilon(0.01));
  CHECK(d["energy"]["rack"] == "hgx_h100");
  CHECK_FALSE(d.contains("search"));
  const auto pipeline =
      std::ranges::find_if(d["assumptions"], [](const Json& a) { return a["path"] == "plan.pipeline"; });
  REQUIRE(pipeline != d["assumptions"].end());
  CHECK((*pipeline)["place"] == "--set");
  CHECK(to_text(d).find("null") != std::string::npos);
}

TEST_CASE("a search is in the document: counts, best, front") {
  const Json d = step_document(searched_step());
  const Json& found = d["search"];
  CHECK(found["best"].size() == 4);
  CHECK(found["best"][0]["step_s"] == d["step"]["time_s"]);
  CHECK(found["best"][0]["plan"] == d["setup"]["plan"]);
  CHECK(found["enumerated"] == found["not_dividing"].get<std::uint64_t>() +
                                   found["out_of_memory"].get<std::uint64_t>() +
                                   found["evaluated"].get<std::uint64_t>());
  CHECK(found["kept"] == Json({"context 1", "virtual_pipeline 1"}));
  CHECK(found["pareto"].size() >= 1);
}

TEST_CASE("tables: one row an operator, memory, and the plans of a search") {
  const auto tables = step_tables(searched_step());
  CHECK(tables.size() == 3);
  std::size_t operators = 0;
  for (const training::OperatorBlock& block : searched_step().operators) operators += block.rows.size();
  const auto parsed = parse_csv(file(tables, "operators.csv").text, "operators.csv");
  REQUIRE(parsed);
  CHECK(parsed->rows.size() == operators);
  const auto plans = parse_csv(file(tables, "plans.csv").text, "plans.csv");
  REQUIRE(plans);
  CHECK(plans->rows.size() == searched_step().search->best.size() + searched_step().search->pareto.size());
  CHECK(plans->column("step_s") > 0);
  CHECK(parse_csv(file(tables, "memory.csv").text, "memory.csv")->rows.size() == 7);
  CHECK(step_tables(interleaved_step()).size() == 2);
}

TEST_CASE("files are written whole; an earlier step is replaced, another folder is not") {
  Folder folder;
  Diagnostics problems;
  const std::string out = folder.path("out");
  REQUIRE(write_step_output(searched_step(), out, {}, problems));
  for (const char* name : {"step.json", "operators.csv", "memory.csv", "plans.csv", "trace.json"})
    CHECK_FALSE(text_of(out + "/" + name).empty());
  REQUIRE(write_step_output(interleaved_step(), out, {}, problems));
  CHECK(text_of(out + "/plans.csv").empty());
  folder.write("out/notes.txt", "mine");
  CHECK_FALSE(write_step_output(interleaved_step(), out, {}, problems));
  CHECK(problems.list().back().code == "GW5002");
  CHECK(text_of(out + "/notes.txt") == "mine");
}

}  // namespace gw::report
