#include "interrupt.h"

#include <csignal>

namespace gw::app {
namespace {

volatile std::sig_atomic_t flag = 0;

extern "C" void on_signal(int number) {
  flag = 1;
  std::signal(number, SIG_DFL);
}

}  // namespace

void catch_interrupt() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

bool interrupted() { return flag != 0; }

}  // namespace gw::app
