#include "gw/catalog/hugging_face.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"

using namespace gw;
using namespace gw::catalog;

namespace {

Result<Model> read_config(const std::string& json, const std::string& name = {}) {
  const Result<describe::Document> document = describe::parse_text(json, "config.json");
  REQUIRE_MESSAGE(document, document.diagnostics.render());
  return model_from_hugging_face(*document, name);
}

Model good(const std::string& json) {
  const Result<Model> result = read_config(json);
  REQUIRE_MESSAGE(result, result.diagnostics.render());
  CHECK(result.diagnostics.list().empty());
  return *result;
}

/// Code and path of every problem: "GW1304 hidden_size".
std::vector<std::string> problems(const std::string& json) {
  const Result<Model> result = read_config(json);
  CHECK_FALSE(result);
  std::vector<std::string> out;
  for (const Diagnostic& d : result.diagnostics.list()) {
    out.push_back(d.code + " " + d.path);
    CHECK(d.where.file == "config.json");
    CHECK(d.where.line > 0);
  }
  return out;
}

double billions(const Model& model) { return double(total_parameters(model)) / 1e9; }

const char* const kLlama3 = R"({
  "architectures": ["LlamaForCausalLM"], "model_type": "llama", "attention_bias": false, "hidden_act": "silu",
  "hidden_size": 4096, "intermediate_size": 14336, "max_position_embeddings": 8192, "num_attention_heads": 32,
  "num_hidden_layers": 32, "num_key_value_heads": 8, "rms_norm_eps": 1e-05, "rope_scaling": null,
  "tie_word_embeddings": false, "torch_dtype": "bfloat16", "vocab_size": 128256})";

const char* const kDeepseekV3 = R"({
  "model_type": "deepseek_v3", "first_k_dense_replace": 3, "hidden_act": "silu", "hidden_size": 7168,
  "intermediate_size": 18432, "kv_lora_rank": 512, "max_position_embeddings": 163840, "moe_intermediate_size": 2048,
  "moe_layer_freq": 1, "n_routed_experts": 256, "n_shared_experts": 1, "num_attention_heads": 128,
  "num_experts_per_tok": 8, "num_hidden_layers": 61, "num_key_value_heads": 128, "num_nextn_predict_layers": 1,
  "q_lora_rank": 1536, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "vocab_size": 129280,
  "topk_method": "noaux_tc", "quantization_config": {"fmt": "e4m3", "weight_block_size": [128, 128]}})";

}  // namespace

TEST_CASE("Llama 3 8B: shape and exact parameters") {
  const Model m = good(kLlama3);
  CHECK(total_parameters(m) == 8'030'261'248);  // of the released checkpoint
  CHECK(m.name == "llama");
  CHECK(read_config(kLlama3, "mine")->name == "mine");
  const auto& attention = std::get<GroupedAttention>(m.attention);
  CHECK(attention.kv_heads == 8);
  CHECK(attention.head_dim == 128);
  CHECK(attention.window == 0);
  CHECK(m.activation == Activation::swiglu);
  CHECK_FALSE(m.experts);
}

TEST_CASE("without model_type the architecture names the family") {
  std::string json = kLlama3;
  json.replace(json.find("\"model_type\": \"llama\","), 22, "");
  CHECK(billions(good(json)) == doctest::Approx(8.03).epsilon(0.001));
}

TEST_CASE("DeepSeek-V3: latent attention, shared experts, an extra prediction layer") {
  const Model m = good(kDeepseekV3);
  CHECK(billions(m) == doctest::Approx(671).epsilon(0.002));
  CHECK(double(active_parameters(m)) / 1e9 == doctest::Approx(37).epsilon(0.02));
  CHECK(m.multi_token_layers == 1);
  CHECK(m.moe_layers() == 58);
  CHECK(m.experts->load_variation == doctest::Approx(0.017));  // balanced by biases: topk_method noaux_tc
  CHECK(std::get<LatentAttention>(m.attention).kv_lora_rank == 512);
}

TEST_CASE("DeepSeek-V2-Lite: the query is not compressed") {
  const Model m = good(R"({"model_type": "deepseek_v2", "first_k_dense_replace": 1, "hidden_size": 2048,
    "intermediate_size": 10944, "kv_lora_rank": 512, "max_position_embeddings": 163840, "moe_intermediate_size": 1408,
    "n_routed_experts": 64, "n_shared_experts": 2, "num_attention_heads": 16, "num_experts_per_tok": 6,
    "num_hidden_layers": 27, "q_lora_rank": null, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128,
    "vocab_size": 102400})");
  CHECK(billions(m) == doctest::Approx(15.7).epsilon(0.005));
  CHECK(m.experts->shared_ffn == 2816);
}

