#include "gw/planning/waveform_loads.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/base/random.h"
#include "gw/base/text.h"
#include "gw/campus/hall_load.h"

namespace gw::planning {
namespace {

const power::Activity kWaiting{.tensor_frac = 0, .memory_frac = 0, .scale_up_frac = 0, .scale_out_frac = 0,
                               .host_frac = {}, .clock_frac = 1, .running = true};

// More instances at random phases count as this many: their swing is overstated by an eighth of one instance's at most.
constexpr std::int64_t kMostInstances = 64;

// A span of the window and what an accelerator draws in it.
struct Stretch {
  Time begin, end;
  const power::Waveform* waveform;
};

class Loads {
 public:
  Loads(const Run& run, const WaveformSettings& settings, Diagnostics& diagnostics)
      : run_(run), settings_(settings), diagnostics_(diagnostics), prepared_(run.simulation.prepared) {}

  WaveformLoads make() {
    choose_hour();
    choose_buses();
    add_halls();
    if (out_.halls.empty()) {
      diagnostics_.error("GW2703", {"gw waveform", 0, 0}, "--at",
                         fmt::format("no hall of {} is energised at {}", list_names(out_.buses),
                                     moment_text(run_.input.scenario, out_.hour)),
                         "choose a later --at");
      return std::move(out_);
    }
    lead();
    place_events();
    if (diagnostics_.has_errors()) return std::move(out_);
    for (const campus::InstanceRecord& record : run_.simulation.operations.instances)
      if (record.start_hour <= out_.hour && (record.end_hour < 0 || record.end_hour > out_.hour)) add_record(record);
    finish_halls();
    return std::move(out_);
  }

 private:
  void choose_hour() {
    const auto& facility = run_.simulation.operations.hourly.wanted_facility_mw;
    out_.hour = settings_.hour.value_or(int(std::ranges::max_element(facility) - facility.begin()));
  }

  // The grid sees what hangs on it; an islanded bus has its own plant.
  void choose_buses() {
    if (!settings_.bus.empty()) {
      out_.buses = {settings_.bus};
      return;
    }
    for (const supply::Source& source : run_.input.scenario.supply)
      if (std::holds_alternative<supply::GridConnection>(source)) add_bus(supply::common(source).bus);
    if (out_.buses.empty())
      for (const campus::PreparedHall& hall : prepared_.halls) add_bus(hall.bus);
  }
  void add_bus(const std::string& bus) {
    if (std::ranges::find(out_.buses, bus) == out_.buses.end()) out_.buses.push_back(bus);
  }

  void add_halls() {
    feed_.assign(prepared_.halls.size(), -1);
    for (std::size_t h = 0; h < prepared_.halls.size(); ++h) {
      const campus::PreparedHall& hall = prepared_.halls[h];
      const bool here = std::ranges::find(out_.buses, hall.bus) != out_.buses.end();
      if (!here || !hall.within_horizon || hall.energised_hour > out_.hour) continue;
      feed_[h] = int(out_.halls.size());
      out_.halls.push_back({hall.chain, {}, {}, hall.other});
      out_.hall_names.push_back(hall.name);
      out_.accelerators += double(hall.accelerators);
      out_.contracted += hall.design_facility;
    }
    in_jobs_.assign(prepared_.halls.size(), 0.0);
    running_.assign(prepared_.halls.size(), {});
  }

  // The training job with the most accelerators in this hour.
  void lead() {
    std::vector<double> held(prepared_.jobs.size(), 0.0);
    for (const campus::InstanceRecord& record : run_.simulation.operations.instances)
      if (record.start_hour <= out_.hour && (record.end_hour < 0 || record.end_hour > out_.hour))
        for (std::size_t h = 0; h < feed_.size(); ++h)
          if (feed_[h] >= 0) held[record.job] += record.accelerators[h];
    for (std::size_t j = 0; j < held.size(); ++j)
      if (prepared_.jobs[j].trains && held[j] > 0 && (!lead_ || held[j] > held[*lead_])) lead_ = j;
    if (!lead_) return;
    out_.job = prepared_.jobs[*lead_].name;
    out_.job_waveform = prepared_.jobs[*lead_].waveform;
  }

  const reliability::CheckpointTimes& checkpoint_times() const { return prepared_.jobs[*lead_].training.goodput.checkpoint; }

  Time length(JobEvent event) const {
    if (!lead_) return {};
    switch (event) {
      case JobEvent::checkpoint: return checkpoint_times().blocking;
      case JobEvent::stall: return settings_.stall;
      case JobEvent::fault: return checkpoint_times().recovery();
      case JobEvent::start:
      case JobEvent::stop: return {};
    }
    return {};
  }

