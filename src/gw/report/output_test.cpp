#include "gw/report/output.h"

#include <netcdf.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "gw/report/series.h"
#include "gw/report/test_run.h"

namespace gw::report {
namespace {

using doctest::Approx;
using namespace test;

std::vector<std::string> entries(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder)) out.push_back(entry.path().filename().string());
  std::ranges::sort(out);
  return out;
}

bool write(const std::string& to, Diagnostics& problems, OutputOptions options = {}) {
  return write_output(tiny_report(), {}, to, options, problems);
}

const std::vector<std::string> kAll = {"hourly.nc", "report.html", "result.json", "tables"};

// A netCDF file opened for reading.
class Reader {
 public:
  explicit Reader(const std::string& path) { REQUIRE(nc_open(path.c_str(), NC_NOWRITE, &id_) == NC_NOERR); }
  ~Reader() { nc_close(id_); }
  std::string text(const char* variable, const char* name) const {
    const int v = variable ? at(variable) : NC_GLOBAL;
    std::size_t size = 0;
    REQUIRE(nc_inq_attlen(id_, v, name, &size) == NC_NOERR);
    std::string out(size, ' ');
    nc_get_att_text(id_, v, name, out.data());
    return out;
  }
  std::vector<double> values(const char* variable) const {
    int dimension = 0;
    std::size_t size = 0;
    nc_inq_vardimid(id_, at(variable), &dimension);
    nc_inq_dimlen(id_, dimension, &size);
    std::vector<double> out(size);
    REQUIRE(nc_get_var_double(id_, at(variable), out.data()) == NC_NOERR);
    return out;
  }

 private:
  int at(const char* variable) const {
    int v = 0;
    REQUIRE(nc_inq_varid(id_, variable, &v) == NC_NOERR);
    return v;
  }
  int id_ = -1;
};

}  // namespace

TEST_CASE("everything is written, and nothing else is left beside it") {
  Folder folder;
  Diagnostics problems;
  REQUIRE(write(folder.path("out"), problems));
  CHECK(entries(folder.path()) == std::vector<std::string>{"out"});
  CHECK(entries(folder.path("out")) == kAll);
  CHECK(entries(folder.path("out/tables")).size() == 14);
  CHECK(text_of(folder.path("out/result.json")) == to_text(document_of(tiny_report())));
  CHECK(text_of(folder.path("out/report.html")).starts_with("<!doctype html>"));
}

TEST_CASE("a folder with a trailing slash and one not yet there are made") {
  Folder folder;
  Diagnostics problems;
  CHECK(write(folder.path("a/b/out/"), problems));
  CHECK(entries(folder.path("a/b/out")) == kAll);
}

TEST_CASE("an earlier result is replaced as a whole") {
  Folder folder;
  Diagnostics problems;
  REQUIRE(write(folder.path("out"), problems));
  folder.write("out/trace.nc", "old");
  REQUIRE(write(folder.path("out"), problems));
  CHECK(entries(folder.path("out")) == kAll);
  CHECK(entries(folder.path()) == std::vector<std::string>{"out"});
}

TEST_CASE("other files are never replaced") {
  Folder folder;
  folder.write("mine/letter.txt", "dear");
  folder.write("file", "x");
  Diagnostics problems;
  CHECK_FALSE(write(folder.path("mine"), problems));
  CHECK(problems.list()[0].code == "GW5002");
  CHECK_FALSE(write(folder.path("file"), problems));
  CHECK(problems.list()[1].code == "GW5001");
  CHECK_FALSE(write(folder.path("file/below"), problems));
  CHECK(text_of(folder.path("mine/letter.txt")) == "dear");
  CHECK(entries(folder.path()) == std::vector<std::string>{"file", "mine"});
}

TEST_CASE("an empty folder may be used") {
  Folder folder;
  fs::create_directories(folder.path("empty"));
  Diagnostics problems;
  CHECK(check_output(folder.path("empty"), problems));
  CHECK(write(folder.path("empty"), problems));
  CHECK(entries(folder.path("empty")) == kAll);
}

TEST_CASE("cancelling leaves what was there before, at any moment") {
  Folder folder;
  Diagnostics problems;
  REQUIRE(write(folder.path("out"), problems));
  const std::string before = text_of(folder.path("out/result.json"));
  for (int allowed = 0; allowed < 4; ++allowed) {
    int told = 0;
    OutputOptions options;
    options.trace_step = 60.0 * s;
    options.progress = [&](double) { return told++ < allowed; };
    CHECK_THROWS_AS(write(folder.path("out"), problems, options), Cancelled);
    CHECK(entries(folder.path()) == std::vector<std::string>{"out"});
    CHECK(entries(folder.path("out")) == kAll);
    CHECK(text_of(folder.path("out/result.json")) == before);
  }
}

