#pragma once
// Flags shared by the verbs, and the exit codes.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gw::app {

/// What the process returns. A plan that does not fit or divide is bad input: the user wrote it. 3: a search (`gw train --search`)
/// found no plan.
enum ExitCode : int { kDone = 0, kFailed = 1, kBadInput = 2, kInfeasible = 3, kInterrupted = 130 };

/// Flags that every verb reading a campus has.
struct Options {
  std::vector<std::string> set;       ///< --set path=value, in order
  std::uint64_t seed = 1;
  bool json = false;
  std::string output;                 ///< -o DIR
  int threads = 0;                    ///< 0 = all cores
  bool quiet = false;
  std::vector<std::string> catalogue; ///< --catalog DIR, searched before the shipped one
  bool markdown = false;              ///< gw schema --markdown: a reference page in place of the JSON Schema
  bool list = false;                  ///< gw schema --list: the names it knows
  bool physics = false;               ///< gw check --physics
  double trace_step_s = 0.0;          ///< --trace-step: also write power at this resolution
};

/// Flags of `gw train`; texts as typed, "" = not given.
/// Usual short names of a plan's ranks, and the fields they set.
inline constexpr std::pair<const char*, const char*> kPlanFlags[] = {
    {"--tp", "tensor"},  {"--pp", "pipeline"}, {"--vp", "virtual_pipeline"},
    {"--cp", "context"}, {"--ep", "expert"},   {"--micro-batch", "micro_batch"}};

struct TrainOptions {
  std::map<std::string, std::string> plan;  ///< by field; "" = not given
  std::string model, accelerator, count, plan_file, fabric, software, batch, sequence, precision;
  bool search = false, operators = false;
  int top = 10;
  std::string objective = "speed";
};

/// Flags of `gw evidence`.
struct EvidenceFlags {
  std::string data;   ///< table of measurements; "" = the shipped one
  std::string row;    ///< id of one row to explain
  std::string group;  ///< kind of group to print; "" = all
  std::string html;   ///< page to write
  bool power = false; ///< power of racks and nodes in place of training speed
  bool plant = false; ///< cooling and supply in place of it
};

}  // namespace gw::app
