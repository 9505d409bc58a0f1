#pragma once
// A linear program, solved by COIN-OR CLP: least cost within bounds and rows. The only file that knows the solver.
//
//   min c x   with  l <= x <= u,  low <= A x <= high
//
// Built column by column; sparse. The answer is a vertex, the same each time.

#include <limits>
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

 private:
  std::vector<double> low_, high_, cost_, row_low_, row_high_, factors_;
  std::vector<int> rows_;
  std::vector<int> starts_{0};  ///< of each variable's terms
};

}  // namespace gw
