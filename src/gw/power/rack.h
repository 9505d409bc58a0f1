#pragma once
// Power of a rack or node, part by part: accelerators, host, network interfaces, scale-up switches, fans,
// supplies.
//
//   P_part = idle + (busy - idle) * activity
//   P_fans = P_fan,design * max(m, (heat / design heat)^3)      affinity law: power as flow^3, flow as heat
//   P_dc   = n P_accelerator + host + interfaces + switches + pumps + fans
//   P_rack = P_dc + supply loss(P_dc)                           see loss_stage.h
//
// P_rack is IT power at the input of the rack: category 3 of ISO/IEC 30134-2, supply losses
// inside.
//
// Source of the fan law: fan affinity laws [ASHRAE Handbook, HVAC Systems and Equipment, "Fans"].
//
// A test checks every row's rating: all parts at full rate give the published rating within 5 %.
//
// Neglected: the fans' own heat in the air flow; their inertia (their speed follows mean heat, see
// waveform_of); temperature of the air.

#include <optional>
#include <string>

#include "gw/power/accelerator_power.h"
#include "gw/power/loss_stage.h"
#include "gw/units/temperature.h"

namespace gw::power {

/// Classes of coolant by the warmest that a rack takes at its cold plates, 30 to 50 C [ASHRAE TC 9.9,
/// S-classes of the technology cooling system: quoted from memory].
enum class CoolantClass { s30, s40, s45, s50 };
Temperature warmest(CoolantClass coolant);
const char* to_string(CoolantClass coolant);

/// Rows: catalog/racks/*.yaml. Everything is per rack (or node) unless it says otherwise.
struct Rack {
  std::string name;
  std::string accelerator;  ///< row of catalog/accelerators
  int accelerators = 8;
  int accelerators_per_node = 8;  ///< of one host or tray: the unit that fails and is replaced
  AcceleratorPower accelerator_power;
  Power processors_idle, processors_busy;  ///< host CPUs
  Power dram_idle, dram_busy;
  Power storage_idle, storage_busy;
  Power board;                  ///< boards, management, regulators: constant
  double host_load_frac = 0.4;  ///< usual load of processors, DRAM and storage while a job runs
  int nics = 8;
  Power nic_idle, nic_busy;                          ///< each, with its optics
  Power scale_up_switch_idle, scale_up_switch_busy;  ///< all of the rack
  Power fans;                                        ///< at design heat
  double fan_min_frac = 0.1;                         ///< least fan power over design fan power
  Power pumps;                                       ///< in the rack: constant
  double liquid_heat_frac = 0.0;                     ///< share of heat leaving in liquid
  std::optional<CoolantClass> coolant_class;         ///< absent = takes what its hall supplies
  LossStage supply;  ///< power supplies or shelves; unit_rating zero = one unit of `rated`
  Power rated;       ///< published rating at the rack's input
  static const describe::RecordType& description();
};

/// Itemised power. total = sum of the parts.
struct RackPower {
  Power accelerators, host, nics, scale_up_switches, fans, pumps, supply_loss;
  Power total;
  Power heat_to_liquid, heat_to_air;  ///< sum = total
};

/// Power of a rack all of whose accelerators do the same. `fans` fixes the fan power (its speed follows mean
/// heat, not milliseconds); absent, fans follow this activity.
RackPower rack_power(const Rack& rack, const catalog::Accelerator& accelerator, const Activity& activity,
                     std::optional<Power> fans = {});
/// Heat the fans see (all direct-current power but their own) and the fan power that a mean heat asks for.
Power heat_for_fans(const Rack& rack, const catalog::Accelerator& accelerator, const Activity& activity);
Power fan_power(const Rack& rack, const catalog::Accelerator& accelerator, Power heat);
/// Every part at full rate: the figure to compare with the rating plate, and the base of provisioning.
RackPower full_power(const Rack& rack, const catalog::Accelerator& accelerator);

}  // namespace gw::power
