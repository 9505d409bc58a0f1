#pragma once
// One function a verb. Results go to standard output, messages to standard error; the return is the exit code.

#include <string>

#include "gw/planning/adequacy_run.h"
#include "gw/planning/dispatch_run.h"
#include "gw/planning/waveform_settings.h"
#include "options.h"

namespace gw::app {

int verb_run(const std::string& campus, const Options& options);
int verb_check(const std::string& file, const Options& options);
int verb_explain(const std::string& campus, const std::string& metric, const Options& options);
int verb_diff(const std::string& first, const std::string& second, const Options& options);
int verb_schema(const std::string& what, const Options& options);
int verb_catalog_list(const std::string& folder, const Options& options);
int verb_catalog_show(const std::string& name, const Options& options);
int verb_train(const TrainOptions& train, const Options& options);
int verb_adequacy(const std::string& campus, const planning::AdequacyFlags& flags, const Options& options);
int verb_dispatch(const std::string& campus, const planning::DispatchFlags& flags, const Options& options);
int verb_waveform(const std::string& campus, const planning::WaveformFlags& flags, const Options& options);
int verb_init(const std::string& file, bool plant);
int verb_evidence(const EvidenceFlags& flags, const Options& options);

}  // namespace gw::app
