#pragma once
// What the verbs share that run a campus, study it and print one result: progress, interruption, exit codes.

#include <nlohmann/json.hpp>

#include "common.h"
#include "interrupt.h"
#include "progress.h"

namespace gw::app {

/// `run(settings)` gives an outcome of status, diagnostics and, when done, `run`; `text` and `document` print it.
template <class Run, class Text, class Document>
int study(const Options& options, const Run& run, const Text& text, const Document& document) {
  Progress progress(options.quiet);
  planning::RunOptions settings = run_options(options);
  settings.progress = [&](double share) { return progress("simulating", share); };
  const auto outcome = run(settings);
  if (interrupted() || outcome.status == planning::RunStatus::cancelled) throw Interrupted();
  if (!outcome.run) {
    print_problems(outcome.diagnostics);
    return outcome.status == planning::RunStatus::bad_input ? kBadInput : kFailed;
  }
  print_warnings(outcome.diagnostics, options.quiet);
  print(options.json ? report::to_text(document(*outcome.run)) : text(*outcome.run));
  return kDone;
}

}  // namespace gw::app
