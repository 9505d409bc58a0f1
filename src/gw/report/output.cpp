#include "gw/report/output.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "gw/report/document.h"
#include "gw/report/html.h"
#include "gw/report/netcdf_file.h"
#include "gw/report/output_folder.h"
#include "gw/report/tables.h"

namespace gw::report {
namespace {

namespace fs = std::filesystem;

const FolderKind& result_folder() {
  static const FolderKind kind{{"result.json", "report.html", "hourly.nc", "trace.nc", "tables"}, "result.json", "gigawatt.result/", {"tables"}};
  return kind;
}

void write_all(const planning::Run& run, const Diagnostics& warnings, const OutputOptions& options, const fs::path& to) {
  const auto tell = [&](double share) {
    if (options.progress && !options.progress(share)) throw Cancelled();
  };
  const std::string result = to_text(result_document(run, warnings));
  write_file(to / "result.json", result);
  tell(0.1);
  write_file(to / "report.html", html_report(result));
  for (const TextFile& table : csv_tables(run)) write_file(to / "tables" / table.name, table.text);
  tell(0.15);
  write_hourly_netcdf(run, (to / "hourly.nc").string());
  tell(0.2);
  if (options.trace_step > 0.0 * s)
    write_trace_netcdf(run, options.trace_step, (to / "trace.nc").string(), [&](double share) {
      return !options.progress || options.progress(0.2 + 0.8 * share);
    });
}

}  // namespace

bool check_output(const std::string& directory, Diagnostics& diagnostics) {
  return check_folder(directory, result_folder(), diagnostics);
}

bool write_output(const planning::Run& run, const Diagnostics& warnings, const std::string& directory,
                  const OutputOptions& options, Diagnostics& diagnostics) {
  const auto write = [&](const fs::path& to) { write_all(run, warnings, options, to); };
  return write_folder(directory, result_folder(), write, options.staging, diagnostics);
}

}  // namespace gw::report
