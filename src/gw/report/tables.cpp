#include "gw/report/tables.h"

#include <fmt/format.h>

#include "gw/cooling/plant_price.h"

namespace gw::report {
namespace {

// Collects rows of one table.
class Table {
 public:
  Table(std::string name, std::vector<std::string> headings) : name_(std::move(name)) { row(headings); }
  void row(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) text_ += (i ? "," : "") + cells[i];
    text_ += "\r\n";
  }
  TextFile file() { return {name_ + ".csv", std::move(text_)}; }

 private:
  std::string name_, text_;
};

std::string number(double value) { return fmt::format("{}", value); }

TextFile headline(const planning::Run& run) {
  Table t("headline", {"id", "label", "value", "unit", "grade"});
  for (const std::string& id : run.headline) {
    const Figure& f = *run.figures.find(id);
    t.row({id, csv_cell(f.label), number(f.value), csv_cell(f.unit), to_string(run.figures.weakest_grade(id))});
  }
  return t.file();
}

TextFile sources(const planning::Run& run) {
  Table t("sources", {"name", "kind", "bus", "nameplate_mw", "output_mwh", "peak_mw", "full_load_h", "fuel_mmbtu", "co2_t",
                      "cost_usd", "starts", "curtailed_mwh", "charge_mwh", "loss_mwh", "export_mwh", "full_cycles", "full_mwh_end", "in_service", "order_by"});
  const std::vector<std::string> names = supply::source_names(run.input.scenario.supply);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const supply::Source& source = run.input.scenario.supply[i];
    const supply::SourceTotals& s = run.simulation.dispatch.sources[i].total;
    const Date start = run.input.scenario.horizon.start;
    const auto order_by = supply::order_by(source, start);
    t.row({csv_cell(names[i]), supply::kind_name(source), csv_cell(supply::common(source).bus),
           number(supply::nameplate(source).in(MW)), number(s.output_mwh), number(s.peak_mw), number(s.full_load_hours),
           number(s.fuel_mmbtu), number(s.co2_t), number(s.cost_usd), number(s.starts), number(s.curtailed_mwh),
           number(s.charge_mwh), number(s.loss_mwh), number(s.export_mwh), number(s.full_cycles),
           number(s.full_mwh_end), to_string(supply::in_service_on(source, start)), order_by ? to_string(*order_by) : ""});
  }
  return t.file();
}

TextFile jobs(const planning::Run& run) {
  Table t("jobs", {"name", "accelerators", "step_s", "tokens_per_s", "goodput_frac", "mtbf_h", "checkpoint_interval_s", "tokens",
                   "it_mwh", "accelerator_hours"});
  const campus::Operations& o = run.simulation.operations;
  for (std::size_t j = 0; j < run.simulation.prepared.jobs.size(); ++j) {
    const campus::PreparedJob& job = run.simulation.prepared.jobs[j];
    const reliability::Goodput& g = job.training.goodput;
    const bool fails = job.trains && is_finite(g.times.mtbf);
    t.row({csv_cell(job.name), number(double(job.accelerators)), number(job.training.step_time.in(s)),
           number(job.training.tokens_per_second), number(job.trains ? g.shares.goodput_frac : 0.0),
           fails ? number(g.times.mtbf.in(hour)) : "", fails ? number(g.times.interval.in(s)) : "", number(o.job_tokens[j]),
           number(o.job_energy_wh[j].it.total().in(MW)), number(o.job_run_hours[j])});
  }
  return t.file();
}

TextFile halls(const planning::Run& run) {
  Table t("halls", {"name", "bus", "energised_h", "accelerators", "design_it_mw", "idle_w_per_accelerator",
                    "provisioned_w_per_accelerator", "make_up_design_m3_per_h"});
  for (std::size_t i = 0; i < run.simulation.prepared.halls.size(); ++i) {
    const campus::PreparedHall& h = run.simulation.prepared.halls[i];
    t.row({csv_cell(h.name), csv_cell(h.bus), number(h.energised_hour), number(double(h.accelerators)),
           number(h.design_it.in(MW)), number(h.idle.total().in(W)), number(h.provisioned.total().in(W)),
           number(run.make_up.hall_m3_per_h[i])});
  }
  return t.file();
}

