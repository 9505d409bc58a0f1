#include <string>
#include <vector>

#include "gw/describe/record.h"
#include "gw/reliability/checkpoint.h"
#include "gw/reliability/failure_profile.h"

namespace gw::reliability {
namespace {

const std::vector<std::string> kScopes = {"accelerator", "node", "rack", "job"};
constexpr const char* kVast =
    "VAST Data, 40 production runs with 85,000 checkpoints: 14 bytes per parameter, 50-200 GB/s global "
    "writes";
constexpr const char* kDcp =
    "PyTorch distributed checkpoint, Llama3-8B on 512 H100: asynchronous below 0.5 s";
constexpr const char* kMeta =
    "Kokolis et al., arXiv:2410.21680 (HPCA 2025): restart overhead u0 of 5 to 20 min";

}  // namespace

const describe::RecordType& Observation::description() {
  static const auto type =
      describe::record<Observation>("observation",
                                    "The system whose interruptions were counted, and for how long.")
          .value("accelerators", &Observation::accelerators, "accelerators of the observed job or fleet",
                 {.min = 0, .max = 1e8})
          .value("accelerators_per_node", &Observation::accelerators_per_node,
                 "accelerators in one server or tray", {.min = 1, .max = 1024})
          .value("accelerators_per_rack", &Observation::accelerators_per_rack, "accelerators in one rack",
                 {.min = 1, .max = 4096})
          .quantity("duration", "days", &Observation::duration, "how long it was observed",
                    {.min = 0, .max = 10000})
          .build();
  return type;
}

const describe::RecordType& FailureCause::description() {
  static const auto type =
      describe::record<FailureCause>("failure_cause", "One cause of interruption: a count, or a rate.")
          .value("name", &FailureCause::name, "what fails", {.required = true})
          .choice("scope", &FailureCause::scope, kScopes,
                  "with what the number of failures grows in other systems")
          .value("count", &FailureCause::count, "interruptions seen during the observation",
                 {.min = 0, .max = 1e9})
          .quantity("rate", "per_1000_days", &FailureCause::rate,
                    "interruptions of one element, in place of a count", {.min = 0, .max = 1e6})
          .choice("rate_per", &FailureCause::rate_per, kScopes,
                  "the element the rate speaks of; absent = `scope`")
          .value("planned", &FailureCause::planned,
                 "announced in advance: state is saved first, nothing is lost")
          .quantity("repair", "h", &FailureCause::repair,
                    "mean time the failed node or rack is out of service; 0 = nothing leaves service",
                    {.min = 0, .max = 87600})
          .build();
  return type;
}

const describe::RecordType& FailureProfile::description() {
  static const auto type =
      describe::record<FailureProfile>("failure_profile", "What interrupts a job, and how often.")
          .catalogue("reliability")
          .value("name", &FailureProfile::name, "for people")
          .nested("observed", &FailureProfile::observed, "the system behind the counts")
          .nested("causes", &FailureProfile::causes, "causes of interruption, independent of each other",
                  {.required = true})
          .build();
  return type;
}

const describe::RecordType& CheckpointPolicy::description() {
  using P = CheckpointPolicy;
  static const auto type =
      describe::record<P>("checkpoint_policy", "How a job saves its state and comes back after a failure.")
          .quantity("interval", "min", &P::interval, "useful time between checkpoints; absent = by `rule`",
                    {.min = 0.001, .max = 1e5})
          .choice("rule", &P::rule, {"optimal", "young", "daly", "saxena"},
                  "how the interval is chosen if not given")
          .quantity("minimum_interval", "s", &P::minimum_interval, "shortest interval a rule may choose",
                    {.min = 0.01, .max = 1e6})
          .quantity("maximum_interval", "h", &P::maximum_interval, "longest interval a rule may choose",
                    {.min = 0.001, .max = 8760})
          .value("state_bytes_per_parameter", &P::state_bytes_per_parameter,
                 "bytes of one checkpoint per model parameter",
                 {.min = 0, .max = 64, .source = kVast, .grade = "vendor"})
          .quantity("write_bandwidth", "gb_per_s", &P::write_bandwidth, "of the whole job to durable storage",
                    {.min = 0.001, .max = 1e6, .source = kVast, .grade = "vendor"})
          .quantity("read_bandwidth", "gb_per_s", &P::read_bandwidth,
                    "of the whole job from storage at a restart", {.min = 0.001, .max = 1e6})
          .quantity(
              "blocking", "s", &P::blocking,
              "training stops this long per checkpoint; absent = the write, or the snapshot if asynchronous",
              {.min = 0, .max = 1e6})
          .value("asynchronous", &P::asynchronous, "training goes on while the write to storage proceeds")
          .quantity("snapshot", "s", &P::snapshot, "blocking copy out of accelerator memory, if asynchronous",
                    {.min = 0, .max = 1e5, .source = kDcp, .grade = "vendor"})
          .quantity("detection", "s", &P::detection, "from the failure until it is noticed",
                    {.min = 0, .max = 1e6})
          .quantity("initialisation", "s", &P::initialisation, "scheduling, start of processes, first step",
                    {.min = 0, .max = 1e6, .source = kMeta, .grade = "published"})
          .quantity("initialisation_per_1000_nodes", "s", &P::initialisation_per_1000_nodes,
                    "growth of initialisation with the job's nodes", {.min = 0, .max = 1e5})
          .value("spares_confidence_frac", &P::spares_confidence_frac,
                 "probability that enough spares are at hand", {.min = 0, .max = 0.999999})
          .build();
  return type;
}

}  // namespace gw::reliability
