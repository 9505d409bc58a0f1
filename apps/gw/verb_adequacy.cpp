#include <nlohmann/json.hpp>

#include "common.h"
#include "gw/report/adequacy_document.h"
#include "gw/report/adequacy_text.h"
#include "interrupt.h"
#include "progress.h"
#include "verbs.h"

namespace gw::app {

int verb_adequacy(const std::string& campus, const planning::AdequacyFlags& flags, const Options& options) {
  Progress progress(options.quiet);
  planning::RunOptions settings = run_options(options);
  settings.progress = [&](double share) { return progress("simulating", share); };
  const planning::AdequacyOutcome outcome = planning::run_adequacy(campus, flags, settings);
  if (interrupted() || outcome.status == planning::RunStatus::cancelled) throw Interrupted();
  if (!outcome.run) {
    print_problems(outcome.diagnostics);
    return outcome.status == planning::RunStatus::bad_input ? kBadInput : kFailed;
  }
  print_warnings(outcome.diagnostics, options.quiet);
  print(options.json ? report::to_text(report::adequacy_document(*outcome.run)) : report::adequacy_text(*outcome.run));
  return kDone;
}

}  // namespace gw::app
