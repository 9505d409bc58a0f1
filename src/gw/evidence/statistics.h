#pragma once
// Errors of a set of comparisons: medians and quantiles weighted by configuration, bias, rank correlation.

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "gw/evidence/compare.h"

namespace gw::evidence {

struct Errors {
  std::size_t rows = 0;
  double weight = 0;                     ///< configurations
  double median_frac = 0, p90_frac = 0;  ///< of |error|
  double two_thirds_frac = 0;            ///< two of three configurations lie within
  double bias_frac = 0;                  ///< weighted median of the signed error
  double rank_correlation = 0;  ///< mean over groups of one model on one part; NaN when none has three
  std::size_t ranked_groups = 0;
  double within_frac = 0;  ///< share of the configurations within their stated uncertainty
};

/// The least value at or below which a share `q` of the weight lies; NaN for none. `values` and `weights`
/// pair up.
double weighted_quantile(std::vector<std::pair<double, double>> value_and_weight, double q);
/// Spearman's rank correlation, ties at mean rank; NaN with fewer than three or without variation.
double spearman(std::span<const double> a, std::span<const double> b);

using Filter = std::function<bool(const Comparison&)>;
/// Errors of the predicted comparisons that pass.
Errors errors_of(std::span<const Comparison> comparisons, const Filter& passes);

/// A named group of comparisons.
struct Group {
  std::string kind, name;  ///< "generation", "Hopper"; kinds in group_kinds()
  Errors errors;
};
/// All headline rows; those that do not count for it ("sanity": quality C); of the headline rows: dense and
/// experts; 3D and sharded; generations; classes of the three together; scales; sources.
std::vector<Group> groups_of(std::span<const Comparison> comparisons);
/// "all", "sanity", "model", "sharding", "generation", "class", "scale", "source".
const std::vector<std::string>& group_kinds();

/// Why rows have no prediction: what, with the different details that stand after a colon.
struct Reason {
  std::string what;
  std::vector<std::string> details;
  std::size_t rows = 0;
};
/// Most frequent first.
std::vector<Reason> reasons_of(std::span<const Comparison> comparisons);

/// "Hopper", "Blackwell", "TPU"... of an accelerators row.
std::string generation(const std::string& part);

}  // namespace gw::evidence