void cooling_row(const campus::PreparedHall& hall, const char* name, const cooling::SizedLoop& loop, const cooling::LoopPrice& price, Table& t) {
  if (!(loop.peak_w > 0)) return;
  const cooling::CoolingDesign& design = hall.plant.design;
  const cooling::HeatRejection& kind = &loop == &hall.plant.liquid ? design.liquid->plant : design.air.plant;
  const double units = design.units + design.spare_units, mw = loop.installed_w / 1e6;
  t.row({csv_cell(hall.name), name, cooling::kind_of(kind), number(design.units), number(design.spare_units), number(mw / units), number(mw),
         number(loop.peak_w / 1e6), number(loop.supply_c), number(loop.return_c), number(hall.plant.hottest.dry_bulb.in_celsius()),
         number(hall.plant.hottest.wet_bulb.in_celsius()), number(loop.pump_w / 1e3), number(loop.fan_w / 1e3),
         loop.tank ? number(price.tank_kwh / 1e3) : "", number(price.usd())});
}

// Loops of the halls as they are built.
TextFile cooling_loops(const planning::Run& run) {
  Table t("cooling", {"hall", "loop", "kind", "units", "spare_units", "unit_mw", "installed_mw", "peak_heat_mw", "supply_c", "return_c",
                      "design_dry_bulb_c", "design_wet_bulb_c", "loop_pumps_kw", "air_handler_fans_kw", "tank_mwh", "capital_usd"});
  for (const campus::PreparedHall& hall : run.simulation.prepared.halls) {
    const cooling::PlantPrice price = cooling::plant_price(hall.plant);
    cooling_row(hall, "liquid", hall.plant.liquid, price.liquid, t);
    cooling_row(hall, "air", hall.plant.air, price.air, t);
  }
  return t.file();
}

TextFile capital(const planning::Run& run) {
  Table t("capital", {"name", "layer", "cost_usd", "life_years", "in_service_years", "fixed_om_usd_per_year"});
  for (const economics::CapitalItem& item : run.accounts.inputs.capital)
    t.row({csv_cell(item.name), economics::to_string(item.layer), number(item.cost.in(USD)), number(item.life.in(year)),
           number(item.in_service.in(year)), number(item.fixed_om.in(USD / year))});
  return t.file();
}

TextFile cost(const planning::Run& run) {
  Table t("cost", {"view", "line", "amount_usd", "share_frac"});
  const auto add = [&t](const char* name, const economics::CostView& view) {
    for (const economics::CostLine& line : view.split)
      t.row({name, csv_cell(line.name), number(line.amount.in(USD)), number(line.share_frac)});
  };
  add("annuity", run.accounts.report.annuity);
  add("straight_line", run.accounts.report.straight_line);
  return t.file();
}

// "2026-07-14 15:00", the hour that begins then.
std::string hour_text(const planning::Run& run, std::size_t hour) {
  const std::int64_t day = days_since_epoch(run.input.scenario.horizon.start) + std::int64_t(hour / 24);
  return fmt::format("{} {:02}:00", to_string(date_from_days(day)), hour % 24);
}

// A ratio of two sums; empty without a divisor.
std::string ratio(double over, double under) { return under > 0 ? number(over / under) : ""; }

TextFile utility_bill(const planning::Run& run) {
  Table t("utility_bill",
          {"connection", "month", "hours", "billed_hours", "import_mwh", "export_mwh", "peak_kw", "peak_at", "billed_demand_kw",
           "energy_charge_usd", "export_revenue_usd", "demand_charge_usd", "minimum_take_top_up_usd", "ratchet_top_up_usd", "capacity_charge_usd",
           "interruptible_credit_usd", "contract_settlement_usd", "total_usd", "mean_price_usd_per_mwh"});
  const std::vector<std::string> names = supply::source_names(run.input.scenario.supply);
  for (const planning::BillMonth& m : run.accounts.bill) {
    const planning::DemandMonth& d = m.demand;
    t.row({csv_cell(names[m.source]), to_string(m.month).substr(0, 7), number(double(d.to - d.from)), number(d.billed_hours),
           number(m.import_mwh), number(m.export_mwh), number(d.peak_mw * 1e3), d.peak_mw > 0 ? hour_text(run, d.peak_hour) : "",
           number(d.billed_mw * 1e3), number(m.energy_usd), number(m.export_usd), number(d.demand_usd), number(d.top_up_usd),
           number(d.ratchet_usd), number(d.capacity_usd), number(d.credit_usd), number(m.contract_usd), number(m.total_usd()),
           ratio(m.total_usd(), m.import_mwh)});
  }
  return t.file();
}

