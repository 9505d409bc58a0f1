#include "gw/report/evidence_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "gw/report/html.h"

namespace gw::report {
namespace {

namespace fs = std::filesystem;
using evidence::Comparison;

constexpr std::array<const char*, 4> kFiles{"evidence.json", "evidence.html", "rows.csv", "groups.csv"};

std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : ""; }

std::string joined(const std::vector<std::string>& cells) {
  return fmt::format("{}\r\n", fmt::join(cells, ","));
}

TextFile rows_table(std::span<const Comparison> comparisons) {
  std::string text = joined({"id", "source", "model", "accelerator", "accelerators", "quality",
                             "config_group", "accelerators_row", "software_row", "measured_s", "predicted_s",
                             "error_frac", "uncertainty_frac", "weight", "reason"});
  for (const Comparison& c : comparisons) {
    std::vector<std::string> cells{csv_cell(c.id),
                                   csv_cell(c.source),
                                   csv_cell(c.model),
                                   csv_cell(c.accelerator),
                                   std::to_string(c.accelerators),
                                   csv_cell(c.quality),
                                   csv_cell(c.config_group)};
    const bool known = c.predicted();
    for (const std::string& cell :
         {csv_cell(c.part), csv_cell(c.software), known ? number(c.measured_s) : "",
          known ? number(c.predicted_s) : "", known ? number(c.error()) : "",
          known ? number(c.uncertainty_frac) : "", number(c.weight), csv_cell(c.reason)})
      cells.push_back(cell);
    text += joined(cells);
  }
  return {"rows.csv", std::move(text)};
}

TextFile groups_table(std::span<const Comparison> comparisons) {
  std::string text =
      joined({"kind", "name", "rows", "configurations", "median_error_frac", "two_thirds_error_frac",
              "p90_error_frac", "bias_frac", "rank_correlation", "ranked_groups", "within_uncertainty_frac"});
  for (const evidence::Group& g : evidence::groups_of(comparisons)) {
    const evidence::Errors& e = g.errors;
    text += joined({csv_cell(g.kind), csv_cell(g.name), std::to_string(e.rows), number(e.weight),
                    number(e.median_frac), number(e.two_thirds_frac), number(e.p90_frac), number(e.bias_frac),
                    number(e.rank_correlation), std::to_string(e.ranked_groups), number(e.within_frac)});
  }
  return {"groups.csv", std::move(text)};
}

bool holds_only_ours(const fs::path& directory) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error))
    if (std::ranges::find(kFiles, entry.path().filename().string()) == kFiles.end()) return false;
  return !error;
}

}  // namespace

std::vector<TextFile> evidence_tables(std::span<const Comparison> comparisons) {
  return {rows_table(comparisons), groups_table(comparisons)};
}

bool write_whole(const std::string& path, const std::string& text, Diagnostics& problems) {
  const std::string partial = path + ".partial";
  std::error_code error;
  errno = 0;
  std::ofstream out(partial, std::ios::binary);
  out << text;
  out.close();
  if (!out)
    error = std::error_code(errno, std::generic_category());
  else
    fs::rename(partial, path, error);
  if (!error && out) return true;
  std::error_code ignored;
  fs::remove(partial, ignored);
  problems.error("GW5001", {path, 0, 0}, "",
                 fmt::format("cannot write: {}", error ? error.message() : "unknown reason"));
  return false;
}

bool write_evidence(std::span<const Comparison> comparisons, const EvidenceSource& source,
                    const std::string& directory, Diagnostics& problems) {
  std::error_code error;
  if (fs::is_directory(directory, error) && !holds_only_ours(directory)) {
    problems.error("GW5002", {directory, 0, 0}, "",
                   "the folder holds other files; only an earlier result is replaced", "name a new folder");
    return false;
  }
  fs::create_directories(directory, error);
  if (!fs::is_directory(directory, error)) {
    problems.error("GW5001", {directory, 0, 0}, "", "cannot make the folder");
    return false;
  }
  const Json document = evidence_document(comparisons, source);
  std::vector<TextFile> files = evidence_tables(comparisons);
  files.push_back({"evidence.json", to_text(document)});
  files.push_back({"evidence.html", evidence_page(document.dump())});
  return std::ranges::all_of(files, [&](const TextFile& file) {
    return write_whole((fs::path(directory) / file.name).string(), file.text, problems);
  });
}

}  // namespace gw::report
