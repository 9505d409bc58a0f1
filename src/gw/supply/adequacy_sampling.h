#pragma once
// Years of failures and repairs drawn against a load. Internal to the room.

#include "gw/supply/adequacy_study.h"
#include "gw/supply/fleet.h"

namespace gw::supply {

struct SampledYears {
  SampledIndices plain, with_batteries;
};

/// Draws are keyed by (seed, source name, unit, year): results do not depend on threads.
SampledYears sample_years(const Fleet& fleet, const BusLoad& load, const AdequacyOptions& options);

}  // namespace gw::supply
