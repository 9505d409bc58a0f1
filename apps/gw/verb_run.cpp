#include <cstdio>
#include <nlohmann/json.hpp>

#include "common.h"
#include "gw/report/document.h"
#include "gw/report/output.h"
#include "gw/report/terminal.h"
#include "interrupt.h"
#include "progress.h"
#include "verbs.h"

namespace gw::app {
namespace {

bool write(const planning::Run& run, const Diagnostics& warnings, const std::string& to, const report::OutputOptions& options) {
  Diagnostics problems;
  try {
    if (report::write_output(run, warnings, to, options, problems)) return true;
  } catch (const report::Cancelled&) {
    throw Interrupted();
  }
  print_problems(problems);
  return false;
}

}  // namespace

int verb_run(const std::string& campus, const Options& options) {
  Diagnostics problems;
  if (!options.output.empty() && !report::check_output(options.output, problems)) {
    print_problems(problems);
    return kFailed;
  }
  Progress progress(options.quiet);
  planning::RunOptions settings = run_options(options);
  settings.progress = [&](double share) { return progress("simulating", share); };
  const planning::RunOutcome outcome = planning::run_scenario(campus, settings);
  const int code = report_outcome(outcome, options);
  if (!outcome.run) return code;
  if (interrupted()) throw Interrupted();
  if (!options.output.empty()) {
    const report::OutputOptions output{options.trace_step_s * s,
                                       [&](double share) { return progress("writing", share); }, being_written};
    if (!write(*outcome.run, outcome.diagnostics, options.output, output)) return kFailed;
  }
  print(options.json ? report::to_text(report::result_document(*outcome.run, outcome.diagnostics))
                     : report::headline_text(*outcome.run));
  return kDone;
}

}  // namespace gw::app
