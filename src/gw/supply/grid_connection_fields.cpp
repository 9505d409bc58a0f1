#include "gw/supply/common_fields.h"
#include "gw/supply/grid_connection.h"

namespace gw::supply {
namespace {

void add_prices(describe::Builder<GridConnection>& builder) {
  using G = GridConnection;
  builder
      .quantity("energy_price", "usd_per_mwh", &G::energy_price_usd_per_mwh,
                "energy drawn, where no hourly series",
                {.min = -1000,
                 .max = 20000,
                 .source = "EIA forecast of January 2025 for 2025: US wholesale average "
                           "about 40 USD/MWh",
                 .grade = "press"})
      .value("voltage_kv", &G::voltage_kv,
             "nominal voltage of the point of interconnection; a service above what its circuits carry with "
             "one out is a warning; 0 = not said",
             {.min = 0, .max = 1200})
      .value("energy_prices", &G::energy_prices,
             "hourly prices in USD/MWh: file or catalogue name; replaces the constant")
      .value("price_location", &G::price_location,
             "settlement point or pricing node, where a file of prices holds several")
      .choice("fill_gaps", &G::fill_gaps, {"refuse", "previous", "interpolate"},
              "what becomes of hours that a series of prices or emission rates lacks")
      .value("price_escalation_frac", &G::price_escalation_frac,
             "growth of the energy price above inflation, a year: each later year of the horizon, of the constant or of a list that "
             "repeats, export prices' too; absent = none, with a warning where a list repeats",
             {.min = -0.5, .max = 1})
      .quantity("export_price", "usd_per_mwh", &G::export_price_usd_per_mwh, "paid for exported energy",
                {.min = -1000, .max = 20000})
      .value("export_prices", &G::export_prices,
             "hourly prices paid for exported energy in USD/MWh: file or catalogue name, as energy_prices; replaces the constant; "
             "needs export_allowed")
      .value("export_allowed", &G::export_allowed,
             "surplus (sun, wind, minimum loads) may flow to the grid, up to the service")
      .value("export_for_sale", &G::export_for_sale,
             "plants also run for sale, up to the service, in hours in which the export price is above their "
             "cost at full "
             "load; needs export_allowed")
      .quantity("demand_charge", "usd_per_kw_month", &G::demand_charge_usd_per_kw_month,
                "on the month's peak draw; read by economics", {.min = 0, .max = 1000})
      .quantity("capacity_charge", "usd_per_kw_year", &G::capacity_charge_usd_per_kw_year,
                "on the contracted service; read by economics", {.min = 0, .max = 10000})
      .quantity("minimum_take", "frac", &G::minimum_take_frac,
                "billed demand is at least this share of the service; read by economics",
                {.min = 0, .max = 1})
      .quantity("demand_ratchet", "frac", &G::demand_ratchet_frac,
                "billed demand is at least this share of the highest peak of the eleven months before, within the horizon; read by "
                "economics", {.min = 0, .max = 1})
      .value("tariff_ramp_years", &G::tariff_ramp_years,
             "years of load ramp after the first service, before the term begins", {.min = 0, .max = 50})
      .value("tariff_term_years", &G::tariff_term_years,
             "minimum term of the contract after the ramp; 0 = none", {.min = 0, .max = 50})
      .value("exit_fee_months", &G::exit_fee_months,
             "minimum bills due when the contract ends early, in months", {.min = 0, .max = 600});
}

void add_outages(describe::Builder<GridConnection>& builder) {
  using G = GridConnection;
  constexpr const char* kTestSystem =
      "IEEE Reliability Test System 1996 (IEEE Trans. Power Systems 14(3):1010), branch data";
  builder
      .value("circuits", &G::circuits, "lines that carry the service, each with outages of its own", {.min = 1, .max = 20})
      .quantity("circuit", "mw", &G::circuit, "that one circuit carries; absent = firm service: all but one carry it whole",
                {.min = 0.001, .max = 1e5})
      .quantity("line_length", "km", &G::line_length_km, "of a circuit, for the default of its outages",
                {.min = 0, .max = 2000})
      .quantity("circuit_forced_outage", "frac", &G::circuit_forced_outage_frac,
                "share of the hours that one circuit is on forced outage; absent = by voltage class: 0.22 outages a year and 0.0052 a "
                "mile, of 10 h, below 200 kV; 0.29 and 0.0034 of 11 h from there on; 0 = never",
                {.min = 0, .max = 0.5, .source = kTestSystem, .grade = "published"})
      .quantity("circuit_mean_time_to_repair", "h", &G::circuit_mean_time_to_repair,
                "of a circuit's forced outage; absent = by voltage class, as above",
                {.min = 1, .max = 8760, .source = kTestSystem, .grade = "published"})
      .quantity("planned_outage", "frac", &G::planned_outage_frac, "share of the year that the whole connection is away for maintenance",
                {.min = 0, .max = 0.5})
      .quantity("forced_outage", "frac", &G::forced_outage_frac,
                "share of the hours that the whole connection is on forced outage (the substation, a common tower, the grid itself), "
                "besides outages of its circuits; 0 = never",
                {.min = 0, .max = 0.5})
      .quantity("mean_time_to_repair", "h", &G::mean_time_to_repair, "of a forced outage of the whole connection",
                {.min = 1, .max = 8760});
}

void add_emissions(describe::Builder<GridConnection>& builder) {
  using G = GridConnection;
  builder
      .quantity("emission", "kg_per_mwh", &G::emission_kg_per_mwh,
                "average emission rate of the grid, location-based", {.min = 0, .max = 2000})
      .value("emission_series", &G::emission_series,
             "hourly emission rate in kg/MWh, or generation by fuel: file or catalogue name; replaces the constant")
      .value("emission_location", &G::emission_location, "balancing authority, where the file of emissions holds several")
      .quantity("residual_mix", "kg_per_mwh", &G::residual_mix_kg_per_mwh,
                "emission rate of what is left of the grid's mix when contracts are taken out, for market-based emissions; "
                "absent = the location-based rate",
                {.min = 0, .max = 2000})
      .value("carbon_free_frac", &G::carbon_free_frac,
             "carbon-free share of the grid's generation; generation by fuel in emission_series replaces it",
             {.min = 0, .max = 1});
}

}  // namespace

const describe::RecordType& GridStage::description() {
  static const auto type =
      describe::record<GridStage>("grid_stage", "A step of the contracted service.")
          .value("date", &GridStage::date, "first day of this service", {.required = true})
          .quantity("service", "mw", &GridStage::service,
                    "firm utility service from that day on, in place of the one before",
                    {.min = 0, .max = 1e5, .required = true})
          .build();
  return type;
}

const describe::RecordType& GridConnection::description() {
  using G = GridConnection;
  static const auto type = [] {
    auto builder = describe::record<G>("grid", "A utility connection with service that arrives in stages.");
    builder.catalogue("grids");
    detail::add_common(builder);
    builder.nested("service", &G::service, "contracted service by date; nothing before the first date");
    add_prices(builder);
    add_emissions(builder);
    builder
        .nested("interruptible", &G::interruptible, "demand response: hours in which the draw stays at a firm level, for a credit");
    add_outages(builder);
    return builder.build();
  }();
  return type;
}

}  // namespace gw::supply
