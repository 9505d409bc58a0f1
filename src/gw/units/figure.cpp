#include "gw/units/figure.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <set>

#include "gw/base/assert.h"

namespace gw {

const char* to_string(Grade grade) {
  switch (grade) {
    case Grade::measured:
      return "measured";
    case Grade::standard:
      return "standard";
    case Grade::vendor:
      return "vendor";
    case Grade::published:
      return "published";
    case Grade::press:
      return "press";
    case Grade::user:
      return "user";
    case Grade::assumed:
      return "assumed";
    case Grade::computed:
      return "computed";
  }
  return "computed";
}

const Figure& FigureBook::add(Figure figure) {
  const std::string wanted = figure.id;
  for (int copy = 2; index_.contains(figure.id); ++copy) {
    const Figure& old = figures_[index_[figure.id]];
    if (old.value == figure.value && old.how == figure.how) return old;
    figure.id = wanted + "_" + std::to_string(copy);
  }
  for (const std::string& input : figure.inputs)
    GW_ASSERT(index_.contains(input), "figure {} needs {}, which is not in the book", figure.id, input);
  index_[figure.id] = figures_.size();
  figures_.push_back(std::move(figure));
  return figures_.back();
}

const Figure& FigureBook::given(std::string id, std::string label, double value, std::string unit,
                                Origin origin) {
  return add({std::move(id), std::move(label), value, std::move(unit), "", false, {}, std::move(origin)});
}

const Figure& FigureBook::computed(std::string id, std::string label, double value, std::string unit,
                                   std::string formula, std::vector<std::string> inputs) {
  return add({std::move(id),
              std::move(label),
              value,
              std::move(unit),
              std::move(formula),
              true,
              std::move(inputs),
              {.source = "", .grade = Grade::computed, .place = "", .note = ""}});
}

const Figure& FigureBook::simulated(std::string id, std::string label, double value, std::string unit,
                                    std::string how, std::vector<std::string> inputs) {
  return add({std::move(id),
              std::move(label),
              value,
              std::move(unit),
              std::move(how),
              false,
              std::move(inputs),
              {.source = "", .grade = Grade::computed, .place = "", .note = ""}});
}

const Figure* FigureBook::find(const std::string& id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? nullptr : &figures_[found->second];
}

namespace {

// Visits every leaf below `id` once, in order of first use.
void visit_leaves(const FigureBook& book, const std::string& id, std::set<std::string>& seen,
                  const std::function<void(const Figure&)>& visit) {
  const Figure* figure = book.find(id);
  if (!figure || !seen.insert(id).second) return;
  if (figure->inputs.empty()) visit(*figure);
  for (const std::string& input : figure->inputs) visit_leaves(book, input, seen, visit);
}

}  // namespace

Grade FigureBook::weakest_grade(const std::string& id) const {
  std::set<std::string> seen;
  std::optional<Grade> worst;
  visit_leaves(*this, id, seen, [&](const Figure& leaf) {
    if (leaf.origin.grade != Grade::computed) worst = std::max(worst.value_or(leaf.origin.grade), leaf.origin.grade);
  });
  return worst.value_or(Grade::computed);
}

std::vector<std::string> FigureBook::sources_below(const std::string& id) const {
  std::set<std::string> seen;
  std::vector<std::string> sources;
  visit_leaves(*this, id, seen, [&](const Figure& leaf) {
    if (!leaf.origin.source.empty() && std::ranges::find(sources, leaf.origin.source) == sources.end())
      sources.push_back(leaf.origin.source);
  });
  return sources;
}

}  // namespace gw
