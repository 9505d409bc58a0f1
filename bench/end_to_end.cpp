// The main job: load, simulate, account, figures; and writing what came out.

#include <netcdf.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "answers.h"
#include "gw/planning/run.h"
#include "gw/report/document.h"
#include "gw/report/html.h"
#include "gw/report/netcdf_file.h"

namespace gw::bench {
namespace {

namespace fs = std::filesystem;

planning::Run run_of(const std::string& campus) {
  planning::RunOutcome outcome = planning::run_scenario(std::string(GW_SOURCE_DIR) + "/campuses/" + campus + ".yaml", {});
  if (!outcome.run) throw std::runtime_error(outcome.diagnostics.render());
  return std::move(*outcome.run);
}

const planning::Run& hyperion() {
  static const planning::Run run = run_of("hyperion");
  return run;
}

// A folder for one benchmark's files.
class Scratch {
 public:
  Scratch() : path_(fs::temp_directory_path() / ("gw_bench_" + std::to_string(::getpid()))) { fs::create_directories(path_); }
  ~Scratch() { fs::remove_all(path_); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

// Mean of a variable of a netCDF file, read piece by piece.
double mean_of(const std::string& file, const char* variable) {
  int id = 0, v = 0, dimension = 0;
  std::size_t size = 0;
  if (nc_open(file.c_str(), NC_NOWRITE, &id) != NC_NOERR) throw std::runtime_error(file);
  nc_inq_varid(id, variable, &v);
  nc_inq_vardimid(id, v, &dimension);
  nc_inq_dimlen(id, dimension, &size);
  std::vector<double> piece(1u << 20);
  double sum = 0;
  for (std::size_t first = 0; first < size; first += piece.size()) {
    const std::size_t count = std::min(piece.size(), size - first);
    nc_get_vara_double(id, v, &first, &count, piece.data());
    for (std::size_t i = 0; i < count; ++i) sum += piece[i];
  }
  nc_close(id);
  return sum / double(size);
}

void check_figures(benchmark::State& state, const std::string& benchmark, const planning::Run& run) {
  for (const char* id : {"facility_energy_twh", "tokens_trained", "co2_t", "usd_per_million_training_tokens"})
    check_answer(state, benchmark, id, run.figures.find(id)->value);
}

void year_of_hyperion(benchmark::State& state) {
  planning::Run run;
  for (auto _ : state) run = run_of("hyperion");
  check_figures(state, "year_of_hyperion", run);
}
BENCHMARK(year_of_hyperion)->Unit(benchmark::kMillisecond);

void year_of_tiny(benchmark::State& state) {
  planning::Run run;
  for (auto _ : state) run = run_of("tiny");
  check_figures(state, "year_of_tiny", run);
}
BENCHMARK(year_of_tiny)->Unit(benchmark::kMillisecond);

void write_report(benchmark::State& state) {
  const planning::Run& run = hyperion();
  const Scratch scratch;
  for (auto _ : state) {
    const report::Json document = report::result_document(run, {});
    std::ofstream(scratch.file("result.json")) << report::to_text(document);
    std::ofstream(scratch.file("report.html")) << report::html_report(document.dump());
    report::write_hourly_netcdf(run, scratch.file("hourly.nc"));
  }
  std::ifstream in(scratch.file("result.json"));
  const report::Json read = report::Json::parse(in);
  check_equal(state, "result.json", read["headline"]["facility_energy_twh"]["value"], run.simulation.facility_mwh / 1e6, 1e-12);
  check_equal(state, "hourly.nc", mean_of(scratch.file("hourly.nc"), "facility_mw") * 8760, run.simulation.facility_mwh, 1e-12);
}
BENCHMARK(write_report)->Unit(benchmark::kMillisecond);

void year_at_one_second(benchmark::State& state) {
  const planning::Run& run = hyperion();
  const Scratch scratch;
  for (auto _ : state) report::write_trace_netcdf(run, 1.0 * s, scratch.file("trace.nc"), {});
  check_equal(state, "trace.nc", mean_of(scratch.file("trace.nc"), "facility_mw") * 8760, run.simulation.facility_mwh, 1e-7);
}
BENCHMARK(year_at_one_second)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace gw::bench
