#pragma once
// `gw train` as one JSON document, `gigawatt.step/1`, and as tables. Members: docs/train.md.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "gw/planning/train_run.h"
#include "gw/report/document.h"
#include "gw/report/output_folder.h"
#include "gw/report/tables.h"

namespace gw::report {

Json step_document(const planning::TrainRun& run);
/// operators.csv, memory.csv, and with a search plans.csv.
std::vector<TextFile> step_tables(const planning::TrainRun& run);

/// Writes step.json, the tables and trace.json into `directory`, whole or not at all; `told` hears of the
/// half-written folder (report/output_folder.h).
bool write_step_output(const planning::TrainRun& run, const std::string& directory, const StagingTold& told,
                       Diagnostics& diagnostics);
bool check_step_output(const std::string& directory, Diagnostics& diagnostics);

}  // namespace gw::report
