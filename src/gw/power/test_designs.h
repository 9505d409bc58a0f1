#pragma once
// Designs shared by this room's tests, built directly: an 8-accelerator air-cooled node and a 72-accelerator
// rack.

#include <algorithm>
#include <cmath>

#include "gw/power/it_power.h"
#include "gw/workload/activity.h"

namespace gw::power::test {

using namespace gw::unit;

inline catalog::Accelerator h100() {
  catalog::Accelerator a;
  a.name = "H100 SXM";
  a.tdp = 700 * W;
  a.idle = 70 * W;
  return a;
}

inline catalog::Accelerator gb200() {
  catalog::Accelerator a;
  a.name = "GB200";
  a.tdp = 1200 * W;
  a.idle = 140 * W;
  return a;
}

inline AcceleratorPower h100_power() {
  AcceleratorPower c;
  c.awake = 50 * W;
  c.tensor = 750 * W;
  c.memory = 220 * W;
  c.scale_up = 35 * W;
  c.scale_out = 10 * W;
  c.clock_exponent = 3.0;  // V proportional to f: easy by hand
  return c;
}

inline LossStage supply(double rating_w, Redundancy redundancy) {
  return {"power supply", rating_w * W, 0.008, 0.014, 0.022, redundancy};
}

inline Rack hgx_h100() {
  Rack r;
  r.name = "HGX H100";
  r.accelerators = 8;
  r.accelerator_power = h100_power();
  r.processors_idle = 200 * W, r.processors_busy = 700 * W;
  r.dram_idle = 160 * W, r.dram_busy = 320 * W;
  r.storage_idle = 80 * W, r.storage_busy = 140 * W;
  r.board = 200 * W;
  r.nics = 10, r.nic_idle = 20 * W, r.nic_busy = 30 * W;
  r.scale_up_switch_idle = 200 * W, r.scale_up_switch_busy = 320 * W;
  r.fans = 1900 * W;
  r.supply = supply(3300, Redundancy::n_plus_2);
  r.rated = 10.2 * kW;
  return r;
}

inline Rack gb200_nvl72() {
  Rack r;
  r.name = "GB200 NVL72";
  r.accelerators = 72;
  r.accelerator_power = {90 * W, 1130 * W, 400 * W, 70 * W, 15 * W, 2.2, 0.5};
  r.processors_idle = 2500 * W, r.processors_busy = 9000 * W;
  r.dram_idle = 900 * W, r.dram_busy = 1800 * W;
  r.storage_idle = 900 * W, r.storage_busy = 1700 * W;
  r.board = 8500 * W;
  r.nics = 72, r.nic_idle = 28 * W, r.nic_busy = 40 * W;
  r.scale_up_switch_idle = 5400 * W, r.scale_up_switch_busy = 7200 * W;
  r.fans = 6300 * W;
  r.liquid_heat_frac = 0.85;
  r.supply = {"power shelf", 33 * kW, 0.004, 0.008, 0.013, Redundancy::two_n};
  r.rated = 132 * kW;
  return r;
}

inline LoadDesign h100_design() { return {hgx_h100(), h100(), NetworkPower{}, {}}; }
inline LoadDesign gb200_design() { return {gb200_nvl72(), gb200(), NetworkPower{}, {}}; }

/// A training step: matrix work, an exposed all-reduce, a wait.
inline workload::ActivityProfile step() {
  workload::ActivityProfile p;
  p.segments = {{"forward_backward", 4.0 * s, 0.62, 0.35, 0.25, 0.05},
                {"data_parallel_exposed", 0.7 * s, 0.0, 0.10, 0.30, 0.90},
                {"optimizer", 0.2 * s, 0.0, 0.80, 0.0, 0.0},
                {"pipeline_bubble", 0.1 * s, 0.0, 0.0, 0.0, 0.0}};
  return p;
}

/// Relative closeness for balances.
inline bool close(double a, double b, double tolerance = 1e-9) {
  return std::abs(a - b) <= tolerance * std::max({std::abs(a), std::abs(b), 1e-300});
}

}  // namespace gw::power::test
