#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "common.h"
#include "template.h"
#include "verbs.h"

namespace gw::app {

int verb_init(const std::string& file) {
  namespace fs = std::filesystem;
  const fs::path target = file.empty() ? "campus.yaml" : file;
  std::error_code error;
  if (fs::exists(target, error)) {
    std::fputs(fmt::format("{}: error[GW6005]: the file exists; name another\n", target.string()).c_str(), stderr);
    return kBadInput;
  }
  const fs::path partial = target.string() + ".partial";
  std::ofstream out(partial, std::ios::binary);
  out << campus_template();
  out.close();
  if (out) fs::rename(partial, target, error);
  if (!out || error) {
    fs::remove(partial, error);
    std::fputs(fmt::format("{}: error[GW5001]: cannot write the file\n", target.string()).c_str(), stderr);
    return kFailed;
  }
  print(fmt::format("wrote {}\nnext: gw run {}\n", target.string(), target.string()));
  return kDone;
}

}  // namespace gw::app
