#pragma once
// A progress bar on standard error: only on a terminal, only after two seconds.

#include <chrono>
#include <string>

namespace gw::app {

class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Draws the bar; false when the user has pressed Ctrl-C.
  bool operator()(const std::string& what, double share);

 private:
  bool enabled_;
  bool drawn_ = false;
  int last_percent_ = -1;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace gw::app
