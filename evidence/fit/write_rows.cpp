#include "write_rows.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace gw::fit {
namespace {

std::string read(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string with_line(const std::string& text, const std::string& key, const std::string& line) {
  std::istringstream in(text);
  std::string out, each;
  bool found = false;
  while (std::getline(in, each)) {
    const bool here = each.starts_with(key + ":");
    found = found || here;
    out += (here ? line : each) + "\n";
  }
  return found ? out : out + line + "\n";
}

}  // namespace

void write_rows(const std::string& catalogue, const Problem& problem, const std::vector<double>& x) {
  std::map<std::string, std::string> files;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Parameter& p = problem.parameters()[i];
    for (const std::string& row : p.rows) {
      const std::string path = fmt::format("{}/{}/{}.yaml", catalogue, p.folder, row);
      if (!files.contains(path)) files[path] = read(path);
      files[path] =
          with_line(files[path], p.field,
                    fmt::format("{}: {{value: {:.4g}, source: \"evidence/fit over evidence/training, rows of "
                                "quality A and B\", grade: published}}",
                                p.field, problem.value(x, i)));
    }
  }
  for (const auto& [path, text] : files) {
    std::ofstream out(path + ".partial");
    out << text;
    if (!out.flush()) throw std::runtime_error("cannot write " + path);
    out.close();
    std::filesystem::rename(path + ".partial", path);
  }
}

}  // namespace gw::fit
