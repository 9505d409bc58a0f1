#include "gw/campus/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "gw/base/parallel.h"
#include "gw/campus/chain_sizing.h"
#include "gw/campus/check.h"
#include "gw/campus/hall_load.h"
#include "gw/campus/measured_step.h"
#include "gw/cooling/extreme_year.h"
#include "gw/describe/schema.h"
#include "gw/training/stage_activity.h"

namespace gw::campus {
namespace {

// Hours of local time from the horizon's start to 00:00 of `date`.
int hour_of(const Campus& campus, Date date) {
  const std::int64_t days = days_since_epoch(date) - days_since_epoch(campus.horizon.start);
  return int(std::clamp<std::int64_t>(days * 24, -1'000'000, 1'000'000));
}

// The design alone: halls that differ in name, bus and date only are sized once.
std::string design_key(Hall hall) {
  hall.name = hall.bus = "";
  hall.energised = {};
  return describe::to_yaml(Hall::description(), &hall);
}

std::vector<std::size_t> first_alike(const std::vector<Hall>& halls, int threads) {
  std::vector<std::string> keys(halls.size());
  parallel_for(halls.size(), threads, [&](std::size_t i) { keys[i] = design_key(halls[i]); });
  std::map<std::string, std::size_t> first;
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < halls.size(); ++i) out.push_back(first.emplace(std::move(keys[i]), i).first->second);
  return out;
}

void name_hall(const Campus& campus, const Hall& hall, PreparedHall& out) {
  out.name = hall.name;
  out.bus = hall.bus;
  const int energised = hour_of(campus, hall.energised);
  out.energised_hour = std::max(0, energised);
  out.within_horizon = energised < campus.horizon.hours();
}

// All but the power chain, which depends on what the halls share: chain_sizing.h.
PreparedHall prepare_hall(const Campus& campus, const Hall& hall, const cooling::OutdoorYear& weather) {
  PreparedHall out;
  out.accelerators = hall.accelerators();
  out.design = load_design(campus, hall);
  out.idle = power::idle_power(out.design);
  out.provisioned = power::provisioned_power(out.design);
  power::LoadDesign uncapped = out.design;
  uncapped.cap.reset();
  out.uncapped = power::provisioned_power(uncapped);
  out.design_it = double(out.accelerators) * out.provisioned.total();
  const HeatSplit peak = peak_heat(hall, out);
  out.plant = cooling::size_plant(hall.cooling, peak.liquid, peak.air, weather);
  out.running = cooling::with_units_out(out.plant, hall.cooling.units_out, hall.cooling.units_out);
  out.other = campus.site.other_load_frac * out.design_it;
  return out;
}

// A plant that cannot hold its temperatures at design weather is a warning: the hours will show what is shed.
void report_cooling(const PreparedHall& hall, std::size_t number, std::vector<Issue>& issues) {
  const std::string path = fmt::format("halls[{}].cooling", number);
  for (const cooling::SizingShortfall& shortfall : hall.plant.shortfalls)
    issues.push_back({"GW2401", path,
                      fmt::format("{} loop cannot hold its supply temperature at design weather: {}", shortfall.loop,
                                  shortfall.binding),
                      shortfall.by > 0.0 * K ? fmt::format("a supply {:.1f} K warmer would do", shortfall.by.in(K)) : "",
                      true});
  for (const std::string& warning : hall.plant.warnings) issues.push_back({"GW2402", path, warning, "", true});
}

// A design for another climate: further above the weather's hottest hour than extremes of decades lie.
void warn_design_weather(const Campus& campus, std::size_t i, Prepared& out) {
  constexpr double kFarAboveK = 8;
  const cooling::CoolingDesign& design = campus.halls[i].cooling;
  const cooling::DesignConditions hottest = cooling::design_conditions(out.sizing, {});
  const auto say = [&](const std::optional<Temperature>& given, Temperature most, const char* field, const char* what) {
    if (!given || given->in_celsius() <= most.in_celsius() + kFarAboveK) return;
    out.issues.push_back({"GW3022", fmt::format("halls[{}].cooling.{}", i, field),
                          fmt::format("{} of {:.1f} C is {:.0f} K above the hottest of the weather file, {:.1f} C: the plant is sized "
                                      "for another climate", what, given->in_celsius(), given->in_celsius() - most.in_celsius(),
                                      most.in_celsius()),
                          "", true});
  };
  say(design.design_dry_bulb, hottest.dry_bulb, "design_dry_bulb_c", "a dry bulb");
  say(design.design_wet_bulb, hottest.wet_bulb, "design_wet_bulb_c", "a wet bulb");
}

void check_design_weather(const Campus& campus, Prepared& out) {
  for (std::size_t i = 0; i < campus.halls.size(); ++i) warn_design_weather(campus, i, out);
  for (std::size_t i = 0; i < campus.halls.size(); ++i)
    for (std::string& problem : cooling::design_weather_problems(campus.halls[i].cooling, out.sizing))
      out.issues.push_back({"GW3014", fmt::format("halls[{}].cooling.return_period_years", i), std::move(problem), "", false});
}

network::Fabric fabric_of(const Campus& campus, const PreparedHall& hall, std::int64_t accelerators) {
  return network::make_fabric(hall.design.accelerator, campus.fabric, accelerators);
}

double working_frac(const reliability::TimeShares& shares) {
  return shares.goodput_frac + shares.lost_work_frac + shares.undurable_frac;
}

// Mean power of an accelerator in a job: at work (kept and redone), waiting for a write, or down for a restart.
power::ItPower mean_power_of(const power::LoadDesign& design, const power::ItPower& at_work,
                             const reliability::TimeShares& shares) {
  const power::Activity waiting{.tensor_frac = 0, .memory_frac = 0, .scale_up_frac = 0, .scale_out_frac = 0,
                                .host_frac = {}, .clock_frac = 1, .running = true};
  return working_frac(shares) * at_work +
         shares.checkpoint_frac * power::running_power(design, waiting) +
         (shares.recovery_frac + shares.planned_frac) * power::idle_power(design);
}

reliability::JobSize job_size(const PreparedHall& hall, std::int64_t accelerators) {
  return {.accelerators = double(accelerators),
          .accelerators_per_node = double(hall.design.rack.accelerators_per_node),
          .accelerators_per_rack = double(hall.design.rack.accelerators)};
}

double slowest_under_cap(const Prepared& prepared, const PreparedJob& job, const workload::ActivityProfile& activity) {
  double speed = 1.0;
  for (std::size_t h : job.halls)
    speed = std::min(speed, power::cycle_under_cap(prepared.halls[h].design, activity).speed);
  return speed;
}

template <class Work>
void check_caps(const Prepared& prepared, const PreparedJob& job, const Work& work, std::vector<Issue>& issues) {
  for (std::size_t h : job.halls) {
    const power::LoadDesign& design = prepared.halls[h].design;
    const std::optional<Power> lowest = power::lowest_cap(design, work);
    if (!lowest) continue;
    issues.push_back({"GW3011", fmt::format("halls[{}].power_cap_w", h),
                      fmt::format("{} cannot be run under {:.0f} W an accelerator: the lowest clock draws {:.1f} W", job.name,
                                  design.cap->in(W), lowest->in(W)),
                      fmt::format("cap at {:.0f} W or more", std::ceil(lowest->in(W))), false});
  }
}

void time_job(const Campus& campus, const TrainingJob& job, std::uint64_t seed, std::size_t number,
              const Prepared& prepared, PreparedJob& prepared_job, std::vector<Issue>& issues) {
  const std::string path = fmt::format("jobs[{}]", number);
  const PreparedHall& hall = prepared.halls[prepared_job.halls.front()];
  PreparedTraining& out = prepared_job.training;
  const training::TrainingSetup setup{job.model, hall.design.accelerator, fabric_of(campus, hall, job.accelerators),
                                      job.accelerators, job.plan};
  auto answer = training::simulate_step(setup);
  if (auto* problems = std::get_if<std::vector<training::Problem>>(&answer)) {
    for (training::Problem& p : *problems)
      issues.push_back({p.code, path + ".plan", std::move(p.message), std::move(p.hint), false});
    return;
  }
  out.step = std::get<training::Step>(std::move(answer));
  check_caps(prepared, prepared_job, out.step.activity, issues);
  out.speed_at_cap_frac = slowest_under_cap(prepared, prepared_job, out.step.activity);
  const Time modelled = out.step.total / out.speed_at_cap_frac;
  out.step_time = job.measured_step_time.value_or(modelled);
  out.activity = in_measured_time(out.step.activity, modelled, out.step_time);
  if (auto issue = impossible_step(job, out.step, hall.design.accelerator, path)) issues.push_back(std::move(*issue));
  out.tokens_per_second = out.step.tokens_per_step / out.step_time.in(s);
  const double parameters = double(catalog::total_parameters(job.model));
  const Bytes state = reliability::checkpoint_bytes(job.checkpoint, parameters);
  out.checkpoint_bytes = state.in(B);
  out.goodput = reliability::job_goodput(campus.failures, job.checkpoint, job_size(hall, job.accelerators), state);
  out.simulated_goodput =
      reliability::simulate_goodput(out.goodput.times, {.seed = seed, .component = number, .failures = 20'000});
  for (const std::string& warning : out.step.warnings) issues.push_back({"GW2100", path + ".plan", warning, "", true});
  for (const std::string& warning : out.goodput.warnings) issues.push_back({"GW2200", path, warning, "", true});
}

// Accelerators that a job may use over the whole horizon, spares taken off.
std::int64_t usable_accelerators(const Campus& campus, const Prepared& prepared, const PreparedJob& job) {
  std::int64_t sum = 0;
  for (std::size_t h : job.halls) {
    const PreparedHall& hall = prepared.halls[h];
    if (hall.within_horizon) sum += hall.accelerators - std::int64_t(std::ceil(campus.spare_frac * double(hall.accelerators)));
  }
  return sum;
}

// Every start and end is an event: jobs shorter than the hour, power's own step, would make millions of them.
void check_length(const TrainingJob& job, std::size_t number, const PreparedTraining& training,
                  std::vector<Issue>& issues) {
  const Time length = job.tokens / training.tokens_per_second * s;
  if (length >= 1.0 * hour) return;
  issues.push_back({"GW3009", fmt::format("jobs[{}].tokens", number),
                    fmt::format("one instance is done in {:.2g} s; a job must take an hour at least",
                                length.in(s)),
                    fmt::format("train {:.2g} tokens or more", training.tokens_per_second * 3600.0), false});
}

void prepare_training(const Campus& campus, const TrainingJob& job, std::size_t number, std::uint64_t seed,
                      const Prepared& prepared, PreparedJob& out, std::vector<Issue>& issues) {
  out.trains = true;
  out.accelerators = job.accelerators;
  out.instances = job.instances;
  out.tokens = job.tokens;
  out.repeat = job.repeat;
  const std::int64_t usable = usable_accelerators(campus, prepared, out);
  if (usable < job.accelerators) {
    issues.push_back({"GW3004", fmt::format("jobs[{}].accelerators", number),
                               fmt::format("the job needs {} accelerators; its halls have {} (spares taken off)",
                                           job.accelerators, usable), "", false});
    return;
  }
  time_job(campus, job, seed, number, prepared, out, issues);
  if (out.training.tokens_per_second <= 0) return;
  check_length(job, number, out.training, issues);
  const reliability::TimeShares& shares = out.training.goodput.shares;
  for (std::size_t h : out.halls) {
    const power::LoadDesign& design = prepared.halls[h].design;
    const power::ItPower at_work = power::running_power(design, out.training.activity);
    out.mean_power[h] = mean_power_of(design, at_work, shares);
    out.work_power[h] = at_work;
    out.kept_power[h] = shares.goodput_frac * at_work.accelerators;
  }
  out.waveform = job_waveform(prepared.halls[out.halls.front()], out.training, job.plan);
}

void prepare_steady(const SteadyJob& job, const Prepared& prepared, PreparedJob& out, std::vector<Issue>& issues) {
  out.accelerators = job.accelerators;
  out.instances = 1;
  power::Activity activity;
  activity.tensor_frac = job.tensor_frac;
  activity.memory_frac = job.memory_frac;
  activity.scale_up_frac = job.scale_up_frac;
  activity.scale_out_frac = job.scale_out_frac;
  check_caps(prepared, out, activity, issues);
  for (std::size_t h : out.halls) out.mean_power[h] = power::running_power(prepared.halls[h].design, activity);
  out.work_power = out.mean_power;
  out.waveform = power::Waveform({{1.0 * s, out.mean_power[out.halls.front()].total()}});
}

PreparedJob prepare_job(const Campus& campus, std::size_t number, std::uint64_t seed, const Prepared& prepared,
                        std::vector<Issue>& issues) {
  const Job& job = campus.jobs[number];
  PreparedJob out;
  std::visit([&](const auto& j) {
    out.name = j.name;
    out.start_hour = j.start ? std::max(0, hour_of(campus, *j.start)) : 0;
  }, job);
  out.halls = halls_of(campus, job);
  out.mean_power.resize(prepared.halls.size());
  out.work_power.resize(prepared.halls.size());
  out.kept_power.resize(prepared.halls.size());
  if (const auto* training = std::get_if<TrainingJob>(&job))
    prepare_training(campus, *training, number, seed, prepared, out, issues);
  else
    prepare_steady(std::get<SteadyJob>(job), prepared, out, issues);
  return out;
}

// Counts the steps of all threads and asks the caller, one thread at a time, whether to go on.
class Steps {
 public:
  Steps(std::size_t total, const std::function<bool(double)>& progress) : total_(total), progress_(progress) {}
  bool next() {
    const std::scoped_lock lock(mutex_);
    if (!cancelled_ && progress_) cancelled_ = !progress_(double(done_++) / double(total_));
    return !cancelled_;
  }
  bool cancelled() const { return cancelled_; }

 private:
  std::size_t total_, done_ = 0;
  const std::function<bool(double)>& progress_;
  std::mutex mutex_;
  bool cancelled_ = false;
};

}  // namespace

bool Prepared::usable() const {
  return std::ranges::all_of(issues, [](const Issue& issue) { return issue.warning; });
}

power::Waveform job_waveform(const PreparedHall& hall, const PreparedTraining& training, const training::Plan& plan) {
  std::vector<power::Waveform> stages;
  for (const workload::ActivityProfile& stage :
       training::stage_activities(training.activity, plan, training.step.forward_frac, double(training.step.micro_batches)))
    stages.push_back(power::waveform_of(hall.design, stage));
  std::vector<power::WaveformPart> parts;
  for (const power::Waveform& stage : stages) parts.push_back({&stage, {}, 1.0 / double(stages.size())});
  return power::sum_of(parts);
}

power::LoadDesign load_design(const Campus& campus, const Hall& hall) {
  power::LoadDesign out{hall.rack, hall.accelerator.value_or(catalog::Accelerator{}), campus.network_power, hall.power_cap};
  if (hall.power_chain.rack_supply) out.rack.supply = *hall.power_chain.rack_supply;
  return out;
}

std::int64_t racks_for(const Campus& campus, const Hall& hall) {
  const Power rack = double(hall.rack.accelerators) * power::provisioned_power(load_design(campus, hall)).total();
  // Rounding must not add a rack to a power that is that of whole racks.
  return std::max<std::int64_t>(1, std::llround(std::ceil(*hall.it_power / rack - 1e-6)));
}

Prepared prepare(const Campus& campus, const catalog::WeatherYear& weather, std::uint64_t seed, int threads,
                 const std::function<bool(double)>& progress) {
  Prepared out;
  out.issues = check(campus);
  if (!out.usable()) return out;
  Steps steps(campus.halls.size() + campus.jobs.size(), progress);
  out.outdoor = cooling::outdoor_year(weather);
  out.sizing = weather.typical ? cooling::sizing_year(weather) : out.outdoor;
  out.coldest = Temperature::celsius(*std::ranges::min_element(out.outdoor.dry_bulb_c));
  check_design_weather(campus, out);
  if (!out.usable()) return out;
  out.halls.resize(campus.halls.size());
  const std::vector<std::size_t> first = first_alike(campus.halls, threads);
  parallel_for(out.halls.size(), threads, [&](std::size_t i) {
    if (steps.next() && first[i] == i) out.halls[i] = prepare_hall(campus, campus.halls[i], out.sizing);
  });
  out.cancelled = steps.cancelled();
  if (out.cancelled) return out;
  for (std::size_t i = 0; i < out.halls.size(); ++i) {
    if (first[i] != i) out.halls[i] = out.halls[first[i]];
    out.halls[i].like = first[i];
    name_hall(campus, campus.halls[i], out.halls[i]);
  }
  size_chains(campus, out, threads);
  for (std::size_t i = 0; i < out.halls.size(); ++i) report_cooling(out.halls[i], i, out.issues);
  std::vector<PreparedJob> jobs(campus.jobs.size());
  std::vector<std::vector<Issue>> found(jobs.size());
  parallel_for(jobs.size(), threads, [&](std::size_t j) {
    if (steps.next()) jobs[j] = prepare_job(campus, j, seed, out, found[j]);
  });
  out.cancelled = steps.cancelled();
  out.jobs = std::move(jobs);
  for (const std::vector<Issue>& issues : found) out.issues.insert(out.issues.end(), issues.begin(), issues.end());
  return out;
}

}  // namespace gw::campus
