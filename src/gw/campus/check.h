#pragma once
// What cannot be seen field by field: names, buses, dates and sizes that must agree across the campus.

#include <vector>

#include "gw/campus/prepare.h"

namespace gw::campus {

std::vector<Issue> check(const Campus& campus);

/// Halls a job may run in, in the campus's order: those it names, else all with the first hall's accelerator.
std::vector<std::size_t> halls_of(const Campus& campus, const Job& job);

}  // namespace gw::campus
