#include "gw/report/netcdf_file.h"

#include <netcdf.h>

#include "gw/report/output.h"
#include "gw/report/series.h"
#include "gw/report/test_run.h"

namespace gw::report {
namespace {

using namespace test;

// "time float facility_mw" of every variable of a file.
std::vector<std::string> variables(const std::string& path) {
  int id = 0, count = 0;
  REQUIRE(nc_open(path.c_str(), NC_NOWRITE, &id) == NC_NOERR);
  nc_inq_nvars(id, &count);
  std::vector<std::string> out;
  for (int v = 0; v < count; ++v) {
    char name[NC_MAX_NAME + 1] = {};
    nc_inq_varname(id, v, name);
    out.push_back(name);
  }
  nc_close(id);
  return out;
}

}  // namespace

TEST_CASE("the hourly file has time and every column of the series, in order") {
  Folder folder;
  write_hourly_netcdf(rich_report(), folder.path("a.nc"));
  std::vector<std::string> wanted = {"time"};
  for (const Column& column : columns(rich_report())) wanted.push_back(column.id);
  CHECK(variables(folder.path("a.nc")) == wanted);
}

TEST_CASE("the same run gives the same bytes") {
  Folder folder;
  write_hourly_netcdf(tiny_report(), folder.path("a.nc"));
  write_hourly_netcdf(tiny_report(), folder.path("b.nc"));
  CHECK(text_of(folder.path("a.nc")) == text_of(folder.path("b.nc")));
}

TEST_CASE("a file that cannot be made is an exception with its name") {
  Folder folder;
  for (const auto& write : {+[](const std::string& path) { write_hourly_netcdf(tiny_report(), path); },
                            +[](const std::string& path) { write_trace_netcdf(tiny_report(), 60.0 * s, path, {}); }}) {
    try {
      write(folder.path("no/such/folder.nc"));
      FAIL("nothing was thrown");
    } catch (const std::runtime_error& error) {
      CHECK(std::string(error.what()).find("folder.nc") != std::string::npos);
    }
  }
}

TEST_CASE("the trace tells its progress and stops when asked") {
  Folder folder;
  std::vector<double> told;
  write_trace_netcdf(tiny_report(), 1.0 * s, folder.path("a.nc"), [&](double share) { told.push_back(share); return true; });
  REQUIRE(told.size() > 2);
  CHECK(told.front() == 0);
  CHECK(std::ranges::is_sorted(told));
  CHECK(told.back() < 1);
  CHECK_THROWS_AS(write_trace_netcdf(tiny_report(), 1.0 * s, folder.path("b.nc"), [](double) { return false; }), Cancelled);
}

TEST_CASE("a source named like a column, or beginning with a digit, gets a column of its own") {
  Folder folder;
  const planning::Run run = run_of(folder.write("a.yaml", tiny({{"name: utility", "name: facility"}})), {"horizon.length_years=0.01"});
  write_hourly_netcdf(run, folder.path("a.nc"));
  const auto names = variables(folder.path("a.nc"));
  CHECK(std::ranges::count(names, "facility_mw") == 1);
  CHECK(std::ranges::count(names, "facility_mw_2") == 1);
}

}  // namespace gw::report