TEST_CASE("bytes that are not UTF-8 are replaced in the result and in the page") {
  Folder folder;
  Diagnostics problems;
  planning::Run run = tiny_report();
  run.input.file = "campus-\xE9.yaml";
  REQUIRE(write_output(run, {}, folder.path("out"), {}, problems));
  const std::string result = text_of(folder.path("out/result.json"));
  CHECK(result.find("campus-\xEF\xBF\xBD.yaml") != std::string::npos);
  CHECK(text_of(folder.path("out/report.html")).find("campus-\xEF\xBF\xBD.yaml") != std::string::npos);
}

TEST_CASE("a link is followed and stays a link; one to nothing is refused") {
  Folder folder;
  Diagnostics problems;
  fs::create_directories(folder.path("real"));
  fs::create_directory_symlink(folder.path("real"), folder.path("link"));
  REQUIRE(write(folder.path("link"), problems));
  CHECK(fs::is_symlink(folder.path("link")));
  CHECK(entries(folder.path("real")) == kAll);
  fs::create_directory_symlink(folder.path("gone"), folder.path("broken"));
  CHECK_FALSE(check_output(folder.path("broken"), problems));
  CHECK(problems.list()[0].code == "GW5001");
  CHECK(entries(folder.path()) == std::vector<std::string>{"broken", "link", "real"});
}

TEST_CASE("a mount point and too long a name are refused before the run") {
  Folder folder;
  Diagnostics problems;
  CHECK_FALSE(check_output("/proc", problems));
  CHECK_FALSE(check_output(folder.path(std::string(300, 'x')), problems));
  for (const Diagnostic& d : problems.list()) CHECK(d.code == "GW5001");
}

TEST_CASE("what a killed run left is removed, what others use is not") {
  Folder folder;
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(1);
  folder.write(".gw-partial-1-0/trace.nc", "half");
  folder.write(".gw-partial-2-0/letter.txt", "dear");
  folder.write(".gw-partial-3-0/trace.nc", "just begun");
  for (const char* name : {".gw-partial-1-0", ".gw-partial-2-0"}) fs::last_write_time(folder.path(name), old);
  Diagnostics problems;
  REQUIRE(write(folder.path("out"), problems));
  CHECK(entries(folder.path()) == std::vector<std::string>{".gw-partial-2-0", ".gw-partial-3-0", "out"});
}

TEST_CASE("the caller is told the folder being written, and when it is gone") {
  Folder folder;
  Diagnostics problems;
  std::vector<std::string> told;
  OutputOptions options;
  options.staging = [&](const std::string& path) { told.push_back(path); };
  REQUIRE(write(folder.path("out"), problems, options));
  REQUIRE(told.size() == 2);
  CHECK(fs::path(told[0]).parent_path() == fs::canonical(folder.path()));
  CHECK(told[1].empty());
}

TEST_CASE("hourly.nc has every column on a CF time axis") {
  Folder folder;
  Diagnostics problems;
  REQUIRE(write(folder.path("out"), problems));
  const Reader file(folder.path("out/hourly.nc"));
  CHECK(file.text(nullptr, "Conventions") == "CF-1.8");
  CHECK(file.text(nullptr, "input_hash") == tiny_report().input.input_hash);
  CHECK(file.text("time", "units") == "hours since 2026-01-01 00:00:00");
  CHECK(file.text("time", "standard_name") == "time");
  CHECK(file.values("time")[5] == 5);
  for (const Column& column : columns(tiny_report())) {
    CHECK(file.values(column.id.c_str()) == *column.values);
    CHECK(file.text(column.id.c_str(), "units") == (column.unit.empty() ? "1" : column.unit));
  }
}

TEST_CASE("trace.nc has the energy of the hours, on seconds") {
  Folder folder;
  Diagnostics problems;
  OutputOptions options;
  options.trace_step = 10.0 * s;
  REQUIRE(write(folder.path("out"), problems, options));
  const Reader file(folder.path("out/trace.nc"));
  const auto time = file.values("time"), facility = file.values("facility_mw");
  const auto& hourly = tiny_report().simulation.operations.hourly.facility_mw;
  REQUIRE(facility.size() == hourly.size() * 360);
  CHECK(time[3] == 30);
  CHECK(file.text("time", "units") == "seconds since 2026-01-01 00:00:00");
  double hour_mean = 0;
  for (std::size_t i = 0; i < 360; ++i) hour_mean += facility[100 * 360 + i] / 360;
  CHECK(hour_mean == Approx(hourly[100]).epsilon(1e-6));
}

TEST_CASE("a time axis of fractions of a second keeps them") {
  Folder folder;
  Diagnostics problems;
  OutputOptions options;
  options.trace_step = 2.5 * s;
  REQUIRE(write(folder.path("out"), problems, options));
  CHECK(Reader(folder.path("out/trace.nc")).values("time")[3] == 7.5);
}

}  // namespace gw::report
