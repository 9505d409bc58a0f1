#include "progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "interrupt.h"

namespace gw::app {
namespace {

constexpr std::chrono::seconds kPatience{2};
constexpr int kWidth = 30;

}  // namespace

Progress::Progress(bool quiet) : enabled_(!quiet && isatty(STDERR_FILENO)) {}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

bool Progress::operator()(const std::string& what, double share) {
  if (interrupted()) return false;
  const int percent = int(100 * std::clamp(share, 0.0, 1.0));
  if (!enabled_ || percent == last_percent_ || std::chrono::steady_clock::now() - start_ < kPatience) return true;
  last_percent_ = percent;
  drawn_ = true;
  const int full = kWidth * percent / 100;
  std::fputs(fmt::format("\r{} [{:#<{}}{:.<{}}] {:3} %\033[K", what, "", full, "", kWidth - full, percent).c_str(), stderr);
  std::fflush(stderr);
  return true;
}

}  // namespace gw::app
