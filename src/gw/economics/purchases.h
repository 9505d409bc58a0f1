#pragma once
// Every payment for capital over a project: what stands, what is bought, what is replaced.
//
// Prices are those of the project's start and grow with inflation by whole project years, as operating cost
// does: everything bought in project year k+1 (row k of the cash flow) costs (1 + inflation)^k of its price
// today. What stands already enters today at its straight-line book value with the rest of its life; what
// reaches the end of its life on the first day is replaced that day, once.

#include <vector>

#include "gw/economics/capital.h"

namespace gw::economics {

/// One payment for capital.
struct Purchase {
  std::size_t item = 0;   ///< index into the capital plan
  double date_years = 0;  ///< since the project's start
  double life_years = 0;  ///< from its date on; infinite for land
  Money cost = {};        ///< paid, inflated
  /// The cash-flow row it is paid in.
  int row() const;
  /// The row at whose end it is given up, at most `end`.
  int last_row(int end) const;
};

/// What 1 today costs in project year k+1.
double inflated(const Economics& config, int years);

/// Purchases of all items in [0, end) years, by item and date.
std::vector<Purchase> purchases(const Economics& config, const std::vector<CapitalItem>& items, int end);

}  // namespace gw::economics
