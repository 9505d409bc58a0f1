#include "gw/evidence/statistics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/base/random.h"

namespace gw::evidence {
namespace {

using Values = std::vector<double>;

Comparison row(double measured_s, double predicted_s, double weight = 1) {
  Comparison c;
  c.model = "m", c.accelerator = "H100", c.part = "h100_sxm", c.quality = "A", c.source = "s";
  c.accelerators = 64, c.tokens = 1e6;
  c.measured_s = measured_s, c.predicted_s = predicted_s, c.weight = weight;
  return c;
}

Errors all(const std::vector<Comparison>& rows) {
  return errors_of(rows, [](const Comparison&) { return true; });
}

const Group* find(const std::vector<Group>& groups, const std::string& kind, const std::string& name) {
  for (const Group& g : groups)
    if (g.kind == kind && g.name == name) return &g;
  return nullptr;
}

}  // namespace

TEST_CASE("the least value at or below which a share of the weight lies") {
  CHECK(weighted_quantile({{3, 1}, {1, 1}, {2, 1}}, 0.5) == 2);
  CHECK(weighted_quantile({{3, 1}, {1, 1}, {2, 1}, {4, 1}}, 0.5) == 2);
  CHECK(weighted_quantile({{1, 1}, {2, 1}, {3, 1}}, 1.0) == 3);
  CHECK(weighted_quantile({{1, 1}, {2, 1}, {3, 1}}, 0.0) == 1);
  CHECK(weighted_quantile({{1, 1}, {2, 1}, {3, 8}}, 0.5) == 3);
  CHECK(weighted_quantile({{1, 0.1}, {2, 0.1}, {3, 0.1}}, 2.0 / 3) == 2);  // thirds that do not add up to the last bit
  CHECK(weighted_quantile({{7, 0.01}}, 0.9) == 7);
  CHECK(std::isnan(weighted_quantile({}, 0.5)));
}

TEST_CASE("a row of weight two is two rows") {
  for (std::uint64_t i = 0; i < 200; ++i) {
    Random random(1, stream_id("evidence.quantile"), i);
    std::vector<std::pair<double, double>> weighted, repeated;
    for (int k = 0; k < 1 + int(10 * random.uniform()); ++k) {
      const double value = std::floor(5 * random.uniform()), weight = 1 + std::floor(3 * random.uniform());
      weighted.emplace_back(value, weight);
      for (int r = 0; r < int(weight); ++r) repeated.emplace_back(value, 1.0);
    }
    const double q = random.uniform();
    CHECK(weighted_quantile(weighted, q) == weighted_quantile(repeated, q));
  }
}

TEST_CASE("Spearman's rank correlation") {
  CHECK(spearman(Values{1, 2, 3}, Values{10, 20, 1000}) == doctest::Approx(1));
  CHECK(spearman(Values{1, 2, 3}, Values{3, 2, 1}) == doctest::Approx(-1));
  // 1 - 6 sum d^2 / (n (n^2 - 1)) with d = 1, 1, 1, 1, 0.
  CHECK(spearman(Values{1, 2, 3, 4, 5}, Values{2, 1, 4, 3, 5}) == doctest::Approx(1 - 6.0 * 4 / (5 * 24)));
}

TEST_CASE("Spearman with ties: Pearson of mean ranks") {
  // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5).
  CHECK(spearman(Values{1, 2, 2, 3}, Values{1, 2, 3, 4}) == doctest::Approx(4.5 / std::sqrt(4.5 * 5)));
  CHECK(spearman(Values{1, 2, 2, 3}, Values{1, 2, 2, 3}) == doctest::Approx(1));
}

TEST_CASE("Spearman says nothing of fewer than three, of constants or of unequal numbers") {
  CHECK(std::isnan(spearman(Values{1, 2}, Values{1, 2})));
  CHECK(std::isnan(spearman(Values{}, Values{})));
  CHECK(std::isnan(spearman(Values{1, 1, 1}, Values{1, 2, 3})));
  CHECK(std::isnan(spearman(Values{1, 2, 3}, Values{1, 2, 3, 4})));
}

TEST_CASE("errors of a few rows") {
  const Errors e = all({row(1, 1.1), row(1, 0.8), row(1, 1.02), row(2, 2)});
  CHECK(e.rows == 4);
  CHECK(e.weight == doctest::Approx(4));
  CHECK(e.median_frac == doctest::Approx(0.02));
  CHECK(e.two_thirds_frac == doctest::Approx(0.1));
  CHECK(e.p90_frac == doctest::Approx(0.2));
  CHECK(e.bias_frac == doctest::Approx(0.0));
}

TEST_CASE("rows without prediction count for nothing; no rows have no errors") {
  Comparison lost = row(1, 0);
  lost.reason = "the shape is not printed";
  const Errors e = all({lost});
  CHECK(e.rows == 0);
  CHECK(std::isnan(e.median_frac));
  CHECK(std::isnan(e.bias_frac));
  CHECK(std::isnan(e.rank_correlation));
}

TEST_CASE("configurations of one model and part are ranked by tokens a second and accelerator") {
  std::vector<Comparison> rows{row(1, 1.5), row(2, 2.5), row(3, 3.5)};
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].config_group = std::string(1, char('a' + i));
  CHECK(all(rows).rank_correlation == doctest::Approx(1));
  CHECK(all(rows).ranked_groups == 1);
  // Rows of one configuration are one: their mean stands for them.
  rows.push_back(row(30, 3.6));
  rows.back().config_group = "c";
  CHECK(all(rows).rank_correlation == doctest::Approx(1));
  rows.pop_back();
  // Another model in the reverse order, of the same number of configurations.
  for (int i = 1; i <= 3; ++i) {
    rows.push_back(row(i, 10.0 - i));
    rows.back().model = "other", rows.back().config_group = std::string(1, char('a' + i));
  }
  CHECK(all(rows).rank_correlation == doctest::Approx(0));
  CHECK(all(rows).ranked_groups == 2);
  // Two configurations rank nothing.
  rows.resize(2);
  CHECK(all(rows).ranked_groups == 0);
}

