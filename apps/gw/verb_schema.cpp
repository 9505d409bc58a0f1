#include <fmt/format.h>

#include <cstdio>

#include "common.h"
#include "gw/base/text.h"
#include "gw/describe/schema.h"
#include "gw/planning/record_types.h"
#include "gw/planning/scenario.h"
#include "verbs.h"

namespace gw::app {
namespace {

struct Described {
  std::string name;  ///< "campus", "plan" (the file of gw train --plan), "accelerators", "generators/gas_turbine"
  const describe::RecordType* type;
};

// A catalogue folder of one record goes by its own name, of several by folder/kind.
std::vector<Described> all_described() {
  std::vector<Described> out = {{"campus", &planning::Scenario::description()}, {"plan", &training::Plan::description()}};
  for (const planning::CatalogueFolder& folder : planning::catalogue_folders())
    for (const describe::RecordType* type : folder.types)
      out.push_back({folder.types.size() == 1 ? folder.name : folder.name + "/" + type->name, type});
  return out;
}

}  // namespace

int verb_schema(const std::string& what, const Options& options) {
  std::vector<std::string> names;
  std::string list;
  for (const auto& [name, type] : all_described()) {
    names.push_back(name);
    list += name + "\n";
    if (options.list || name != (what.empty() ? "campus" : what)) continue;
    const std::string title = "gigawatt " + type->name;
    print(options.markdown ? describe::reference_markdown(*type, title) : describe::json_schema(*type, title));
    return kDone;
  }
  if (options.list) {
    print(list);
    return kDone;
  }
  const std::string hint = did_you_mean(what, names);
  std::fputs(fmt::format("error[GW6002]: no schema '{}'; one of: {}{}{}\n", what, list_names(names, 40),
                         hint.empty() ? "" : "; ", hint).c_str(), stderr);
  return kBadInput;
}

}  // namespace gw::app
