#pragma once
// The headline as a tree of figures: every number with its formula, down to fields with their sources.
//
// Figures are built from the same results that the run produced; a test evaluates every formula from its inputs and
// compares with the value. Numbers that only a simulation can give say so in `how`.

#include <string>
#include <vector>

#include "gw/planning/run.h"

namespace gw::planning {

/// Adds figures with the provenance of the run's inputs.
class FigureWriter {
 public:
  FigureWriter(FigureBook& book, const describe::ProvenanceMap& provenance) : book_(book), provenance_(provenance) {}

  /// A field of the scenario, by its path; its id in the book. `value` and `unit` when the field is converted.
  std::string field(const std::string& id, const std::string& label, const std::string& path);
  std::string field(const std::string& id, const std::string& label, const std::string& path, double value,
                    const std::string& unit);
  std::string formula(const std::string& id, const std::string& label, double value, const std::string& unit,
                      const std::string& how, std::vector<std::string> inputs);
  std::string simulated(const std::string& id, const std::string& label, double value, const std::string& unit,
                        const std::string& how, std::vector<std::string> inputs);
  /// The sum of figures already in the book.
  std::string sum(const std::string& id, const std::string& label, double value, const std::string& unit,
                  const std::vector<std::string>& parts);

 private:
  FigureBook& book_;
  const describe::ProvenanceMap& provenance_;
};

/// Fills run.figures and run.headline.
void build_figures(Run& run);

// The parts, each adding its figures; later ones use ids of earlier ones.
void add_work_figures(const Run& run, FigureWriter& write);
void add_energy_figures(const Run& run, FigureWriter& write);
void add_supply_figures(const Run& run, FigureWriter& write);
void add_market_figures(const Run& run, FigureWriter& write);
void add_money_figures(const Run& run, FigureWriter& write);

/// Ids of the figures of capital: by item of the plan ("" where it costs nothing), and in all.
struct CapitalFigures {
  std::vector<std::string> items;
  std::string total;
};
CapitalFigures add_capital_figures(const Run& run, FigureWriter& write);
/// Cost of the horizon in the annuity view and, of it, cost of energy; the id of the former.
std::string add_cost_figures(const Run& run, const CapitalFigures& capital, FigureWriter& write);

/// Nameplate of a source.
std::string nameplate_figure(const Run& run, std::size_t source, FigureWriter& write);
/// Demand charge of a grid connection, by its tariff.
std::string demand_charge_figure(const Run& run, std::size_t source, FigureWriter& write);
/// A rate that an hourly series may replace: the field's constant, or the mean of the series at the place that names it.
struct Rate {
  std::string id, label, unit;
  std::string field_path, series_path;
  double constant = 0;
  const std::vector<double>& series;  ///< empty = the constant holds
};
std::string rate_figure(const Rate& rate, FigureWriter& write);

/// The first training job, or nullptr.
const campus::PreparedJob* lead_job(const Run& run);
/// "training-gas 2" -> "training_gas_2": a name as part of an id.
std::string id_part(const std::string& name);
/// The same for a list of names, each unique: a second "h 1" beside "h-1" becomes "h_1_2".
std::vector<std::string> id_parts(const std::vector<std::string>& names);
/// Parts of the run's halls and sources, in their order.
std::vector<std::string> hall_parts(const Run& run);
std::vector<std::string> source_parts(const Run& run);

}  // namespace gw::planning
