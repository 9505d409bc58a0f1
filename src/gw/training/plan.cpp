#include "gw/training/plan.h"

namespace gw::training {

std::int64_t Plan::data(std::int64_t accelerators) const {
  const std::int64_t ranks = model_ranks();
  return ranks > 0 && accelerators > 0 && accelerators % ranks == 0 ? accelerators / ranks : 0;
}

std::int64_t Plan::micro_batches(std::int64_t accelerators) const {
  const std::int64_t sequences = data(accelerators) * micro_batch;
  return sequences > 0 && global_batch_sequences % sequences == 0 ? global_batch_sequences / sequences : 0;
}

const char* usual_software_row(const catalog::Accelerator& accelerator) {
  return accelerator.vendor == "Google" ? "xla" : "megatron_core";
}

}  // namespace gw::training
