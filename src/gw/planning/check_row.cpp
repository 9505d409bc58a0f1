#include "gw/planning/check_row.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/cooling/physics_sweep.h"
#include "gw/planning/record_types.h"
#include "gw/supply/physics_sweep.h"

namespace gw::planning {
namespace {

constexpr int kColdest = -20, kHottest = 40;  // design weather of a row that stands at no site
constexpr double kHumidity = 0.4, kSeaLevelPa = 101325.0;

cooling::OutdoorYear any_weather() {
  cooling::OutdoorYear out;
  for (int t = kColdest; t <= kHottest; ++t) {
    const cooling::OutdoorAir air = cooling::outdoor_air(Temperature::celsius(t), kHumidity, kSeaLevelPa);
    out.dry_bulb_c.push_back(air.dry_bulb_c), out.wet_bulb_c.push_back(air.wet_bulb_c);
    out.humidity_ratio.push_back(air.humidity_ratio), out.pressure_pa.push_back(air.pressure_pa);
  }
  return out;
}

struct Swept {
  int points = 0;
  std::vector<std::string> problems;
};

Swept sweep(const cooling::CoolingDesign& design) {
  Swept out;
  out.problems = cooling::physics_problems(design);
  if (!out.problems.empty()) return out;
  const Power heat = 10.0 * unit::MW;
  const auto plant = cooling::size_plant(design, design.liquid ? heat : Power{}, heat, any_weather());
  cooling::PhysicsSweep swept = cooling::sweep_physics(plant);
  return {swept.points, std::move(swept.problems)};
}

// The source of the record's kind, a copy of what `read` holds.
template <std::size_t I = 0>
std::optional<supply::Source> source_of(const describe::RecordType& type, const void* read) {
  if constexpr (I == std::variant_size_v<supply::Source>) {
    return {};
  } else {
    using T = std::variant_alternative_t<I, supply::Source>;
    if (&T::description() == &type) return *static_cast<const T*>(read);
    return source_of<I + 1>(type, read);
  }
}

// Curves at work: machines that reject their heat to the air, without an economiser to hide them.
cooling::CoolingDesign with_curves(const cooling::ChillerCurves& curves) {
  cooling::CoolingDesign out;
  cooling::AirCooledChiller machines;
  machines.chiller = curves, machines.economiser = false;
  out.air.plant = machines;
  return out;
}

// A row describes a utility; its service is the campus's to state.
void serve_something(supply::Source& source) {
  auto* grid = std::get_if<supply::GridConnection>(&source);
  if (grid && grid->service.empty()) grid->service.push_back({Date{2000, 1, 1}, 100.0 * unit::MW});
}

}  // namespace

const describe::RecordType* row_type(const describe::Document& document) {
  const describe::Node* format = document.root.find("format");
  if (!format) return nullptr;
  for (const CatalogueFolder& folder : catalogue_folders())
    for (const describe::RecordType* type : folder.types)
      if (format->text.starts_with(fmt::format("gigawatt.{}/", type->name))) return type;
  return nullptr;
}

CheckOutcome check_row(const describe::Document& document, const describe::RecordType& type,
                       const catalog::Library& library, bool physics) {
  CheckOutcome out;
  describe::ProvenanceMap provenance;
  const std::shared_ptr<void> row = type.make();
  describe::read(document, type, row.get(), library.resolver(), provenance, out.diagnostics);
  if (out.diagnostics.has_errors()) return out;
  auto source = source_of(type, row.get());
  if (source) serve_something(*source);
  if (source)
    for (const supply::SourceProblem& problem : supply::problems(std::span(&*source, 1)))
      out.diagnostics.add(place_issue(document, {problem.code(), problem.field, problem.message, "", problem.warning}));
  Swept swept;
  if (&type == &cooling::CoolingDesign::description()) {
    const auto& design = *static_cast<const cooling::CoolingDesign*>(row.get());
    if (physics)
      swept = sweep(design);
    else
      swept.problems = cooling::physics_problems(design);
  } else if (&type == &cooling::ChillerCurves::description()) {
    const auto& curves = *static_cast<const cooling::ChillerCurves*>(row.get());
    if (physics)
      swept = sweep(with_curves(curves));
    else
      swept.problems = cooling::physics_problems(curves);
  } else if (source && physics) {
    const supply::SourceSweep of_source = supply::sweep_physics(*source);
    swept = {of_source.points, of_source.problems};
  }
  for (const std::string& problem : swept.problems)
    out.diagnostics.add(place_issue(document, {"GW2404", "", problem, "", false}));
  if (out.diagnostics.has_errors()) return out;
  out.summary = fmt::format("{}: sound, a row of catalog/{}: {} numbers\n", document.file, type.catalogue,
                            provenance.size());
  if (physics && swept.points > 0)
    out.summary += fmt::format("  physics: {} points of load and weather\n", swept.points);
  if (physics && swept.points == 0)
    out.summary += "  physics: ranges and cross-checks only; this kind of row has no sweep\n";
  return out;
}

}  // namespace gw::planning
