#include <nlohmann/json.hpp>

#include "common.h"
#include "gw/report/waveform_document.h"
#include "gw/report/waveform_text.h"
#include "interrupt.h"
#include "progress.h"
#include "verbs.h"

namespace gw::app {

int verb_waveform(const std::string& campus, const planning::WaveformFlags& flags, const Options& options) {
  Diagnostics problems;
  if (!options.output.empty() && !report::check_waveform_output(options.output, problems)) {
    print_problems(problems);
    return kFailed;
  }
  Progress progress(options.quiet);
  planning::RunOptions settings = run_options(options);
  settings.progress = [&](double share) { return progress("simulating", share); };
  const planning::WaveformOutcome outcome = planning::run_waveform(campus, flags, settings);
  if (interrupted() || outcome.status == planning::RunStatus::cancelled) throw Interrupted();
  if (!outcome.run) {
    print_problems(outcome.diagnostics);
    return outcome.status == planning::RunStatus::bad_input ? kBadInput : kFailed;
  }
  if (outcome.infeasible) print_problems(outcome.diagnostics);
  else print_warnings(outcome.diagnostics, options.quiet);
  if (!options.output.empty() && !report::write_waveform_output(*outcome.run, options.output, being_written, problems)) {
    print_problems(problems);
    return kFailed;
  }
  print(options.json ? report::to_text(report::waveform_document(*outcome.run)) : report::waveform_text(*outcome.run));
  return outcome.infeasible ? kInfeasible : kDone;
}

}  // namespace gw::app
