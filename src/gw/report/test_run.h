#pragma once
// Test support: finished runs to report on, each made once.

#include <nlohmann/json.hpp>

#include "gw/planning/test_files.h"
#include "gw/report/document.h"

namespace gw::report::test {

using namespace gw::planning::test;

/// tiny over two weeks.
inline const planning::Run& tiny_report() {
  static const planning::Run run = tiny_run();
  return run;
}

/// Engines, solar, a battery and a service too small for the work; steady work beside the training run.
inline const planning::Run& rich_report() {
  static const planning::Run run = [] {
    Folder folder;
    const std::string text = tiny(
        {{"supply:\n", "supply:\n  - {kind: gas_engine, base: cat_g3520, name: \"engines, hall 1\", units: 1, unit_power_mw: 0.1, online: 2020-01-01}\n"
                       "  - {kind: solar, base: pv_tracker, name: roof, dc_power_mw: 0.1, online: 2020-01-01}\n"
                       "  - {kind: battery, base: megapack_2xl, name: store, power_mw: 0.05, energy_mwh: 0.1, online: 2020-01-01}\n"},
         {"service_mw: 0.4", "service_mw: 0.08"},
         {"supply:\n", "  - {kind: steady, name: other, accelerators: 4}\nsupply:\n"}});
    return run_of(folder.write("rich.yaml", text), {"horizon.length_years=0.04"});
  }();
  return run;
}

inline Json document_of(const planning::Run& run) { return result_document(run, {}); }

}  // namespace gw::report::test
