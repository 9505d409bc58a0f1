#include "gw/planning/figures.h"

#include <fmt/format.h>

#include <cctype>
#include <set>

#include "gw/base/sum.h"

namespace gw::planning {
namespace {

struct Wanted {
  const char *id, *label, *unit, *why_absent;
};
constexpr const char* kNoTraining = "no job of the campus trains a model";
constexpr const char* kNoIt = "no hall drew power";
constexpr const char* kAlways = "not computed";
constexpr Wanted kHeadline[] = {
    {"tokens_trained", "Tokens trained in the horizon", "tokens", kNoTraining},
    {"days_to_train", "Days to train one instance", "days", "no job trains a model, or none of its work is kept"},
    {"achieved_tflops_per_accelerator", "Achieved model FLOP/s per accelerator", "TFLOP/s", kNoTraining},
    {"mfu_frac", "Model FLOPs utilisation (MFU)", "", kNoTraining},
    {"goodput_frac", "Goodput (effective training time)", "", kNoTraining},
    {"accelerators", "Accelerators installed by the end", "", kAlways},
    {"it_provisioned_mw", "IT power provisioned by the end", "MW", kAlways},
    {"it_peak_mw", "Peak IT power", "MW", kAlways},
    {"it_mean_mw", "Mean IT power", "MW", kAlways},
    {"facility_provisioned_mw", "Facility power provisioned by the end", "MW", kAlways},
    {"facility_peak_mw", "Peak facility power", "MW", kAlways},
    {"facility_mean_mw", "Mean facility power", "MW", kAlways},
    {"facility_energy_twh", "Facility energy", "TWh", kAlways},
    {"us_households_equivalent", "US households with the same yearly electricity", "households", kAlways},
    {"pue", "Power usage effectiveness (PUE)", "", kNoIt},
    {"water_m3", "Water withdrawn on site", "m3", kAlways},
    {"wue_l_per_kwh", "Water usage effectiveness (WUE)", "L/kWh", kNoIt},
    {"grid_energy_gwh", "Grid energy", "GWh", kAlways},
    {"on_site_energy_gwh", "On-site energy", "GWh", kAlways},
    {"unserved_mwh", "Energy not served", "MWh", kAlways},
    {"co2_t", "Emissions", "t", kAlways},
    {"capex_busd", "Capital cost", "billion USD", kAlways},
    {"usd_per_accelerator_hour", "Cost of an accelerator-hour", "USD/h", "no accelerator was available in the horizon"},
    {"usd_per_million_training_tokens", "Cost of a million training tokens", "USD", "no tokens were trained in the horizon"},
    {"energy_usd_per_mwh", "Cost of energy", "USD/MWh", "no energy was used"},
    {"npv_busd", "Net present value", "billion USD", kAlways},
};

constexpr std::size_t kLongestIdPart = 60;  // ids name netCDF variables too, which may have 256 letters

}  // namespace

std::string FigureWriter::field(const std::string& id, const std::string& label, const std::string& path) {
  const auto found = provenance_.find(path);
  const double value = found == provenance_.end() ? 0.0 : found->second.value;
  return field(id, label, path, value, found == provenance_.end() ? "" : found->second.unit);
}

std::string FigureWriter::field(const std::string& id, const std::string& label, const std::string& path, double value,
                                const std::string& unit) {
  Origin origin;
  origin.place = path;
  const auto found = provenance_.find(path);
  if (found != provenance_.end()) {
    origin = found->second.origin;
    if (origin.place == "default") origin.place = "default of " + path;
  }
  return book_.given(id, label, value, unit, origin).id;
}

std::string FigureWriter::formula(const std::string& id, const std::string& label, double value,
                                  const std::string& unit, const std::string& how, std::vector<std::string> inputs) {
  return book_.computed(id, label, value, unit, how, std::move(inputs)).id;
}

std::string FigureWriter::simulated(const std::string& id, const std::string& label, double value,
                                    const std::string& unit, const std::string& how, std::vector<std::string> inputs) {
  return book_.simulated(id, label, value, unit, how, std::move(inputs)).id;
}

std::string FigureWriter::sum(const std::string& id, const std::string& label, double value, const std::string& unit,
                              const std::vector<std::string>& parts) {
  if (parts.empty()) return simulated(id, label, value, unit, "nothing of the kind in this campus", {});
  return formula(id, label, value, unit, fmt::format("{}", fmt::join(parts, " + ")), parts);
}

std::string rate_figure(const Rate& rate, FigureWriter& write) {
  if (rate.series.empty()) return write.field(rate.id, rate.label, rate.field_path, rate.constant, rate.unit);
  return write.field(rate.id, rate.label + ", mean of its hourly series", rate.series_path,
                     sum_of(rate.series) / double(rate.series.size()), rate.unit);
}

const campus::PreparedJob* lead_job(const Run& run) {
  for (const campus::PreparedJob& job : run.simulation.prepared.jobs)
    if (job.trains) return &job;
  return nullptr;
}

std::string id_part(const std::string& name) {
  std::string out;
  for (char c : name.substr(0, kLongestIdPart)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x80 && std::isalnum(byte) ? char(std::tolower(byte)) : '_';
  }
  return out;
}

std::vector<std::string> id_parts(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  std::set<std::string> taken;
  for (const std::string& name : names) {
    const std::string wanted = id_part(name);
    std::string part = wanted;
    for (int copy = 2; !taken.insert(part).second; ++copy) part = fmt::format("{}_{}", wanted, copy);
    out.push_back(part);
  }
  return out;
}

std::vector<std::string> hall_parts(const Run& run) {
  std::vector<std::string> names;
  for (const campus::Hall& hall : run.input.scenario.halls) names.push_back(hall.name);
  return id_parts(names);
}

std::vector<std::string> source_parts(const Run& run) {
  return id_parts(supply::source_names(run.input.scenario.supply));
}

void build_figures(Run& run) {
  FigureWriter write(run.figures, run.input.provenance);
  add_work_figures(run, write);
  add_energy_figures(run, write);
  add_supply_figures(run, write);
  add_market_figures(run, write);
  add_money_figures(run, write);
  for (const Wanted& figure : kHeadline)
    if (run.figures.find(figure.id)) run.headline.push_back(figure.id);
    else run.undefined.push_back({figure.id, figure.label, figure.unit, figure.why_absent});
}

}  // namespace gw::planning
