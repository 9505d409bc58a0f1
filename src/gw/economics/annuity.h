#pragma once
// Time value of money: the few formulas everything else here is made of.
//
//   capital recovery factor  CRF = r / (1 - (1+r)^-n)       yearly payment that repays 1 over n years at rate
//   r nominal rate             (1 + real)(1 + inflation) - 1 net present value        NPV = sum_n cf_n /
//   (1+r)^n, n = 0 today internal rate of return  the r with NPV(r) = 0
// r [1/year], n [years]. Sources: any engineering economics text, e.g. Short, Packey & Holt, "A Manual for
// the Economic Evaluation of Energy Efficiency and Renewable Energy Technologies", NREL/TP-462-5173 (1995),
// sections 2 and 3.

#include <optional>
#include <span>

#include "gw/units/quantity.h"

namespace gw::economics {

/// CRF; 1/n at r = 0. `years` > 0, `rate` > -1.
double capital_recovery_factor(double rate, double years);
/// Value today of 1 at the end of each of n years; 1 / CRF.
double annuity_present_value(double rate, double years);
double nominal_rate(double real_rate, double inflation);
/// What 1, spent evenly over `years` before completion, has grown to at completion: ((1+r)^c - 1) / (c
/// ln(1+r)).
double construction_factor(double rate, double years);

/// NPV of end-of-year flows; element 0 is today.
Money net_present_value(double rate, std::span<const Money> flows);

/// The rate with NPV = 0 between -99 % and 1000 % a year.
struct InternalRate {
  std::optional<double> rate = {};  ///< the smallest root found; nothing when the flows never change sign
  int sign_changes = 0;             ///< more than one: other roots may exist
};
InternalRate internal_rate_of_return(std::span<const Money> flows);

/// Years until the cumulated flows turn positive for good, interpolated within the year; nothing if never.
std::optional<double> payback_years(std::span<const Money> flows);

}  // namespace gw::economics
