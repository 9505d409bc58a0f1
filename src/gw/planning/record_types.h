#pragma once
// Which record each catalogue folder holds: for schemas, reference pages and checks of rows.

#include <string>
#include <vector>

#include "gw/describe/record.h"

namespace gw::planning {

struct CatalogueFolder {
  std::string name;                                       ///< "accelerators"
  std::vector<const describe::RecordType* > types;        ///< more than one: rows say `kind:`
};

/// Every folder that a campus file can name rows of, found by walking the campus's description.
std::vector<CatalogueFolder> catalogue_folders();

}  // namespace gw::planning
