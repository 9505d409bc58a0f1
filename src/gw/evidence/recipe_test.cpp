#include "gw/evidence/recipe.h"

#include "gw/evidence/setup_of.h"
#include "gw/evidence/test_rows.h"

namespace gw::evidence {
namespace {

using namespace testing;
using training::ExpertDispatcher;
using workload::Recompute;

// GPT-OSS 120B as a table of Megatron-Bridge prints it.
Cells gpt_oss(const Cells& changes = {}) {
  return with({{"id", "X2"},
               {"source_title", "Megatron-Bridge performance summary"},
               {"table_or_section", "26.04 container, DGX-GB200"},
               {"model_name", "GPT OSS 120B"},
               {"layers", "36"},
               {"hidden", "2880"},
               {"ffn_hidden", "2880"},
               {"heads", "64"},
               {"kv_heads", "8"},
               {"head_dim", "64"},
               {"vocab", "201088"},
               {"seq_len", "4096"},
               {"experts", "128"},
               {"experts_per_token", "4"},
               {"moe_ffn_hidden", "2880"},
               {"attention_kind", "GQA"},
               {"activation", "swiglu"},
               {"accelerator", "GB200"},
               {"n_accelerators", "64"},
               {"precision", "bf16"},
               {"tp", "1"},
               {"pp", "1"},
               {"ep", "64"},
               {"micro_batch", "4"},
               {"global_batch_sequences", "1280"},
               {"measured_step_time_s", "5"},
               {"quality", "A"},
               {"config_group", "g2"}},
              changes);
}

training::Plan plan_for(const Cells& cells) {
  const CsvTable table = table_of({cells});
  const auto out = setup_of(Row(table, 0), shipped_rig());
  REQUIRE(std::holds_alternative<Case>(out));
  return std::get<Case>(out).setup.plan;
}

}  // namespace

TEST_CASE("a recipe fills what a table leaves blank, for its releases, parts and precisions only") {
  const training::Plan told = plan_for(gpt_oss());
  CHECK(told.recompute == Recompute::activations);
  CHECK(told.software.expert_dispatcher == ExpertDispatcher::all_to_all);
  CHECK(told.software.expert_overlap);
  const training::Plan ultra =
      plan_for(gpt_oss({{"accelerator", "GB300"}, {"table_or_section", "26.04 container, DGX-GB300"}}));
  CHECK(ultra.recompute == Recompute::none);
  CHECK_FALSE(ultra.software.expert_overlap);
  // Another release, another source: as the library does.
  for (const Cells& other :
       {Cells{{"table_or_section", "25.11 container"}}, Cells{{"source_title", "A blog on GPT OSS"}}})
    CHECK(plan_for(gpt_oss(other)).recompute == Recompute::none);
}

TEST_CASE("what a row prints comes before its recipe") {
  const training::Plan told =
      plan_for(gpt_oss({{"recompute", "full"}, {"expert_dispatcher", "deepep"}, {"expert_overlap", "no"}}));
  CHECK(told.recompute == Recompute::full);
  CHECK(told.software.expert_dispatcher == ExpertDispatcher::deepep);
  CHECK_FALSE(told.software.expert_overlap);
  CHECK(plan_for(gpt_oss({{"notes", "HybridEP"}})).software.expert_dispatcher == ExpertDispatcher::deepep);
  CHECK(plan_for(gpt_oss({{"notes", "dispatcher A2A; EP overlap"}})).software.expert_dispatcher ==
        ExpertDispatcher::all_to_all);
  // Megatron-Core drops tokens with the all-to-all dispatcher only.
  CHECK(plan_for(gpt_oss({{"table_or_section", "25.11 container (tokendrop)"}})).software.expert_dispatcher ==
        ExpertDispatcher::all_to_all);
}

TEST_CASE("every line of the table has a source and says something, and the first that holds is taken") {
  const std::vector<Recipe> recipes = parse_recipes(recipes_csv());
  CHECK(recipes.size() > 10);
  for (const Recipe& r : recipes) {
    CHECK_FALSE(r.source.empty());
    CHECK_FALSE(r.source_title.empty());
    CHECK_FALSE((r.recompute + r.expert_dispatcher + r.expert_overlap).empty());
  }
  const std::vector<Recipe> two = parse_recipes(
      "source_title,releases,model_name,accelerator,precision,ep,recompute,expert_dispatcher,expert_overlap,"
      "source\n"
      "S,a b,,,,,full,,,x\nS,,,,,,none,,,y\n");
  const CsvTable table = table_of({{{"source_title", "S"}, {"table_or_section", "b 1"}},
                                   {{"source_title", "S"}, {"table_or_section", "c"}},
                                   {{"source_title", "T"}, {"table_or_section", "b"}}});
  CHECK(recipe_of(Row(table, 0), two)->recompute == "full");
  CHECK(recipe_of(Row(table, 1), two)->recompute == "none");
  CHECK(recipe_of(Row(table, 2), two) == nullptr);
}

}  // namespace gw::evidence
