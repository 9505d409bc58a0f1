// The whole-number part of linear_program.h, by COIN-OR CBC.

#include <CbcEventHandler.hpp>
#include <CbcModel.hpp>
#include <CbcStrategy.hpp>
#include <OsiClpSolverInterface.hpp>
#include <algorithm>
#include <cmath>

#include "gw/base/linear_program.h"

namespace gw {
namespace {

/// Ends the search when asked to.
class Stopper : public CbcEventHandler {
 public:
  explicit Stopper(const std::function<bool()>& asked) : stop_(asked) {}
  CbcEventHandler* clone() const override { return new Stopper(*this); }
  CbcAction event(CbcEvent) override { return stop_ && stop_() ? CbcEventHandler::stop : noAction; }

 private:
  const std::function<bool()>& stop_;
};

std::vector<double> bounds(const std::vector<double>& given) {
  std::vector<double> out(given);
  for (double& x : out) x = std::clamp(x, -COIN_DBL_MAX, COIN_DBL_MAX);
  return out;
}

/// Cuts at the root, a reduced program, and branching on the most fractional variable: trying branches out
/// before taking one (strong branching) costs these programs more linear programs than it saves.
CbcStrategyDefault search_strategy() {
  constexpr int kAtRootOnly = 1, kTriedOut = 0, kReduce = 1;
  CbcStrategyDefault out(kAtRootOnly, kTriedOut);
  out.setupPreProcessing(kReduce);
  return out;
}

const char* status_text(const CbcModel& model, bool stopped) {
  if (stopped) return "stopped";
  if (model.isProvenOptimal()) return "optimal";
  if (model.isProvenInfeasible()) return "infeasible";
  if (model.isContinuousUnbounded()) return "unbounded";
  return model.isNodeLimitReached() ? "node limit" : "stopped";
}

}  // namespace

double LinearProgram::IntegerSolution::gap_frac() const {
  return std::max(0.0, cost - bound) / std::max(1e-9, std::abs(cost));
}

LinearProgram::IntegerSolution LinearProgram::solve_integer(const IntegerLimits& limits) const {
  const int columns = int(cost_.size()), rows = int(row_low_.size());
  std::vector<int> lengths;
  for (int j = 0; j < columns; ++j) lengths.push_back(starts_[std::size_t(j) + 1] - starts_[std::size_t(j)]);
  const CoinPackedMatrix matrix(true, rows, columns, int(rows_.size()), factors_.data(), rows_.data(), starts_.data(), lengths.data());
  OsiClpSolverInterface solver;
  solver.messageHandler()->setLogLevel(0);
  solver.getModelPtr()->setLogLevel(0);
  solver.loadProblem(matrix, bounds(low_).data(), bounds(high_).data(), cost_.data(), bounds(row_low_).data(), bounds(row_high_).data());
  for (const int j : integers_) solver.setInteger(j);
  CbcModel model(solver);
  model.setLogLevel(0);
  model.setAllowableFractionGap(limits.gap_frac);
  model.setMaximumNodes(limits.nodes);
  CbcStrategyDefault strategy = search_strategy();
  model.setStrategy(strategy);
  Stopper stopper(limits.stop);
  model.passInEventHandler(&stopper);
  model.branchAndBound();
  IntegerSolution out;
  const bool stopped = limits.stop && limits.stop();
  out.status = status_text(model, stopped);
  out.found = !stopped && model.bestSolution() != nullptr;
  if (!out.found) return out;
  out.cost = model.getObjValue();
  out.bound = std::min(out.cost, model.getBestPossibleObjValue());
  out.values.assign(model.bestSolution(), model.bestSolution() + columns);
  for (const int j : integers_) out.values[std::size_t(j)] = std::round(out.values[std::size_t(j)]);
  return out;
}

}  // namespace gw
