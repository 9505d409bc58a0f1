#pragma once
// Whole files as bytes.

#include <cstddef>
#include <cstdint>
#include <string>

namespace gw {

/// The bytes of a file, at most `limit` + 1 of them: a longer result tells that the file is larger. When it cannot be
/// read, `problem` is the system's reason and nothing is returned. A pipe is read to its end, once: whoever needs its
/// content twice must keep it.
std::string read_file(const std::string& path, std::string& problem, std::size_t limit = SIZE_MAX);

}  // namespace gw
