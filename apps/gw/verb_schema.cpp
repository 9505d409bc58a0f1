#include <fmt/format.h>

#include <cstdio>

#include "common.h"
#include "gw/base/text.h"
#include "gw/describe/schema.h"
#include "gw/planning/record_types.h"
#include "gw/planning/scenario.h"
#include "verbs.h"

namespace gw::app {

int verb_schema(const std::string& what) {
  if (what.empty() || what == "campus") {
    print(describe::json_schema(planning::Scenario::description(), "gigawatt campus"));
    return kDone;
  }
  std::vector<std::string> names = {"campus"};
  for (const planning::CatalogueFolder& folder : planning::catalogue_folders()) {
    names.push_back(folder.name);
    for (const describe::RecordType* type : folder.types) {
      if (folder.types.size() > 1) names.push_back(folder.name + "/" + type->name);
      const bool wanted = what == folder.name + "/" + type->name || (what == folder.name && folder.types.size() == 1);
      if (!wanted) continue;
      print(describe::json_schema(*type, "gigawatt " + type->name));
      return kDone;
    }
  }
  const std::string hint = did_you_mean(what, names);
  std::fputs(fmt::format("error[GW6002]: no schema '{}'; one of: {}{}{}\n", what, list_names(names, 40),
                         hint.empty() ? "" : "; ", hint).c_str(), stderr);
  return kBadInput;
}

}  // namespace gw::app