  // Equal stretches of work before, between and after the events; none before a start or after a stop is needed, but
  // the trace shows what was there.
  void place_events() {
    if (settings_.events.empty()) return;
    if (!lead_) {
      diagnostics_.error("GW2704", {"gw waveform", 0, 0}, "--events", "no training job runs in this hour", "choose another --at");
      return;
    }
    Time busy;
    for (const JobEvent event : settings_.events) busy += length(event);
    const Time between = (settings_.window - busy) / double(settings_.events.size() + 1);
    if (!(between >= prepared_.jobs[*lead_].waveform.period())) {
      diagnostics_.error("GW2704", {"gw waveform", 0, 0}, "--window",
                         fmt::format("the events take {} s and leave less than a step of {} s around each", significant(busy.in(s)),
                                     significant(prepared_.jobs[*lead_].waveform.period().in(s))),
                         fmt::format("--window {:.0f} or longer",
                                     std::ceil((busy + double(settings_.events.size() + 1) * 2.0 *
                                                           prepared_.jobs[*lead_].waveform.period()).in(s))));
      return;
    }
    Time at;
    for (const JobEvent event : settings_.events) {
      at += between;
      out_.events.push_back({event, at, at + length(event)});
      at += length(event);
    }
  }

  const power::Waveform* keep(power::Waveform waveform) {
    for (const power::Waveform& kept : out_.waveforms)
      if (kept.segments() == waveform.segments()) return &kept;
    out_.waveforms.push_back(std::move(waveform));
    return &out_.waveforms.back();
  }

  // What an accelerator of a job draws in a hall: at work, waiting and idle. Made once.
  struct Kinds {
    std::size_t job = 0, hall = 0;
    const power::Waveform *work = nullptr, *waiting = nullptr, *idle = nullptr;
  };
  const Kinds& kinds(std::size_t job, std::size_t hall) {
    for (const Kinds& k : kinds_)
      if (k.job == job && k.hall == hall) return k;
    const campus::PreparedHall& at = prepared_.halls[hall];
    const auto constant = [&](const power::ItPower& power) { return keep(power::Waveform({{1.0 * s, power.total()}})); };
    Kinds k{job, hall, nullptr, constant(power::running_power(at.design, kWaiting)), constant(at.idle)};
    const campus::PreparedJob& prepared = prepared_.jobs[job];
    if (prepared.trains) {
      const auto& plan = std::get<campus::TrainingJob>(run_.input.scenario.jobs[job]).plan;
      k.work = keep(power::with_jitter(campus::job_waveform(at, prepared.training, plan), settings_.jitter));
    } else {
      k.work = constant(prepared.work_power[hall]);
    }
    kinds_.push_back(k);
    return kinds_.back();
  }

  // What an accelerator goes through; `delay` moves its start and stop.
  std::vector<Stretch> stretches(const Kinds& kinds, bool trains, bool faulty, Time delay) const {
    std::vector<Stretch> out;
    Time at;
    const power::Waveform* now = kinds.work;
    const auto until = [&](Time t, const power::Waveform* next) {
      t = min(t, settings_.window);
      if (t > at) out.push_back({at, t, now});
      at = max(at, t);
      now = next;
    };
    if (trains && happens(JobEvent::start)) now = kinds.idle;
    for (const EventAt& event : trains ? out_.events : std::vector<EventAt>{}) {
      switch (event.event) {
        case JobEvent::start: until(event.begin + delay, kinds.work); break;
        case JobEvent::stop: until(event.begin + delay, kinds.idle); break;
        case JobEvent::checkpoint:
        case JobEvent::stall:
          until(event.begin, kinds.waiting);
          until(event.end, kinds.work);
          break;
        case JobEvent::fault:
          if (!faulty) break;
          until(event.begin, kinds.waiting);
          until(event.begin + checkpoint_times().detection, kinds.idle);
          until(event.end - checkpoint_times().reload, kinds.waiting);
          until(event.end, kinds.work);
          break;
      }
    }
    until(settings_.window, nullptr);
    return out;
  }

  // Accelerators of one job in one hall that do the same, in as many groups as start one after the other.
  void add_groups(std::size_t job, std::size_t hall, double accelerators, Time phase, bool faulty) {
    const Kinds& k = kinds(job, hall);
    const bool trains = prepared_.jobs[job].trains;
    const campus::PreparedHall& at = prepared_.halls[hall];
    const std::optional<power::StaggeredStart>& stagger = settings_.smoothing.staggered_start;
    const bool moves = trains && (happens(JobEvent::start) || happens(JobEvent::stop));
    const int groups = stagger && moves ? stagger->groups : 1;
    for (int g = 0; g < groups; ++g) {
      power::LoadGroup group;
      group.levels = power::levels_of(prepared_.jobs[job].work_power[hall], at.idle, at.design.accelerator.tdp);
      group.accelerators_per_rack = double(at.design.rack.accelerators);
      group.shares = {{std::size_t(feed_[hall]), accelerators / groups}};
      group.delay = groups > 1 ? double(g) * stagger->spacing : 0.0 * s;
      for (const Stretch& stretch : stretches(k, trains, faulty, group.delay))
        group.tracks.push_back({stretch.waveform, stretch.begin, stretch.end, phase, 1.0});
      add(std::move(group));
    }
  }

