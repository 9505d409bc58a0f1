#include "gw/planning/record_types.h"

#include <algorithm>
#include <set>

#include "gw/planning/mitigation.h"
#include "gw/planning/scenario.h"
#include "gw/power/grid_code.h"
#include "gw/power/smoothing.h"
#include "gw/power/system_response.h"

namespace gw::planning {
namespace {

class Walk {
 public:
  std::vector<CatalogueFolder> folders;

  void record(const describe::RecordType& type) {
    if (!seen_.insert(&type).second) return;
    if (!type.catalogue.empty()) add(type);
    for (const describe::Field& field : type.fields) value(field.type);
  }

 private:
  void value(const describe::ValueType& type) {
    if (type.record) record(type.record());
    for (const auto& kind : type.kinds) record(kind());
    if (type.element) value(*type.element);
  }
  void add(const describe::RecordType& type) {
    auto found = std::ranges::find_if(folders, [&](const CatalogueFolder& f) { return f.name == type.catalogue; });
    if (found == folders.end()) found = folders.insert(folders.end(), {type.catalogue, {}});
    found->types.push_back(&type);
  }
  std::set<const describe::RecordType*> seen_;
};

}  // namespace

std::vector<CatalogueFolder> catalogue_folders() {
  Walk walk;
  for (const describe::RecordType* root :
       {&Scenario::description(), &power::GridCode::description(), &power::GridSystem::description(),
        &power::SmoothingDesign::description(), &power::RideThrough::description(), &SmoothingPrices::description()})
    walk.record(*root);
  std::ranges::sort(walk.folders, {}, &CatalogueFolder::name);
  return walk.folders;
}

}  // namespace gw::planning
