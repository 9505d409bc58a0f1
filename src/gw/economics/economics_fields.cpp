#include <string>
#include <vector>

#include "gw/describe/record.h"
#include "gw/economics/economics.h"

namespace gw::economics {
namespace {

constexpr const char* kEpoch =
    "Epoch AI, Frontier Data Centers (CC-BY 4.0), snapshot 2026-08-22: ratio of its cost and IT power "
    "columns";
constexpr const char* kEpochLives = "Epoch AI, 2026-05-14: IT 5 years, facility 14 years";
constexpr const char* kMacrs = "IRS Publication 946 (2023), appendix B, asset class";
const std::vector<std::string> kMethods = {"bonus", "macrs", "straight_line"};

}  // namespace

const describe::RecordType& CapitalPrices::description() {
  using P = CapitalPrices;
  static const auto type =
      describe::record<P>("capital_prices",
                          "What capital costs, by layer. IT power is the power of the IT equipment.")
          .choice("it_basis", &P::it_basis, {"it_power", "accelerator", "rack"},
                  "what IT capital is priced by")
          .quantity("it_capex", "musd_per_mw", &P::it_capex, "IT equipment, network and storage per IT power",
                    {.min = 0, .max = 1000, .source = kEpoch, .grade = "published"})
          .quantity("accelerator_capex", "usd", &P::accelerator_capex,
                    "one accelerator with its share of host, network and storage, for basis accelerator",
                    {.min = 0, .max = 1e7})
          .quantity("rack_capex", "musd", &P::rack_capex, "one rack with network and storage, for basis rack",
                    {.min = 0,
                     .max = 1000,
                     .source = "Bernstein (press): GB200 rack 5.9 M$, facility share included",
                     .grade = "press"})
          .value("it_surcharge_frac", &P::it_surcharge_frac,
                 "host, network and storage on top of an accelerator's own catalogue price",
                 {.min = 0, .max = 10})
          .quantity("facility_capex", "musd_per_mw", &P::facility_capex,
                    "shell, electrical and cooling plant per IT power",
                    {.min = 0, .max = 1000, .source = kEpoch, .grade = "published"})
          .quantity("cooling_included", "usd_per_kw", &P::cooling_included,
                    "heat rejection plant that facility_capex contains, per IT power: it is taken off, and each hall's plant priced by "
                    "its own units and tanks in its place",
                    {.min = 0, .max = 1e6})
          .quantity("land", "musd", &P::land, "land, which is not depreciated", {.min = 0, .max = 1e6})
          .build();
  return type;
}

const describe::RecordType& Lives::description() {
  static const auto type =
      describe::record<Lives>("lives",
                              "Useful lives: of the annuity, of book depreciation, and until replacement.")
          .quantity("it", "years", &Lives::it, "accelerators, servers, network",
                    {.min = 1, .max = 100, .source = kEpochLives, .grade = "published"})
          .quantity("facility", "years", &Lives::facility, "halls with electrical and cooling plant",
                    {.min = 1, .max = 100, .source = kEpochLives, .grade = "published"})
          .quantity("generation", "years", &Lives::generation, "power plants", {.min = 1, .max = 100})
          .quantity("storage", "years", &Lives::storage, "batteries", {.min = 1, .max = 100})
          .quantity("grid", "years", &Lives::grid, "substations and lines", {.min = 1, .max = 100})
          .build();
  return type;
}

const describe::RecordType& OperatingPrices::description() {
  using P = OperatingPrices;
  static const auto type =
      describe::record<P>("operating_prices", "Operating prices that do not depend on dispatch.")
          .quantity("fixed", "musd_per_mw_year", &P::fixed,
                    "all operation but energy, per IT power installed",
                    {.min = 0,
                     .max = 100,
                     .source = "Epoch AI, 2026-05-14: 0.9 bn$ a year for 1 GW of IT, of which 0.6 energy",
                     .grade = "published"})
          .value("it_maintenance_frac", &P::it_maintenance_frac, "of IT capital, a year",
                 {.min = 0, .max = 1})
          .value("facility_maintenance_frac", &P::facility_maintenance_frac, "of facility capital, a year",
                 {.min = 0, .max = 1})
          .value("staff", &P::staff, "people, in addition to `fixed`", {.min = 0, .max = 1e6})
          .quantity("staff_cost", "usd_per_year", &P::staff_cost, "one person, all in",
                    {.min = 0, .max = 1e7})
          .quantity("network", "usd_per_year", &P::network, "wide-area network and other yearly contracts",
                    {.min = 0, .max = 1e11})
          .value("property_tax_insurance_frac", &P::property_tax_insurance_frac, "of all capital, a year",
                 {.min = 0, .max = 1})
          .quantity("water", "usd_per_m3", &P::water_usd_per_m3, "water supplied, treatment included",
                    {.min = 0, .max = 1000})
          .quantity("co2", "usd_per_t", &P::co2, "price of a tonne of CO2 emitted", {.min = 0, .max = 1e5})
          .build();
  return type;
}

const describe::RecordType& Tax::description() {
  static const auto type =
      describe::record<Tax>("tax", "Income tax and depreciation.")
          .value("rate_frac", &Tax::rate_frac, "income tax rate",
                 {.min = 0, .max = 0.95, .source = "26 USC 11(b): 21 %", .grade = "standard"})
          .choice(
              "method", &Tax::method, kMethods, "how capital is deducted",
              {.source = "26 USC 168(k), Public Law 119-21: 100 % for property in service after 2025-01-19",
               .grade = "standard"})
          .value("it_class", &Tax::it_class, "MACRS class of IT in years: 3, 5, 7, 10, 15, 20 or 39",
                 {.min = 3, .max = 39, .source = kMacrs, .grade = "standard"})
          .value("facility_class", &Tax::facility_class,
                 "MACRS class of electrical and cooling plant and site", {.min = 3, .max = 39})
          .value("generation_class", &Tax::generation_class,
                 "MACRS class of power plants: 20 for combined cycle, 15 for simple cycle, 5 for solar",
                 {.min = 3, .max = 39, .source = kMacrs, .grade = "standard"})
          .value("storage_class", &Tax::storage_class, "MACRS class of batteries", {.min = 3, .max = 39})
          .value("grid_class", &Tax::grid_class, "MACRS class of substations and lines",
                 {.min = 3, .max = 39})
          .value("building_frac", &Tax::building_frac, "of facility capital: the shell, a 39-year building",
                 {.min = 0, .max = 1})
          .value("losses_used_elsewhere", &Tax::losses_used_elsewhere,
                 "the owner sets losses against other income; if not, they are carried forward")
          .build();
  return type;
}

const describe::RecordType& Revenue::description() {
  static const auto type = describe::record<Revenue>("revenue", "What is sold, in today's prices.")
                               .quantity("per_accelerator_hour", "usd", &Revenue::per_accelerator_hour,
                                         "price of a used accelerator-hour", {.min = 0, .max = 1e6})
                               .quantity("per_million_tokens", "usd", &Revenue::per_million_tokens,
                                         "value of a million trained tokens", {.min = 0, .max = 1e9})
                               .build();
  return type;
}

const describe::RecordType& Economics::description() {
  using E = Economics;
  static const auto type =
      describe::record<E>("economics", "Prices and rules money is counted by; nominal US dollars.")
          .catalogue("economics")
          .value("name", &E::name, "for people")
          .nested("capital", &E::capital, "capital prices")
          .nested("lives", &E::lives, "useful lives")
          .nested("operating", &E::operating, "operating prices")
          .nested("tax", &E::tax, "income tax and depreciation")
          .nested("revenue", &E::revenue, "what is sold, if anything")
          .value("discount_rate_frac", &E::discount_rate_frac,
                 "nominal, after tax, weighted over debt and equity", {.min = 0, .max = 1})
          .value("inflation_frac", &E::inflation_frac, "of operating cost, prices and purchases, a year",
                 {.min = -0.1, .max = 1})
          .quantity("construction", "years", &E::construction,
                    "even spending before a built item enters service", {.min = 0, .max = 20})
          .quantity("project_life", "years", &E::project_life, "length of the cash flow",
                    {.min = 1, .max = 100})
          .value("renew", &E::renew, "replace what reaches the end of its life within the project")
          .value("residual_frac", &E::residual_frac, "of book value, recovered at the end of the project",
                 {.min = 0, .max = 1})
          .build();
  return type;
}

}  // namespace gw::economics
