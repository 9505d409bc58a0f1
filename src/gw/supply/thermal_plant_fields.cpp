#include "gw/supply/common_fields.h"
#include "gw/supply/thermal_plant.h"

namespace gw::supply {
namespace {

/// Where the defaults of a kind come from; "" = assumption.
struct Sources {
  const char *cost = "", *heat_rate = "", *min_load = "", *derate = "", *fuel_price = "", *emission = "",
             *start = "", *times = "";
};

describe::Options range(double low, double high, const char* source = "") {
  return {.min = low, .max = high, .source = source, .grade = *source ? "published" : ""};
}

template <class T>
void add_units(describe::Builder<T>& builder, const Sources& from) {
  using detail::of;
  builder.value("units", of<T>(&ThermalPlant::units), "identical units", {.min = 0, .max = 100000})
      .quantity("unit_power", "mw", of<T>(&ThermalPlant::unit_power),
                "net output of one unit at 15 C and sea level", {.min = 0.001, .max = 5000, .required = true})
      .quantity("heat_rate", "mmbtu_per_mwh", of<T>(&ThermalPlant::heat_rate_mmbtu_per_mwh),
                "fuel per MWh at full load, higher heating value", range(3.412, 40, from.heat_rate))
      .quantity("min_load_heat_rate", "mmbtu_per_mwh", of<T>(&ThermalPlant::min_load_heat_rate_mmbtu_per_mwh),
                "the same at minimum load; between the full-load rate and that over the minimum-load share",
                range(3.412, 100))
      .quantity("min_load", "frac", of<T>(&ThermalPlant::min_load_frac),
                "least stable output of a running unit", range(0, 1, from.min_load))
      .quantity("temperature_derate", "per_k", of<T>(&ThermalPlant::temperature_derate_per_k),
                "share of output lost per K of ambient above 15 C", range(0, 0.05, from.derate))
      .value("altitude_derate_per_km_frac", of<T>(&ThermalPlant::altitude_derate_per_km_frac),
             "share of output lost per km of site elevation", range(0, 0.3, from.derate));
}

template <class T>
void add_outages(describe::Builder<T>& builder) {
  using detail::of;
  builder
      .nested("forced_outage", of<T>(&ThermalPlant::forced_outage),
              "forced-outage rate of a unit against ambient temperature")
      .quantity("mean_time_to_repair", "h", of<T>(&ThermalPlant::mean_time_to_repair), "of a forced outage",
                range(1, 8760))
      .quantity("maintenance", "frac", of<T>(&ThermalPlant::maintenance_frac),
                "share of the year each unit is in planned maintenance, placed in the mildest weeks",
                range(0, 0.5));
}

template <class T>
void add_fuel(describe::Builder<T>& builder, const Sources& from) {
  using detail::of;
  builder
      .quantity("fuel_price", "usd_per_mmbtu", of<T>(&ThermalPlant::fuel_price_usd_per_mmbtu),
                "delivered fuel, higher heating value", range(0, 500, from.fuel_price))
      .quantity("fuel_emission", "kg_per_mmbtu", of<T>(&ThermalPlant::fuel_emission_kg_per_mmbtu),
                "CO2 of combustion, higher heating value; upstream methane is not in it",
                range(0, 200, from.emission))
      .quantity("start_cost", "usd_per_mw", of<T>(&ThermalPlant::start_cost_usd_per_mw),
                "per start and MW of the unit, fuel and wear", range(0, 10000, from.start));
}

template <class T>
void add_times(describe::Builder<T>& builder, const Sources& from) {
  using detail::of;
  builder
      .value("ramp_frac_per_min", of<T>(&Flexibility::ramp_frac_per_min),
             "share of the rating by which a running unit can change its output in a minute", range(0.0001, 10, from.times))
      .quantity("start_time", "min", of<T>(&Flexibility::start_time),
                "from the order to minimum load, of a unit that is still warm", range(0, 10080))
      .quantity("cold_start_time", "min", of<T>(&Flexibility::cold_start_time),
                "the same from cold; not shorter than warm", range(0, 20160))
      .quantity("cold_after", "h", of<T>(&Flexibility::cold_after), "off so long, a unit starts cold", range(0, 8760))
      .quantity("min_up_time", "h", of<T>(&Flexibility::min_up_time), "a unit once started stays on so long",
                range(0, 720, from.times))
      .quantity("min_down_time", "h", of<T>(&Flexibility::min_down_time), "a unit once stopped stays off so long",
                range(0, 720, from.times));
}

template <class T>
void add_island(describe::Builder<T>& builder) {
  using detail::of;
  builder
      .quantity("block_load", "frac", of<T>(&Flexibility::block_load_frac),
                "share of its rating that a running unit takes in one step within the frequency limits the load is built for",
                range(0, 1))
      .value("black_start", of<T>(&Flexibility::black_start), "a unit starts without power from the bus")
      .value("start_power_frac", of<T>(&Flexibility::start_power_frac),
             "power that a unit draws from the bus while it starts, over its rating", range(0, 0.5));
}

template <class T>
describe::RecordType describe_plant(const char* kind, const char* doc, const Sources& from) {
  auto builder = describe::record<T>(kind, doc);
  builder.catalogue("generators");
  detail::add_common(builder, from.cost);
  add_units(builder, from);
  add_outages(builder);
  add_fuel(builder, from);
  add_times(builder, from);
  add_island(builder);
  return builder.build();
}

constexpr const char* kGasPrice = "EIA, forecast of January 2025 for 2025: gas delivered to generators";
constexpr const char* kEpa = "EPA Emission Factors Hub, table 1";
constexpr const char* kReeds = "NREL ReEDS plant characteristics, 2025";
constexpr const char* kPcm = "NREL ReEDS pcm_defaults.json, 2025: max_ramp_up_percentage, min_up_time, min_down_time";
constexpr const char* kTurbineDerate =
    "ISO-to-site correction curves of gas turbines: 0.83 of output at 40 C, 0.89 at 1,000 m "
    "(rotating-machinery.com "
    "2021); 6-10 % per 10 K";

}  // namespace

const describe::RecordType& GasCombinedCycle::description() {
  static const auto type = describe_plant<GasCombinedCycle>(
      "gas_combined_cycle", "Gas turbines with a steam cycle; a unit is one power block.",
      {detail::kAtb, detail::kAtb, kReeds, "", kGasPrice, kEpa, "Kumar et al. 2012, cold start, 2011 USD", kPcm});
  return type;
}

const describe::RecordType& GasTurbine::description() {
  static const auto type =
      describe_plant<GasTurbine>("gas_turbine", "Simple-cycle gas turbines, frame or aeroderivative.",
                                 {detail::kAtb, detail::kAtb, kReeds, kTurbineDerate, kGasPrice, kEpa,
                                  "Kumar et al. 2012, cold start, 2011 USD", kPcm});
  return type;
}

const describe::RecordType& GasEngine::description() {
  static const auto type = describe_plant<GasEngine>("gas_engine", "Reciprocating gas engines.",
                                                     {.fuel_price = kGasPrice, .emission = kEpa});
  return type;
}

const describe::RecordType& FuelCell::description() {
  static const auto type = describe_plant<FuelCell>(
      "fuel_cell", "Gas-fed solid-oxide fuel cells.",
      {.cost = detail::kAtb, .heat_rate = detail::kAtb, .fuel_price = kGasPrice, .emission = kEpa});
  return type;
}

const describe::RecordType& Nuclear::description() {
  static const auto type =
      describe_plant<Nuclear>("nuclear", "Reactors, large or small modular.",
                              {.cost = detail::kAtb, .heat_rate = detail::kAtb, .min_load = kReeds, .times = kPcm});
  return type;
}

const describe::RecordType& Backup::description() {
  static const auto type = describe_plant<Backup>(
      "backup", "Emergency sets, diesel or gas: they run only when everything else falls short.",
      {.heat_rate = "NREL REopt default efficiency of a generator set, 32.2 % HHV"});
  return type;
}

}  // namespace gw::supply
