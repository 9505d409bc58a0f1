#include "gw/evidence/recipe.h"

#include <algorithm>

#include "gw/base/assert.h"
#include "gw/base/csv.h"
#include "gw/base/text.h"

namespace gw::evidence {
namespace {

bool holds(const Recipe& recipe, const Row& row) {
  const auto equal = [&](const std::string& wanted, const char* column) {
    return wanted.empty() || row.text(column) == wanted;
  };
  const std::string_view section = row.text("table_or_section");
  const bool released =
      recipe.releases.empty() ||
      std::ranges::any_of(recipe.releases, [&](const std::string& r) { return section.starts_with(r); });
  return released && equal(recipe.source_title, "source_title") && equal(recipe.model_name, "model_name") &&
         equal(recipe.accelerator, "accelerator") && equal(recipe.precision, "precision") &&
         equal(recipe.ep, "ep");
}

}  // namespace

std::vector<Recipe> parse_recipes(std::string_view csv) {
  const Result<CsvTable> table = parse_csv(csv, "recipes.csv");
  GW_ASSERT(table, "recipes.csv is not a table");
  std::vector<Recipe> out;
  for (const CsvTable::Row& row : table->rows) {
    const auto cell = [&](const char* column) {
      const int at = table->column(column);
      GW_ASSERT(at >= 0, "recipes.csv lacks a column");
      return row.cells[std::size_t(at)];
    };
    out.push_back({.source_title = cell("source_title"),
                   .model_name = cell("model_name"),
                   .accelerator = cell("accelerator"),
                   .precision = cell("precision"),
                   .ep = cell("ep"),
                   .releases = split(cell("releases"), ' '),
                   .recompute = cell("recompute"),
                   .expert_dispatcher = cell("expert_dispatcher"),
                   .expert_overlap = cell("expert_overlap"),
                   .source = cell("source")});
    std::erase(out.back().releases, "");
    GW_ASSERT(!out.back().source.empty(), "a line of recipes.csv has no source");
  }
  return out;
}

const Recipe* recipe_of(const Row& row, const std::vector<Recipe>& recipes) {
  const auto found = std::ranges::find_if(recipes, [&](const Recipe& recipe) { return holds(recipe, row); });
  return found == recipes.end() ? nullptr : &*found;
}

const Recipe* recipe_of(const Row& row) {
  static const std::vector<Recipe> recipes = parse_recipes(recipes_csv());
  return recipe_of(row, recipes);
}

}  // namespace gw::evidence
