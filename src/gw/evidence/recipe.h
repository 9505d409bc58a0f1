#pragma once
// How published runs were made, where their table does not print it but the scripts beside it do
// (evidence/training/recipes.csv). A line holds for every run of that source, model, part, precision and
// release.

#include <string>
#include <string_view>
#include <vector>

#include "gw/evidence/row.h"

namespace gw::evidence {

/// One line: empty cells match any row, empty settings say nothing.
struct Recipe {
  std::string source_title, model_name, accelerator, precision, ep;
  std::vector<std::string> releases;  ///< beginnings of `table_or_section`; empty: any
  std::string recompute, expert_dispatcher, expert_overlap;
  std::string source;
};

/// Reads the table; asserts that it is sound.
std::vector<Recipe> parse_recipes(std::string_view csv);
/// The first line of `recipes` that holds for `row`; null when none does.
const Recipe* recipe_of(const Row& row, const std::vector<Recipe>& recipes);
/// The same, of the built-in table.
const Recipe* recipe_of(const Row& row);
/// The built-in table's text; defined in a file made from evidence/training/recipes.csv.
std::string_view recipes_csv();

}  // namespace gw::evidence
