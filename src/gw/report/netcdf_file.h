#pragma once
// netCDF-4 files with CF attributes.

#include <functional>
#include <string>
#include <vector>

#include "gw/planning/run.h"

namespace gw::report {

/// All hourly columns over a CF time axis ("hours since <start>", local standard time), deflated. Throws
/// std::runtime_error with the library's reason.
void write_hourly_netcdf(const planning::Run& run, const std::string& path);

/// Campus power at `step`: facility_mw and it_mw averaged exactly over each step, written piece by piece. `progress`
/// is told the share done; returning false throws Cancelled (output.h).
void write_trace_netcdf(const planning::Run& run, Time step, const std::string& path,
                        const std::function<bool(double)>& progress);

}  // namespace gw::report
