#include "parameters.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "gw/base/csv.h"
#include "gw/base/text.h"
#include "gw/describe/record.h"

namespace gw::fit {
namespace {

double in_unit(const describe::Field& field) { return field.type.unit ? field.type.unit->factor : 1.0; }

const describe::Field& field_of(const describe::RecordType& type, const std::string& key) {
  for (const describe::Field& field : type.fields)
    if (field.key == key) return field;
  throw std::runtime_error("no field " + key + " in " + type.name);
}

template <class T>
void assign(T& target, const std::string& key, double value) {
  const describe::Field& field = field_of(T::description(), key);
  field.type.set_number(field.address(&target), value * in_unit(field));
}

template <class T>
double value_of(const T& target, const std::string& key) {
  const describe::Field& field = field_of(T::description(), key);
  return field.type.get_number(field.address(const_cast<T*>(&target))) / in_unit(field);
}

}  // namespace

std::vector<Parameter> read_parameters(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  const auto table = parse_csv(text.str(), path);
  if (!table) throw std::runtime_error(table.diagnostics.render());
  std::vector<Parameter> out;
  for (const CsvTable::Row& row : table->rows) {
    const auto& c = row.cells;
    out.push_back(
        {c.at(0), c.at(2), split(c.at(1), '+'), std::stod(c.at(3)), std::stod(c.at(4)), std::stod(c.at(5))});
    if (!(out.back().low < out.back().high))
      throw std::runtime_error(fmt::format("{}:{}: empty range", path, row.line));
  }
  return out;
}

void set(evidence::Rig& rig, const Parameter& p, double value) {
  for (const std::string& row : p.rows) {
    if (p.folder == "software") {
      assign(rig.software.at(row), p.field, value);
    } else if (p.folder == "fabrics") {
      assign(rig.fabrics.at(row), p.field, value);
    } else {
      for (auto& [name, part] : rig.accelerators)
        if (rig.family[name] == row && !rig.own_fields[name].contains(p.field))
          assign(part.efficiency, p.field, value);
    }
  }
}

double get(const evidence::Rig& rig, const Parameter& p) {
  if (p.folder == "software") return value_of(rig.software.at(p.rows.front()), p.field);
  if (p.folder == "fabrics") return value_of(rig.fabrics.at(p.rows.front()), p.field);
  return value_of(rig.kernels.at(p.rows.front()), p.field);
}

}  // namespace gw::fit
