#include "gw/describe/record.h"
#include "gw/power/rack.h"

namespace gw::power {
namespace {

constexpr double kMostWatts = 1e6;  // one rack of 1 MW bounds every part of a rack
using Builder = describe::Builder<Rack>;
const describe::Options kWatts{.min = 0, .max = kMostWatts};

void add_host(Builder& b) {
  b.quantity("processors_idle", "w", &Rack::processors_idle, "host processors without load", kWatts)
      .quantity("processors_busy", "w", &Rack::processors_busy, "host processors at full load", kWatts)
      .quantity("dram_idle", "w", &Rack::dram_idle, "host memory without load", kWatts)
      .quantity("dram_busy", "w", &Rack::dram_busy, "host memory at full load", kWatts)
      .quantity("storage_idle", "w", &Rack::storage_idle, "local drives without load", kWatts)
      .quantity("storage_busy", "w", &Rack::storage_busy, "local drives at full load", kWatts)
      .quantity("board", "w", &Rack::board, "boards, management and voltage regulation, constant", kWatts)
      .value("host_load_frac", &Rack::host_load_frac,
             "usual load of processors, memory and drives while a job runs", {.min = 0, .max = 1});
}

void add_links_and_cooling(Builder& b) {
  b.value("nics", &Rack::nics, "network interfaces, data processing units included", {.min = 0, .max = 1000})
      .quantity("nic_idle", "w", &Rack::nic_idle, "one network interface with its optics, no traffic", kWatts)
      .quantity("nic_busy", "w", &Rack::nic_busy, "one network interface with its optics, full rate", kWatts)
      .quantity("scale_up_switch_idle", "w", &Rack::scale_up_switch_idle,
                "all scale-up switches of the rack, no traffic", kWatts)
      .quantity("scale_up_switch_busy", "w", &Rack::scale_up_switch_busy,
                "all scale-up switches of the rack, full rate", kWatts)
      .quantity("fans", "w", &Rack::fans, "all fans of the rack at design heat", kWatts)
      .value("fan_min_frac", &Rack::fan_min_frac, "least fan power over fan power at design heat",
             {.min = 0, .max = 1})
      .quantity("pumps", "w", &Rack::pumps, "pumps inside the rack, constant", kWatts)
      .value("liquid_heat_frac", &Rack::liquid_heat_frac, "share of the rack's heat leaving in liquid",
             {.min = 0, .max = 1})
      .choice("coolant_class", &Rack::coolant_class, {"S30", "S40", "S45", "S50"},
              "class of the coolant: its number is the warmest, in C, that the rack takes at its cold plates",
              {.source = "ASHRAE TC 9.9, S-classes of the technology cooling system, quoted from memory",
               .grade = "assumed"})
      .nested("supply", &Rack::supply, "power supplies or power shelves");
}

}  // namespace

const describe::RecordType& AcceleratorPower::description() {
  static const auto type =
      describe::record<AcceleratorPower>("accelerator_power",
                                         "Power coefficients of one accelerator generation.")
          .quantity(
              "awake", "w", &AcceleratorPower::awake,
              "above idle with clocks up while a job holds the accelerator, whether it computes or waits",
              kWatts)
          .quantity("tensor", "w", &AcceleratorPower::tensor, "matrix units at the dense peak rate", kWatts)
          .quantity("memory", "w", &AcceleratorPower::memory,
                    "HBM, its controllers and caches at datasheet bandwidth", kWatts)
          .quantity("scale_up", "w", &AcceleratorPower::scale_up, "scale-up links at full rate", kWatts)
          .quantity("scale_out", "w", &AcceleratorPower::scale_out, "host and network links at full rate",
                    kWatts)
          .value("clock_exponent", &AcceleratorPower::clock_exponent,
                 "exponent of matrix power against core clock at full use", {.min = 1, .max = 4})
          .value("min_clock_frac", &AcceleratorPower::min_clock_frac,
                 "lowest core clock a power cap may force, over the clock without a cap",
                 {.min = 0.1, .max = 1})
          .build();
  return type;
}

const describe::RecordType& Rack::description() {
  static const auto type = [] {
    auto b = describe::record<Rack>("rack", "A rack or node of accelerators, part by part.");
    b.catalogue("racks")
        .value("name", &Rack::name, "name for people")
        .value("accelerator", &Rack::accelerator, "row of catalog/accelerators", {.required = true})
        .value("accelerators", &Rack::accelerators, "accelerators in the rack or node",
               {.min = 1, .max = 1024, .required = true})
        .value("accelerators_per_node", &Rack::accelerators_per_node,
               "accelerators of one host or tray: the unit that fails and is replaced",
               {.min = 1, .max = 1024, .required = true})
        .nested("accelerator_power", &Rack::accelerator_power, "power coefficients of its accelerator",
                {.required = true});
    add_host(b);
    add_links_and_cooling(b);
    b.quantity("rated", "w", &Rack::rated, "published rating at the input of the rack or node",
               {.min = 1, .max = kMostWatts, .required = true});
    return b.build();
  }();
  return type;
}

}  // namespace gw::power
