#pragma once
// The catalogue rows a comparison needs, read once: accelerators, training software, fabrics, models. Values
// may be changed in memory (a fit does), which is why this is a plain struct of maps.

#include <map>
#include <set>
#include <string>

#include "gw/base/result.h"
#include "gw/catalog/accelerator.h"
#include "gw/catalog/library.h"
#include "gw/catalog/model.h"
#include "gw/network/fabric.h"
#include "gw/training/software.h"

namespace gw::evidence {

struct Rig {
  std::map<std::string, catalog::Accelerator> accelerators;
  std::map<std::string, std::string> family;  ///< of an accelerator: the kernels row it names
  std::map<std::string, std::set<std::string>>
      own_fields;  ///< of an accelerator: keys its own `efficiency:` sets
  std::map<std::string, catalog::KernelEfficiency> kernels;
  std::map<std::string, training::Software> software;
  std::map<std::string, network::ScaleOut> fabrics;
  std::map<std::string, catalog::Model> models;
};

/// Every row of the library's folders; all problems at once.
Result<Rig> load_rig(const catalog::Library& library);

/// Changes one number: "software.megatron_core.host_per_step_ms=40" or "fabrics.ROW.FIELD=VALUE". Errors, at
/// --set: GW1010 not of this form, GW1110 no such row, GW1101 no such field, GW1102 out of its range.
void override_row(Rig& rig, const std::string& assignment, Diagnostics& problems);

}  // namespace gw::evidence
