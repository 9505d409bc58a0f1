#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "common.h"
#include "template.h"
#include "verbs.h"

namespace gw::app {
namespace {

// Closes the file too.
bool write_all(int file, std::string_view text) {
  const bool whole = ::write(file, text.data(), text.size()) == ssize_t(text.size());
  const int why = errno;
  const bool closed = ::close(file) == 0;
  if (!whole) errno = why;
  return whole && closed;
}

// The shipped file without its first line, which tells an editor where the schema lies beside it.
std::string_view starting_point(bool plant) {
  const std::string_view text = plant ? plant_template() : campus_template();
  return text.starts_with("# yaml-language-server") ? text.substr(text.find('\n') + 1) : text;
}

}  // namespace

int verb_init(const std::string& file, bool plant) {
  const std::string target = file.empty() ? "campus.yaml" : file;
  // Made only if nothing of the name is there, a dangling link included: no file of the user's is touched.
  const int made = ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (made < 0 && errno == EEXIST) {
    std::fputs(fmt::format("{}: error[GW6005]: the file exists; name another\n", target).c_str(), stderr);
    return kBadInput;
  }
  if (made < 0 || !write_all(made, starting_point(plant))) {
    const std::string why = std::strerror(errno);
    if (made >= 0) ::unlink(target.c_str());
    std::fputs(fmt::format("{}: error[GW5001]: cannot write the file: {}\n", target, why).c_str(), stderr);
    return kFailed;
  }
  print(fmt::format("wrote {}\nnext: gw run {}\n", target, target));
  return kDone;
}

}  // namespace gw::app
