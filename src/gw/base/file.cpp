#include "gw/base/file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace gw {

std::string read_file(const std::string& path, std::string& problem, std::size_t limit) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    problem = std::strerror(errno);
    return {};
  }
  std::string out;
  char buffer[1 << 16];
  while (out.size() <= limit) {
    errno = 0;
    const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get());
    out.append(buffer, got);
    if (got == sizeof buffer) continue;
    if (std::ferror(file.get())) {
      problem = std::strerror(errno);
      return {};
    }
    break;
  }
  if (out.size() > limit) out.resize(limit + 1);
  return out;
}

}  // namespace gw
