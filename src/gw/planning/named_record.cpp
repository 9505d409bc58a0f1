#include "gw/planning/named_record.h"

namespace gw::planning {

bool is_file_name(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json");
}

}  // namespace gw::planning