TextFile contracts(const planning::Run& run) {
  Table t("contracts", {"contract", "settlement", "connection", "year", "generation_mwh", "used_mwh", "worthless_mwh",
                        "price_paid_usd_per_mwh", "paid_usd", "market_value_usd", "settlement_usd"});
  const std::vector<std::string> names = supply::source_names(run.input.scenario.supply);
  for (std::size_t c = 0; c < run.markets.contracts.size(); ++c) {
    const planning::ContractResult& contract = run.markets.contracts[c];
    const bool physical = run.input.scenario.contracts[c].settlement == planning::Settlement::physical;
    for (const planning::ContractYear& y : contract.years)
      t.row({csv_cell(contract.name), physical ? "physical" : "virtual", csv_cell(names[contract.source]), number(y.year),
             number(y.generation_mwh), number(y.used_mwh), number(y.worthless_mwh), ratio(y.paid_usd, y.generation_mwh),
             number(y.paid_usd), number(y.market_value_usd), number(y.settlement_usd())});
  }
  return t.file();
}

// Make-up flows: what pipes are sized by, and what flowed.
TextFile water(const planning::Run& run) {
  Table t("water", {"flow", "m3_per_h", "l_per_s", "at"});
  const auto add = [&t](const char* flow, double m3_per_h, const std::string& at) {
    t.row({flow, number(m3_per_h), number(m3_per_h / 3.6), at});
  };
  const planning::MakeUpWater& m = run.make_up;
  const double hours = double(run.input.scenario.horizon.hours());
  add("design", m.design_m3_per_h, "");
  add("largest_hour", m.peak_m3_per_h, m.peak_m3_per_h > 0 ? hour_text(run, m.peak_hour) : "");
  add("mean", run.simulation.operations.water.total_kg() / 1e3 / hours, "");
  return t.file();
}

TextFile cash_flow(const planning::Run& run) {
  Table t("cash_flow", {"year", "capital_usd", "operating_usd", "revenue_usd", "depreciation_usd", "tax_usd", "residual_usd",
                        "net_usd", "cumulative_usd"});
  for (const economics::CashFlowRow& r : run.accounts.cash_flow.rows)
    t.row({number(r.year), number(r.capital.in(USD)), number(r.operating.in(USD)), number(r.revenue.in(USD)),
           number(r.depreciation.in(USD)), number(r.tax.in(USD)), number(r.residual.in(USD)), number(r.net.in(USD)),
           number(r.cumulative.in(USD))});
  return t.file();
}

TextFile assumptions(const planning::Run& run) {
  Table t("assumptions", {"path", "value", "unit", "grade", "source", "place", "meaning"});
  for (const auto& [path, p] : run.input.provenance)
    t.row({csv_cell(path), p.is_text ? csv_cell(p.text) : number(p.value), csv_cell(p.unit), to_string(p.origin.grade),
           csv_cell(p.origin.source), csv_cell(p.origin.place), csv_cell(p.doc)});
  return t.file();
}

TextFile events(const planning::Run& run) {
  Table t("events", {"hour", "what"});
  for (const campus::Event& e : run.simulation.operations.events) t.row({number(e.hour), csv_cell(e.what)});
  return t.file();
}

TextFile balances(const planning::Run& run) {
  Table t("balances", {"name", "in", "out", "residual_frac", "unit"});
  for (const campus::Balance& b : run.simulation.balances)
    t.row({csv_cell(b.name), number(b.in), number(b.out), number(b.residual_frac()), csv_cell(b.unit)});
  return t.file();
}

}  // namespace

std::string csv_cell(const std::string& text) {
  std::string out = text;
  if (!out.empty() && std::string("=+-@").find(out.front()) != std::string::npos) out.insert(0, "'");
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (char c : out) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::vector<TextFile> csv_tables(const planning::Run& run) {
  return {headline(run),  sources(run),   jobs(run),        halls(run),  cooling_loops(run), capital(run),  cost(run), utility_bill(run),
          contracts(run), water(run), cash_flow(run), assumptions(run), events(run), balances(run)};
}

}  // namespace gw::report
