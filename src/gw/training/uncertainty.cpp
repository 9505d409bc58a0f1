#include "gw/training/uncertainty.h"

#include <algorithm>
#include <cstdlib>

#include "gw/base/assert.h"
#include "gw/base/csv.h"

namespace gw::training {
namespace {

constexpr std::string_view kAny = "any";

double number(const std::string& text) {
  const double value = std::strtod(text.c_str(), nullptr);
  GW_ASSERT(value > 0, "uncertainty.csv holds a value that is no positive number");
  return value;
}

bool same_kind(const Uncertainty& line, const TrainingSetup& setup) {
  return line.experts == setup.model.experts.has_value() &&
         line.fully_sharded == (setup.plan.zero_stage == 3);
}

}  // namespace

std::vector<Uncertainty> parse_uncertainty(std::string_view csv) {
  const Result<CsvTable> table = parse_csv(csv, "uncertainty.csv");
  GW_ASSERT(table && table->header.size() == 7, "uncertainty.csv is not the table expected");
  std::vector<Uncertainty> out;
  for (const CsvTable::Row& row : table->rows) {
    const auto& c = row.cells;
    out.push_back({c[0], c[1] == "experts", c[2] == "FSDP", number(c[3]), number(c[4]), number(c[5]), c[6]});
  }
  for (const bool experts : {false, true})
    for (const bool sharded : {false, true})
      GW_ASSERT(std::ranges::any_of(out,
                                    [&](const Uncertainty& u) {
                                      return u.generation == kAny && u.experts == experts &&
                                             u.fully_sharded == sharded;
                                    }),
                "uncertainty.csv lacks a line 'any'");
  return out;
}

const Uncertainty& uncertainty(const TrainingSetup& setup) {
  static const std::vector<Uncertainty> table = parse_uncertainty(uncertainty_csv());
  const std::string& kernels = setup.accelerator.efficiency.name;
  const Uncertainty* any = nullptr;
  for (const Uncertainty& line : table) {
    if (!same_kind(line, setup)) continue;
    if (line.generation == kAny)
      any = &line;
    else if (kernels.find(line.generation) != std::string::npos)
      return line;
  }
  return *any;
}

}  // namespace gw::training
