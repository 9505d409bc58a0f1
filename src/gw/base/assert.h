#pragma once
// Programmer errors: always on, print both sides, abort. Never for user input.

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#define GW_ASSERT(condition, ...)                                                                 \
  do {                                                                                            \
    if (!(condition)) {                                                                           \
      std::fputs(fmt::format("{}:{}: assertion failed: {}: {}\n", __FILE__, __LINE__, #condition, \
                             fmt::format(__VA_ARGS__))                                            \
                     .c_str(),                                                                    \
                 stderr);                                                                         \
      std::abort();                                                                               \
    }                                                                                             \
  } while (false)
