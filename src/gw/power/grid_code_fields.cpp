#include "gw/describe/record.h"
#include "gw/power/grid_code.h"

namespace gw::power {
namespace {

constexpr const char* kNoteDoc = "why there is no limit, or what was assumed; shown with the verdict";

}  // namespace

const describe::RecordType& RampClause::description() {
  static const auto type =
      describe::record<RampClause>("ramp", "How fast the power may change.")
          .value("name", &RampClause::name, "name of the clause")
          .choice("direction", &RampClause::direction, {"both", "up", "down"}, "which changes count")
          .quantity("limit", "mw_per_min", &RampClause::limit, "fastest change; absent = not published",
                    {.min = 0, .max = 1e8})
          .value("limit_per_min_frac", &RampClause::limit_per_min_frac,
                 "the same over the contracted demand, per minute", {.min = 0, .max = 1e4})
          .quantity("over", "s", &RampClause::over, "span of the two means that are compared",
                    {.min = 0.001, .max = 3600})
          .value("note", &RampClause::note, kNoteDoc)
          .build();
  return type;
}

const describe::RecordType& RangeClause::description() {
  static const auto type =
      describe::record<RangeClause>("range", "How far the power may swing within a span of time.")
          .value("name", &RangeClause::name, "name of the clause")
          .quantity("limit", "mw", &RangeClause::limit, "highest less lowest power; absent = not published",
                    {.min = 0, .max = 1e6})
          .value("limit_frac", &RangeClause::limit_frac, "the same over the contracted demand",
                 {.min = 0, .max = 1})
          .quantity("within", "s", &RangeClause::within, "the span", {.min = 0.001, .max = 86400})
          .value("note", &RangeClause::note, kNoteDoc)
          .build();
  return type;
}

const describe::RecordType& BandClause::description() {
  static const auto type =
      describe::record<BandClause>("band", "How much the power may swing at the frequencies of a band.")
          .value("name", &BandClause::name, "name of the clause")
          .quantity("from", "hz", &BandClause::from, "lowest frequency", {.min = 0.001, .max = 500})
          .quantity("to", "hz", &BandClause::to, "highest frequency", {.min = 0.001, .max = 500})
          .choice("measure", &BandClause::measure, {"line", "rms", "share"},
                  "line: amplitude of the largest line; rms: of all lines in the band; share: of the energy of the whole "
                  "swing, the part in the band")
          .quantity("over", "s", &BandClause::over,
                    "length of the pieces whose spectrum is taken, a quarter of it apart; the worst counts; absent = ten "
                    "periods of the lowest frequency",
                    {.min = 0.1, .max = 86400})
          .quantity("limit", "mw", &BandClause::limit, "of line or rms; absent = not published", {.min = 0, .max = 1e6})
          .value("limit_frac", &BandClause::limit_frac,
                 "of line or rms, over the contracted demand; of share, the share", {.min = 0, .max = 1})
          .value("note", &BandClause::note, kNoteDoc)
          .build();
  return type;
}

const describe::RecordType& FlickerClause::description() {
  static const auto type =
      describe::record<FlickerClause>("flicker", "How much lamps may flicker: short-term severity Pst.")
          .value("name", &FlickerClause::name, "name of the clause")
          .value("limit_pst", &FlickerClause::limit_pst, "largest Pst; absent = not published", {.min = 0, .max = 10})
          .quantity("short_circuit", "mva", &FlickerClause::short_circuit_mva,
                    "short-circuit power of the network at the point of interconnection", {.min = 1, .max = 1e6})
          .value("x_over_r", &FlickerClause::x_over_r, "reactance over resistance of the network there",
                 {.min = 0, .max = 1000})
          .choice("lamp", &FlickerClause::lamp, {"120v", "230v"},
                  "the filament lamp of the flickermeter: 120 V networks (North America) or 230 V networks")
          .value("note", &FlickerClause::note, kNoteDoc)
          .build();
  return type;
}

const describe::RecordType& VoltagePoint::description() {
  static const auto type =
      describe::record<VoltagePoint>("voltage_point", "A voltage and how long the load stays connected at it.")
          .value("voltage_frac", &VoltagePoint::voltage_frac, "voltage over nominal",
                 {.min = 0, .max = 3, .required = true})
          .quantity("duration", "s", &VoltagePoint::duration, "stays connected this long",
                    {.min = 0, .max = 1e5, .required = true})
          .build();
  return type;
}

const describe::RecordType& FrequencyPoint::description() {
  static const auto type =
      describe::record<FrequencyPoint>("frequency_point", "A frequency and how long the load stays connected at it.")
          .quantity("frequency", "hz", &FrequencyPoint::frequency, "of the network",
                    {.min = 40, .max = 70, .required = true})
          .quantity("duration", "s", &FrequencyPoint::duration, "stays connected this long",
                    {.min = 0, .max = 1e5, .required = true})
          .build();
  return type;
}

const describe::RecordType& VoltageRideThroughClause::description() {
  using C = VoltageRideThroughClause;
  static const auto type =
      describe::record<C>("voltage_ride_through", "Voltages at which the load must stay connected.")
          .value("name", &C::name, "name of the clause")
          .nested("low", &C::low, "sags: from the deepest up; empty = not published")
          .nested("high", &C::high, "swells: from the mildest up; empty = not published")
          .value("note", &C::note, kNoteDoc)
          .build();
  return type;
}

const describe::RecordType& FrequencyRideThroughClause::description() {
  using C = FrequencyRideThroughClause;
  static const auto type =
      describe::record<C>("frequency_ride_through", "Frequencies at which the load must stay connected.")
          .value("name", &C::name, "name of the clause")
          .nested("low", &C::low, "under-frequency: from the lowest up; empty = not published")
          .nested("high", &C::high, "over-frequency: from the mildest up; empty = not published")
          .value("note", &C::note, kNoteDoc)
          .build();
  return type;
}

const describe::RecordType& PowerFactorClause::description() {
  using C = PowerFactorClause;
  static const auto type = describe::record<C>("power_factor", "Least power factor at the point of interconnection.")
                               .value("name", &C::name, "name of the clause")
                               .value("minimum", &C::minimum, "absent = not published", {.min = 0, .max = 1})
                               .value("note", &C::note, kNoteDoc)
                               .build();
  return type;
}

const describe::RecordType& GridCode::description() {
  static const auto type =
      describe::record<GridCode>("grid_code", "What a utility asks of a large load at its point of interconnection.")
          .catalogue("grid_codes")
          .value("name", &GridCode::name, "name for people")
          .value("title", &GridCode::title, "one sentence on where it applies")
          .nested("clauses", &GridCode::clauses, "the limits, in order of the report", {.required = true})
          .build();
  return type;
}

const describe::RecordType& RideThrough::description() {
  using R = RideThrough;
  static const auto type =
      describe::record<R>("ride_through", "Disturbances that a load rides through, and its power factor.")
          .catalogue("ride_through")
          .value("name", &R::name, "name for people")
          .nested("low", &R::low, "sags: from the deepest up")
          .nested("high", &R::high, "swells: from the mildest up")
          .nested("low_frequency", &R::low_frequency, "under-frequency: from the lowest up")
          .nested("high_frequency", &R::high_frequency, "over-frequency: from the mildest up")
          .value("power_factor", &R::power_factor, "at the point of interconnection; absent = not known",
                 {.min = 0, .max = 1})
          .build();
  return type;
}

}  // namespace gw::power
