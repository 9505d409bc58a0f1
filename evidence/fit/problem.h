#pragma once
// The objective of a fit: how far predictions are from measurements, over a set of rows.

#include <set>
#include <string>
#include <vector>

#include "gw/evidence/compare.h"
#include "parameters.h"

namespace gw::fit {

/// A row prepared once; parameters change what it names.
struct Prepared {
  evidence::Case known;
  evidence::Comparison comparison;
  std::vector<std::size_t> depends;  ///< parameters that its prediction depends on
  std::vector<double> at;            ///< their values at the last prediction; empty before
  double predicted_s = 0;
};

class Problem {
 public:
  Problem(const CsvTable& table, evidence::Rig rig, std::vector<Parameter> parameters);
  /// Mean over configurations of a robust |log(predicted / measured)|, plus a weak pull to the priors. `x` is
  /// in [0, 1] of each parameter's range.
  double objective(const std::vector<double>& x);
  /// Fills what rows do not print (micro-batch, recompute, ranks) anew by the rules of setup_of with the
  /// parameters `x`, as `gw evidence` will once they are written. The objective keeps what was filled last,
  /// so that it is smooth.
  void settle(const std::vector<double>& x);
  /// Predictions of every row, those left out too; settles first.
  std::vector<evidence::Comparison> compare(const std::vector<double>& x);
  /// Rows the objective leaves out: a source or a part.
  void leave_out(std::set<std::string> sources, std::set<std::string> parts);
  std::vector<double> start() const;
  const std::vector<Parameter>& parameters() const { return parameters_; }
  double value(const std::vector<double>& x, std::size_t i) const;
  /// The parts of one row's step, as text.
  std::string breakdown(const std::vector<double>& x, const std::string& id);
  std::size_t rows() const { return prepared_.size(); }

 private:
  void apply(const std::vector<double>& x);
  void prepare();
  bool depends(const Prepared& row, const Parameter& parameter) const;
  double predict(Prepared& row, const std::vector<double>& x) const;
  bool counts(const Prepared& row) const;
  double pull(const std::vector<double>& x) const;
  CsvTable table_;
  evidence::Rig rig_;
  std::vector<Parameter> parameters_;
  std::vector<std::vector<std::size_t>> fields_;  ///< parameters of one field, over the rows that have it
  std::vector<double> applied_;
  std::vector<Prepared> prepared_;
  std::set<std::string> sources_out_, parts_out_;
};

}  // namespace gw::fit