TEST_CASE("Mistral 7B has a window in every layer; null means none") {
  const std::string head = R"({"model_type": "mistral", "hidden_size": 4096, "intermediate_size": 14336,
    "max_position_embeddings": 32768, "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8,
    "vocab_size": 32000, "sliding_window": )";
  const Model m = good(head + "4096}");
  CHECK(billions(m) == doctest::Approx(7.24).epsilon(0.001));
  CHECK(std::get<GroupedAttention>(m.attention).window == 4096);
  CHECK(std::get<GroupedAttention>(m.attention).full_every == 0);
  CHECK(std::get<GroupedAttention>(good(head + "null}").attention).window == 0);
}

TEST_CASE("Mixtral 8x7B: every layer has experts of the feed-forward's width") {
  const Model m = good(R"({"model_type": "mixtral", "hidden_size": 4096, "intermediate_size": 14336,
    "max_position_embeddings": 32768, "num_attention_heads": 32, "num_experts_per_tok": 2, "num_hidden_layers": 32,
    "num_key_value_heads": 8, "num_local_experts": 8, "sliding_window": null, "vocab_size": 32000})");
  CHECK(billions(m) == doctest::Approx(46.7).epsilon(0.001));
  CHECK(double(active_parameters(m)) / 1e9 == doctest::Approx(12.9).epsilon(0.002));
}

TEST_CASE("Qwen2 carries biases on query, key and value only") {
  const Model m = good(R"({"model_type": "qwen2", "hidden_size": 3584, "intermediate_size": 18944,
    "max_position_embeddings": 131072, "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4,
    "vocab_size": 152064, "use_sliding_window": false, "sliding_window": 131072})");
  CHECK(m.qkv_biases);
  CHECK_FALSE(m.biases);
  CHECK(total_parameters(m) == 7'615'616'512);  // Qwen2.5 7B, of the released checkpoint
}

TEST_CASE("Qwen2 MoE 57B-A14B: one wide shared expert") {
  const Model m = good(R"({"model_type": "qwen2_moe", "hidden_size": 3584, "intermediate_size": 18944,
    "max_position_embeddings": 32768, "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4,
    "decoder_sparse_step": 1, "moe_intermediate_size": 2560, "num_experts": 64, "num_experts_per_tok": 8,
    "shared_expert_intermediate_size": 20480, "vocab_size": 151936})");
  CHECK(billions(m) == doctest::Approx(57.4).epsilon(0.002));
  CHECK(double(active_parameters(m)) / 1e9 == doctest::Approx(14.2).epsilon(0.01));
}

TEST_CASE("Qwen3 MoE 30B-A3B: head width is given, not derived") {
  const Model m =
      good(R"({"model_type": "qwen3_moe", "hidden_size": 2048, "intermediate_size": 6144, "head_dim": 128,
    "max_position_embeddings": 40960, "num_attention_heads": 32, "num_hidden_layers": 48, "num_key_value_heads": 4,
    "decoder_sparse_step": 1, "mlp_only_layers": [], "moe_intermediate_size": 768, "num_experts": 128,
    "num_experts_per_tok": 8, "vocab_size": 151936, "tie_word_embeddings": false})");
  CHECK(billions(m) == doctest::Approx(30.5).epsilon(0.002));
  CHECK(std::get<GroupedAttention>(m.attention).head_dim == 128);
}

