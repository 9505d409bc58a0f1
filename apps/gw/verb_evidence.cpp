#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "common.h"
#include "gw/base/file.h"
#include "gw/base/text.h"
#include "gw/catalog/content_hash.h"
#include "gw/catalog/library.h"
#include "gw/report/evidence_output.h"
#include "gw/report/evidence_text.h"
#include "gw/report/html.h"
#include "gw/report/plant_evidence.h"
#include "gw/report/power_evidence.h"
#include "verbs.h"

namespace gw::app {
namespace {

constexpr const char* kShippedTable = "training/published-training.csv";
constexpr const char* kHeldOut = "training/held_out.csv";
constexpr const char* kPowerTable = "power/published-power.csv";
constexpr const char* kPlantTable = "plant/published-plant.csv";

/// What was read: all of it, or an exit code.
struct Loaded {
  CsvTable table;
  evidence::Rig rig;
  report::EvidenceSource source;
};

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::optional<Loaded> load(const EvidenceFlags& flags, const Options& options) {
  std::vector<std::string> roots = options.catalogue;
  roots.push_back(catalog::default_root());
  const catalog::Library library(roots);
  const std::string shipped = catalog::default_evidence_root() + "/" + kShippedTable;
  const std::string path = flags.data.empty() ? shipped : flags.data;
  auto table = evidence::read_measurements(path);
  auto rig = evidence::load_rig(library);
  Diagnostics problems = table.diagnostics;
  problems.append(rig.diagnostics);
  if (rig)
    for (const std::string& assignment : options.set) evidence::override_row(*rig, assignment, problems);
  print_problems(problems);
  print_warnings(problems, options.quiet);
  if (problems.has_errors()) return {};
  catalog::ContentHash hash;
  hash.add(bytes_of(path));
  Loaded out{std::move(*table),
             std::move(*rig),
             {flags.data.empty() ? std::string("evidence/") + kShippedTable : path, hash.hex(), library.hash(), options.set}};
  // Cross-validated errors are of the shipped parameters on the shipped table.
  if (flags.data.empty() && options.set.empty() && options.catalogue.empty())
    if (auto held_out = evidence::read_held_out(bytes_of(catalog::default_evidence_root() + "/" + kHeldOut), kHeldOut))
      out.source.held_out = std::move(*held_out);
  return out;
}

int no_such(const char* code, const std::string& what, const std::string& name,
            std::vector<std::string> names) {
  const std::string hint = did_you_mean(name, names);
  std::fputs(
      fmt::format("error[{}]: no {} '{}'{}{}\n", code, what, name, hint.empty() ? "" : "; ", hint).c_str(),
      stderr);
  return kBadInput;
}

int one_row(const Loaded& in, const std::string& id, const Options& options) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < in.table.rows.size(); ++i) {
    ids.emplace_back(evidence::Row(in.table, i).text("id"));
    if (ids.back() != id) continue;
    const evidence::Breakdown row = evidence::break_down(in.table, i, in.rig);
    print(options.json ? report::to_text(report::evidence_row_document(row, in.source))
                       : report::evidence_row_text(row));
    return kDone;
  }
  return no_such("GW6006", "row", id, ids);
}

bool write_files(const Loaded& in, const std::vector<evidence::Comparison>& comparisons,
                 const EvidenceFlags& flags, const Options& options) {
  Diagnostics problems;
  if (!flags.html.empty())
    report::write_whole(flags.html,
                        report::evidence_page(report::evidence_document(comparisons, in.source).dump()),
                        problems);
  if (!options.output.empty()) report::write_evidence(comparisons, in.source, options.output, problems);
  print_problems(problems);
  return !problems.has_errors();
}

// A small table of published figures: `compare(text, path, library)` reads and predicts it.
template <class Compare, class Text, class Document>
int small_table(const EvidenceFlags& flags, const Options& options, const char* shipped, const Compare& compare, const Text& text,
                const Document& document) {
  std::vector<std::string> roots = options.catalogue;
  roots.push_back(catalog::default_root());
  const catalog::Library library(roots);
  const std::string path = flags.data.empty() ? catalog::default_evidence_root() + "/" + shipped : flags.data;
  std::string problem;
  const std::string bytes = read_file(path, problem);
  if (!problem.empty()) {
    Diagnostics problems;
    problems.error("GW1410", {path, 0, 0}, "", "cannot read this table: " + problem);
    print_problems(problems);
    return kBadInput;
  }
  const auto compared = compare(bytes, path, library);
  print_problems(compared.diagnostics);
  if (!compared) return kBadInput;
  print(options.json ? report::to_text(document(*compared)) : text(*compared));
  return kDone;
}

// `--power`: published ratings and measurements of racks and nodes.
int power_table(const EvidenceFlags& flags, const Options& options) {
  const auto compare = [](const std::string& text, const std::string& path, const catalog::Library& library) {
    auto rows = evidence::read_power_rows(text, path);
    return rows ? evidence::compare_power(*rows, library) : Result<std::vector<evidence::PowerComparison>>(rows.diagnostics);
  };
  return small_table(flags, options, kPowerTable, compare, report::power_evidence_text, report::power_evidence_document);
}

// `--plant`: published figures of cooling and supply.
int plant_table(const EvidenceFlags& flags, const Options& options) {
  const auto compare = [](const std::string& text, const std::string& path, const catalog::Library& library) {
    auto rows = evidence::read_plant_rows(text, path);
    return rows ? evidence::compare_plants(*rows, path, library) : Result<std::vector<evidence::PlantComparison>>(rows.diagnostics);
  };
  return small_table(flags, options, kPlantTable, compare, report::plant_evidence_text, report::plant_evidence_document);
}

}  // namespace

int verb_evidence(const EvidenceFlags& flags, const Options& options) {
  if (const auto& kinds = evidence::group_kinds();
      !flags.group.empty() && std::ranges::find(kinds, flags.group) == kinds.end()) {
    std::fputs(
        fmt::format("error[GW6007]: no group '{}'; one of: {}\n", flags.group, list_names(kinds)).c_str(),
        stderr);
    return kBadInput;
  }
  if (flags.power) return power_table(flags, options);
  if (flags.plant) return plant_table(flags, options);
  const auto in = load(flags, options);
  if (!in) return kBadInput;
  if (!flags.row.empty()) return one_row(*in, flags.row, options);
  const std::vector<evidence::Comparison> comparisons = evidence::compare(in->table, in->rig);
  if (!write_files(*in, comparisons, flags, options)) return kFailed;
  print(options.json ? report::to_text(report::evidence_document(comparisons, in->source))
                     : report::evidence_text(comparisons, in->source.table, flags.group, in->source.held_out));
  if (std::ranges::any_of(comparisons, &evidence::Comparison::predicted)) return kDone;
  std::fputs(fmt::format("error[GW6008]: {}: no row can be predicted\n", in->source.table).c_str(), stderr);
  return kFailed;
}

}  // namespace gw::app
