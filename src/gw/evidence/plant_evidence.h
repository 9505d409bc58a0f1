#pragma once
// Published figures of cooling and supply beside the rooms': moist air, towers, PUE and WUE of fleets, emissions, solar yield,
// capacity outage tables. The rows are those of evidence/plant/published-plant.csv; topics and their inputs: docs/evidence.md.

#include <map>
#include <string>
#include <vector>

#include "gw/base/result.h"
#include "gw/catalog/library.h"

namespace gw::evidence {

struct PlantRow {
  std::string id, topic, what, row, unit, grade, source, note;
  std::map<std::string, std::string> inputs;
  double published = 0;
  double tolerance_frac = 0;  ///< what the source's own conditions leave open
  int line = 0;
};

/// All problems at once: GW1402 not a table, GW1411 a column missing, GW1412 a cell that is no number or topic.
Result<std::vector<PlantRow>> read_plant_rows(const std::string& text, const std::string& file);

struct PlantComparison {
  PlantRow row;
  double predicted = 0;
  double error() const { return predicted / row.published - 1; }
  bool met() const;
};
/// GW1110 a catalogue row that is not there, GW1413 an input missing or of no sense.
Result<std::vector<PlantComparison>> compare_plants(const std::vector<PlantRow>& rows, const std::string& file,
                                                    const catalog::Library& library);

}  // namespace gw::evidence
