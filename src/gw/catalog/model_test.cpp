#include "gw/catalog/model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"

using namespace gw;
using namespace gw::catalog;

namespace {

const Library& shipped() {
  static const Library library({GW_SOURCE_DIR "/catalog"});
  return library;
}

Model load(const std::string& name) {
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  const describe::Document* row = shipped().row("models", name, diagnostics);
  REQUIRE_MESSAGE(row, diagnostics.render());
  Model out = describe::read<Model>(*row, shipped().resolver(), provenance, diagnostics);
  CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
  return out;
}

double error_frac(double ours, double published) { return std::abs(ours - published) / published; }

}  // namespace

TEST_CASE("a small dense model, counted by hand") {
  Model m;
  m.layers = 2;
  m.hidden = 8;
  m.ffn = 32;
  m.vocabulary = 100;
  m.max_sequence = 16;
  m.attention = GroupedAttention{.heads = 2, .kv_heads = 2, .head_dim = 4};
  m.activation = Activation::gelu;
  m.position = Position::learned;
  m.tied_embeddings = true;
  m.biases = true;
  const ParameterCount count = count_parameters(m);
  CHECK(count.embedding == 100 * 8 + 16 * 8);
  CHECK(count.output == 0);
  CHECK(count.attention == 2 * (4 * 8 * 8 + 4 * 8));    // q, k, v, o and their biases
  CHECK(count.dense_ffn == 2 * (2 * 8 * 32 + 32 + 8));  // two matrices and their biases
  CHECK(count.norms == (2 * 2 + 1) * 16);               // gain and offset
  CHECK(count.total() == 928 + 2 * 288 + 2 * 552 + 80);
  CHECK(count.active() == count.total());
  CHECK(total_parameters(m) == count.total());
}

TEST_CASE("a small mixture of experts with latent attention, counted by hand") {
  Model m;
  m.layers = 3;
  m.hidden = 10;
  m.ffn = 40;
  m.vocabulary = 7;
  m.attention = LatentAttention{.heads = 2,
                                .q_lora_rank = 6,
                                .kv_lora_rank = 4,
                                .qk_nope_head_dim = 3,
                                .qk_rope_head_dim = 2,
                                .v_head_dim = 5};
  m.experts = Experts{
      .routed = 4, .per_token = 2, .shared = 1, .expert_ffn = 5, .shared_ffn = 5, .first_dense_layers = 1};
  m.multi_token_layers = 1;
  const ParameterCount count = count_parameters(m);
  const std::int64_t query = 10 * 6 + 6 + 6 * 2 * (3 + 2);
  const std::int64_t key_value = 10 * (4 + 2) + 4 + 4 * 2 * (3 + 5);
  const std::int64_t attention = query + key_value + 2 * 5 * 10;
  CHECK(count.attention == 3 * attention);
  CHECK(count.dense_ffn == 3 * 10 * 40);
  CHECK(count.routed_experts == 2 * 4 * 3 * 10 * 5);
  CHECK(count.routed_experts_active == 2 * 2 * 3 * 10 * 5);
  CHECK(count.shared_experts == 2 * 3 * 10 * 5);
  CHECK(count.router == 2 * 4 * 10);
  CHECK(count.output == 70);
  CHECK(count.active() == count.total() - 2 * 2 * 150);
  CHECK(multi_token_parameters(m) == 2 * 100 + 5 * 10 + attention + 5 * 150 + 40);
  CHECK(total_parameters(m) == count.total());  // without the extra layer
}

TEST_CASE("an uncompressed query has one projection") {
  Model m;
  m.layers = 1;
  m.hidden = 10;
  m.ffn = 1;
  m.vocabulary = 1;
  m.attention = LatentAttention{.heads = 2,
                                .q_lora_rank = 0,
                                .kv_lora_rank = 4,
                                .qk_nope_head_dim = 3,
                                .qk_rope_head_dim = 2,
                                .v_head_dim = 5};
  CHECK(count_parameters(m).attention == 10 * 10 + 10 * 6 + 4 + 4 * 16 + 100);
}

