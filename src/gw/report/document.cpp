#include "gw/report/document.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "gw/describe/schema.h"
#include "gw/report/energy_flow.h"
#include "gw/report/series.h"

namespace gw::report {
namespace {

Json headline(const planning::Run& run) {
  Json out = Json::object();
  for (const std::string& id : run.headline) {
    const Figure& figure = *run.figures.find(id);
    out[id] = {{"label", figure.label},
               {"value", figure.value},
               {"unit", figure.unit},
               {"how", figure.how},
               {"sources", run.figures.sources_below(id)},
               {"grade", to_string(run.figures.weakest_grade(id))}};
  }
  for (const planning::Run::Undefined& figure : run.undefined)
    out[figure.id] = {{"label", figure.label}, {"value", nullptr}, {"unit", figure.unit}, {"how", figure.reason},
                      {"sources", Json::array()}, {"grade", nullptr}};
  return out;
}

Json figure_json(const Figure& figure) {
  return {{"id", figure.id},         {"label", figure.label},
          {"value", figure.value},   {"unit", figure.unit},
          {"how", figure.how},       {"evaluable", figure.evaluable},
          {"inputs", figure.inputs}, {"source", figure.origin.source},
          {"grade", to_string(figure.origin.grade)}, {"place", figure.origin.place},
          {"note", figure.origin.note}};
}

Json campus_json(const planning::Run& run) {
  const planning::Scenario& s = run.input.scenario;
  return {{"name", s.name},
          {"description", s.title},
          {"place", s.site.place},
          {"file", run.input.file},
          {"start", to_string(s.horizon.start)},
          {"hours", s.horizon.hours()},
          {"weather", {{"station", run.input.weather.city + ", " + run.input.weather.region + " (WMO " + run.input.weather.wmo + ")"},
                       {"stand_in_for", s.site.stands_in_for}}}};
}

Json assumptions(const planning::Run& run) {
  Json out = Json::array();
  for (const auto& [path, p] : run.input.provenance)
    out.push_back({{"path", path}, {"value", p.is_text ? Json(nullptr) : Json(p.value)}, {"text", p.text},
                   {"unit", p.unit}, {"doc", p.doc}, {"source", p.origin.source},
                   {"grade", to_string(p.origin.grade)}, {"place", p.origin.place}, {"note", p.origin.note}});
  return out;
}

Json costs(const planning::Run& run) {
  Json out = Json::array();
  const Time horizon = run.accounts.inputs.horizon;
  const double years = horizon.in(year);
  for (const economics::CapitalItem& item : run.accounts.inputs.capital) {
    const Money charge = economics::annuity_charge(run.input.scenario.economics, item, horizon);
    out.push_back({{"label", item.name}, {"layer", economics::to_string(item.layer)}, {"capex_usd", item.cost.in(USD)},
                   {"life_years", item.life.in(year)}, {"annual_usd", charge.in(USD) / years}});
  }
  for (const economics::CostLine& line : run.accounts.report.operating)
    out.push_back({{"label", line.name}, {"layer", "operation"}, {"capex_usd", 0.0}, {"life_years", nullptr},
                   {"annual_usd", line.amount.in(USD) / years}});
  return out;
}

Json cost_views(const planning::Run& run) {
  const auto view = [](const economics::CostView& v) -> Json {
    Json split = Json::array();
    for (const economics::CostLine& line : v.split)
      split.push_back({{"label", line.name}, {"usd", line.amount.in(USD)}, {"share_frac", line.share_frac}});
    return {{"total_usd", v.total.in(USD)}, {"usd_per_accelerator_hour", v.usd_per_accelerator_hour},
            {"usd_per_used_accelerator_hour", v.usd_per_used_accelerator_hour},
            {"usd_per_million_tokens", v.usd_per_million_tokens}, {"split", split}};
  };
  return {{"annuity", view(run.accounts.report.annuity)}, {"straight_line", view(run.accounts.report.straight_line)}};
}

Json contract_volume(const planning::ContractVolume& volume) {
  return {{"generation_mwh", volume.generation_mwh}, {"used_mwh", volume.used_mwh}, {"worthless_mwh", volume.worthless_mwh},
          {"paid_usd", volume.paid_usd}, {"market_value_usd", volume.market_value_usd}, {"settlement_usd", volume.settlement_usd()}};
}

Json utility_bill(const planning::Run& run) {
  Json out = Json::array();
  const std::vector<std::string> names = supply::source_names(run.input.scenario.supply);
  for (const planning::BillMonth& m : run.accounts.bill) {
    const planning::DemandMonth& d = m.demand;
    out.push_back({{"connection", names[m.source]}, {"month", to_string(m.month).substr(0, 7)}, {"hours", d.to - d.from},
                   {"billed_hours", d.billed_hours}, {"import_mwh", m.import_mwh}, {"export_mwh", m.export_mwh},
                   {"peak_kw", d.peak_mw * 1e3}, {"peak_hour", d.peak_mw > 0 ? Json(d.peak_hour) : Json(nullptr)},
                   {"billed_demand_kw", d.billed_mw * 1e3}, {"energy_charge_usd", m.energy_usd},
                   {"export_revenue_usd", m.export_usd}, {"demand_charge_usd", d.demand_usd},
                   {"minimum_take_top_up_usd", d.top_up_usd}, {"ratchet_top_up_usd", d.ratchet_usd}, {"capacity_charge_usd", d.capacity_usd},
                   {"interruptible_credit_usd", d.credit_usd}, {"contract_settlement_usd", m.contract_usd},
                   {"total_usd", m.total_usd()}});
  }
  return out;
}

Json markets(const planning::Run& run) {
  const supply::CarbonAccount& c = run.markets.carbon;
  Json contracts = Json::array();
  const std::vector<std::string> names = supply::source_names(run.input.scenario.supply);
  for (const planning::ContractResult& contract : run.markets.contracts) {
    Json years = Json::array();
    for (const planning::ContractYear& at : contract.years) {
      years.push_back(contract_volume(at));
      years.back()["year"] = at.year;
    }
    contracts.push_back(contract_volume(contract));
    contracts.back().update({{"name", contract.name}, {"connection", names[contract.source]}, {"years", years}});
  }
  return {{"carbon", {{"location_t", c.location_t}, {"market_t", c.market_t}, {"market_hourly_t", c.market_hourly_t},
                      {"cfe_score_frac", c.score_frac}, {"cfe_volume_frac", c.volume_frac}, {"contract_mwh", c.contract_mwh},
                      {"contract_matched_mwh", c.contract_matched_mwh}, {"fully_matched_hours", c.fully_matched_hours}}},
          {"contracts", contracts}};
}

Json cash_flow(const planning::Run& run) {
  Json out = Json::array();
  for (const economics::CashFlowRow& row : run.accounts.cash_flow.rows)
    out.push_back({{"year", row.year}, {"revenue_usd", row.revenue.in(USD)}, {"opex_usd", row.operating.in(USD)},
                   {"capex_usd", row.capital.in(USD)}, {"tax_usd", row.tax.in(USD)}, {"net_usd", row.net.in(USD)},
                   {"cumulative_usd", row.cumulative.in(USD)}});
  return out;
}

// "compute_gemm" -> "compute gemm".
std::string words(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

Json step_json(const campus::PreparedJob& job, const catalog::Accelerator& accelerator) {
  const training::Step& step = job.training.step;
  Json parts = Json::array();
  for (const training::Part& part : step.parts)
    if (part.time > 0.0 * s) parts.push_back({{"label", words(training::to_string(part.kind))}, {"seconds", part.time.in(s)}});
  const training::MemoryUse& m = step.memory;
  const Json memory = Json::array({{{"label", "weights"}, {"bytes", m.weights.in(B)}},
                                   {{"label", "gradients"}, {"bytes", m.gradients.in(B)}},
                                   {{"label", "optimizer"}, {"bytes", m.optimizer.in(B)}},
                                   {{"label", "activations"}, {"bytes", m.activations.in(B)}},
                                   {{"label", "workspace"}, {"bytes", m.workspace.in(B)}}});
  return {{"job", job.name}, {"total_s", step.total.in(s)}, {"used_s", job.training.step_time.in(s)},
          {"uncertainty_frac", step.uncertainty_frac}, {"binding", words(step.binding)}, {"parts", parts},
          {"memory", memory}, {"capacity_bytes", accelerator.memory.in(B)}};
}

Json jobs_json(const planning::Run& run) {
  Json out = Json::array();
  for (const campus::PreparedJob& job : run.simulation.prepared.jobs) {
    if (!job.trains) continue;
    const reliability::TimeShares& shares = job.training.goodput.shares;
    out.push_back({{"step", step_json(job, run.simulation.prepared.halls[job.halls.front()].design.accelerator)},
                   {"simulated_goodput_frac", job.training.simulated_goodput.shares.goodput_frac},
                   {"simulated_goodput_standard_error", job.training.simulated_goodput.standard_error},
                   {"goodput", Json::array({{{"label", "goodput"}, {"share", shares.goodput_frac}},
                                            {{"label", "checkpoints"}, {"share", shares.checkpoint_frac}},
                                            {{"label", "lost work"}, {"share", shares.lost_work_frac + shares.undurable_frac}},
                                            {{"label", "detection and restart"}, {"share", shares.recovery_frac}},
                                            {{"label", "planned stops"}, {"share", shares.planned_frac}}})}});
  }
  return out;
}

Json balances(const planning::Run& run) {
  Json out = Json::array();
  for (const campus::Balance& b : run.simulation.balances)
    out.push_back({{"name", b.name}, {"in", b.in}, {"out", b.out}, {"residual_frac", b.residual_frac()}, {"unit", b.unit}});
  return out;
}

Json warnings(const Diagnostics& diagnostics) {
  Json out = Json::array();
  for (const Diagnostic& d : diagnostics.list())
    if (d.severity == Severity::warning) out.push_back({{"code", d.code}, {"path", d.path}, {"message", d.message}});
  return out;
}

Json events(const planning::Run& run) {
  Json out = Json::array();
  const Date start = run.input.scenario.horizon.start;
  for (const campus::Event& e : run.simulation.operations.events)
    out.push_back({{"hour", e.hour}, {"date", to_string(date_from_days(days_since_epoch(start) + std::int64_t(e.hour / 24)))},
                   {"what", e.what}});
  return out;
}

void refuse_non_finite(const Json& node) {
  if (node.is_number_float() && !std::isfinite(node.get<double>()))
    throw std::runtime_error("a result is not a finite number");
  if (node.is_structured())
    for (const Json& child : node) refuse_non_finite(child);
}

void add_figures_below(const planning::Run& run, const std::string& id, Json& out) {
  for (const Json& there : out)
    if (there["id"] == id) return;
  const Figure* figure = run.figures.find(id);
  if (!figure) return;
  out.push_back(figure_json(*figure));
  for (const std::string& input : figure->inputs) add_figures_below(run, input, out);
}

}  // namespace

std::string code_version() { return GW_VERSION; }

Json result_document(const planning::Run& run, const Diagnostics& diagnostics, bool with_series) {
  Json out = {{"format", "gigawatt.result/1"},
              {"version", {{"code", code_version()}, {"catalogue_hash", run.input.catalogue_hash},
                           {"input_hash", run.input.input_hash}, {"seed", run.seed}}},
              {"campus", campus_json(run)},
              {"headline", headline(run)},
              {"binding", {{"constraint", run.binding.constraint}, {"detail", run.binding.detail}}},
              {"next_command", run.binding.next_command}};
  Json figures = Json::array();
  for (const Figure& figure : run.figures.all()) figures.push_back(figure_json(figure));
  out["figures"] = std::move(figures);
  out["energy_flow"] = energy_flow(run);
  if (with_series) {
    out["series"] = series(run);
    out["load_duration"] = load_duration(run);
  }
  out["costs"] = costs(run);
  out["cost_views"] = cost_views(run);
  out["markets"] = markets(run);
  out["utility_bill"] = utility_bill(run);
  out["cash_flow"] = cash_flow(run);
  const Json jobs = jobs_json(run);
  if (!jobs.empty()) {
    out["step"] = jobs[0]["step"];
    out["goodput"] = jobs[0]["goodput"];
  }
  out["jobs"] = jobs;
  out["events"] = events(run);
  out["balances"] = balances(run);
  out["warnings"] = warnings(diagnostics);
  out["assumptions"] = assumptions(run);
  out["campus_yaml"] = describe::to_yaml(planning::Scenario::description(), &run.input.scenario);
  return out;
}

Json figure_document(const planning::Run& run, const std::string& id) {
  Json out = Json::array();
  add_figures_below(run, id, out);
  return out;
}

Json provenance_json(const describe::ProvenanceMap& provenance) {
  Json out = Json::array();
  for (const auto& [path, p] : provenance)
    out.push_back({{"path", path},
                   {"value", p.text.empty() ? Json(p.value) : Json(nullptr)},
                   {"text", p.text},
                   {"unit", p.unit},
                   {"source", p.origin.source},
                   {"grade", to_string(p.origin.grade)},
                   {"place", p.origin.place}});
  return out;
}

std::string to_text(const Json& document) {
  refuse_non_finite(document);
  // Text that is not UTF-8 (a station name of a foreign file) is replaced, never refused.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gw::report
