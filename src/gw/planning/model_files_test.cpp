#include "gw/planning/model_files.h"

#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;

const char* const kLlama3 = R"({
  "architectures": ["LlamaForCausalLM"], "model_type": "llama", "attention_bias": false, "hidden_act": "silu",
  "hidden_size": 4096, "intermediate_size": 14336, "max_position_embeddings": 8192, "num_attention_heads": 32,
  "num_hidden_layers": 32, "num_key_value_heads": 8, "rms_norm_eps": 1e-05, "rope_scaling": null,
  "tie_word_embeddings": false, "torch_dtype": "bfloat16", "vocab_size": 128256})";

std::string campus_with(const Folder& folder, const std::string& model) {
  return folder.write("a.yaml", tiny({{"model: llama3_8b", "model: " + model}}));
}

const catalog::Model& model_of(const LoadedScenario& loaded) {
  return std::get<campus::TrainingJob>(loaded.scenario.jobs[0]).model;
}

}  // namespace

TEST_CASE("a Hugging Face configuration beside the campus file is a model like the catalogue's") {
  Folder folder;
  folder.write("llama/config.json", kLlama3);
  const auto own = load_scenario(campus_with(folder, "llama/config.json"), {});
  REQUIRE_MESSAGE(bool(own), own.diagnostics.render());
  const auto row = load_scenario(shipped("tiny.yaml"), {});
  CHECK(catalog::total_parameters(model_of(*own)) == catalog::total_parameters(model_of(*row)));
  CHECK(model_of(*own).layers == 32);
}

TEST_CASE("its numbers name the file as their source") {
  Folder folder;
  folder.write("config.json", kLlama3);
  const auto own = load_scenario(campus_with(folder, "config.json"), {});
  REQUIRE_MESSAGE(bool(own), own.diagnostics.render());
  CHECK(own->provenance.at("jobs[0].model.layers").origin.source.find("config.json") != std::string::npos);
}

TEST_CASE("what is wrong with it is told with its own file as place") {
  Folder folder;
  folder.write("config.json", "{\"model_type\": \"llama\", \"hidden_size\": 4096");
  const auto broken = load_scenario(campus_with(folder, "config.json"), {});
  CHECK_FALSE(broken);
  REQUIRE(broken.diagnostics.has_errors());
  CHECK(broken.diagnostics.list()[0].where.file == folder.path("config.json"));
  folder.write("config.json", "{\"model_type\": \"llama\"}");
  CHECK_FALSE(load_scenario(campus_with(folder, "config.json"), {}));
}

TEST_CASE("a configuration that is not there is an error") {
  Folder folder;
  const auto missing = load_scenario(campus_with(folder, "none/config.json"), {});
  CHECK_FALSE(missing);
  CHECK(missing.diagnostics.has_errors());
}

TEST_CASE("a run over it gives the same step as the catalogue's row") {
  Folder folder;
  folder.write("config.json", kLlama3);
  const Run own = run_of(campus_with(folder, "config.json"), {"horizon.length_years=0.02"});
  const Run row = run_of(shipped("tiny.yaml"), {"horizon.length_years=0.02"});
  CHECK(own.figures.find("step_time_s")->value == doctest::Approx(row.figures.find("step_time_s")->value));
}

}  // namespace gw::planning
