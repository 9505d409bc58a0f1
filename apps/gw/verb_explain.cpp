#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common.h"
#include "gw/base/text.h"
#include "gw/report/document.h"
#include "gw/report/terminal.h"
#include "verbs.h"

namespace gw::app {
namespace {

std::string list_of(const planning::Run& run) {
  std::string out = "figures to explain (headline first):\n";
  for (const std::string& id : run.headline) out += fmt::format("  {:<36} {}\n", id, run.figures.find(id)->label);
  for (const Figure& figure : run.figures.all())
    if (std::ranges::find(run.headline, figure.id) == run.headline.end())
      out += fmt::format("  {:<36} {}\n", figure.id, figure.label);
  return out;
}

}  // namespace

int verb_explain(const std::string& campus, const std::string& metric, const Options& options) {
  const planning::RunOutcome outcome = planning::run_scenario(campus, run_options(options));
  const int code = report_outcome(outcome, options);
  if (!outcome.run) return code;
  const planning::Run& run = *outcome.run;
  if (metric.empty()) {
    print(list_of(run));
    return kDone;
  }
  if (!run.figures.find(metric)) {
    std::vector<std::string> ids;
    for (const Figure& figure : run.figures.all()) ids.push_back(figure.id);
    const std::string hint = did_you_mean(metric, ids);
    std::fputs(fmt::format("error[GW6001]: no figure '{}'{}{}\n", metric, hint.empty() ? "" : "; ", hint).c_str(), stderr);
    return kBadInput;
  }
  print(options.json ? report::to_text(report::figure_document(run, metric)) : report::explain_text(run.figures, metric));
  return kDone;
}

}  // namespace gw::app
