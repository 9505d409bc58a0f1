#include "gw/cooling/rejection.h"

namespace gw::cooling {

const char* to_string(Economiser mode) {
  switch (mode) {
    case Economiser::none:
      return "none";
    case Economiser::partial:
      return "partial";
    case Economiser::full:
      return "full";
  }
  return "none";
}

}  // namespace gw::cooling
