#pragma once
// Demand response of a campus: interruptible service, in whose called hours the draw stays at a firm level,
// for a credit.
//
//   called hours of a calendar year: the hottest (or coldest) ones, at most so many a day; of a year that the
//   horizon covers in part, its part of them
// The utility calls when its own load peaks, which follows the temperature. In a called hour the connection
// gives the firm level at most: the campus falls back on its own plants and batteries in their order of cost,
// then stops work (campus/operations.h). The credit is paid on service less firm level, all year. Neglected:
// notice (batteries and plants are taken to be ready), calls that the weather does not show, pay for energy
// and penalties (the firm level is kept).

#include <cstdint>
#include <span>
#include <vector>

#include "gw/units/calendar.h"
#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::supply {

enum class Called { hottest, coldest };

struct Interruptible {
  Power firm;  ///< most that is drawn in a called hour
  int hours_per_year = 40;
  int hours_per_day = 4;
  Called called = Called::hottest;
  double credit_usd_per_kw_year = 0;  ///< on service less firm level; read by economics
  static const describe::RecordType& description();
};

/// 1 in called hours; `temperature_c` one value an hour from 00:00 of `start`.
std::vector<std::uint8_t> called_hours(const Interruptible& terms, std::span<const double> temperature_c,
                                       Date start);

}  // namespace gw::supply