TEST_CASE("Llama 4: the language model is nested, dense and expert layers alternate") {
  const std::string text = R"("text_config": {"model_type": "llama4_text", "hidden_size": 5120,
    "intermediate_size": 8192, "intermediate_size_mlp": 16384, "head_dim": 128, "max_position_embeddings": 1048576,
    "num_attention_heads": 40, "num_hidden_layers": 48, "num_key_value_heads": 8, "num_local_experts": 128,
    "num_experts_per_tok": 1, "interleave_moe_layer_step": 2, "attention_chunk_size": 8192, "vocab_size": 202048})";
  const Model m = good(R"({"model_type": "llama4", "vision_config": {"hidden_size": 1408}, )" + text + "}");
  CHECK(billions(m) == doctest::Approx(400).epsilon(0.005));
  CHECK(double(active_parameters(m)) / 1e9 == doctest::Approx(17).epsilon(0.015));
  CHECK(m.moe_layers() == 24);
  CHECK(std::get<GroupedAttention>(m.attention).window == 8192);
  CHECK(std::get<GroupedAttention>(m.attention).full_every == 4);
}

TEST_CASE("GPT-2, OPT and GPT-NeoX: exact or published sizes") {
  CHECK(total_parameters(good(R"({"model_type": "gpt2", "n_embd": 768, "n_layer": 12, "n_head": 12,
    "n_positions": 1024, "vocab_size": 50257})")) == 124'439'808);
  CHECK(billions(good(R"({"model_type": "opt", "hidden_size": 4096, "ffn_dim": 16384, "num_hidden_layers": 32,
    "num_attention_heads": 32, "max_position_embeddings": 2048, "vocab_size": 50272,
    "word_embed_proj_dim": 4096})")) == doctest::Approx(6.66).epsilon(0.002));
  CHECK(billions(good(R"({"model_type": "gpt_neox", "hidden_size": 6144, "intermediate_size": 24576,
    "num_hidden_layers": 44, "num_attention_heads": 64, "max_position_embeddings": 2048, "vocab_size": 50432,
    "hidden_act": "gelu_fast"})")) == doctest::Approx(20.55).epsilon(0.001));
}

TEST_CASE("gpt-oss 20B: biases, alternating windows") {
  const Model m =
      good(R"({"model_type": "gpt_oss", "hidden_size": 2880, "intermediate_size": 2880, "head_dim": 64,
    "max_position_embeddings": 131072, "num_attention_heads": 64, "num_hidden_layers": 24, "num_key_value_heads": 8,
    "num_local_experts": 32, "experts_per_token": 4, "attention_bias": true, "sliding_window": 128,
    "vocab_size": 201088})");
  CHECK(billions(m) == doctest::Approx(20.91).epsilon(0.001));
  CHECK(std::get<GroupedAttention>(m.attention).full_every == 2);
  CHECK(m.biases);
  CHECK(m.activation_clamped);
}

TEST_CASE("a config and the shipped row of the same model have the same size") {
  const Library library({GW_SOURCE_DIR "/catalog"});
  for (const auto& [name, json] : {std::pair("llama3_8b", kLlama3), std::pair("deepseek_v3", kDeepseekV3)}) {
    Diagnostics diagnostics;
    describe::ProvenanceMap provenance;
    const describe::Document* row = library.row("models", name, diagnostics);
    REQUIRE(row);
    const Model shipped = describe::read<Model>(*row, library.resolver(), provenance, diagnostics);
    CHECK(total_parameters(good(json)) == total_parameters(shipped));
    CHECK(multi_token_parameters(good(json)) == multi_token_parameters(shipped));
  }
}

TEST_CASE("an unknown family lists the known ones and the nearest") {
  const Result<Model> result = read_config(R"({"model_type": "qwen3_mo"})");
  CHECK_FALSE(result);
  REQUIRE(result.diagnostics.list().size() == 1);
  const Diagnostic& problem = result.diagnostics.list()[0];
  CHECK(problem.code == "GW1303");
  CHECK(problem.path == "model_type");
  CHECK(problem.hint.find("'qwen3_moe'") != std::string::npos);
  for (const std::string& family : hugging_face_families())
    CHECK(problem.hint.find(family) != std::string::npos);
  CHECK(std::ranges::is_sorted(hugging_face_families()));
  CHECK(problems("{}") == std::vector<std::string>{"GW1303 "});
  CHECK(problems(R"({"model_type": "mamba", "architectures": ["MambaForCausalLM"]})") ==
        std::vector<std::string>{"GW1303 model_type"});
}

TEST_CASE("missing, wrong and negative values are all reported at once, with their place") {
  const std::vector<std::string> found = problems(R"({"model_type": "llama",
    "hidden_size": "4096", "intermediate_size": -1, "num_hidden_layers": 1.5, "num_attention_heads": 32,
    "max_position_embeddings": [1], "tie_word_embeddings": 3})");
  CHECK(found == std::vector<std::string>{"GW1305 num_hidden_layers", "GW1305 hidden_size",
                                          "GW1305 intermediate_size", "GW1304 vocab_size",
                                          "GW1305 max_position_embeddings", "GW1306 num_attention_heads",
                                          "GW1305 tie_word_embeddings"});
}

TEST_CASE("contradictions are errors") {
  const auto changed = [](std::string json, const std::string& from, const std::string& to) {
    const std::size_t at = json.find(from);
    REQUIRE(at != std::string::npos);
    return json.replace(at, from.size(), to);
  };
  using Problems = std::vector<std::string>;
  CHECK(problems(changed(kLlama3, "\"num_key_value_heads\": 8", "\"num_key_value_heads\": 5")) ==
        Problems{"GW1306 num_key_value_heads"});
  CHECK(problems(changed(kLlama3, "\"num_attention_heads\": 32", "\"num_attention_heads\": 24")) ==
        Problems{"GW1306 num_attention_heads"});
  CHECK(problems(changed(kLlama3, "silu", "maxout")) == Problems{"GW1306 hidden_act"});
  CHECK(problems(changed(kDeepseekV3, "\"num_experts_per_tok\": 8", "\"num_experts_per_tok\": 300")) ==
        Problems{"GW1306 num_experts_per_tok"});
  CHECK(problems(changed(kDeepseekV3, "\"first_k_dense_replace\": 3", "\"first_k_dense_replace\": 61")) ==
        Problems{"GW1306 "});
  CHECK(problems(changed(kDeepseekV3, "\"moe_layer_freq\": 1", "\"moe_layer_freq\": 2")) ==
        Problems{"GW1306 moe_layer_freq"});
}

TEST_CASE("dense layers of Qwen MoE must lead") {
  const std::string head = R"({"model_type": "qwen3_moe", "hidden_size": 2048, "intermediate_size": 6144,
    "max_position_embeddings": 40960, "num_attention_heads": 32, "num_hidden_layers": 48, "moe_intermediate_size": 768,
    "num_experts": 128, "num_experts_per_tok": 8, "vocab_size": 151936, "mlp_only_layers": )";
  CHECK(good(head + "[0, 1]}").experts->first_dense_layers == 2);
  CHECK(problems(head + "[0, 7]}") == std::vector<std::string>{"GW1306 mlp_only_layers"});
  CHECK(problems(head + "3}") == std::vector<std::string>{"GW1305 mlp_only_layers"});
}

TEST_CASE("problems inside text_config carry its path, and a list is no config") {
  const std::vector<std::string> found =
      problems(R"({"model_type": "llama4", "text_config": {"hidden_size": 0}})");
  CHECK(std::ranges::count(found, "GW1305 text_config.hidden_size") == 1);
  CHECK(std::ranges::count(found, "GW1304 text_config.num_local_experts") == 1);
  CHECK(problems("[1, 2]") == std::vector<std::string>{"GW1302 "});
  const Result<Model> huge = read_config(R"({"model_type": "llama", "hidden_size": 1e300})");
  CHECK_FALSE(huge);
}
