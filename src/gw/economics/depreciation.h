#pragma once
// Tax depreciation of the United States.
//
// MACRS general system, half-year convention for 3- to 20-year property and mid-month (placed in service in
// the first month) for 39-year buildings [IRS Publication 946 (2023), appendix A, tables A-1 and A-7a]. 100 %
// bonus depreciation for property with a class life of at most 20 years acquired after 2025-01-19 [26 USC
// 168(k) as amended by Public Law 119-21 (2025)]; a building keeps its 39-year table. Neglected: mid-quarter
// convention, alternative system, state rules, section 179.

#include <optional>
#include <span>
#include <vector>

namespace gw::economics {

enum class DepreciationMethod { bonus, macrs, straight_line };
const char* to_string(DepreciationMethod method);

/// Share of the basis written off in each tax year; sums to 1. Classes 3, 5, 7, 10, 15, 20, 39; empty for
/// others.
std::span<const double> macrs_table(int property_class);
/// Write-off by year for a method; `property_class` for bonus and macrs, `life_years` (rounded up) for
/// straight line. An unknown class falls back to straight line over `life_years`.
std::vector<double> depreciation_schedule(DepreciationMethod method, int property_class, double life_years);

}  // namespace gw::economics
