#pragma once
// Parallel loops whose result does not depend on the number of threads: each index writes its own slot.

#include <cstddef>
#include <functional>

namespace gw {

/// Calls body(i) for i in [0, count), on at most `threads` threads (0 = all cores).
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

}  // namespace gw
