#pragma once
// From a campus file to everything a run needs: the scenario, its weather and price series, and where each number
// came from. The only place that reads a user's files.

#include <string>
#include <vector>

#include "gw/base/result.h"
#include "gw/campus/prepare.h"
#include "gw/catalog/epw.h"
#include "gw/catalog/library.h"
#include "gw/describe/document.h"
#include "gw/describe/reader.h"
#include "gw/planning/scenario.h"
#include "gw/supply/dispatch.h"

namespace gw::planning {

struct LoadOptions {
  std::vector<std::string> overrides;   ///< "path=value", applied in order before reading
  std::vector<std::string> catalogue;   ///< roots searched before the shipped one
};

/// Hourly values of one source; empty = its constant holds.
struct SourceSeries {
  std::vector<double> energy_price_usd_per_mwh, emission_kg_per_mwh, export_price_usd_per_mwh;
  std::vector<double> carbon_free_frac;  ///< of the grid, where emissions come from generation by fuel
};

struct LoadedScenario {
  std::string file;
  describe::Document document;          ///< as read, overrides applied
  Scenario scenario;
  describe::ProvenanceMap provenance;
  catalog::WeatherYear weather;
  std::string weather_file;
  std::vector<SourceSeries> series;     ///< one a source
  std::string input_hash, catalogue_hash;

  /// Views of `series` for the dispatch; valid while this lives.
  std::vector<supply::HourlySeries> price_series() const;
};

/// Reads and checks everything; all problems at once. Codes: those of describe (GW10xx, GW11xx), weather (GW12xx),
/// GW1401-GW1409 bad hourly series (market_csv.h), GW1415 (warning) prices of one year repeated, GW3006 no such accelerator, and the campus's own (campus/prepare.h).
Result<LoadedScenario> load_scenario(const std::string& path, const LoadOptions& options);

/// The issue as a diagnostic at its place in the document.
Diagnostic place_issue(const describe::Document& document, const campus::Issue& issue);

}  // namespace gw::planning
