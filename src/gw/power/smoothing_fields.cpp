#include "gw/describe/record.h"
#include "gw/power/smoothing.h"

namespace gw::power {

const describe::RecordType& PowerSmoothing::description() {
  using P = PowerSmoothing;
  static const auto type =
      describe::record<P>("power_smoothing", "The accelerator's own power smoothing, by its management library's names.")
          .value("percent_tmp_floor_frac", &P::percent_tmp_floor_frac,
                 "floor over total module power (TDP), held while a job runs; 0 = none",
                 {.min = 0, .max = 1, .source = "Choukse et al., arXiv:2508.14318: settable from 20 to 90 %", .grade = "published"})
          .quantity("ramp_up_rate", "w_per_s", &P::ramp_up_rate, "of one accelerator; 0 = not limited", {.min = 0, .max = 1e6})
          .quantity("ramp_down_rate", "w_per_s", &P::ramp_down_rate, "of one accelerator; 0 = not limited",
                    {.min = 0, .max = 1e6})
          .quantity("ramp_down_hysteresis", "s", &P::ramp_down_hysteresis,
                    "the floor outlasts the job by this", {.min = 0, .max = 3600})
          .build();
  return type;
}

const describe::RecordType& Ballast::description() {
  static const auto type =
      describe::record<Ballast>("ballast", "A second job at low priority that computes while the first one waits.")
          .value("level_frac", &Ballast::level_frac, "accelerator power over TDP that it holds", {.min = 0, .max = 1})
          .quantity("reaction", "ms", &Ballast::reaction, "from the trough's beginning until it computes",
                    {.min = 0, .max = 1e5})
          .value("slowdown_frac", &Ballast::slowdown_frac, "of the first job",
                 {.min = 0, .max = 0.9, .source = "Choukse et al., arXiv:2508.14318: below 5 %", .grade = "published"})
          .build();
  return type;
}

const describe::RecordType& Buffer::description() {
  static const describe::Options efficiency{.min = 0.5, .max = 1};
  static const auto type =
      describe::record<Buffer>("buffer", "Storage in parallel with the load, and its controller.")
          .quantity("power", "mw", &Buffer::power, "of charge and discharge", {.min = 0, .max = 1e5, .required = true})
          .quantity("energy", "mwh", &Buffer::energy, "usable", {.min = 0, .max = 1e6, .required = true})
          .value("charge_efficiency_frac", &Buffer::charge_efficiency_frac, "into the store", efficiency)
          .value("discharge_efficiency_frac", &Buffer::discharge_efficiency_frac, "out of the store", efficiency)
          .quantity("time_constant", "s", &Buffer::time_constant, "of the load's average that the source follows",
                    {.min = 0.001, .max = 86400})
          .quantity("recovery", "s", &Buffer::recovery, "in which the store is brought back to half full",
                    {.min = 1, .max = 1e6})
          .build();
  return type;
}

const describe::RecordType& StaggeredStart::description() {
  static const auto type =
      describe::record<StaggeredStart>("staggered_start", "Groups of a job start, and stop, one after the other.")
          .value("groups", &StaggeredStart::groups, "equal shares of the job", {.min = 1, .max = 1000})
          .quantity("spacing", "s", &StaggeredStart::spacing, "from one group's start to the next", {.min = 0, .max = 3600})
          .build();
  return type;
}

const describe::RecordType& SmoothingDesign::description() {
  using D = SmoothingDesign;
  static const auto type =
      describe::record<D>("smoothing", "What evens out the power of a campus, from the accelerator outwards.")
          .catalogue("smoothing")
          .value("name", &D::name, "name for people")
          .nested("power_smoothing", &D::power_smoothing, "the accelerator's own controls")
          .nested("ballast", &D::ballast, "a second job that fills the troughs")
          .nested("accelerator_storage", &D::accelerator_storage, "capacitors at the supply of one accelerator")
          .nested("rack_battery", &D::rack_battery, "battery of one rack")
          .nested("campus_battery", &D::campus_battery, "battery at the point of interconnection")
          .nested("staggered_start", &D::staggered_start, "groups of a job that start one after the other")
          .build();
  return type;
}

}  // namespace gw::power
