#pragma once
// A linear program, solved by COIN-OR CLP: least cost within bounds and rows. Some variables may have to be whole numbers:
// then COIN-OR CBC branches and bounds (integer_program.cpp). Only the files of this name know the solvers.
//
//   min c x   with  l <= x <= u,  low <= A x <= high,  x_j whole for some j
//
// Built column by column; sparse. The answer is a vertex, the same each time: no limit is one of time.

#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace gw {

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

class LinearProgram {
 public:
  /// Index of the new row; terms come with the variables.
  int row(double low, double high);

  struct Term {
    int row;
    double factor;
  };
  /// Index of the new variable.
  int variable(double low, double high, double cost, std::initializer_list<Term> terms);
  int variable(double low, double high, double cost, std::span<const Term> terms);
  /// From now on the variable is a whole number, for solve_integer().
  void make_integer(int variable) { integers_.push_back(variable); }

  std::size_t variables() const { return cost_.size(); }
  std::size_t rows() const { return row_low_.size(); }

  struct Solution {
    bool optimal = false;
    std::string status;           ///< "optimal", "infeasible", "unbounded", "stopped"
    double cost = 0;
    std::vector<double> values;   ///< by variable; empty unless optimal
    std::vector<double> prices;   ///< by row: change of the cost per unit of its bound
  };
  Solution solve() const;

  struct IntegerLimits {
    double gap_frac = 1e-3;           ///< (cost - bound) / cost at which the search may end
    int nodes = 1000;                 ///< of the search tree; then the best found counts
    std::function<bool()> stop = {};  ///< asked now and then; true ends the search
  };
  struct IntegerSolution {
    bool found = false;
    std::string status;               ///< "optimal" (to the gap), "node limit", "infeasible", "unbounded", "stopped"
    double cost = 0, bound = 0;       ///< no solution costs less than the bound
    std::vector<double> values;       ///< by variable; empty unless found
    double gap_frac() const;
  };
  IntegerSolution solve_integer(const IntegerLimits& limits) const;

 private:
  std::vector<double> low_, high_, cost_, row_low_, row_high_, factors_;
  std::vector<int> rows_, integers_;
  std::vector<int> starts_{0};  ///< of each variable's terms
};

}  // namespace gw
