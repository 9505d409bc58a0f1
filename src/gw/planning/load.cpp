#include "gw/planning/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "gw/base/file.h"
#include "gw/base/text.h"
#include "gw/campus/check.h"
#include "gw/catalog/content_hash.h"
#include "gw/cooling/extreme_year.h"
#include "gw/cooling/outdoor.h"
#include "gw/planning/market_csv.h"
#include "gw/planning/markets.h"
#include "gw/planning/model_files.h"
#include "gw/planning/published_size.h"

namespace gw::planning {
namespace {

namespace fs = std::filesystem;

// Hourly values have the ranges of the constants that they replace (supply/grid_connection_fields.cpp).
constexpr ValueRange kPriceRange{-1000, 20000, "USD/MWh"}, kEmissionRange{0, 2000, "kg/MWh"};

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

// Plants that need what the weather file lacks.
std::vector<campus::Issue> weather_issues(const Scenario& scenario, const catalog::WeatherYear& weather) {
  std::vector<campus::Issue> out;
  const auto needs = [&](const supply::Source& source, const std::string& path) {
    const bool sun = std::holds_alternative<supply::SolarPlant>(source),
               wind = std::holds_alternative<supply::WindPlant>(source);
    const int missing = sun ? weather.radiation_missing_hours : wind ? weather.wind_missing_hours : 0;
    if (missing > 0)
      out.push_back({"GW1205", path,
                     fmt::format("the weather file has no {} in {} h, which this plant needs",
                                 sun ? "radiation" : "wind", missing),
                     "", false});
  };
  for (std::size_t i = 0; i < scenario.supply.size(); ++i)
    needs(scenario.supply[i], fmt::format("supply[{}]", i));
  for (std::size_t c = 0; c < scenario.contracts.size(); ++c)
    for (const ContractPlant& plant : scenario.contracts[c].plants)
      needs(std::visit([](const auto& p) -> supply::Source { return p; }, plant),
            fmt::format("contracts[{}].plants", c));
  return out;
}

class Loader {
 public:
  Loader(const std::string& path, const LoadOptions& options) : options_(options), library_(roots(options)) {
    out_.file = path;
    for (const std::string& assignment : options_.overrides) hash_input(assignment);
  }

  Result<LoadedScenario> load() {
    const auto text = contents(out_.file, true, "GW1001", "this file");
    if (!text) return problems_;
    auto document = describe::parse_text(*text, out_.file);
    if (!document) return document.diagnostics;
    out_.document = std::move(*document);
    problems_ = std::move(document.diagnostics);
    for (const std::string& assignment : options_.overrides)
      describe::apply_override(out_.document, assignment, problems_);
    if (problems_.has_errors()) return problems_;
    take_part_changes();
    check_format();
    ModelFiles models(library_, out_.file);
    describe::read(out_.document, Scenario::description(), &out_.scenario, models.resolver(), out_.provenance,
                   problems_);
    for (const std::string& bytes : models.contents()) hash_input(bytes);
    load_accelerators();
    size_halls();
    load_weather();
    load_series();
    if (!problems_.has_errors())
      for (const campus::Issue& issue : campus::check(out_.scenario)) problems_.add(place_issue(out_.document, issue));
    for (const campus::Issue& issue : contract_issues(out_.scenario)) problems_.add(place_issue(out_.document, issue));
    for (const campus::Issue& issue : weather_issues(out_.scenario, out_.weather))
      problems_.add(place_issue(out_.document, issue));
    if (!problems_.has_errors())
      for (const campus::Issue& issue : published_size_issues(out_.scenario)) problems_.add(place_issue(out_.document, issue));
    if (problems_.has_errors()) return problems_;
    out_.catalogue_hash = library_.hash();
    out_.input_hash = input_hash_.hex();
    Result<LoadedScenario> result(std::move(out_));
    result.diagnostics = std::move(problems_);
    return result;
  }

 private:
  // A file of another program, or of a later version, would be read as if it were meant.
  void check_format() {
    if (out_.document.root.kind == describe::Node::Kind::mapping && !out_.document.root.find("format"))
      problems_.warning("GW1117", {out_.file, 1, 1}, "format", "the file does not say what it is; it is read as a campus",
                        "begin it with `format: gigawatt.campus/1`");
  }

  static std::vector<std::string> roots(const LoadOptions& options) {
    std::vector<std::string> roots = options.catalogue;
    roots.push_back(catalog::default_root());
    return roots;
  }

  // Of the overrides, the campus file and every file beside it that was read, each with its length, so that no two
  // different inputs run together to the same bytes.
  void hash_input(const std::string& bytes) {
    input_hash_.add(fmt::format("{}:", bytes.size()));
    input_hash_.add(bytes);
  }

  // Read once: what is parsed is what is hashed, from a pipe too.
  std::optional<std::string> contents(const std::string& path, bool beside_catalogue, const char* code, const char* what) {
    std::string problem;
    std::string bytes = read_file(path, problem, describe::ParseLimits{}.bytes);
    if (!problem.empty()) {
      problems_.error(code, {path, 0, 0}, "", fmt::format("cannot read {}: {}", what, problem));
      return {};
    }
    if (beside_catalogue) hash_input(bytes);
    return bytes;
  }

