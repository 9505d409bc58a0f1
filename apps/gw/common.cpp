#include "common.h"

#include <cstdio>
#include <stdexcept>

#include "interrupt.h"

namespace gw::app {
namespace {

Diagnostics only(const Diagnostics& all, Severity severity) {
  Diagnostics out;
  for (const Diagnostic& d : all.list())
    if (d.severity == severity) out.add(d);
  return out;
}

}  // namespace

planning::RunOptions run_options(const Options& options) {
  planning::RunOptions out;
  out.load = {options.set, options.catalogue};
  out.seed = options.seed;
  return out;
}

void print_problems(const Diagnostics& diagnostics) {
  std::fputs(only(diagnostics, Severity::error).render().c_str(), stderr);
}

void print_warnings(const Diagnostics& diagnostics, bool quiet) {
  if (!quiet) std::fputs(only(diagnostics, Severity::warning).render().c_str(), stderr);
}

int report_outcome(const planning::RunOutcome& outcome, const Options& options) {
  print_problems(outcome.diagnostics);
  print_warnings(outcome.diagnostics, options.quiet);
  switch (outcome.status) {
    case planning::RunStatus::done: return kDone;
    case planning::RunStatus::bad_input: return kBadInput;
    case planning::RunStatus::failed: return kFailed;
    case planning::RunStatus::cancelled: throw Interrupted();
  }
  return kFailed;
}

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw std::runtime_error("cannot write to standard output");
}

}  // namespace gw::app
