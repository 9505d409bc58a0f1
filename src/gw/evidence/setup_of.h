#pragma once
// From a row of published measurements to the setup that a user would write for it. What a row does not print
// is taken from rules that depend on the library, the part and the words of its notes, never on its id
// (docs/evidence.md).

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gw/evidence/rig.h"
#include "gw/evidence/row.h"
#include "gw/training/setup.h"

namespace gw::evidence {

/// What a row does not print, and the rule that filled it, a sentence each: "precision fp8: as MLPerf
/// submissions run".
using Assumptions = std::vector<std::string>;

/// A row as a setup and a measured time.
struct Case {
  training::TrainingSetup setup;
  std::string part;                         ///< accelerators row
  std::string software;                     ///< software row
  std::string model;                        ///< models row, or "" when the shape comes from the columns
  double measured_s = 0;                    ///< step time of the setup's batch
  std::string measured_as;                  ///< "step time", "tokens/s", "MFU", "hardware FLOP/s", ...
  std::string measured_column, conversion;  ///< where the published number stands and how it became seconds
  std::string fabric;                       ///< fabrics row
  bool batch_assumed = false;
  bool overlap_printed = false;  ///< the notes say how much tensor-parallel traffic is overlapped
  bool tokens_dropped = false;   ///< the notes say that experts drop tokens: their shapes are known ahead
  Assumptions assumptions;
};
/// Why a row cannot be compared.
struct Unusable {
  std::string reason;
};

std::variant<Case, Unusable> setup_of(const Row& row, const Rig& rig);

/// The accelerators row meant by a printed name ("A100-80-SXM", "TPUv5p"); "" when none is.
std::string accelerator_row(std::string_view printed);
/// The software row meant by source, notes, part and sharding.
std::string software_row(const Row& row, std::string_view part);
/// The shape of the model: from a models row where attention is latent or columns are missing, else from the
/// columns.
std::optional<catalog::Model> model_of(const Row& row, const Rig& rig, std::string& models_row,
                                       Assumptions& assumed);
/// The plan; batch and recompute are settled by setup_of.
training::Plan plan_of(const Row& row, const catalog::Model& model, const catalog::Accelerator& part,
                       const training::Software& software, Assumptions& assumed);
/// Sequences of a step, printed or by step time and tokens/s.
std::optional<double> printed_batch(const Row& row, std::int64_t sequence_length);
/// A published speed as the time of a step.
struct Measured {
  double seconds = 0;
  std::string as, column, conversion;
};
/// Of a step of `setup`, by the best of what the row prints: step time, tokens/s, FLOP/s, MFU.
std::optional<Measured> measured_step(const Row& row, const training::TrainingSetup& setup);

}  // namespace gw::evidence
