#pragma once
// Ctrl-C: long work asks `interrupted()` and stops cleanly, so that no half-written output is left.

#include <exception>

namespace gw::app {

inline constexpr const char* kVersion = GW_VERSION;

struct Interrupted : std::exception {
  const char* what() const noexcept override { return "interrupted"; }
};

/// Installs handlers of SIGINT and SIGTERM that only set a flag. A second signal ends the process at once.
void catch_interrupt();
bool interrupted();

}  // namespace gw::app
