#include "gw/report/adequacy_document.h"
#include "gw/report/adequacy_text.h"
#include "study.h"
#include "verbs.h"

namespace gw::app {

int verb_adequacy(const std::string& campus, const planning::AdequacyFlags& flags, const Options& options) {
  return study(options, [&](const planning::RunOptions& settings) { return planning::run_adequacy(campus, flags, settings); },
               report::adequacy_text, report::adequacy_document);
}

}  // namespace gw::app
