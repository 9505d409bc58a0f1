// Epoch AI's cost columns against the default prices: GW_SHARED_DATA_DIR/campuses/data_center_timelines.csv.

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "gw/economics/cost.h"

using namespace gw;
using namespace gw::economics;

namespace {

/// Rows of a CSV with quoted cells (which may hold line breaks), by column name.
std::vector<std::map<std::string, std::string>> csv_rows(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (char c : text) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      rows.back().emplace_back();
    else if (c == '\n' && !quoted)
      rows.emplace_back(1);
    else if (c != '\r')
      rows.back().back().push_back(c);
  }
  std::vector<std::map<std::string, std::string>> out;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (rows[r].size() != rows[0].size()) continue;
    out.emplace_back();
    for (std::size_t c = 0; c < rows[r].size(); ++c) out.back()[rows[0][c]] = rows[r][c];
  }
  return out;
}

double number(const std::string& text) { return text.empty() ? 0 : std::stod(text); }

}  // namespace

TEST_CASE("every site of Epoch's timeline costs what Epoch says, within 5 %") {
  std::ifstream in(std::string(GW_SHARED_DATA_DIR) + "/campuses/data_center_timelines.csv");
  if (!in) {
    MESSAGE("skipped: no campuses/data_center_timelines.csv beside the source tree");
    return;
  }
  std::stringstream text;
  text << in.rdbuf();
  int compared = 0;
  for (auto& row : csv_rows(text.str())) {
    const double it_mw = number(row["IT power (MW)"]),
                 compute = number(row["Compute cost (2025 USD billions)"]);
    if (it_mw < 50 || compute <= 0) continue;
    CampusQuantities campus;
    campus.stages = {{.name = row["Data center"], .it_power = it_mw * MW}};
    const auto layers = capital_by_layer(capital_plan({}, campus));
    INFO(row["Data center"] << " " << row["Date"]);
    CHECK(layers[int(Layer::it)].in(BUSD) == doctest::Approx(compute).epsilon(0.05));
    CHECK(layers[int(Layer::facility)].in(BUSD) ==
          doctest::Approx(number(row["Construction cost (2025 USD billions)"])).epsilon(0.05));
    // Operation without energy: a third of Epoch's yearly cost.
    const Economics config;
    const double fixed = (config.operating.fixed * (it_mw * MW) * year).in(BUSD);
    CHECK(fixed + 0.6e-3 * it_mw ==
          doctest::Approx(number(row["Annual operating cost (2025 USD billions)"])).epsilon(0.05));
    ++compared;
  }
  CHECK(compared > 100);
}
