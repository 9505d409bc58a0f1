#pragma once
// What is wrong across the fields of a record.

#include <string>

namespace gw::power {

/// `field` is its path below the record: "clauses[2].low[1]".
struct FieldProblem {
  std::string field, message;
};

}  // namespace gw::power
