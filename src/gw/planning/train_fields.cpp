#include "gw/describe/record.h"
#include "gw/planning/train_job.h"

namespace gw::planning {

const describe::RecordType& TrainDocument::description() {
  using T = TrainDocument;
  constexpr describe::Options kRequired{.required = true};
  static const auto type =
      describe::record<T>("train", "One training step: a model on accelerators, by a plan.")
          .nested("model", &T::model, "model, or a Hugging Face config.json", kRequired)
          .nested("accelerator", &T::accelerator, "accelerator", kRequired)
          .value("accelerators", &T::accelerators, "how many of them",
                 {.min = 1, .max = 1e8, .required = true})
          .nested("fabric", &T::fabric, "network between scale-up domains", kRequired)
          .nested("plan", &T::plan, "how the model is spread over the accelerators", kRequired)
          .nested("search", &T::search, "values that --search tries")
          .build();
  return type;
}

}  // namespace gw::planning
