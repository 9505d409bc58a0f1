#include "gw/report/netcdf_file.h"

#include <netcdf.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "gw/report/document.h"
#include "gw/report/output.h"
#include "gw/report/series.h"
#include "gw/report/trace.h"

namespace gw::report {
namespace {

constexpr int kDeflateLevel = 1;  // higher levels cost far more time for a few percent
constexpr std::size_t kTracePiece = 1u << 18;

void check(int status, const std::string& path) {
  if (status != NC_NOERR) throw std::runtime_error(path + ": " + nc_strerror(status));
}

// A netCDF file being written; closes on every way out.
class File {
 public:
  explicit File(const std::string& path) : path_(path) { check(nc_create(path.c_str(), NC_NETCDF4 | NC_CLOBBER, &id_), path_); }
  ~File() { if (open_) nc_close(id_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  void close() {
    open_ = false;
    check(nc_close(id_), path_);
  }
  void attribute(int variable, const char* name, const std::string& text) {
    check(nc_put_att_text(id_, variable, name, text.size(), text.c_str()), path_);
  }
  int dimension(const char* name, std::size_t size) {
    int out = 0;
    check(nc_def_dim(id_, name, size, &out), path_);
    return out;
  }
  int variable(const std::string& name, nc_type type, int dimension) {
    int out = 0;
    check(nc_def_var(id_, name.c_str(), type, 1, &dimension, &out), path_);
    check(nc_def_var_deflate(id_, out, 1, 1, kDeflateLevel), path_);
    return out;
  }
  void end_definitions() { check(nc_enddef(id_), path_); }
  void chunk(int variable, std::size_t size) { check(nc_def_var_chunking(id_, variable, NC_CHUNKED, &size), path_); }
  void put(int variable, std::size_t start, const std::vector<double>& values) {
    const std::size_t count = values.size();
    check(nc_put_vara_double(id_, variable, &start, &count, values.data()), path_);
  }
  void put(int variable, std::size_t start, const std::vector<float>& values, std::size_t count) {
    check(nc_put_vara_float(id_, variable, &start, &count, values.data()), path_);
  }

 private:
  std::string path_;
  int id_ = -1;
  bool open_ = true;
};

void add_global_attributes(const planning::Run& run, File& file) {
  file.attribute(NC_GLOBAL, "Conventions", "CF-1.8");
  file.attribute(NC_GLOBAL, "title", run.input.scenario.title.empty() ? run.input.scenario.name : run.input.scenario.title);
  file.attribute(NC_GLOBAL, "source", "gigawatt " + code_version());
  file.attribute(NC_GLOBAL, "catalogue_hash", run.input.catalogue_hash);
  file.attribute(NC_GLOBAL, "input_hash", run.input.input_hash);
  file.attribute(NC_GLOBAL, "seed", std::to_string(run.seed));
}

int add_time(const planning::Run& run, File& file, int dimension, const char* unit, nc_type type) {
  const int time = file.variable("time", type, dimension);
  file.attribute(time, "standard_name", "time");
  file.attribute(time, "long_name", "start of the interval, local standard time");
  file.attribute(time, "units", std::string(unit) + " since " + to_string(run.input.scenario.horizon.start) + " 00:00:00");
  file.attribute(time, "calendar", "standard");
  return time;
}

void describe_column(File& file, int variable, const std::string& label, const std::string& unit) {
  file.attribute(variable, "long_name", label);
  file.attribute(variable, "units", unit.empty() ? "1" : unit);
  file.attribute(variable, "cell_methods", "time: mean");
}

}  // namespace

void write_hourly_netcdf(const planning::Run& run, const std::string& path) {
  File file(path);
  const std::vector<Column> all = columns(run);
  const std::size_t hours = all.front().values->size();
  const int dimension = file.dimension("time", hours);
  const int time = add_time(run, file, dimension, "hours", NC_INT);
  std::vector<int> variables;
  for (const Column& column : all) {
    variables.push_back(file.variable(column.id, NC_DOUBLE, dimension));
    describe_column(file, variables.back(), column.label, column.unit);
  }
  add_global_attributes(run, file);
  file.end_definitions();
  std::vector<double> axis(hours);
  for (std::size_t i = 0; i < hours; ++i) axis[i] = double(i);
  file.put(time, 0, axis);
  for (std::size_t c = 0; c < all.size(); ++c) file.put(variables[c], 0, *all[c].values);
  file.close();
}

void write_trace_netcdf(const planning::Run& run, Time step, const std::string& path,
                        const std::function<bool(double)>& progress) {
  File file(path);
  const Trace trace(run, step);
  const int dimension = file.dimension("time", trace.samples());
  // Whole seconds as integers: half the bytes to compress.
  const bool whole = std::floor(step.in(s)) == step.in(s);
  const int time = add_time(run, file, dimension, "seconds", whole ? NC_INT : NC_DOUBLE);
  const int facility = file.variable("facility_mw", NC_FLOAT, dimension);
  const int it = file.variable("it_mw", NC_FLOAT, dimension);
  describe_column(file, facility, "Facility power", "MW");
  describe_column(file, it, "IT power", "MW");
  for (int variable : {time, facility, it}) file.chunk(variable, std::min(kTracePiece, trace.samples()));
  add_global_attributes(run, file);
  file.end_definitions();
  std::vector<float> it_mw(kTracePiece), facility_mw(kTracePiece);
  for (std::size_t first = 0; first < trace.samples(); first += kTracePiece) {
    if (progress && !progress(double(first) / double(trace.samples()))) throw Cancelled();
    const std::size_t count = std::min(kTracePiece, trace.samples() - first);
    trace.render(first, {it_mw.data(), count}, {facility_mw.data(), count});
    std::vector<double> axis(count);
    for (std::size_t i = 0; i < count; ++i) axis[i] = double(first + i) * step.in(s);
    file.put(time, first, axis);
    file.put(facility, first, facility_mw, count);
    file.put(it, first, it_mw, count);
  }
  file.close();
}

}  // namespace gw::report
