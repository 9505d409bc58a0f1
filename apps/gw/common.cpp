#include "common.h"

#include <fmt/format.h>

#include <algorithm>
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
  out.threads = options.threads;
  out.progress = [](double) { return !interrupted(); };
  return out;
}

void print_problems(const Diagnostics& diagnostics) {
  std::fputs(only(diagnostics, Severity::error).render().c_str(), stderr);
}

void print_warnings(const Diagnostics& diagnostics, bool quiet) {
  if (quiet) return;
  // One line each; the same message about several places is said once.
  std::vector<std::pair<const Diagnostic*, int>> seen;
  for (const Diagnostic& d : diagnostics.list()) {
    if (d.severity != Severity::warning) continue;
    const auto same = std::ranges::find_if(seen, [&](const auto& s) { return s.first->message == d.message; });
    if (same != seen.end()) ++same->second;
    else seen.push_back({&d, 1});
  }
  for (const auto& [d, count] : seen) {
    const std::string more = count > 1 ? fmt::format(" (and {} more place{})", count - 1, count > 2 ? "s" : "") : "";
    std::fputs(fmt::format("warning[{}]: {}{}: {}\n", d->code, d->path, more, d->message).c_str(), stderr);
  }
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
