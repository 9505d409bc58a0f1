#include "gw/report/output.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "gw/report/document.h"
#include "gw/report/html.h"
#include "gw/report/netcdf_file.h"
#include "gw/report/tables.h"

namespace gw::report {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOurFiles[] = {"result.json", "report.html", "hourly.nc", "trace.nc", "tables"};

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path.filename().string() + " (is the disk full?)");
}

// A folder that disappears unless it is moved to its place.
class Staging {
 public:
  explicit Staging(const fs::path& target) : target_(target) {
    path_ = target_.parent_path() / fmt::format(".{}.partial-{}", target_.filename().string(), ::getpid());
    fs::create_directories(path_ / "tables");
  }
  ~Staging() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  const fs::path& path() const { return path_; }
  /// Takes the target's place; an earlier result is moved aside first and then removed.
  void commit() {
    const fs::path old = path_.string() + ".old";
    if (fs::exists(target_)) fs::rename(target_, old);
    std::error_code error;
    fs::rename(path_, target_, error);
    if (error) {
      if (fs::exists(old)) fs::rename(old, target_);
      throw std::runtime_error(error.message());
    }
    fs::remove_all(old, error);
  }

 private:
  fs::path target_, path_;
};

fs::path absolute_target(const std::string& directory) {
  fs::path path = fs::absolute(directory).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  return path;
}

// Whether everything in the folder is ours, so that replacing it loses nothing of the user's.
bool holds_only_a_result(const fs::path& path) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(path, error)) {
    const std::string name = entry.path().filename().string();
    if (std::ranges::find(kOurFiles, name) == std::end(kOurFiles)) return false;
  }
  if (error) return false;
  for (const fs::directory_entry& entry : fs::directory_iterator(path / "tables", error))
    if (entry.path().extension() != ".csv") return false;
  std::ifstream in(path / "result.json");
  std::string start(256, '\0');
  in.read(start.data(), std::streamsize(start.size()));
  return start.find("gigawatt.result/") != std::string::npos;
}

// The folder a user stands in, or one above it, is never replaced.
bool holds_working_directory(const fs::path& path) {
  std::error_code error;
  const fs::path here = fs::canonical(fs::current_path(error), error), there = fs::weakly_canonical(path, error);
  const auto [end, _] = std::mismatch(there.begin(), there.end(), here.begin(), here.end());
  return end == there.end();
}

void write_all(const planning::Run& run, const Diagnostics& warnings, const OutputOptions& options, const fs::path& to) {
  const auto tell = [&](double share) {
    if (options.progress && !options.progress(share)) throw std::runtime_error("interrupted");
  };
  const Json document = result_document(run, warnings);
  write_file(to / "result.json", to_text(document));
  tell(0.1);
  write_file(to / "report.html", html_report(document.dump()));
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
  const fs::path target = absolute_target(directory);
  std::error_code error;
  if (fs::exists(target, error) && !fs::is_directory(target, error)) {
    diagnostics.error("GW5001", {directory, 0, 0}, "", "the output is not a folder", "");
    return false;
  }
  if (fs::is_directory(target, error) && !fs::is_empty(target, error) && !error && (!holds_only_a_result(target) || holds_working_directory(target))) {
    diagnostics.error("GW5002", {directory, 0, 0}, "", "the folder holds other files; only an earlier result is replaced",
                      "name a new folder");
    return false;
  }
  fs::path parent = target.parent_path();
  while (!parent.empty() && !fs::exists(parent, error) && parent != parent.parent_path()) parent = parent.parent_path();
  if (!fs::is_directory(parent, error) || ::access(parent.c_str(), W_OK | X_OK) != 0) {
    diagnostics.error("GW5001", {directory, 0, 0}, "", fmt::format("cannot write in {}", parent.string()), "");
    return false;
  }
  return true;
}

bool write_output(const planning::Run& run, const Diagnostics& warnings, const std::string& directory,
                  const OutputOptions& options, Diagnostics& diagnostics) {
  if (!check_output(directory, diagnostics)) return false;
  const fs::path target = absolute_target(directory);
  try {
    fs::create_directories(target.parent_path());
    Staging staging(target);
    write_all(run, warnings, options, staging.path());
    staging.commit();
  } catch (const fs::filesystem_error& error) {
    diagnostics.error("GW5001", {directory, 0, 0}, "", fmt::format("cannot write: {}", error.code().message()), "");
    return false;
  }
  return true;
}

}  // namespace gw::report
