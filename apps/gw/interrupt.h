#pragma once
// Ctrl-C: long work asks `interrupted()` and stops cleanly, so that no half-written output is left.

#include <exception>
#include <string>

namespace gw::app {

inline constexpr const char* kVersion = GW_VERSION;

struct Interrupted : std::exception {
  const char* what() const noexcept override { return "interrupted"; }
};

/// From now on SIGINT, SIGTERM and SIGHUP only set a flag; those that the parent chose to ignore (nohup) stay ignored.
/// A second signal removes the folder being written and ends the process at once. Call before any thread is made.
void catch_interrupt();
bool interrupted();
/// The folder that a second signal removes; "" = none.
void being_written(const std::string& folder);

}  // namespace gw::app
