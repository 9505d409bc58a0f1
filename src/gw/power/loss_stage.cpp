#include "gw/power/loss_stage.h"

#include <cmath>

namespace gw::power {
namespace {

double installed_for(Redundancy redundancy, double needed) {
  switch (redundancy) {
    case Redundancy::n:
      return needed;
    case Redundancy::n_plus_1:
      return needed + 1.0;
    case Redundancy::n_plus_2:
      return needed + 2.0;
    case Redundancy::two_n:
      return 2.0 * needed;
    case Redundancy::four_to_make_three:
      return std::ceil(needed * 4.0 / 3.0 - 1e-9);
  }
  return needed;
}

// Units of the record's rating for the load; one smaller unit when the load is below that rating. Rounding
// noise of a load that is an exact multiple must not add a unit.
double units_for(Power load, Power rating) { return std::ceil(load / rating - 1e-9); }

}  // namespace

SizedStage size_stage(const LossStage& stage, Power design_output) {
  if (design_output <= Power{}) return {stage, Power{}, 0.0, 0.0};
  // Four-to-make-three needs three units to share the load, so small loads get units of a third of it.
  const double least_units = stage.redundancy == Redundancy::four_to_make_three ? 3.0 : 1.0;
  const Power largest = design_output / least_units;
  const Power rating = stage.unit_rating > Power{} ? min(stage.unit_rating, largest) : largest;
  const double needed = units_for(design_output, rating);
  return {stage, rating, needed, installed_for(stage.redundancy, needed)};
}

StageFlow stage_flow(const SizedStage& sized, Power output) {
  const Power installed = sized.installed * sized.unit_rating;
  if (installed <= Power{}) return {output, output, Power{}, output > Power{} ? 1e9 : 0.0};
  const LossStage& stage = sized.stage;
  const Power loss = stage.no_load_frac * installed + stage.proportional_frac * output +
                     stage.square_frac * (output / installed) * output;
  return {output + loss, output, loss, output / (sized.needed * sized.unit_rating)};
}

}  // namespace gw::power
