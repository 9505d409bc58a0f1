#include "gw/campus/balances.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gw/campus/simulate.h"

namespace gw::campus {
namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

Balance bus_energy(const Simulation& simulation) {
  Balance balance{"energy at the buses", 0, 0, "MWh"};
  for (const supply::SourceDispatch& source : simulation.dispatch.sources) {
    balance.in += source.total.output_mwh;
    balance.out += source.total.charge_mwh + source.total.export_mwh;
  }
  for (const supply::BusDispatch& bus : simulation.dispatch.buses) {
    balance.in += bus.unserved_mwh;
    balance.out += bus.dumped_mwh;
  }
  balance.out += sum(simulation.operations.hourly.facility_mw);
  return balance;
}

Balance hall_energy(const Simulation& simulation) {
  const Hourly& hourly = simulation.operations.hourly;
  return {"facility energy", sum(hourly.facility_mw),
          sum(hourly.it_mw) + sum(hourly.cooling_mw) + sum(hourly.electrical_loss_mw) + sum(hourly.other_mw), "MWh"};
}

Balance it_energy(const Simulation& simulation) {
  return {"IT energy by part", sum(simulation.operations.hourly.it_mw),
          simulation.operations.it_energy_wh.total().in(MW), "MWh"};
}

Balance it_energy_by_use(const Simulation& simulation) {
  power::ItPower used = simulation.operations.idle_energy_wh;
  for (const JobEnergy& job : simulation.operations.job_energy_wh) used += job.it;
  return {"IT energy by use", simulation.operations.it_energy_wh.total().in(MW), used.total().in(MW), "MWh"};
}

Balance accelerator_hours(const Simulation& simulation) {
  const AcceleratorHours& hours = simulation.operations.accelerator_hours;
  return {"accelerator-hours", hours.installed, hours.sum(), "accelerator-h"};
}

Balance tokens(const Simulation& simulation) {
  const Operations& operations = simulation.operations;
  return {"tokens by hour and by instance", sum(operations.hourly.tokens),
          std::accumulate(operations.instances.begin(), operations.instances.end(), 0.0,
                          [](double total, const InstanceRecord& r) { return total + r.tokens * double(r.instances); }),
          "tokens"};
}

// Tokens follow from the accelerator-hours that each job ran, through goodput and step time.
Balance tokens_from_goodput(const Simulation& simulation) {
  Balance balance{"tokens and goodput hours", sum(simulation.operations.hourly.tokens), 0, "tokens"};
  for (std::size_t j = 0; j < simulation.prepared.jobs.size(); ++j) {
    const PreparedJob& job = simulation.prepared.jobs[j];
    if (!job.trains) continue;
    const double kept_hours = simulation.operations.job_run_hours[j] * job.training.goodput.shares.goodput_frac;
    balance.out += kept_hours * 3600.0 * job.training.tokens_per_second / double(job.accelerators);
  }
  return balance;
}

Balance water(const Simulation& simulation) {
  const Operations& operations = simulation.operations;
  return {"water withdrawn by hour and by use", sum(operations.hourly.water_kg), operations.water.total_kg(), "kg"};
}

// Tanks: heat that they can take is a store of cold, so what they gave up is begin - end.
Balance heat(const Simulation& simulation) {
  const HeatBook& book = simulation.operations.heat;
  return {"heat of the halls", book.heat + book.cooling + book.tank_gain + book.tank_end,
          book.rejected + simulation.operations.heat_delivered_mwh + book.unmet + book.tank_begin, "MWh"};
}

}  // namespace

double Balance::residual_frac() const {
  const double scale = std::max(std::abs(in), std::abs(out));
  return scale > 0 ? std::abs(in - out) / scale : 0.0;
}

bool Balance::holds() const { return residual_frac() <= kBalanceTolerance; }

std::vector<Balance> balances(const Simulation& simulation) {
  return {bus_energy(simulation),       hall_energy(simulation),       it_energy(simulation),
          it_energy_by_use(simulation), accelerator_hours(simulation), tokens(simulation),
          tokens_from_goodput(simulation), water(simulation), heat(simulation)};
}

}  // namespace gw::campus
