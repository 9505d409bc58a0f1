#pragma once
// Fields shared by the descriptions of all kinds of source. Included by *_fields.cpp only.

#include "gw/describe/record.h"
#include "gw/supply/source_common.h"

namespace gw::supply::detail {

/// A member of a base struct as a member of T, which the builder's deduction needs.
template <class T, class Base, class M>
constexpr M T::*of(M Base::*member) {
  return member;
}

inline constexpr const char* kAtb = "NREL ATB 2025 moderate, 2023 USD (ReEDS inputs/plant_characteristics)";

/// Name, bus, date and cost columns. `cost_source` is where the kind's default costs come from; "" =
/// assumption.
template <class T>
void add_common(describe::Builder<T>& builder, const char* cost_source = "") {
  const describe::Options cost{
      .min = 0, .max = 1e6, .source = cost_source, .grade = *cost_source ? "published" : ""};
  builder
      .value("name", of<T>(&SourceCommon::name),
             "name in reports; default: the kind and its number among the sources of its kind")
      .value("bus", of<T>(&SourceCommon::bus),
             "the bus it feeds; loads of the same bus use it, buses are not connected")
      .value("online", of<T>(&SourceCommon::online), "first day of service; absent = new on the horizon's first day (grid: on the first day with service)")
      .value("ordered", of<T>(&SourceCommon::ordered),
             "day of the order; without `online` a plant serves `lead_time_months` later; service sooner than that is a warning")
      .value("lead_time_months", of<T>(&SourceCommon::lead_time_months),
             "from order to commercial operation (grid: from request to service); 0 = not said", {.min = 0, .max = 240})
      .quantity("capex", "usd_per_kw", of<T>(&SourceCommon::capex_usd_per_kw),
                "overnight capital cost per kW of nameplate (solar: AC; grid: largest service)", cost)
      .quantity("fixed_om", "usd_per_kw_year", of<T>(&SourceCommon::fixed_om_usd_per_kw_year),
                "fixed operation and maintenance per kW of nameplate and year", cost)
      .quantity("variable_om", "usd_per_mwh", of<T>(&SourceCommon::variable_om_usd_per_mwh),
                "variable operation and maintenance per MWh of output", cost);
}

}  // namespace gw::supply::detail