  // Halls of like racks draw alike: one group stands for all of them.
  void add(power::LoadGroup group) {
    for (power::LoadGroup& other : out_.groups)
      if (other.tracks == group.tracks && other.levels == group.levels &&
          other.accelerators_per_rack == group.accelerators_per_rack && other.delay == group.delay) {
        other.shares.push_back(group.shares.front());
        return;
      }
    out_.groups.push_back(std::move(group));
  }

  void add_record(const campus::InstanceRecord& record) {
    const campus::PreparedJob& job = prepared_.jobs[record.job];
    const bool hit = happens(JobEvent::fault) && record.job == *lead_ && !fault_given_;
    fault_given_ = fault_given_ || hit;
    for (std::size_t h = 0; h < feed_.size(); ++h) {
      const double accelerators = record.accelerators[h];
      if (feed_[h] < 0 || accelerators <= 0) continue;
      in_jobs_[h] += accelerators;
      running_[h] += accelerators * job.work_power[h];
      if (job.trains) out_.swinging += accelerators;
      const std::int64_t instances = std::clamp<std::int64_t>(record.instances, 1, kMostInstances);
      const double each = accelerators / double(instances);
      if (job.trains && settings_.random_phases) {
        for (std::int64_t i = 0; i < instances; ++i) add_groups(record.job, h, each, phase(record, i), hit && i == 0);
      } else {
        if (hit) add_groups(record.job, h, each, {}, true);
        if (const double others = hit ? accelerators - each : accelerators; others > 0)
          add_groups(record.job, h, others, {}, false);
      }
    }
  }

  bool happens(JobEvent event) const { return std::ranges::find(settings_.events, event) != settings_.events.end(); }

  Time phase(const campus::InstanceRecord& record, std::int64_t instance) const {
    if (!settings_.random_phases) return {};
    const auto number = std::uint64_t(&record - run_.simulation.operations.instances.data());
    return Random(run_.seed, stream_id("planning.waveform"), number * 4096 + std::uint64_t(instance)).uniform() *
           prepared_.jobs[record.job].waveform.period();
  }

  void finish_halls() {
    const cooling::OutdoorAir air =
        prepared_.outdoor.at(std::size_t(typical_hour_of_year(run_.input.scenario.horizon.start, out_.hour)));
    for (std::size_t h = 0; h < feed_.size(); ++h) {
      if (feed_[h] < 0) continue;
      const campus::PreparedHall& hall = prepared_.halls[h];
      const power::ItPower idle = (double(hall.accelerators) - in_jobs_[h]) * hall.idle;
      power::HallFeed& feed = out_.halls[std::size_t(feed_[h])];
      feed.base_it = idle.total();
      feed.mechanical = campus::hall_load(hall, running_[h] + idle, air).mechanical;
    }
    if (lead_) out_.swing = out_.job_waveform.scaled(out_.swinging);
  }

  const Run& run_;
  const WaveformSettings& settings_;
  Diagnostics& diagnostics_;
  const campus::Prepared& prepared_;
  WaveformLoads out_;
  std::vector<int> feed_;                    // by hall of the campus; -1: not here
  std::vector<double> in_jobs_;              // by hall of the campus
  std::vector<power::ItPower> running_;
  std::optional<std::size_t> lead_;
  std::deque<Kinds> kinds_;
  bool fault_given_ = false;                 // to the first instance of the leading job
};

}  // namespace

std::string moment_text(const Scenario& scenario, int hour) {
  const Date date = date_from_days(days_since_epoch(scenario.horizon.start) + hour / 24);
  return fmt::format("{} {:02}:00", to_string(date), hour % 24);
}

power::Cycle cycle_of(const WaveformLoads& loads, const WaveformSettings& settings) {
  const Time period = loads.job_waveform.period();
  if (!(period > 0.0 * s)) return {};
  // Stretches at work: until each event, and after the last one.
  Time begin, best_begin, best_end;
  const auto stretch = [&](Time end, bool works) {
    if (works && end - begin > best_end - best_begin) best_begin = begin, best_end = end;
  };
  bool works = true;
  for (const EventAt& event : loads.events) {
    stretch(event.begin, works && event.event != JobEvent::start);
    begin = event.end, works = event.event != JobEvent::stop;
  }
  stretch(settings.window, works);
  const auto end = std::size_t(best_end / settings.step + 1e-9);
  power::Cycle out;
  double nearest = 1;
  for (int n = 1; n <= kMostIterations && double(n) * period <= best_end - best_begin; ++n) {
    const double samples = double(n) * period / settings.step, miss = std::abs(samples - std::round(samples)) / samples;
    if (samples < 1.5 || miss > nearest - 1e-12) continue;
    nearest = miss;
    out.samples = std::min(std::size_t(std::llround(samples)), end), out.first = end - out.samples;
  }
  return out;
}

WaveformLoads waveform_loads(const Run& run, const WaveformSettings& settings, Diagnostics& diagnostics) {
  return Loads(run, settings, diagnostics).make();
}

}  // namespace gw::planning
