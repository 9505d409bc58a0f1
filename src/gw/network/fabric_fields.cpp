#include "gw/describe/record.h"
#include "gw/network/fabric.h"

namespace gw::network {

const describe::RecordType& ScaleOutLevel::description() {
  using T = ScaleOutLevel;
  static const auto type =
      describe::record<T>("scale_out_level", "One level of switches above the scale-up domain.")
          .value("name", &T::name, "what the level is called: leaf, spine, core", {.required = true})
          .value("accelerators", &T::accelerators,
                 "accelerators reachable without crossing the next level; 0 for all", {.min = 0, .max = 1e8})
          .value("oversubscription", &T::oversubscription,
                 "bandwidth down over bandwidth up entering this level; 1 is non-blocking",
                 {.min = 1, .max = 100})
          .quantity("latency", "us", &T::latency, "one message through this level, software to software",
                    {.min = 0, .max = 100000})
          .build();
  return type;
}

const describe::RecordType& ScaleOut::description() {
  using T = ScaleOut;
  constexpr describe::Options kFraction{.min = 0.01, .max = 1};
  describe::Options scale_up = kFraction, scale_out = kFraction;
  scale_up.source =
      "NCCL ring on 8 H200: 365.6 GB/s of 450 (stas00/ml-engineering, network/README, SHARP section)";
  scale_up.grade = "measured";
  scale_out.source =
      "NCCL all-reduce, 4 nodes of 100 GB/s: 92 to 94 (stas00/ml-engineering, network/benchmarks)";
  scale_out.grade = "measured";
  describe::Options all_to_all = kFraction;
  all_to_all.source = "DeepEP dispatch on 400 Gbit/s: 43 to 46 GB/s of 50 (deepseek-ai/DeepEP README)";
  all_to_all.grade = "measured";
  static const auto type =
      describe::record<T>("fabric",
                          "The scale-out network between scale-up domains.")
          .catalogue("fabrics")
          .value("name", &T::name, "what the fabric is called")
          .quantity("scale_up_latency", "us", &T::scale_up_latency, "one hop inside the scale-up domain",
                    {.min = 0, .max = 1000})
          .value("scale_up_efficiency_frac", &T::scale_up_efficiency_frac,
                 "part of scale-up bandwidth that large ring collectives reach", scale_up)
          .value("scale_out_efficiency_frac", &T::scale_out_efficiency_frac,
                 "part of interface line rate that large collectives reach", scale_out)
          .value("all_to_all_efficiency_frac", &T::all_to_all_efficiency_frac,
                 "part of line rate that large all-to-alls reach", all_to_all)
          .nested("levels", &T::levels, "levels of switches, nearest first; none for one non-blocking level")
          .build();
  return type;
}

}  // namespace gw::network
