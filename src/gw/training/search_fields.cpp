#include "gw/describe/record.h"
#include "gw/training/search.h"

namespace gw::training {

const describe::RecordType& SearchSpace::description() {
  using T = SearchSpace;
  constexpr describe::Options kRanks{.min = 1, .max = 65536};
  static const auto type =
      describe::record<T>(
          "search",
          "Values that a search for the best plan tries. An empty list stands for every value that divides.")
          .value("tensor", &T::tensor, "tensor-parallel ranks", kRanks)
          .value("context", &T::context, "ranks that share one sequence", kRanks)
          .value("expert", &T::expert, "ranks the experts of a layer are spread over", kRanks)
          .value("expert_tensor", &T::expert_tensor, "tensor-parallel ranks inside an expert", kRanks)
          .value("sequence_parallel", &T::sequence_parallel,
                 "0, 1: norms and residuals cut over the tensor ranks", {.min = 0, .max = 1})
          .value("micro_batch", &T::micro_batch, "sequences in one micro-batch", kRanks)
          .choice("recompute", &T::recompute, {"none", "selective", "full", "activations"},
                  "activations computed again")
          .value("pipeline", &T::pipeline, "pipeline stages", kRanks)
          .value("virtual_pipeline", &T::virtual_pipeline, "model chunks per stage", kRanks)
          .value("zero_stage", &T::zero_stage, "what data-parallel ranks share out", {.min = 0, .max = 3})
          .choice("schedule", &T::schedule, {"one_f_one_b", "interleaved", "zero_bubble", "dualpipe"},
                  "pipeline schedule")
          .build();
  return type;
}

}  // namespace gw::training
