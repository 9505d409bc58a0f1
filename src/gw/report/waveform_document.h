#pragma once
// `gw waveform` as one JSON document, `gigawatt.waveform/1`, as tables, and as a folder. Members: docs/waveform.md.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "gw/planning/waveform_run.h"
#include "gw/report/document.h"
#include "gw/report/output_folder.h"
#include "gw/report/tables.h"

namespace gw::report {

Json waveform_document(const planning::WaveformRun& run);
/// waveform.csv, spectrum.csv, ramps.csv, duration.csv, single_line.csv; with limits clauses.csv; with a grid system
/// resonance.csv; with a search mitigation.csv.
std::vector<TextFile> waveform_tables(const planning::WaveformRun& run);

/// Writes waveform.json and the tables into `directory`, whole or not at all.
bool write_waveform_output(const planning::WaveformRun& run, const std::string& directory, const StagingTold& told,
                           Diagnostics& diagnostics);
bool check_waveform_output(const std::string& directory, Diagnostics& diagnostics);

}  // namespace gw::report
