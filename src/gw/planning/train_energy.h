#pragma once
// Energy of a training token at the input of the racks: the power room's racks on the activity of a step.
//
// What: energy of one step of one accelerator and its share of host, interfaces, switches, fans and supplies,
// over the step's tokens. The rack is the first row of catalog/racks that holds the part. Neglected:
// scale-out switches, storage, cooling and conversion above the rack (a campus has them: `gw run`); idle
// time.

#include <optional>
#include <string>

#include "gw/catalog/library.h"
#include "gw/power/it_power.h"
#include "gw/training/step.h"
#include "gw/training/step_cost.h"

namespace gw::planning {

class TrainEnergy {
 public:
  TrainEnergy(std::string rack_row, power::Rack rack, catalog::Accelerator accelerator);
  const std::string& rack_row() const { return rack_row_; }
  /// Of one accelerator with its share of the rack, over one step.
  Energy per_step(const workload::ActivityProfile& activity) const;
  double joules_per_token(const training::TrainingSetup& setup,
                          const workload::ActivityProfile& activity) const;
  double joules_per_token(const training::TrainingSetup& setup, const training::StepCost& cost) const;

 private:
  std::string rack_row_;
  power::LoadDesign design_;
};

/// Nothing when no rack of the catalogue holds the part: then its power coefficients are unknown.
std::optional<TrainEnergy> train_energy(const std::string& accelerator_row,
                                        const catalog::Accelerator& accelerator,
                                        const catalog::Library& library);

}  // namespace gw::planning
