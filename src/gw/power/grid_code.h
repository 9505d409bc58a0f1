#pragma once
// What a utility asks of a large load at its point of interconnection, as data: rows of catalog/grid_codes.
//
// Each clause is a record with a `kind`. A clause whose limit is not published is written without one: it is then
// reported as not assessed, with its note, instead of being passed over.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gw/power/field_problem.h"
#include "gw/power/flicker.h"
#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::power {

enum class Direction { both, up, down };

/// kind: ramp. Change of the mean over `over` to the mean over the next `over`, per time.
struct RampClause {
  std::string name = "ramp";
  Direction direction = Direction::both;
  std::optional<PowerRamp> limit = {};
  std::optional<double> limit_per_min_frac = {};  ///< of the contracted demand, per minute; in place of `limit`
  Time over = 1.0 * s;
  std::string note = {};
  static const describe::RecordType& description();
};

/// kind: range. Highest less lowest power inside any span of `within`.
struct RangeClause {
  std::string name = "dynamic range";
  std::optional<Power> limit = {};
  std::optional<double> limit_frac = {};  ///< of the contracted demand
  Time within = 60.0 * s;
  std::string note = {};
  static const describe::RecordType& description();
};

/// What of a band is limited: its largest line (amplitude), the root mean square of the swing inside it, or the share
/// of the whole swing's energy that lies in it.
enum class BandMeasure { line, rms, share };

/// Fewest periods of a band's lowest frequency in a piece that is looked at: the window blurs two lines into the mean.
inline constexpr double kLeastPeriods = 3;

/// kind: band.
struct BandClause {
  std::string name = "frequency band";
  Frequency from = 0.1 * Hz, to = 20.0 * Hz;
  BandMeasure measure = BandMeasure::line;
  std::optional<Time> over = {};          ///< length of the pieces that are looked at; absent = ten periods of `from`
  std::optional<Power> limit = {};        ///< of line and rms
  std::optional<double> limit_frac = {};  ///< of the contracted demand; of all fluctuation for `share`
  std::string note = {};
  static const describe::RecordType& description();
};

/// kind: flicker. Short-term severity as a flickermeter shows it (flicker.h).
struct FlickerClause {
  std::string name = "flicker";
  std::optional<double> limit_pst = {};
  std::optional<double> short_circuit_mva = {};  ///< three-phase short-circuit power at the point of interconnection
  double x_over_r = 10.0;                        ///< of the network's impedance there
  Lamp lamp = Lamp::v120;
  std::string note = {};
  static const describe::RecordType& description();
};

/// One point of a ride-through curve: at this voltage or frequency the load must stay connected this long.
struct VoltagePoint {
  double voltage_frac = 1;  ///< of nominal
  Time duration;
  static const describe::RecordType& description();
};
struct FrequencyPoint {
  Frequency frequency = 60.0 * Hz;
  Time duration;
  static const describe::RecordType& description();
};

/// kind: voltage_ride_through. Curves empty = not published.
struct VoltageRideThroughClause {
  std::string name = "voltage ride-through";
  std::vector<VoltagePoint> low = {}, high = {};
  std::string note = {};
  static const describe::RecordType& description();
};
/// kind: frequency_ride_through.
struct FrequencyRideThroughClause {
  std::string name = "frequency ride-through";
  std::vector<FrequencyPoint> low = {}, high = {};
  std::string note = {};
  static const describe::RecordType& description();
};
/// kind: power_factor.
struct PowerFactorClause {
  std::string name = "power factor";
  std::optional<double> minimum = {};
  std::string note = {};
  static const describe::RecordType& description();
};

using Clause = std::variant<RampClause, RangeClause, BandClause, FlickerClause, VoltageRideThroughClause,
                            FrequencyRideThroughClause, PowerFactorClause>;

/// Rows: catalog/grid_codes/*.yaml.
struct GridCode {
  std::string name;
  std::string title;
  std::vector<Clause> clauses;
  static const describe::RecordType& description();
};

/// What the load itself withstands and draws. Rows: catalog/ride_through/*.yaml.
struct RideThrough {
  std::string name;
  std::vector<VoltagePoint> low, high;              ///< stays connected this long at this voltage
  std::vector<FrequencyPoint> low_frequency, high_frequency;
  std::optional<double> power_factor;               ///< at the point of interconnection; absent = not known
  static const describe::RecordType& description();
};

/// Curves that cross, run backwards or lie on the wrong side of nominal; a band upside down, or in pieces too short for it; a
/// limit given twice (in one clause or in two that ask the same); bands that overlap and contradict each other.
std::vector<FieldProblem> problems(const GridCode& code);
std::vector<FieldProblem> problems(const RideThrough& load);

}  // namespace gw::power
