#pragma once
// From the flags of `gw train` to a training setup: one small document of model, accelerator, fabric and
// plan, read by the same descriptions as a campus file.
//
// Flags become keys of the document, `--plan FILE` its plan, `--set path=value` changes it last. A path that
// does not begin with model, accelerator, accelerators, fabric, plan or search belongs to the plan: `--set
// tensor=8`. Fabric and software that nobody names are those usual for the part (network/fabric.h,
// training/software.h).

#include <string>
#include <vector>

#include "gw/base/result.h"
#include "gw/catalog/library.h"
#include "gw/describe/document.h"
#include "gw/describe/reader.h"
#include "gw/network/fabric.h"
#include "gw/training/search.h"

namespace gw::planning {

/// As typed; "" = not given.
struct TrainFlags {
  std::string model;  ///< models row, or path of a Hugging Face config.json
  std::string accelerator, count, plan_file, fabric, software, batch, sequence, precision;
  std::vector<std::string> overrides;  ///< --set
  std::vector<std::string> catalogue;  ///< roots searched before the shipped one
};

/// Document `gigawatt.train/1`.
struct TrainDocument {
  catalog::Model model;
  catalog::Accelerator accelerator;
  std::int64_t accelerators = 0;
  network::ScaleOut fabric;
  training::Plan plan;
  training::SearchSpace search;
  static const describe::RecordType& description();
};

struct TrainJob {
  describe::Document document;  ///< as read
  TrainDocument input;
  training::TrainingSetup setup;
  training::SearchSpace space;    ///< what --search tries: `search:`, and dimensions that the plan gives
  std::vector<std::string> kept;  ///< dimensions that the plan gives: "tensor 8"
  std::string accelerator_row, fabric_row, software_row;  ///< "" when written out
  bool usual_fabric = false, usual_software = false;      ///< nobody named them
  describe::ProvenanceMap provenance;
  std::string catalogue_hash;
};

/// Reads and checks each value; all problems at once. Whether the plan can run is training::check().
Result<TrainJob> load_train(const TrainFlags& flags, const catalog::Library& library);

/// Problems of the plan, each at its place in the document.
Diagnostics place_problems(const TrainJob& job, const std::vector<training::Problem>& problems);

/// The library that the flags ask for.
catalog::Library train_library(const TrainFlags& flags);

}  // namespace gw::planning