  // `--set halls.0.accelerator.tdp_w=650` changes the row that the hall's rack names, which is known only after reading.
  void take_part_changes() {
    describe::Node* halls = out_.document.root.find("halls");
    if (!halls || halls->kind != describe::Node::Kind::sequence) return;
    part_changes_.resize(halls->children.size());
    for (std::size_t h = 0; h < halls->children.size(); ++h) {
      describe::Node& hall = halls->children[h];
      describe::Node* part = hall.find("accelerator");
      if (!part || !part->patch) continue;
      part_changes_[h] = std::move(*part);
      const auto i = part - hall.children.data();
      hall.keys.erase(hall.keys.begin() + i);
      hall.key_places.erase(hall.key_places.begin() + i);
      hall.children.erase(hall.children.begin() + i);
    }
  }

  // The document that stands for a hall's accelerator: the row, or a user's changes on top of it.
  describe::Document part_document(const describe::Document& row, std::size_t h) const {
    if (h >= part_changes_.size() || !part_changes_[h]) return row;
    describe::Document out{out_.document.file, out_.document.lines, *part_changes_[h]};
    describe::Node base;
    base.kind = describe::Node::Kind::scalar;
    base.text = out_.scenario.halls[h].rack.accelerator;
    base.where = out.root.where;
    out.root.keys.emplace_back("base");
    out.root.key_places.push_back(base.where);
    out.root.children.push_back(std::move(base));
    return out;
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
      Diagnostics found_in_part;
      hall.accelerator = describe::read<catalog::Accelerator>(part_document(*row, h), library_.resolver(), provenance,
                                                              found_in_part);
      for (Diagnostic d : found_in_part.list()) {
        d.path = path + "." + d.path;
        problems_.add(std::move(d));
      }
      for (auto& [inner, entry] : provenance) {
        entry.path = path + "." + inner;
        out_.provenance[entry.path] = entry;
      }
    }
  }

  // Racks of the halls that state their IT power.
  void size_halls() {
    if (problems_.has_errors()) return;
    for (std::size_t h = 0; h < out_.scenario.halls.size(); ++h) {
      campus::Hall& hall = out_.scenario.halls[h];
      if (hall.it_power && !hall.accelerator) continue;
      const std::int64_t racks = hall.it_power ? campus::racks_for(out_.scenario, hall) : hall.racks;
      if (racks == 0)
        add_issue("GW3024", fmt::format("halls[{}]", h), "neither racks nor it_power_mw is given", "give one of them");
      else if (hall.racks > 0 && hall.racks != racks)
        add_issue("GW3024", fmt::format("halls[{}].racks", h), fmt::format("{} racks, but it_power_mw takes {}", hall.racks, racks),
                  "give one of them");
      hall.racks = racks;
    }
  }

  struct DataFile {
    std::string path;               // "" = there is none
    bool beside_catalogue = false;  // a user's, relative to the campus file
  };
  DataFile find_file(const std::string& folder, const std::string& name) const {
    if (const std::string row = library_.file_path(folder, name); !row.empty()) return {row, false};
    const fs::path beside = fs::path(out_.file).parent_path() / name;
    std::error_code error;
    return fs::exists(beside, error) ? DataFile{beside.string(), true} : DataFile{};
  }

  void load_weather() {
    const std::string& name = out_.scenario.site.weather;
    if (name.empty()) return;
    const DataFile file = find_file("weather", name);
    out_.weather_file = file.path;
    if (file.path.empty()) {
      add_issue("GW1201", "site.weather", fmt::format("no weather '{}' in the catalogue and no such file", name),
                did_you_mean(name, library_.file_names("weather")));
      return;
    }
    const auto text = contents(file.path, file.beside_catalogue, "GW1201", "the weather file");
    if (!text) return;
    auto weather = catalog::parse_epw(*text, file.path);
    for (Diagnostic d : weather.diagnostics.list()) {
      d.path = "site.weather";
      problems_.add(std::move(d));
    }
    if (weather) out_.weather = climate_of(std::move(*weather));
  }

  void warn_not_raised(const catalog::WeatherYear& weather, double years) {
    const cooling::OutdoorYear air = cooling::outdoor_year(weather);
    const cooling::HottestHours own = cooling::hottest_hours(air);
    const cooling::DesignConditions extreme = cooling::extreme_conditions(air, years);
    const auto warn = [&](const char* bulb, double own_c, double extreme_c) {
      if (extreme_c > own_c) return;
      problems_.add(place_issue(out_.document, {"GW3026", "site.summer_return_period_years",
                                                fmt::format("the {} stays as it is: the file's own highest of {:.1f} C is at or above its {}-year value",
                                                            bulb, own_c, significant(years, 3)),
                                                "", true}));
    };
    warn("dry bulb", own.dry_bulb_c, extreme.dry_bulb.in_celsius());
    warn("wet bulb", own.wet_bulb_c, extreme.wet_bulb.in_celsius());
  }

