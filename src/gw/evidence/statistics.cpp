#include "gw/evidence/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

namespace gw::evidence {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kRoundOff = 1e-12;
constexpr std::size_t kLeastRanked = 3;

std::vector<double> ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> out(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i + 1;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t j = i; j < end; ++j) out[order[j]] = 0.5 * double(i + end - 1);
    i = end;
  }
  return out;
}

/// Mean of log speed (tokens a second and accelerator) of the rows of one configuration.
struct Speed {
  double measured = 0, predicted = 0, rows = 0;
  void add(const Comparison& c) {
    const double work = c.tokens / double(std::max<std::int64_t>(1, c.accelerators));
    measured += std::log(work / c.measured_s);
    predicted += std::log(work / c.predicted_s);
    rows += 1.0;
  }
};

// Mean over groups of one model on one part of the rank correlation of their configurations' speeds, weighted
// by configurations.
void add_ranking(Errors& errors, std::span<const Comparison> comparisons, const Filter& passes) {
  std::map<std::string, std::map<std::string, Speed>> groups;
  for (const Comparison& c : comparisons)
    if (c.predicted() && passes(c)) groups[c.model + "|" + c.accelerator][c.config_group].add(c);
  double sum = 0, weight = 0;
  for (const auto& [name, configurations] : groups) {
    std::vector<double> measured, predicted;
    for (const auto& [configuration, speed] : configurations) {
      measured.push_back(speed.measured / speed.rows);
      predicted.push_back(speed.predicted / speed.rows);
    }
    const double rank = spearman(measured, predicted);
    if (std::isnan(rank)) continue;
    ++errors.ranked_groups;
    sum += rank * double(measured.size());
    weight += double(measured.size());
  }
  errors.rank_correlation = weight > 0 ? sum / weight : kNone;
}

// A group a row is in: index of the kind, place in it, name.
using Key = std::tuple<std::size_t, int, std::string>;

Key scale_of(std::int64_t accelerators) {
  constexpr std::size_t kKind = 6;
  if (accelerators <= 8) return {kKind, 0, "1 to 8"};
  if (accelerators <= 64) return {kKind, 1, "9 to 64"};
  if (accelerators <= 512) return {kKind, 2, "65 to 512"};
  if (accelerators <= 4096) return {kKind, 3, "513 to 4096"};
  return {kKind, 4, "over 4096"};
}

}  // namespace

double weighted_quantile(std::vector<std::pair<double, double>> value_and_weight, double q) {
  std::ranges::sort(value_and_weight);
  double total = 0;
  for (const auto& [value, weight] : value_and_weight) total += weight;
  double sum = 0;
  for (const auto& [value, weight] : value_and_weight) {
    sum += weight;
    if (sum >= q * total - kRoundOff) return value;
  }
  return kNone;
}

double spearman(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size() || a.size() < kLeastRanked) return kNone;
  const std::vector<double> ra = ranks(a), rb = ranks(b);
  const double mean = 0.5 * double(a.size() - 1);
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (ra[i] - mean) * (rb[i] - mean);
    aa += (ra[i] - mean) * (ra[i] - mean);
    bb += (rb[i] - mean) * (rb[i] - mean);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : kNone;
}

Errors errors_of(std::span<const Comparison> comparisons, const Filter& passes) {
  Errors out;
  std::vector<std::pair<double, double>> absolute, with_sign;
  double within = 0;
  for (const Comparison& c : comparisons) {
    if (!c.predicted() || !passes(c)) continue;
    ++out.rows;
    out.weight += c.weight;
    absolute.emplace_back(std::abs(c.error()), c.weight);
    with_sign.emplace_back(c.error(), c.weight);
    if (c.within()) within += c.weight;
  }
  out.within_frac = out.weight > 0 ? within / out.weight : kNone;
  out.median_frac = weighted_quantile(absolute, 0.5);
  out.two_thirds_frac = weighted_quantile(absolute, 2.0 / 3.0);
  out.p90_frac = weighted_quantile(absolute, 0.9);
  out.bias_frac = weighted_quantile(with_sign, 0.5);
  add_ranking(out, comparisons, passes);
  return out;
}

std::string generation(const std::string& part) {
  if (part.starts_with("tpu")) return "TPU";
  if (part.starts_with("gb") || part.starts_with("b2") || part.starts_with("b3")) return "Blackwell";
  if (part.starts_with("h") || part == "gh200") return "Hopper";
  if (part.starts_with("a100")) return "Ampere";
  if (part.starts_with("v100")) return "Volta";
  if (part.starts_with("mi")) return "CDNA";
  return part.empty() ? "unknown" : part;
}

const std::vector<std::string>& group_kinds() {
  static const std::vector<std::string> kinds{"all",        "sanity", "model", "sharding",
                                              "generation", "class",  "scale", "source"};
  return kinds;
}

namespace {

std::vector<Key> keys_of(const Comparison& c) {
  if (!c.headline()) return {{1, 0, "quality " + c.quality}};
  const std::string kind = c.experts ? "experts" : "dense", sharding = c.fully_sharded ? "FSDP" : "3D";
  const std::string of = generation(c.part);
  std::vector<Key> out{{0, 0, "quality A and B"},
                       {2, 0, kind},
                       {3, 0, sharding},
                       {4, 0, of},
                       {5, 0, of + " " + kind + " " + sharding},
                       scale_of(c.accelerators),
                       {7, 0, c.source.empty() ? "not named" : c.source}};
  if (!c.experts && (c.part.starts_with("a100") || c.part.starts_with("h100")))
    out.emplace_back(2, 0, "dense on A100 and H100");
  return out;
}

}  // namespace

std::vector<Group> groups_of(std::span<const Comparison> comparisons) {
  std::map<Key, std::vector<Comparison>> members;
  for (const Comparison& c : comparisons)
    if (c.predicted())
      for (const Key& key : keys_of(c)) members[key].push_back(c);
  std::vector<Group> out;
  for (const auto& [key, list] : members)
    out.push_back({group_kinds()[std::get<0>(key)], std::get<2>(key),
                   errors_of(list, [](const Comparison&) { return true; })});
  return out;
}

std::vector<Reason> reasons_of(std::span<const Comparison> comparisons) {
  std::vector<Reason> out;
  for (const Comparison& c : comparisons) {
    if (c.predicted()) continue;
    const std::size_t colon = c.reason.find(": ");
    const std::string what = c.reason.substr(0, colon);
    auto reason = std::ranges::find(out, what, &Reason::what);
    if (reason == out.end()) reason = out.insert(out.end(), {what, {}, 0});
    ++reason->rows;
    if (colon == std::string::npos) continue;
    const std::string detail = c.reason.substr(colon + 2);
    if (std::ranges::find(reason->details, detail) == reason->details.end())
      reason->details.push_back(detail);
  }
  std::ranges::stable_sort(out, [](const Reason& a, const Reason& b) { return a.rows > b.rows; });
  return out;
}

}  // namespace gw::evidence
