#include "gw/planning/train_energy.h"

#include "gw/describe/reader.h"

namespace gw::planning {

TrainEnergy::TrainEnergy(std::string rack_row, power::Rack rack, catalog::Accelerator accelerator)
    : rack_row_(std::move(rack_row)), design_{std::move(rack), std::move(accelerator), {}, {}} {}

Energy TrainEnergy::per_step(const workload::ActivityProfile& activity) const {
  const power::CappedCycle cycle = power::cycle_under_cap(design_, activity);
  const std::vector<power::RackPower> powers = power::rack_powers(design_, cycle);
  Energy sum;
  for (std::size_t i = 0; i < powers.size(); ++i) sum += powers[i].total * cycle.segments[i].duration;
  return sum / double(design_.rack.accelerators);
}

double TrainEnergy::joules_per_token(const training::TrainingSetup& setup,
                                     const workload::ActivityProfile& activity) const {
  const double tokens = double(setup.plan.global_batch_sequences) * double(setup.plan.sequence_length);
  return double(setup.accelerators) * per_step(activity).base() / tokens;
}

double TrainEnergy::joules_per_token(const training::TrainingSetup& setup,
                                     const training::StepCost& cost) const {
  return joules_per_token(setup, training::activity_profile(setup, cost));
}

std::optional<TrainEnergy> train_energy(const std::string& accelerator_row,
                                        const catalog::Accelerator& accelerator,
                                        const catalog::Library& library) {
  for (const std::string& name : library.names("racks")) {
    Diagnostics problems;
    const describe::Document* row = library.row("racks", name, problems);
    if (!row) continue;
    describe::ProvenanceMap ignored;
    power::Rack rack = describe::read<power::Rack>(*row, library.resolver(), ignored, problems);
    if (!problems.has_errors() && !accelerator_row.empty() && rack.accelerator == accelerator_row)
      return TrainEnergy(name, std::move(rack), accelerator);
  }
  return {};
}

}  // namespace gw::planning
