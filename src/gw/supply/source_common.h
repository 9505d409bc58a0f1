#pragma once
// What every source of power has: a name, a bus, a date, and cost columns that only dispatch and economics
// read.

#include <optional>
#include <string>

#include "gw/units/calendar.h"
#include "gw/units/quantity.h"

namespace gw::supply {

/// The part shared by all kinds. Costs are plain numbers: money begins in economics.
struct SourceCommon {
  std::string name;                     ///< "" = the kind and its place in the list; outages are drawn by it
  std::string bus = "main";             ///< sources and loads of one bus meet; buses are not connected
  std::optional<Date> online = {};      ///< first day of service; absent = in_service_on() (source.h)
  std::optional<Date> ordered = {};     ///< without `online` a plant serves a lead time later
  double lead_time_months = 0;          ///< order to commercial operation; 0 = not said
  double capex_usd_per_kw = 0;          ///< per kW of nameplate_mw()
  double fixed_om_usd_per_kw_year = 0;  ///< per kW of nameplate_mw()
  double variable_om_usd_per_mwh = 0;   ///< per MWh of output; part of the dispatch cost

  /// A lead time after the order; nothing without either.
  std::optional<Date> deliverable() const;
  /// First day of service as far as it is given: `online`, else when it is deliverable.
  std::optional<Date> begins() const { return online ? online : deliverable(); }
};

}  // namespace gw::supply
