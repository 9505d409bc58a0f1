#include "gw/power/power_chain.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"

namespace gw::power {
namespace {

// Walks one part of the chain from load to source; `visit(stage, flow, index)` sees every stage. `extra`
// joins at the output of stage `extra_at`.
template <class Visit>
Power walk(const std::vector<SizedStage>& stages, Power load, std::size_t extra_at, Power extra,
           Visit visit) {
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (i == extra_at) load += extra;
    const StageFlow flow = stage_flow(stages[i], load);
    visit(stages[i], flow);
    load = flow.in;
  }
  return load;
}

template <class Visit>
ChainTotals walk_all(const SizedChain& chain, Power it, Power mechanical, Visit visit) {
  const Power on_ups = chain.mechanical_ups_frac * mechanical;
  ChainTotals t;
  t.it = it;
  t.mechanical = mechanical;
  const auto counted = [&](const char* part, Power& loss) {
    return [&, part](const SizedStage& stage, const StageFlow& flow) {
      loss += flow.loss;
      t.worst_loading_frac = std::max(t.worst_loading_frac, flow.loading_frac);
      visit(part, stage, flow);
    };
  };
  const Power critical =
      walk(chain.critical, it, chain.ups_index, on_ups, counted("critical", t.critical_loss));
  const Power plant = walk(chain.mechanical, mechanical - on_ups, SIZE_MAX, Power{},
                           counted("mechanical", t.mechanical_loss));
  t.mv_bus = critical + plant;
  t.facility_input = walk(chain.site, t.mv_bus, SIZE_MAX, Power{}, counted("site", t.site_loss));
  return t;
}

// Sizes stages in order, each for what the one before it draws at its design load.
Power size_part(const std::vector<LossStage>& stages, Power load, std::size_t extra_at, Power extra,
                std::vector<SizedStage>& out) {
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (i == extra_at) load += extra;
    out.push_back(size_stage(stages[i], load));
    load = stage_flow(out.back(), load).in;
  }
  return load;
}

std::size_t find_stage(const std::vector<LossStage>& stages, const std::string& name) {
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (!name.empty() && stages[i].name == name) return i;
  return stages.size();
}

}  // namespace

SizedChain size_chain(const PowerChain& chain, Power design_it, Power design_mechanical) {
  SizedChain out;
  out.ups_index = find_stage(chain.critical, chain.ups_stage);
  out.mechanical_ups_frac = out.ups_index < chain.critical.size() ? chain.mechanical_ups_frac : 0.0;
  const Power on_ups = out.mechanical_ups_frac * design_mechanical;
  const Power critical = size_part(chain.critical, design_it, out.ups_index, on_ups, out.critical);
  const Power plant =
      size_part(chain.mechanical, design_mechanical - on_ups, SIZE_MAX, Power{}, out.mechanical);
  size_part(chain.site, critical + plant, SIZE_MAX, Power{}, out.site);
  return out;
}

ChainTotals chain_totals(const SizedChain& chain, Power it, Power mechanical) {
  return walk_all(chain, it, mechanical, [](const char*, const SizedStage&, const StageFlow&) {});
}

ChainResult chain_power(const SizedChain& chain, Power it, Power mechanical) {
  ChainResult result;
  result.totals =
      walk_all(chain, it, mechanical, [&](const char* part, const SizedStage& stage, const StageFlow& f) {
        result.stages.push_back(
            {stage.stage.name, part, f.in, f.out, f.loss, f.loading_frac, stage.installed});
        if (f.loading_frac <= kOverloaded) return;
        const Power rating = stage.needed * stage.unit_rating;
        result.warnings.push_back(fmt::format(
            "{} ({}): {} MW is {} MW above the {} MW it was sized for", stage.stage.name, part,
            significant(f.out.in(MW)), significant((f.out - rating).in(MW)), significant(rating.in(MW))));
      });
  return result;
}

}  // namespace gw::power
