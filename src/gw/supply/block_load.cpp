#include "gw/supply/block_load.h"

#include <algorithm>

namespace gw::supply {
namespace {

constexpr double kSlackMw = 1e-6;

struct Step {
  bool islanded = true;
  double take_mw = 0;     ///< of all
  double unit_mw = 0;     ///< output of the unit that gives most
  double unit_take_mw = 0;  ///< what that unit adds to `take_mw`
};

void add_plant(const ThermalPlant& plant, double limit_mw, double output_mw, int running, Step& step) {
  if (running <= 0) return;
  const double each_mw = output_mw / running;
  const double take_mw = std::clamp(limit_mw - each_mw, 0.0, plant.block_load_frac * plant.unit_power.in(unit::MW));
  step.take_mw += running * take_mw;
  if (each_mw > step.unit_mw) step.unit_mw = each_mw, step.unit_take_mw = take_mw;
}

Step step_at(std::span<const Source> sources, const CapacityTable& capacity, const Dispatch& dispatch, const std::string& bus, std::size_t h) {
  Step step;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (common(sources[i]).bus != bus) continue;
    const SourceCapacity& able = capacity.sources[i];
    const SourceDispatch& done = dispatch.sources[i];
    if (std::holds_alternative<GridConnection>(sources[i]) && able.available_mw[h] > 0) step.islanded = false;
    if (const ThermalPlant* plant = thermal(sources[i]); plant && able.units_available[h] > 0)
      add_plant(*plant, able.available_mw[h] / able.units_available[h], done.output_mw[h], done.units_running[h], step);
    const auto* battery = std::get_if<Battery>(&sources[i]);
    if (battery && done.stored_mwh[h] > done.full_mwh[h] * battery->min_state_frac + kSlackMw)
      step.take_mw += std::max(0.0, able.available_mw[h] - done.output_mw[h]) + done.charge_mw[h];
  }
  return step;
}

}  // namespace

BlockLoad block_load(std::span<const Source> sources, const CapacityTable& capacity, const Dispatch& dispatch, std::size_t bus) {
  const BusDispatch& on = dispatch.buses[bus];
  BlockLoad out;
  double before_mw = -1;  // step of the hour before; negative = not islanded
  for (std::size_t h = 0; h < on.load_mw.size(); ++h) {
    const Step step = step_at(sources, capacity, dispatch, on.bus, h);
    const bool counts = step.islanded && on.load_mw[h] > 0;
    if (counts && before_mw >= 0)
      if (const double short_mw = on.load_mw[h] - on.load_mw[h - 1] - before_mw; short_mw > kSlackMw)
        ++out.rise_short_hours, out.worst_rise_short_mw = std::max(out.worst_rise_short_mw, short_mw);
    before_mw = counts ? step.take_mw : -1;
    if (!counts) continue;
    if (out.islanded_hours++ == 0 || step.take_mw < out.least_step_mw) out.least_step_mw = step.take_mw, out.least_step_hour = int(h);
    out.largest_failure_mw = std::max(out.largest_failure_mw, step.unit_mw);
    const double short_mw = step.unit_mw - (step.take_mw - step.unit_take_mw);
    if (short_mw <= kSlackMw) continue;
    ++out.failure_short_hours;
    if (short_mw > out.worst_failure_short_mw) out.worst_failure_short_mw = short_mw, out.worst_failure_hour = int(h);
  }
  return out;
}

}  // namespace gw::supply
