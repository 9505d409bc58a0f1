#pragma once
// A value or the problems that prevented it. User input never throws.

#include <optional>
#include <utility>

#include "gw/base/diagnostics.h"

namespace gw {

/// Either a value (possibly with warnings) or no value and at least one error.
template <class T>
struct Result {
  std::optional<T> value;
  Diagnostics diagnostics;

  Result() = default;
  Result(T v) : value(std::move(v)) {}                  // NOLINT: implicit by design, as std::expected
  Result(Diagnostics d) : diagnostics(std::move(d)) {}  // NOLINT
  explicit operator bool() const { return value.has_value(); }
  T& operator*() { return *value; }
  const T& operator*() const { return *value; }
  T* operator->() { return &*value; }
  const T* operator->() const { return &*value; }
};

}  // namespace gw
