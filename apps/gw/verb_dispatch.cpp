#include "gw/report/dispatch_document.h"
#include "gw/report/dispatch_text.h"
#include "study.h"
#include "verbs.h"

namespace gw::app {

int verb_dispatch(const std::string& campus, const planning::DispatchFlags& flags, const Options& options) {
  return study(options, [&](const planning::RunOptions& settings) { return planning::run_dispatch(campus, settings, flags); },
               report::dispatch_text, report::dispatch_document);
}

}  // namespace gw::app