TEST_CASE("speed is per accelerator: twice the accelerators in the same time are slower, not as fast") {
  std::vector<Comparison> rows{row(1, 1), row(1, 1), row(1, 1)};
  for (std::size_t i = 0; i < 3; ++i) rows[i].config_group = std::to_string(i), rows[i].accelerators = 8 << i;
  CHECK(all(rows).rank_correlation == doctest::Approx(1));
  for (std::size_t i = 0; i < 3; ++i) rows[i].accelerators = 8, rows[i].tokens = 1e6 * double(i + 1);
  CHECK(all(rows).rank_correlation == doctest::Approx(1));
}

TEST_CASE("a share of the configurations lies within what was stated") {
  std::vector<Comparison> rows{row(1, 1.1), row(1, 0.8), row(1, 1.02, 2)};
  for (Comparison& c : rows) c.uncertainty_frac = 0.15;
  CHECK(all(rows).within_frac == doctest::Approx(0.75));
  CHECK(std::isnan(all({}).within_frac));
}

TEST_CASE("groups: headline rows only, but for the sanity rows; each in one group of a kind") {
  std::vector<Comparison> rows{row(1, 1.1), row(1, 0.9), row(1, 3.0), row(1, 1), row(1, 1)};
  rows[1].experts = true, rows[1].part = "gb200", rows[1].accelerators = 4096, rows[1].quality = "B";
  rows[2].quality = "C";
  rows[3].fully_sharded = true, rows[3].accelerators = 8, rows[3].source = "t";
  rows[4].quality = "", rows[4].accelerators = 8192, rows[4].source = "";  // a user's own row
  const std::vector<Group> groups = groups_of(rows);
  const auto count = [&](const char* kind, const char* name) {
    CAPTURE(name);
    const Group* group = find(groups, kind, name);
    REQUIRE(group);
    return group->errors.rows;
  };
  CHECK(count("all", "quality A and B") == 4);
  CHECK(count("sanity", "quality C") == 1);
  CHECK(count("model", "dense") == 3);
  CHECK(count("model", "experts") == 1);
  CHECK(count("model", "dense on A100 and H100") == 3);
  CHECK(count("sharding", "FSDP") == 1);
  CHECK(count("generation", "Hopper") == 3);
  CHECK(count("class", "Blackwell experts 3D") == 1);
  CHECK(count("scale", "1 to 8") == 1);
  CHECK(count("scale", "9 to 64") == 1);
  CHECK(count("scale", "513 to 4096") == 1);
  CHECK(count("scale", "over 4096") == 1);
  CHECK(count("source", "t") == 1);
  CHECK(count("source", "not named") == 1);
  CHECK(groups.front().kind == "all");
  for (const char* kind : {"sharding", "generation", "class", "scale", "source"}) {
    std::size_t sum = 0;
    for (const Group& g : groups)
      if (g.kind == kind) sum += g.errors.rows;
    CHECK(sum == 4);
  }
  for (const Group& g : groups) CHECK(std::ranges::count(group_kinds(), g.kind) == 1);
}

TEST_CASE("reasons why rows have no prediction: most frequent first, details once") {
  std::vector<Comparison> rows(5, row(1, 1));
  rows[0].reason = "nothing is printed";
  rows[1].reason = "no catalogue row: 'abacus'", rows[2].reason = "no catalogue row: 'TPUv3'";
  rows[3].reason = "no catalogue row: 'abacus'";
  const std::vector<Reason> reasons = reasons_of(rows);
  REQUIRE(reasons.size() == 2);
  CHECK(reasons[0].what == "no catalogue row");
  CHECK(reasons[0].rows == 3);
  CHECK(reasons[0].details == std::vector<std::string>{"'abacus'", "'TPUv3'"});
  CHECK(reasons[1].rows == 1);
  CHECK(reasons[1].details.empty());
}

TEST_CASE("rows of one configuration share one weight") {
  std::vector<Comparison> rows{row(1, 1), row(1, 1), row(1, 1), row(1, 1)};
  rows[0].config_group = rows[1].config_group = rows[2].config_group = "one";
  rows[2].reason = "no prediction";
  rows[3].config_group = "two";
  weigh(rows);
  CHECK(rows[0].weight == 0.5);
  CHECK(rows[1].weight == 0.5);
  CHECK(rows[2].weight == 0);
  CHECK(rows[3].weight == 1);
}

}  // namespace gw::evidence
