#include "gw/report/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "gw/report/document.h"
#include "gw/report/html.h"
#include "gw/report/netcdf_file.h"
#include "gw/report/staging.h"
#include "gw/report/tables.h"

namespace gw::report {
namespace {

namespace fs = std::filesystem;

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path.filename().string() + " (is the disk full?)");
}

// Links are followed: the folder behind one is replaced, not the link.
fs::path absolute_target(const std::string& directory) {
  std::error_code error;
  fs::path path = fs::weakly_canonical(fs::absolute(directory), error);
  if (error) path = fs::absolute(directory).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  return path;
}

// Such a folder cannot change places with another.
bool is_mount_point(const fs::path& path) {
  struct statx about {};
  if (::statx(AT_FDCWD, path.c_str(), 0, STATX_TYPE, &about) != 0) return false;
  return (about.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) && (about.stx_attributes & STATX_ATTR_MOUNT_ROOT);
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

// Tells the caller which folder is being written, and when it no longer is.
class Announced {
 public:
  Announced(const OutputOptions& options, const fs::path& path) : options_(options) {
    if (options_.staging) options_.staging(path.string());
  }
  ~Announced() {
    if (options_.staging) options_.staging("");
  }
  Announced(const Announced&) = delete;
  Announced& operator=(const Announced&) = delete;

 private:
  const OutputOptions& options_;
};

}  // namespace

bool check_output(const std::string& directory, Diagnostics& diagnostics) {
  const fs::path target = absolute_target(directory);
  std::error_code error;
  const auto refuse = [&](std::string why, std::string hint = "") {
    diagnostics.error("GW5001", {directory, 0, 0}, "", std::move(why), std::move(hint));
    return false;
  };
  const fs::file_status status = fs::status(target, error);
  if (status.type() == fs::file_type::none) return refuse("cannot write: " + error.message());
  if (!fs::exists(status) && fs::is_symlink(target, error)) return refuse("the output is a link to nothing");
  if (fs::exists(status) && !fs::is_directory(status)) return refuse("the output is not a folder");
  if (is_mount_point(target))
    return refuse("the output is a mount point, which cannot be replaced whole", "name a folder inside it");
  if (fs::is_directory(target, error) && !fs::is_empty(target, error) && !error && (!holds_only_a_result(target) || holds_working_directory(target))) {
    diagnostics.error("GW5002", {directory, 0, 0}, "", "the folder holds other files; only an earlier result is replaced",
                      "name a new folder");
    return false;
  }
  fs::path parent = target.parent_path();
  while (!parent.empty() && !fs::exists(parent, error) && parent != parent.parent_path()) parent = parent.parent_path();
  if (!fs::is_directory(parent, error) || ::access(parent.c_str(), W_OK | X_OK) != 0)
    return refuse(fmt::format("cannot write in {}", parent.string()));
  return true;
}

bool write_output(const planning::Run& run, const Diagnostics& warnings, const std::string& directory,
                  const OutputOptions& options, Diagnostics& diagnostics) {
  if (!check_output(directory, diagnostics)) return false;
  const fs::path target = absolute_target(directory);
  try {
    fs::create_directories(target.parent_path());
    Staging staging(target);
    const Announced announced(options, staging.path());
    write_all(run, warnings, options, staging.path());
    staging.commit();
  } catch (const fs::filesystem_error& error) {
    diagnostics.error("GW5001", {directory, 0, 0}, "", fmt::format("cannot write: {}", error.code().message()), "");
    return false;
  }
  return true;
}

}  // namespace gw::report
