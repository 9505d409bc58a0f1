#include "gw/planning/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gw/base/text.h"
#include "gw/campus/check.h"
#include "gw/catalog/content_hash.h"
#include "gw/planning/hourly_csv.h"
#include "gw/planning/model_files.h"
#include "gw/planning/published_size.h"

namespace gw::planning {
namespace {

namespace fs = std::filesystem;

// Hourly values have the ranges of the constants that they replace (supply/grid_connection_fields.cpp).
constexpr ValueRange kPriceRange{-1000, 20000}, kEmissionRange{0, 2000};

// The node a dotted path leads to, or the deepest one on the way.
const describe::Node& deepest(const describe::Node& root, const std::string& path) {
  const describe::Node* node = &root;
  std::string dotted;
  for (char c : path) {
    if (c == '[') dotted += '.';
    else if (c != ']') dotted += c;
  }
  for (const std::string& part : split(dotted, '.')) {
    const describe::Node* next = nullptr;
    if (node->kind == describe::Node::Kind::mapping) next = node->find(part);
    else if (node->kind == describe::Node::Kind::sequence) {
      const auto index = parse_number(part);
      if (index && index->value >= 0 && index->value < double(node->children.size()))
        next = &node->children[std::size_t(index->value)];
    }
    if (!next) break;
    node = next;
  }
  return *node;
}

std::string file_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class Loader {
 public:
  Loader(const std::string& path, const LoadOptions& options) : options_(options), library_(roots(options)) {
    out_.file = path;
    files_.push_back(path);
  }

  Result<LoadedScenario> load() {
    auto document = describe::parse_file(out_.file);
    if (!document) return document.diagnostics;
    out_.document = std::move(*document);
    problems_ = std::move(document.diagnostics);
    for (const std::string& assignment : options_.overrides)
      describe::apply_override(out_.document, assignment, problems_);
    if (problems_.has_errors()) return problems_;
    ModelFiles models(library_, out_.file);
    describe::read(out_.document, Scenario::description(), &out_.scenario, models.resolver(), out_.provenance,
                   problems_);
    files_.insert(files_.end(), models.files().begin(), models.files().end());
    load_accelerators();
    load_weather();
    load_series();
    if (!problems_.has_errors())
      for (const campus::Issue& issue : campus::check(out_.scenario)) problems_.add(place_issue(out_.document, issue));
    if (!problems_.has_errors())
      for (const campus::Issue& issue : published_size_issues(out_.scenario)) problems_.add(place_issue(out_.document, issue));
    if (problems_.has_errors()) return problems_;
    out_.catalogue_hash = library_.hash();
    out_.input_hash = input_hash();
    Result<LoadedScenario> result(std::move(out_));
    result.diagnostics = std::move(problems_);
    return result;
  }

 private:
  static std::vector<std::string> roots(const LoadOptions& options) {
    std::vector<std::string> roots = options.catalogue;
    roots.push_back(catalog::default_root());
    return roots;
  }

  // Of the campus file, the overrides and every file beside it that was read, each with its length, so that no two
  // different inputs run together to the same bytes.
  std::string input_hash() const {
    catalog::ContentHash hash;
    const auto add = [&hash](const std::string& bytes) {
      hash.add(fmt::format("{}:", bytes.size()));
      hash.add(bytes);
    };
    for (const std::string& assignment : options_.overrides) add(assignment);
    for (const std::string& path : files_) add(file_bytes(path));
    return hash.hex();
  }

  // Halls whose accelerator is not described get the row that their rack names.
  void load_accelerators() {
    for (std::size_t h = 0; h < out_.scenario.halls.size(); ++h) {
      campus::Hall& hall = out_.scenario.halls[h];
      if (hall.accelerator || hall.rack.accelerator.empty()) continue;
      const std::string path = fmt::format("halls[{}].accelerator", h);
      Diagnostics found;
      const describe::Document* row = library_.row("accelerators", hall.rack.accelerator, found);
      if (!row) {
        add_issue("GW3006", path, fmt::format("no accelerator '{}' in the catalogue", hall.rack.accelerator),
                  did_you_mean(hall.rack.accelerator, library_.names("accelerators")));
        continue;
      }
      describe::ProvenanceMap provenance;
      hall.accelerator = describe::read<catalog::Accelerator>(*row, library_.resolver(), provenance, problems_);
      for (auto& [inner, entry] : provenance) {
        entry.path = path + "." + inner;
        out_.provenance[entry.path] = entry;
      }
    }
  }

  // `name` as a catalogue file or as a path relative to the campus file; "" if there is neither.
  std::string find_file(const std::string& folder, const std::string& name) {
    const std::string row = library_.file_path(folder, name);
    if (!row.empty()) return row;
    const fs::path beside = fs::path(out_.file).parent_path() / name;
    std::error_code error;
    if (!fs::exists(beside, error)) return "";
    files_.push_back(beside.string());
    return beside.string();
  }

  void load_weather() {
    const std::string& name = out_.scenario.site.weather;
    if (name.empty()) return;
    out_.weather_file = find_file("weather", name);
    if (out_.weather_file.empty()) {
      add_issue("GW1201", "site.weather", fmt::format("no weather '{}' in the catalogue and no such file", name),
                did_you_mean(name, library_.file_names("weather")));
      return;
    }
    auto weather = catalog::read_epw(out_.weather_file);
    problems_.append(weather.diagnostics);
    if (weather) out_.weather = std::move(*weather);
  }

  void load_series() {
    out_.series.resize(out_.scenario.supply.size());
    for (std::size_t i = 0; i < out_.scenario.supply.size(); ++i) {
      const auto* grid = std::get_if<supply::GridConnection>(&out_.scenario.supply[i]);
      if (!grid) continue;
      read_series(grid->energy_prices, fmt::format("supply[{}].energy_prices", i), "prices", kPriceRange,
                  out_.series[i].energy_price_usd_per_mwh);
      read_series(grid->emission_series, fmt::format("supply[{}].emission_series", i), "grids", kEmissionRange,
                  out_.series[i].emission_kg_per_mwh);
    }
  }

  // A year of hourly values, laid over the horizon.
  void read_series(const std::string& name, const std::string& path, const char* folder, const ValueRange& range,
                   std::vector<double>& out) {
    if (name.empty()) return;
    const std::string file = find_file(folder, name);
    if (file.empty()) {
      add_issue("GW1401", path, fmt::format("no '{}' in catalogue folder {} and no such file", name, folder), "");
      return;
    }
    auto year = read_hourly_csv(file, range);
    problems_.append(year.diagnostics);
    if (!year) return;
    const campus::Horizon& horizon = out_.scenario.horizon;
    for (int hour = 0; hour < horizon.hours(); ++hour)
      out.push_back((*year)[std::size_t(typical_hour_of_year(horizon.start, hour))]);
  }

  void add_issue(const char* code, const std::string& path, std::string message, std::string hint) {
    problems_.add(place_issue(out_.document, {code, path, std::move(message), std::move(hint), false}));
  }

  const LoadOptions& options_;
  std::vector<std::string> files_;   // beside the catalogue: the campus file and what it names
  catalog::Library library_;
  LoadedScenario out_;
  Diagnostics problems_;
};

}  // namespace

std::vector<supply::HourlySeries> LoadedScenario::price_series() const {
  std::vector<supply::HourlySeries> out;
  for (const SourceSeries& s : series) out.push_back({s.energy_price_usd_per_mwh, s.emission_kg_per_mwh, {}});
  return out;
}

Diagnostic place_issue(const describe::Document& document, const campus::Issue& issue) {
  const describe::Node& node = deepest(document.root, issue.path);
  Diagnostic out{issue.warning ? Severity::warning : Severity::error, issue.code, node.where, issue.path,
                 issue.message, issue.hint, ""};
  if (out.where.file == document.file && out.where.line > 0 && std::size_t(out.where.line) <= document.lines.size())
    out.source_line = document.lines[std::size_t(out.where.line) - 1];
  return out;
}

Result<LoadedScenario> load_scenario(const std::string& path, const LoadOptions& options) {
  return Loader(path, options).load();
}

}  // namespace gw::planning
