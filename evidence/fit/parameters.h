#pragma once
// What a fit may change: fields of catalogue rows, with bounds, as evidence/fit/parameters.csv lists them.

#include <string>
#include <vector>

#include "gw/evidence/rig.h"

namespace gw::fit {

struct Parameter {
  std::string folder, field;      ///< "kernels", "sustained_frac"
  std::vector<std::string> rows;  ///< the rows that share the value: "hopper"
  double low = 0, high = 1;       ///< in the field's own unit
  double start = 0;               ///< prior: where the fit starts, and is drawn to
  std::string name() const { return folder + "/" + rows.front() + (rows.size() > 1 ? "+." : ".") + field; }
};

/// Reads the list; throws std::runtime_error with file:line on a bad one.
std::vector<Parameter> read_parameters(const std::string& path);

/// Sets the field in the rig: a software row, or every accelerator of a kernels family that does not set the
/// field itself.
void set(evidence::Rig& rig, const Parameter& parameter, double value);
/// The field's value now, in its own unit.
double get(const evidence::Rig& rig, const Parameter& parameter);

}  // namespace gw::fit
