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
  CHECK(weighted_quantile({{1, 0.1}, {2, 0.1}, {3, 0.1}}, 2.0 / 3) ==
        2);  // thirds that do not add up to the last bit
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

TEST_CASE("groups: headline rows only, each row in one group of a kind") {
  std::vector<Comparison> rows{row(1, 1.1), row(1, 0.9), row(1, 3.0), row(1, 1)};
  rows[1].experts = true, rows[1].part = "gb200", rows[1].accelerators = 4096, rows[1].quality = "B";
  rows[2].quality = "C";
  rows[3].fully_sharded = true, rows[3].accelerators = 8, rows[3].source = "t";
  const std::vector<Group> groups = groups_of(rows);
  REQUIRE(find(groups, "all", "quality A and B"));
  CHECK(find(groups, "all", "quality A and B")->errors.rows == 3);
  CHECK(find(groups, "model", "dense")->errors.rows == 2);
  CHECK(find(groups, "model", "experts")->errors.rows == 1);
  CHECK(find(groups, "sharding", "FSDP")->errors.rows == 1);
  CHECK(find(groups, "class", "Blackwell experts 3D")->errors.rows == 1);
  CHECK(find(groups, "scale", "1 to 8")->errors.rows == 1);
  CHECK(find(groups, "scale", "9 to 64")->errors.rows == 1);
  CHECK(find(groups, "scale", "513 to 4096")->errors.rows == 1);
  CHECK(find(groups, "source", "t")->errors.rows == 1);
  CHECK(groups.front().kind == "all");
  for (const char* kind : {"sharding", "generation", "class", "scale", "source"}) {
    std::size_t sum = 0;
    for (const Group& g : groups)
      if (g.kind == kind) sum += g.errors.rows;
    CHECK(sum == 3);
  }
}

TEST_CASE("quality C is told apart; a table without qualities counts whole") {
  std::vector<Comparison> rows{row(1, 1.1), row(1, 3.0), row(1, 1)};
  rows[1].quality = "C", rows[2].quality = "";
  const std::vector<Group> groups = groups_of(rows);
  REQUIRE(find(groups, "sanity", "quality C"));
  CHECK(find(groups, "sanity", "quality C")->errors.rows == 1);
  CHECK(find(groups, "all", "quality A and B")->errors.rows == 2);
  for (const Group& g : groups) CHECK(std::ranges::find(group_kinds(), g.kind) != group_kinds().end());
  CHECK(find(groups, "model", "dense on A100 and H100")->errors.rows == 2);
}

TEST_CASE("the share of configurations within the stated uncertainty") {
  std::vector<Comparison> rows{row(1, 1.1, 0.5), row(1, 1.3, 0.5), row(1, 0.95, 1)};
  for (Comparison& c : rows) c.uncertainty_frac = 0.1000001;
  CHECK(all(rows).within_frac == doctest::Approx(0.75));
}

TEST_CASE("reasons are counted by what stands before the colon, most frequent first") {
  std::vector<Comparison> rows(6, row(1, 1));
  rows[0].reason = "no shape: 'a'", rows[1].reason = "nothing is printed";
  rows[2].reason = "no shape: 'b'", rows[3].reason = "no shape: 'a'";
  const std::vector<Reason> reasons = reasons_of(rows);
  REQUIRE(reasons.size() == 2);
  CHECK(reasons[0].what == "no shape");
  CHECK(reasons[0].rows == 3);
  CHECK(reasons[0].details == std::vector<std::string>{"'a'", "'b'"});
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
