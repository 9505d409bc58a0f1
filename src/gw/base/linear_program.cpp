#include "gw/base/linear_program.h"

#include <ClpSimplex.hpp>
#include <algorithm>

namespace gw {
namespace {

// The solver's infinity.
std::vector<double> bounds(const std::vector<double>& given) {
  std::vector<double> out(given);
  for (double& x : out) x = std::clamp(x, -COIN_DBL_MAX, COIN_DBL_MAX);
  return out;
}

const char* status_text(int status) {
  switch (status) {
    case 0: return "optimal";
    case 1: return "infeasible";
    case 2: return "unbounded";
    default: return "stopped";
  }
}

}  // namespace

int LinearProgram::row(double low, double high) {
  row_low_.push_back(low), row_high_.push_back(high);
  return int(row_low_.size()) - 1;
}

int LinearProgram::variable(double low, double high, double cost, std::initializer_list<Term> terms) {
  return variable(low, high, cost, std::span(terms.begin(), terms.size()));
}

int LinearProgram::variable(double low, double high, double cost, std::span<const Term> terms) {
  low_.push_back(low), high_.push_back(high), cost_.push_back(cost);
  for (const Term& term : terms) rows_.push_back(term.row), factors_.push_back(term.factor);
  starts_.push_back(int(rows_.size()));
  return int(cost_.size()) - 1;
}

LinearProgram::Solution LinearProgram::solve() const {
  Solution out;
  const int columns = int(cost_.size()), rows = int(row_low_.size());
  std::vector<int> lengths;
  for (int j = 0; j < columns; ++j) lengths.push_back(starts_[std::size_t(j) + 1] - starts_[std::size_t(j)]);
  const std::vector<double> low = bounds(low_), high = bounds(high_), row_low = bounds(row_low_), row_high = bounds(row_high_);
  ClpSimplex model;
  model.setLogLevel(0);
  const CoinPackedMatrix matrix(true, rows, columns, int(rows_.size()), factors_.data(), rows_.data(), starts_.data(), lengths.data());
  model.loadProblem(matrix, low.data(), high.data(), cost_.data(), row_low.data(), row_high.data());
  model.initialSolve();
  out.status = status_text(model.status());
  out.optimal = model.status() == 0;
  if (!out.optimal) return out;
  out.cost = model.objectiveValue();
  out.values.assign(model.primalColumnSolution(), model.primalColumnSolution() + columns);
  out.prices.assign(model.dualRowSolution(), model.dualRowSolution() + rows);
  return out;
}

}  // namespace gw
