#pragma once
// From the utility service down to the rack PDU: a chain of stages and where the loads join it.
//
//   IT load -> critical[0] (busway, PDU) -> ... (UPS) ... -> MV bus <- mechanical[...] <- mechanical load
//   MV bus  -> site[0] (substation transformer) -> ... (line) -> utility service
//
// Stages are listed from the load towards the source. The share `mechanical_ups_frac` of the mechanical
// load (pumps that must ride through) joins the critical path at the output of the stage `ups_stage`.
//
// Balance: facility input = IT + mechanical + sum of stage losses, exactly (tested to 1e-9).

#include <optional>
#include <string>
#include <vector>

#include "gw/power/loss_stage.h"

namespace gw::power {

/// Rows: catalog/power_chains/*.yaml.
struct PowerChain {
  std::string name;
  std::vector<LossStage> critical;    ///< from the rack PDU up to the MV bus
  std::vector<LossStage> mechanical;  ///< from the mechanical plant up to the MV bus
  std::vector<LossStage> site;        ///< from the MV bus up to the utility service
  std::string ups_stage;              ///< name of the critical stage that rides through; "" = none
  double mechanical_ups_frac = 0.1;   ///< share of mechanical power on that stage's output
  std::optional<LossStage> rack_supply = {};  ///< of the racks, in place of their own: the chain ends at another voltage
  static const describe::RecordType& description();
};

/// A chain with its units chosen for design loads; made once, asked every hour.
struct SizedChain {
  std::vector<SizedStage> critical, mechanical, site;
  std::size_t ups_index = 0;         ///< in critical; critical.size() = no such stage
  double mechanical_ups_frac = 0.0;  ///< 0 when there is no such stage
};
SizedChain size_chain(const PowerChain& chain, Power design_it, Power design_mechanical);

/// Loading from which a stage is overloaded: rounding of a load equal to the design load is none.
inline constexpr double kOverloaded = 1.0 + 1e-9;

/// Powers at the named points of the chain, without detail.
struct ChainTotals {
  Power it, mechanical;
  Power mv_bus;          ///< what on-site generation at medium voltage would have to supply
  Power facility_input;  ///< at the utility service
  Power critical_loss, mechanical_loss, site_loss;
  double worst_loading_frac = 0.0;  ///< over 1: some stage is overloaded
  Power loss() const { return critical_loss + mechanical_loss + site_loss; }
};
ChainTotals chain_totals(const SizedChain& chain, Power it, Power mechanical);

struct StageResult {
  std::string name, part;  ///< part: "critical", "mechanical", "site"
  Power in, out, loss;
  double loading_frac = 0.0;
  double installed = 0.0;
};
/// The same with every stage, for a single-line diagram, and a sentence per overloaded stage.
struct ChainResult {
  ChainTotals totals;
  std::vector<StageResult> stages;
  std::vector<std::string> warnings;
};
ChainResult chain_power(const SizedChain& chain, Power it, Power mechanical);

}  // namespace gw::power