TEST_CASE("where expert layers lie") {
  Model m;
  m.layers = 6;
  CHECK(m.moe_layers() == 0);
  m.experts = Experts{.routed = 8, .per_token = 1, .every = 2};
  CHECK_FALSE(m.is_moe_layer(0));
  CHECK(m.is_moe_layer(1));
  CHECK(m.is_moe_layer(5));
  CHECK(m.moe_layers() == 3);
  m.experts->every = 1;
  m.experts->first_dense_layers = 2;
  CHECK(m.moe_layers() == 4);
  m.experts->first_dense_layers = 9;
  CHECK(m.moe_layers() == 0);
  m.experts =
      Experts{.routed = 8, .per_token = 1, .every = 0};  // nonsense means every layer, never a division by 0
  CHECK(m.moe_layers() == 6);
}

TEST_CASE("at the largest shape the description admits the count does not overflow") {
  Model m;
  m.layers = 1000;
  m.hidden = 131072;
  m.ffn = 1048576;
  m.vocabulary = 100'000'000;
  m.max_sequence = 1'000'000'000;
  m.attention = GroupedAttention{.heads = 4096, .kv_heads = 4096, .head_dim = 4096};
  m.experts =
      Experts{.routed = 4096, .per_token = 4096, .shared = 1, .expert_ffn = 1048576, .shared_ffn = 1048576};
  m.biases = true;
  m.position = Position::learned;
  CHECK(total_parameters(m) > std::int64_t(1'600'000'000) * 1'000'000'000);
  CHECK(active_parameters(m) > 0);
}

TEST_CASE("every shipped model agrees with its published size within 2 %") {
  const std::vector<std::string> names = shipped().names("models");
  CHECK(names.size() >= 22);
  for (const std::string& name : names) {
    CAPTURE(name);
    const Model m = load(name);
    const ParameterCount count = count_parameters(m);
    REQUIRE(m.published_total_b);
    CHECK(error_frac(double(count.total()) / 1e9, *m.published_total_b) < 0.02);
    CHECK(m.experts.has_value() == (count.active() < count.total()));
    if (!m.published_active_b) continue;
    // Papers differ in whether the input embedding table counts as active.
    const double with = double(count.active()) / 1e9, without = with - double(count.embedding) / 1e9;
    CAPTURE(with);
    CAPTURE(without);
    CHECK(std::min(error_frac(with, *m.published_active_b), error_frac(without, *m.published_active_b)) <
          0.02);
  }
}

TEST_CASE("Behemoth meets the published figures within 1 %") {
  const Model m = load("behemoth");
  CHECK(error_frac(double(total_parameters(m)), 2e12) < 0.01);
  CHECK(error_frac(double(active_parameters(m)), 288e9) < 0.01);
  REQUIRE(m.experts);
  CHECK(m.experts->routed == 16);
  CHECK(m.moe_layers() == m.layers);
}

TEST_CASE("every unpublished dimension of Behemoth is graded assumed with a note") {
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  const describe::Document* row = shipped().row("models", "behemoth", diagnostics);
  REQUIRE(row);
  describe::read<Model>(*row, shipped().resolver(), provenance, diagnostics);
  for (const char* path : {"layers", "hidden", "vocabulary", "attention.heads", "experts.expert_ffn"}) {
    CAPTURE(path);
    REQUIRE(provenance.contains(path));
    CHECK(provenance[path].origin.grade == Grade::assumed);
    CHECK_FALSE(provenance[path].origin.note.empty());
  }
  CHECK(provenance["experts.routed"].origin.grade == Grade::published);
  CHECK(provenance["published_active_b"].origin.grade == Grade::published);
}

TEST_CASE("DeepSeek-V3's extra prediction layer weighs what the release says") {
  // 685 B on the hub: 671 B main model and 14 B of the extra layer, which counts both embedding matrices
  // again.
  const Model m = load("deepseek_v3");
  const double extra = double(multi_token_parameters(m) + 2 * m.vocabulary * m.hidden) / 1e9;
  CHECK(extra == doctest::Approx(14).epsilon(0.05));
}

TEST_CASE("attention widths of shipped rows are consistent") {
  for (const std::string& name : shipped().names("models")) {
    CAPTURE(name);
    const Model m = load(name);
    if (const auto* g = std::get_if<GroupedAttention>(&m.attention)) {
      CHECK(g->heads % g->kv_heads == 0);
      CHECK(g->head_dim % 2 == 0);
    }
    if (m.experts) {
      CHECK(m.experts->per_token <= m.experts->routed);
      CHECK((m.experts->shared == 0) == (m.experts->shared_ffn == 0));
    }
  }
}
