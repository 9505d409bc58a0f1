#include "interrupt.h"

#include <csignal>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <thread>

#include "options.h"

namespace gw::app {
namespace {

std::atomic<bool> flag = false;
std::mutex mutex;    // guards the folder
std::string folder;  // NOLINT: outlives every thread

bool is_ignored(int number) {
  struct sigaction current {};
  return sigaction(number, nullptr, &current) == 0 && current.sa_handler == SIG_IGN;
}

// A thread may do what a signal handler may not: lock, allocate, remove files.
void wait_for(sigset_t signals) {
  int number = 0;
  if (sigwait(&signals, &number) != 0) return;
  flag = true;
  if (sigwait(&signals, &number) != 0) return;
  const std::scoped_lock lock(mutex);
  std::error_code ignored;
  // The writer may still be adding files, or the folder itself: until it stays away, but not for ever.
  constexpr int kMostTries = 500, kAway = 3;
  for (int i = 0, away = 0; i < kMostTries && away < kAway && !folder.empty(); ++i) {
    away = std::filesystem::exists(folder, ignored) ? 0 : away + 1;
    std::filesystem::remove_all(folder, ignored);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  std::fputs("gw: stopped; nothing was written\n", stderr);
  std::_Exit(kInterrupted);
}

}  // namespace

void catch_interrupt() {
  sigset_t signals;
  sigemptyset(&signals);
  for (int number : {SIGINT, SIGTERM, SIGHUP})
    if (!is_ignored(number)) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread(wait_for, signals).detach();
}

bool interrupted() { return flag; }

void being_written(const std::string& path) {
  const std::scoped_lock lock(mutex);
  folder = path;
}

}  // namespace gw::app
