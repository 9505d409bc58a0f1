#pragma once
// A number that knows how it was made: its formula, its inputs and, at the leaves, its source.
// The tree of figures is what `gw explain` prints; a test evaluates every formula and compares.

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace gw {

/// How far a number may be trusted, best first.
enum class Grade { measured, standard, vendor, published, press, user, assumed, computed };
const char* to_string(Grade grade);

/// Where a number was read.
struct Origin {
  std::string source;  ///< document, table, page, or URL; empty if none was given
  Grade grade = Grade::assumed;
  std::string place;  ///< "campuses/hyperion.yaml:31:9", "default", "--set"
  std::string note;
};

/// One named number.
struct Figure {
  std::string id;     ///< unique in its book, snake_case, ends in its unit: "facility_peak_mw"
  std::string label;  ///< for people: "Peak facility power"
  double value = 0.0;
  std::string unit;  ///< as printed: "MW"; "" for a pure number
  std::string how;   ///< a formula over the ids of `inputs` ("it_energy_mwh * pue"), or a sentence when
                     ///< `evaluable` is false ("time integral of the hourly facility power")
  bool evaluable = false;
  std::vector<std::string> inputs;  ///< ids, in the order of the formula
  Origin origin;                    ///< of a leaf; computed figures have grade computed
};

/// Figures by id, in order of insertion. Adding a figure again (same id, value and formula) returns the
/// first; another figure of a taken id gets the id with a number behind it, so use the id of what is
/// returned. References stay valid.
class FigureBook {
 public:
  /// A number given from outside: campus file, catalogue row, named constant.
  const Figure& given(std::string id, std::string label, double value, std::string unit, Origin origin);
  /// A number made by `formula` over `inputs`, which must already be in the book.
  const Figure& computed(std::string id, std::string label, double value, std::string unit,
                         std::string formula, std::vector<std::string> inputs);
  /// A number made by a simulation or an integral that no formula of a line can state.
  const Figure& simulated(std::string id, std::string label, double value, std::string unit, std::string how,
                          std::vector<std::string> inputs);
  const Figure* find(const std::string& id) const;
  const std::deque<Figure>& all() const { return figures_; }
  /// The worst grade among the leaves below `id`: a headline is as good as its weakest input; `computed` when no leaf
  /// has a grade.
  Grade weakest_grade(const std::string& id) const;
  /// Distinct sources of the leaves below `id`, in order of first use.
  std::vector<std::string> sources_below(const std::string& id) const;

 private:
  const Figure& add(Figure figure);
  std::deque<Figure> figures_;
  std::map<std::string, std::size_t> index_;
};

/// Value of an arithmetic formula (+ - * / ^, parentheses, min(a, b), max(a, b), exp(a), numbers, ids). NaN
/// when an id is missing or the text is not a formula.
double evaluate_formula(const std::string& formula, const std::map<std::string, double>& values);

}  // namespace gw
