#pragma once
// A catalogue row in a file of its own, checked as a campus would check it.

#include "gw/planning/check.h"

namespace gw::planning {

/// The catalogue record whose `format:` the document names; null for a campus, or no format.
const describe::RecordType* row_type(const describe::Document& document);
/// Reads the row and lists every problem, those across fields too. `physics`: a cooling plant, sized for 10
/// MW of each loop it has in weather from -20 to 40 C, and a source of power go through all weathers and
/// loads (cooling/physics_sweep.h, supply/physics_sweep.h); GW2404 for what cannot be.
CheckOutcome check_row(const describe::Document& document, const describe::RecordType& type,
                       const catalog::Library& library, bool physics);

}  // namespace gw::planning