  /// Weather of a file made the site's: warmer, with the spread of extremes it states, with the summer it asks for.
  catalog::WeatherYear climate_of(catalog::WeatherYear weather) {
    const campus::Site& site = out_.scenario.site;
    weather = cooling::warmed(std::move(weather), site.warming);
    if (site.extreme_dry_bulb_std) weather.extremes.dry_bulb_std = site.extreme_dry_bulb_std;
    if (site.extreme_wet_bulb_std) weather.extremes.wet_bulb_std = site.extreme_wet_bulb_std;
    if (!site.summer_return_period) return weather;
    for (std::string& problem : cooling::spread_problems(cooling::outdoor_year(weather)))
      add_issue("GW3014", "site.summer_return_period_years", std::move(problem), "");
    warn_not_raised(weather, *site.summer_return_period);
    return cooling::with_extreme_summer(std::move(weather), *site.summer_return_period);
  }

  void load_series() {
    out_.series.resize(out_.scenario.supply.size());
    for (std::size_t i = 0; i < out_.scenario.supply.size(); ++i) {
      const auto* grid = std::get_if<supply::GridConnection>(&out_.scenario.supply[i]);
      if (!grid) continue;
      SourceSeries& out = out_.series[i];
      SeriesRequest request{SeriesKind::price, kPriceRange, grid->price_location, out_.weather.time_zone_h, grid->fill_gaps};
      const auto prices = [&](const std::string& name, const char* field, std::optional<double> constant) {
        const std::string path = fmt::format("supply[{}].{}", i, field);
        std::vector<double> read = over_horizon(read_series(name, path, "prices", request).value);
        escalate(*grid, path, constant, read);
        return read;
      };
      out.energy_price_usd_per_mwh = prices(grid->energy_prices, "energy_prices", grid->energy_price_usd_per_mwh);
      out.export_price_usd_per_mwh = prices(grid->export_prices, "export_prices", {});
      request.kind = SeriesKind::emission, request.range = kEmissionRange, request.location = grid->emission_location;
      const HourlyYear emission =
          read_series(grid->emission_series, fmt::format("supply[{}].emission_series", i), "grids", request);
      out.emission_kg_per_mwh = over_horizon(emission.value);
      out.carbon_free_frac = over_horizon(emission.carbon_free_frac);
    }
  }

  // Prices of one year over a longer horizon: each later year grows by the connection's escalation; a list that repeats without
  // one is a warning. A `constant` that grows becomes a list.
  void escalate(const supply::GridConnection& grid, const std::string& path, std::optional<double> constant, std::vector<double>& prices) {
    constexpr int kHoursPerYear = 8760;
    const int hours = out_.scenario.horizon.hours();
    if (hours <= kHoursPerYear) return;
    if (!grid.price_escalation_frac && !prices.empty())
      add_issue("GW1415", path,
                fmt::format("prices of one year are repeated unchanged over {} years of the horizon", significant(double(hours) / kHoursPerYear, 3)),
                "set price_escalation_frac: growth above inflation a year, or 0 where none is expected", true);
    if (grid.price_escalation_frac.value_or(0) == 0) return;
    if (prices.empty() && constant) prices.assign(std::size_t(hours), *constant);
    for (std::size_t h = 0; h < prices.size(); ++h) prices[h] *= std::pow(1 + *grid.price_escalation_frac, int(h) / kHoursPerYear);
  }

  std::vector<double> over_horizon(const std::vector<double>& year) const {
    std::vector<double> out;
    const campus::Horizon& horizon = out_.scenario.horizon;
    for (int hour = 0; !year.empty() && hour < horizon.hours(); ++hour)
      out.push_back(year[std::size_t(typical_hour_of_year(horizon.start, hour))]);
    return out;
  }

  HourlyYear read_series(const std::string& name, const std::string& path, const char* folder, const SeriesRequest& request) {
    if (name.empty()) return {};
    const DataFile file = find_file(folder, name);
    if (file.path.empty()) {
      add_issue("GW1401", path, fmt::format("no '{}' in catalogue folder {} and no such file", name, folder), "");
      return {};
    }
    const auto text = contents(file.path, file.beside_catalogue, "GW1401", "the file of hourly values");
    if (!text) return {};
    auto year = read_market_csv(*text, file.path, request);
    for (Diagnostic d : year.diagnostics.list()) {
      if (d.path.empty()) d.path = path;
      problems_.add(std::move(d));
    }
    return year ? std::move(*year) : HourlyYear{};
  }

  void add_issue(const char* code, const std::string& path, std::string message, std::string hint, bool warning = false) {
    problems_.add(place_issue(out_.document, {code, path, std::move(message), std::move(hint), warning}));
  }

  const LoadOptions& options_;
  catalog::ContentHash input_hash_;
  std::vector<std::optional<describe::Node>> part_changes_;  // by hall
  catalog::Library library_;
  LoadedScenario out_;
  Diagnostics problems_;
};

}  // namespace

std::vector<supply::HourlySeries> LoadedScenario::price_series() const {
  std::vector<supply::HourlySeries> out;
  for (const SourceSeries& s : series) out.push_back({s.energy_price_usd_per_mwh, s.emission_kg_per_mwh, {}, s.export_price_usd_per_mwh});
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
