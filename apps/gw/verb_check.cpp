#include "common.h"
#include "gw/planning/check.h"
#include "interrupt.h"
#include "verbs.h"

namespace gw::app {

int verb_check(const std::string& file, const Options& options) {
  const planning::CheckOutcome outcome = planning::check_scenario(file, run_options(options), options.physics);
  if (outcome.cancelled) throw Interrupted();
  print_problems(outcome.diagnostics);
  print_warnings(outcome.diagnostics, options.quiet);
  if (outcome.diagnostics.has_errors()) return kBadInput;
  print(outcome.summary);
  return kDone;
}

}  // namespace gw::app
