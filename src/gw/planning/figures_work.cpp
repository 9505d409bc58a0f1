// Figures of the work: the training step, goodput, tokens.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "gw/base/sum.h"
#include "gw/planning/figures.h"
#include "gw/planning/spare_hardware.h"

namespace gw::planning {
namespace {

std::size_t number_of(const Run& run, const campus::PreparedJob& job) {
  return std::size_t(&job - run.simulation.prepared.jobs.data());
}

// Ids of a job's figures: the lead job has plain names, the others carry theirs, and their number where two names
// become one id. A formula could not read an id that begins with a digit.
std::string own(const Run& run, const campus::PreparedJob& job, const std::string& id) {
  if (&job == lead_job(run)) return id;
  std::string part = id_part(job.name);
  const auto same = [&](const campus::PreparedJob& other) { return id_part(other.name) == part; };
  if (std::ranges::count_if(run.simulation.prepared.jobs, same) > 1) part += fmt::format("_{}", number_of(run, job));
  const bool letter = !part.empty() && std::isalpha(static_cast<unsigned char>(part[0]));
  return (letter ? "" : "job_") + part + "_" + id;
}

const campus::TrainingJob& described(const Run& run, const campus::PreparedJob& job) {
  return std::get<campus::TrainingJob>(run.input.scenario.jobs[number_of(run, job)]);
}

// The step: its parts add up; a power cap stretches it.
std::string add_step(const Run& run, const campus::PreparedJob& job, FigureWriter& write) {
  const campus::PreparedTraining& t = job.training;
  const std::string path = fmt::format("jobs[{}]", number_of(run, job));
  if (described(run, job).measured_step_time)
    return write.field(own(run, job, "step_time_s"), "Training step, as measured", path + ".measured_step_time_s");
  std::vector<std::string> parts;
  for (const training::Part& part : t.step.parts) {
    if (part.time <= 0.0 * s) continue;
    const std::string name = training::to_string(part.kind);
    parts.push_back(write.simulated(own(run, job, "step_" + name + "_s"), "Step: " + name, part.time.in(s), "s",
                                    "closed form over operators and collectives (docs/training.md)", {}));
  }
  const std::string total = write.sum(own(run, job, "step_uncapped_s"), "Training step without a power cap",
                                      t.step.total.in(s), "s", parts);
  const std::string speed = write.simulated(own(run, job, "speed_at_cap_frac"), "Speed under the power cap",
                                            t.speed_at_cap_frac, "", "clock that meets the cap (docs/power.md)", {});
  return write.formula(own(run, job, "step_time_s"), "Training step", t.step_time.in(s), "s", total + " / " + speed,
                       {total, speed});
}

void add_speed(const Run& run, const campus::PreparedJob& job, FigureWriter& write) {
  const campus::PreparedTraining& t = job.training;
  const std::string path = fmt::format("jobs[{}]", number_of(run, job));
  const campus::TrainingJob& text = described(run, job);
  const std::string step = add_step(run, job, write);
  const std::string n = write.field(own(run, job, "job_accelerators"), "Accelerators of one instance", path + ".accelerators");
  const std::string batch = write.field(own(run, job, "global_batch_sequences"), "Global batch",
                                        path + ".plan.global_batch_sequences", double(text.plan.global_batch_sequences), "sequences");
  const std::string length = write.field(own(run, job, "sequence_length"), "Sequence length",
                                         path + ".plan.sequence_length", double(text.plan.sequence_length), "tokens");
  const std::string tokens = write.formula(own(run, job, "tokens_per_step"), "Tokens per step", t.step.tokens_per_step,
                                           "tokens", batch + " * " + length, {batch, length});
  write.formula(own(run, job, "instance_tokens_per_s"), "Tokens per second of one instance at work",
                t.tokens_per_second, "tokens/s", tokens + " / " + step, {tokens, step});
  const std::string layers = write.field(own(run, job, "model_layers"), "Layers", path + ".model.layers");
  const std::string hidden = write.field(own(run, job, "model_hidden"), "Hidden width", path + ".model.hidden");
  const std::string flops = write.simulated(own(run, job, "model_pflop_per_step"), "Model FLOPs of a step",
                                            t.step.model_flops.in(PFLOP), "PFLOP",
                                            "operators of the model, forward and backward, no recompute (docs/workload.md)",
                                            {layers, hidden, tokens});
  const double achieved = t.step.model_flops.in(TFLOP) / t.step_time.in(s) / double(job.accelerators);
  const std::string rate = write.formula(own(run, job, "achieved_tflops_per_accelerator"),
                                         "Achieved model FLOP/s per accelerator", achieved, "TFLOP/s",
                                         flops + " * 1000 / " + step + " / " + n, {flops, step, n});
  const catalog::Accelerator& part = run.simulation.prepared.halls[job.halls.front()].design.accelerator;
  const double peak = part.peak_rate(text.plan.precision).in(TFLOP / s);
  const std::string precision = catalog::to_string(text.plan.precision);
  const std::string peak_id = write.field(own(run, job, "peak_tflops"), "Dense peak in " + precision,
                                          fmt::format("halls[{}].accelerator.peak.{}_tflops", job.halls.front(),
                                                      precision == "mxfp8" ? "fp8" : precision == "nvfp4" ? "fp4" : precision),
                                          peak, "TFLOP/s");
  write.formula(own(run, job, "mfu_frac"), "Model FLOPs utilisation (MFU)", achieved / peak, "", rate + " / " + peak_id,
                {rate, peak_id});
}

// What the failure profile says of one cause: a count over an observation, or a rate.
std::vector<std::string> profile_inputs(const Run& run, std::size_t cause, FigureWriter& write) {
  const reliability::FailureCause& described = run.input.scenario.failures.causes[cause];
  const std::string at = fmt::format("failures.causes[{}]", cause), part = id_part(described.name);
  if (!described.count)
    return {write.field("failure_rate_" + part, "Published failure rate: " + described.name, at + ".rate_per_1000_days")};
  return {write.field("failure_count_" + part, "Failures seen: " + described.name, at + ".count"),
          write.field("failures_observed_accelerators", "Accelerators observed", "failures.observed.accelerators"),
          write.field("failures_observed_days", "Time observed", "failures.observed.duration_days")};
}

// What the checkpoint policy gives: the inputs of the times above it.
struct CheckpointLeaves {
  std::vector<std::string> interval, blocking, write, restart;
};

CheckpointLeaves checkpoint_leaves(const Run& run, const campus::PreparedJob& job, FigureWriter& write) {
  const reliability::CheckpointPolicy& policy = described(run, job).checkpoint;
  const auto leaf = [&](const char* id, const char* label, const char* key, double value, const char* unit) {
    return write.field(own(run, job, id), label, fmt::format("jobs[{}].checkpoint.{}", number_of(run, job), key), value, unit);
  };
  CheckpointLeaves out;
  if (policy.interval)
    out.interval = {leaf("checkpoint_interval_given_s", "Checkpoint interval, as given", "interval_s", policy.interval->in(s), "s")};
  else
    out.interval = {leaf("checkpoint_minimum_interval_s", "Shortest checkpoint interval", "minimum_interval_s", policy.minimum_interval.in(s), "s"),
                    leaf("checkpoint_maximum_interval_h", "Longest checkpoint interval", "maximum_interval_h", policy.maximum_interval.in(hour), "h")};
  const std::string bytes = leaf("checkpoint_bytes_per_parameter", "Checkpoint bytes of a parameter", "state_bytes_per_parameter", policy.state_bytes_per_parameter, "B");
  out.write = {leaf("checkpoint_asynchronous", "Checkpoints are written while training goes on", "asynchronous", policy.asynchronous ? 1.0 : 0.0, ""), bytes,
               leaf("checkpoint_write_gb_per_s", "Write bandwidth of the job", "write_bandwidth_gb_per_s", policy.write_bandwidth.in(GB / s), "GB/s")};
  out.blocking = out.write;
  if (policy.blocking)
    out.blocking = {leaf("checkpoint_blocking_given_s", "Blocking time, as given", "blocking_s", policy.blocking->in(s), "s")};
  else if (policy.asynchronous)
    out.blocking.push_back(leaf("checkpoint_snapshot_s", "Copy out of accelerator memory", "snapshot_s", policy.snapshot.in(s), "s"));
  out.restart = {leaf("checkpoint_initialisation_s", "Start of processes and communicators", "initialisation_s", policy.initialisation.in(s), "s"), bytes,
                 leaf("checkpoint_read_gb_per_s", "Read bandwidth of the job", "read_bandwidth_gb_per_s", policy.read_bandwidth.in(GB / s), "GB/s")};
  return out;
}

void add_goodput(const Run& run, const campus::PreparedJob& job, FigureWriter& write) {
  const reliability::Goodput& g = job.training.goodput;
  const std::string path = fmt::format("jobs[{}].checkpoint", number_of(run, job));
  const auto name = [&](const char* id) { return own(run, job, id); };
  std::vector<std::string> rates;
  for (std::size_t c = 0; c < g.failures.causes.size(); ++c) {
    const reliability::CauseRate& cause = g.failures.causes[c];
    if (cause.planned || !(cause.rate > 0.0 * (1.0 / s))) continue;
    rates.push_back(write.simulated(name("failures_per_day_") + id_part(cause.name), "Failures: " + cause.name,
                                    cause.rate.in(1.0 / day), "1/day",
                                    "rate of the failure profile times elements in the job", profile_inputs(run, c, write)));
  }
  const std::string per_day = write.sum(name("failures_per_day"), "Failures of the job", g.failures.unplanned.in(1.0 / day),
                                        "1/day", rates);
  if (!(g.failures.unplanned > 0.0 * (1.0 / s))) {
    write.simulated(name("goodput_frac"), "Goodput (effective training time)", g.shares.goodput_frac, "",
                    "nothing fails: only checkpoints and planned stops cost time", {per_day});
    return;
  }
  const std::string m = write.formula(name("mtbf_s"), "Mean time between failures", g.times.mtbf.in(s), "s",
                                      "86400 / " + per_day, {per_day});
  const CheckpointLeaves leaf = checkpoint_leaves(run, job, write);
  const std::string d = write.simulated(name("checkpoint_blocking_s"), "Blocking time of a checkpoint",
                                        g.times.blocking.in(s), "s", "state over write bandwidth, snapshot time, or given", leaf.blocking);
  const std::string w = write.simulated(name("checkpoint_durable_s"), "Time until a checkpoint is durable",
                                        g.times.durable.in(s), "s", "asynchronous write time, else 0", leaf.write);
  std::vector<std::string> interval = leaf.interval;
  interval.insert(interval.end(), {m, d, w});
  const std::string tau = write.simulated(name("checkpoint_interval_s"), "Useful time between checkpoints",
                                          g.times.interval.in(s), "s", "given, or by the rule within its bounds (docs/reliability.md)", interval);
  const std::string detection = write.field(name("detection_s"), "Detection time", path + ".detection_s",
                                            g.checkpoint.detection.in(s), "s");
  const std::string restart = write.simulated(name("restart_s"), "Initialisation and reload", g.checkpoint.restart.in(s),
                                              "s", "initialisation plus state over read bandwidth", leaf.restart);
  const std::string r = write.formula(name("recovery_s"), "Detection and restart", g.times.recovery.in(s), "s",
                                      detection + " + " + restart, {detection, restart});
  const std::string planned = write.simulated(name("planned_stop_frac"), "Share of time in planned stops",
                                              g.shares.planned_frac, "", "planned interruptions times their stop", {});
  write.formula(name("goodput_frac"), "Goodput (effective training time)", g.shares.goodput_frac, "",
                fmt::format("(1 - {p}) * {t} / ({m} * exp(({r} + {w}) / {m}) * (exp(({t} + {d}) / {m}) - 1))",
                            fmt::arg("p", planned), fmt::arg("t", tau), fmt::arg("m", m), fmt::arg("r", r),
                            fmt::arg("w", w), fmt::arg("d", d)),
                {planned, tau, m, r, w, d});
}

std::string add_tokens(const Run& run, const campus::PreparedJob& job, FigureWriter& write) {
  const campus::Operations& o = run.simulation.operations;
  const std::size_t j = number_of(run, job);
  const auto name = [&](const char* id) { return own(run, job, id); };
  const std::string held = write.simulated(name("job_held_accelerator_hours"), "Accelerator-hours given to the job",
                                           o.job_held_hours[j], "h", "placement of instances over the horizon", {name("job_accelerators")});
  const std::string ran = write.simulated(name("job_run_accelerator_hours"), "Accelerator-hours the job ran",
                                          o.job_run_hours[j], "h", "given hours less those shed for lack of power or cooling", {held});
  const double share = o.job_held_hours[j] > 0 ? o.job_run_hours[j] / o.job_held_hours[j] : 0.0;
  const double speed = job.training.tokens_per_second * job.training.goodput.shares.goodput_frac * share;
  const double days = job.tokens / speed / 86400;  // infinite for a job that fails too often to keep any work
  const std::string model_tokens = write.field(name("model_tokens"), "Training tokens of one instance",
                                               fmt::format("jobs[{}].tokens", j), job.tokens, "tokens");
  if (speed > 0 && std::isfinite(days))
    write.formula(name("days_to_train"), "Days to train one instance", days, "days",
                  fmt::format("{} / ({} * {} * ({} / {})) / 86400", model_tokens, name("instance_tokens_per_s"),
                              name("goodput_frac"), ran, held),
                  {model_tokens, name("instance_tokens_per_s"), name("goodput_frac"), ran, held});
  return write.formula(name("job_tokens_trained"), "Tokens trained: " + job.name, o.job_tokens[j], "tokens",
                       fmt::format("{} / {} * 3600 * {} * {}", ran, name("job_accelerators"), name("instance_tokens_per_s"),
                                   name("goodput_frac")),
                       {ran, name("job_accelerators"), name("instance_tokens_per_s"), name("goodput_frac")});
}

// Hardware out for repair, and the spares that make up for it.
void add_spares(const Run& run, FigureWriter& write) {
  for (const SpareNeed& need : spare_needs(run.input.scenario, run.simulation)) {
    const campus::PreparedJob& job = run.simulation.prepared.jobs[need.job];
    const std::string down = write.simulated(own(run, job, "accelerators_in_repair"), "Accelerators in repair, on average", need.in_repair, "",
                                             "failures times repair time (docs/reliability.md)", {own(run, job, "job_accelerators")});
    write.simulated(own(run, job, "spare_accelerators_needed"), "Spare accelerators needed", need.needed, "",
                    "quantile of the hardware in repair, whole nodes and racks", {down});
  }
}

std::string add_racks(const campus::Hall& hall, const std::string& part, const std::string& at, FigureWriter& write) {
  const std::string id = "racks_" + part, label = "Racks of " + hall.name;
  if (!hall.it_power) return write.field(id, label, at + ".racks");
  const std::string mw = write.field("asked_it_mw_" + part, "IT power asked for: " + hall.name, at + ".it_power_mw");
  return write.simulated(id, label, double(hall.racks), "", "whole racks that draw at least the IT power asked for at full rate", {mw});
}

// Accelerators of every hall, and the power each is provisioned with.
void add_halls(const Run& run, FigureWriter& write) {
  std::vector<std::string> halls, provisioned;
  const std::vector<std::string> parts = hall_parts(run);
  double accelerators = 0, provisioned_mw = 0;
  for (std::size_t h = 0; h < run.input.scenario.halls.size(); ++h) {
    const campus::Hall& hall = run.input.scenario.halls[h];
    if (!run.simulation.prepared.halls[h].within_horizon) continue;
    const std::string at = fmt::format("halls[{}]", h), &part = parts[h];
    const std::string racks = add_racks(hall, part, at, write);
    const std::string each = write.field("accelerators_per_rack_" + part, "Accelerators per rack", at + ".rack.accelerators");
    halls.push_back(write.formula("accelerators_" + part, "Accelerators of " + hall.name, double(hall.accelerators()), "",
                                  racks + " * " + each, {racks, each}));
    accelerators += double(hall.accelerators());
    const std::string tdp = write.field("tdp_w_" + part, "TDP of the accelerators of " + hall.name, at + ".accelerator.tdp_w");
    const std::string rated = write.field("rated_w_" + part, "Rating of the racks of " + hall.name, at + ".rack.rated_w");
    const double watts = run.simulation.prepared.halls[h].provisioned.total().in(W);
    const std::string w = write.simulated("provisioned_w_per_accelerator_" + part, "IT power provisioned per accelerator", watts,
                                          "W", "rack, network, storage and support at full rate (docs/power.md)", {tdp, rated, each});
    const double mw = double(hall.accelerators()) * watts / 1e6;
    provisioned.push_back(write.formula("provisioned_it_mw_" + part, "IT power provisioned: " + hall.name, mw, "MW",
                                        halls.back() + " * " + w + " / 1000000", {halls.back(), w}));
    provisioned_mw += mw;
  }
  write.sum("it_provisioned_mw", "IT power provisioned by the end", provisioned_mw, "MW", provisioned);
  write.sum("accelerators", "Accelerators installed by the end", accelerators, "", halls);
}

}  // namespace

void add_work_figures(const Run& run, FigureWriter& write) {
  std::vector<std::string> tokens;
  add_halls(run, write);
  for (const campus::PreparedJob& job : run.simulation.prepared.jobs) {
    if (!job.trains) continue;
    add_speed(run, job, write);
    add_goodput(run, job, write);
    tokens.push_back(add_tokens(run, job, write));
  }
  add_spares(run, write);
  const std::vector<double>& by_job = run.simulation.operations.job_tokens;
  if (!tokens.empty())
    write.sum("tokens_trained", "Tokens trained in the horizon", sum_of(by_job),
              "tokens", tokens);
}

}  // namespace gw::planning
