#include "gw/campus/operations.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "gw/campus/placement.h"

namespace gw::campus {
namespace {

constexpr double kFullLevel = 2.0;
// Halvings of [0, 2]: 2^-39 of full load is below a microwatt per accelerator.
constexpr int kBisections = 40;
// A bus is at its limit when it is this close below it.
constexpr double kLimitTolerance = 1e-10;

// Often enough to answer Ctrl-C at once, seldom enough to cost nothing.
constexpr int kHoursPerPoll = 24;

// The halls of the bus are de-energised: not even the no-load losses of their transformers can be fed.
constexpr double kDark = -1.0;

constexpr double kMwhPerWh = 1e-6;

double job_share(double level) { return std::clamp(level, 0.0, 1.0); }
double idle_share(double level) { return std::clamp(level - 1.0, 0.0, 1.0); }

// What the jobs of one hall draw if all of them run: sums over cohorts.
struct HallDemand {
  bool energised = false;
  double in_jobs = 0;
  power::ItPower running;   // of the accelerators in jobs, together: mean over lost time and work
  power::ItPower at_work;   // the same with none of them waiting or restarting
};

class Hours {
 public:
  Hours(const Campus& campus, const Prepared& prepared, const Limits& limits)
      : campus_(campus), prepared_(prepared), limits_(limits), placement_(campus, prepared),
        demand_(prepared.halls.size()), load_(prepared.halls.size()), level_(prepared.halls.size(), kFullLevel),
        cooling_cap_(prepared.halls.size(), kFullLevel), overloads_(prepared.halls.size()), known_(prepared.halls.size()),
        stored_(prepared.halls.size()), calls_(prepared.halls.size()) {
    start();
  }

  Operations run(const std::function<bool(double)>& progress) {
    const int hours = campus_.horizon.hours();
    for (int hour = 0; hour < hours && !out_.cancelled; ++hour) {
      if (hour % kHoursPerPoll == 0 && progress) out_.cancelled = !progress(double(hour) / hours);
      one_hour(hour);
    }
    for (const ChainOverload& overload : overloads_)
      if (overload.hours > 0) out_.chain_overloads.push_back(overload);
    for (Event& event : out_.events) event.hour = std::min(event.hour, double(hours));
    return std::move(out_);
  }

 private:
  // Power of a bus: mean of the hour, and with every job at work.
  struct BusPower {
    double mean_mw = 0, at_work_mw = 0;
    void include(const BusPower& other) {
      mean_mw = std::max(mean_mw, other.mean_mw), at_work_mw = std::max(at_work_mw, other.at_work_mw);
    }
    double above(const BusPower& limit) const {
      return std::max(mean_mw - limit.mean_mw, at_work_mw - limit.at_work_mw);
    }
  };

  void start() {
    const std::size_t hours = std::size_t(campus_.horizon.hours());
    Hourly& h = out_.hourly;
    for (auto* series : {&h.it_mw, &h.cooling_mw, &h.electrical_loss_mw, &h.other_mw, &h.facility_mw, &h.wanted_facility_mw,
                         &h.water_kg, &h.tokens, &h.job_accelerators, &h.running_frac, &h.dry_bulb_c, &h.wet_bulb_c,
                         &h.free_cooling_frac})
      series->assign(hours, 0.0);
    if (campus_.site.heat_network) h.reused_heat_mw.assign(hours, 0.0);
    for (const PreparedHall& hall : prepared_.halls)
      if (std::ranges::none_of(out_.buses, [&](const BusLoadSeries& b) { return b.bus == hall.bus; }))
        out_.buses.push_back({hall.bus, std::vector<double>(hours, 0.0), std::vector<double>(hours, 0.0)});
    for (auto* by_job : {&out_.job_tokens, &out_.job_run_hours, &out_.job_held_hours})
      by_job->assign(prepared_.jobs.size(), 0.0);
    out_.job_energy_wh.resize(prepared_.jobs.size());
    for (std::size_t i = 0; i < stored_.size(); ++i) {
      stored_[i] = cooling::full_tanks(prepared_.halls[i].plant);
      out_.heat.tank_begin += stored_[i].total_wh() * kMwhPerWh;
    }
    out_.heat.tank_end = out_.heat.tank_begin;
    has_tanks_ = out_.heat.tank_begin > 0;
    if (has_tanks_) h.tank_stored_mwh.assign(hours, 0.0);
  }

  void one_hour(int hour) {
    hour_ = hour;
    placement_.advance_to(hour, out_);
    gather_demand();
    const std::size_t hour_of_year = std::size_t(typical_hour_of_year(campus_.horizon.start, hour));
    const cooling::OutdoorAir air = prepared_.outdoor.at(hour_of_year);
    for (std::size_t h = 0; h < stored_.size(); ++h)
      calls_[h].tanks = cooling::tank_hours(prepared_.halls[h].plant, stored_[h], hour_of_year);
    cooling_short_ = false;
    call_for_heat(air);
    out_.hourly.dry_bulb_c[std::size_t(hour)] = air.dry_bulb_c;
    out_.hourly.wet_bulb_c[std::size_t(hour)] = air.wet_bulb_c;
    for (BusLoadSeries& bus : out_.buses) settle_bus(bus, hour, air);
    if (cooling_short_) ++out_.unmet_cooling_hours;
    if (!out_.hourly.tank_stored_mwh.empty()) out_.hourly.tank_stored_mwh[std::size_t(hour)] = out_.heat.tank_end;
    book_peak(std::size_t(hour), air);
    work_through(hour);
  }

  // The network's demand, spread over the energised halls by the heat that their liquid loops are built for.
  void call_for_heat(const cooling::OutdoorAir& air) {
    if (!campus_.site.heat_network) return;
    const cooling::HeatNetwork& network = *campus_.site.heat_network;
    const Power wanted = cooling::wanted_frac(network, prepared_.coldest, Temperature::celsius(air.dry_bulb_c)) * network.peak;
    double built_w = 0;
    for (std::size_t h = 0; h < demand_.size(); ++h)
      if (demand_[h].energised) built_w += prepared_.halls[h].plant.liquid.peak_w;
    for (std::size_t h = 0; h < calls_.size(); ++h)
      calls_[h].network = {&network, built_w > 0 ? prepared_.halls[h].plant.liquid.peak_w / built_w * wanted : Power{}};
    out_.heat_wanted_mwh += wanted.in(MW);
  }

  // Means over lost time hide the hour in which every job is at work: that one is the peak. A bus that is short draws
  // what it is given.
  void book_peak(std::size_t i, const cooling::OutdoorAir& air) {
    double it_mw = 0, facility_mw = 0;
    std::map<std::string, double> by_bus;
    for (std::size_t h = 0; h < demand_.size(); ++h) {
      if (!demand_[h].energised || level_[h] == kDark) continue;
      const power::ItPower it = level_[h] < kFullLevel ? it_power(h, level_[h]) : demand_[h].at_work + idle_power(h);
      it_mw += it.total().in(MW);
      const double hall_mw = load_of(h, it, air).facility.in(MW);
      facility_mw += hall_mw;
      if (has_tanks_) by_bus[prepared_.halls[h].bus] += hall_mw;
    }
    for (const BusLoadSeries& bus : out_.buses)
      if (has_tanks_) peaks_[bus.bus].include({bus.facility_mw[i], by_bus[bus.bus]});
    out_.peak_it_mw = std::max(out_.peak_it_mw, it_mw);
    out_.peak_facility_mw = std::max({out_.peak_facility_mw, facility_mw, out_.hourly.facility_mw[i]});
  }

  // Sums what each hall's jobs would draw.
  void gather_demand() {
    for (std::size_t h = 0; h < demand_.size(); ++h) {
      demand_[h] = {placement_.energised(h), 0.0, {}, {}};
      for (const Cohort& cohort : placement_.cohorts()) {
        demand_[h].in_jobs += cohort.accelerators[h];
        demand_[h].running += cohort.accelerators[h] * prepared_.jobs[cohort.job].mean_power[h];
        demand_[h].at_work += cohort.accelerators[h] * prepared_.jobs[cohort.job].work_power[h];
      }
    }
  }

  power::ItPower it_power(std::size_t h, double level) const {
    return job_share(level) * demand_[h].running + idle_share(level) * idle_power(h);
  }

  // Of the accelerators in no job.
  power::ItPower idle_power(std::size_t h) const {
    return (double(prepared_.halls[h].accelerators) - demand_[h].in_jobs) * prepared_.halls[h].idle;
  }

  // Halls of one design under the same load in the same hour are cooled alike: one calculation serves them.
  const HallLoad& load_of(std::size_t h, const power::ItPower& it, const cooling::OutdoorAir& air) {
    Known& known = known_[prepared_.halls[h].like];
    if (known.hour != hour_ || !(known.it == it) || !(known.calls == calls_[h]))
      known = {hour_, it, calls_[h], hall_load(prepared_.halls[h], it, air, calls_[h])};
    return known.load;
  }

  // Facility power of the energised halls of a bus, all at one level or at what their cooling allows; `load_` holds each.
  double bus_at(const std::string& bus, double level, const cooling::OutdoorAir& air) {
    double facility_mw = 0;
    for (std::size_t h = 0; h < demand_.size(); ++h) {
      if (prepared_.halls[h].bus != bus || !demand_[h].energised) continue;
      load_[h] = load_of(h, it_power(h, std::min(level, cooling_cap_[h])), air);
      facility_mw += load_[h].facility.in(MW);
    }
    return facility_mw;
  }

  // The highest level of each hall of the bus that its own plant can cool. True if any is below full.
  bool cap_by_cooling(const std::string& bus, const cooling::OutdoorAir& air) {
    bool capped = false;
    for (std::size_t h = 0; h < demand_.size(); ++h) {
      if (prepared_.halls[h].bus != bus || !demand_[h].energised || load_[h].cooled()) continue;
      double low = 0, high = kFullLevel;
      for (int i = 0; i < kBisections; ++i) {
        const double level = 0.5 * (low + high);
        (hall_load(prepared_.halls[h], it_power(h, level), air, calls_[h]).cooled() ? low : high) = level;
      }
      cooling_cap_[h] = low;
      capped = true;
    }
    return capped;
  }

  // What the bus may draw with its tanks charging: its limit, or that of the last short hour of a day before. So a refill that
  // the supply cannot carry in one hour is not tried again, in full, in the next.
  static double charging_limit_mw(const std::vector<double>& limit, std::size_t hour) {
    for (std::size_t i = hour + 1; i > 0 && hour + 1 - i < 24; --i)
      if (std::isfinite(limit[i - 1])) return limit[i - 1];
    return std::numeric_limits<double>::infinity();
  }

  BusPower power_of(const std::string& bus, const cooling::OutdoorAir& air) {
    return {bus_at(bus, kFullLevel, air), at_work_mw(bus, air)};
  }

  double at_work_mw(const std::string& bus, const cooling::OutdoorAir& air) {
    double sum_mw = 0;
    for (std::size_t h = 0; h < demand_.size(); ++h)
      if (prepared_.halls[h].bus == bus && demand_[h].energised)
        sum_mw += load_of(h, demand_[h].at_work + idle_power(h), air).facility.in(MW);
    return sum_mw;
  }

  // Levelling sets no new peak of the bus: its charge is what keeps the hour at or below the largest so far,
  // or below what it is without.
  void charge_below_peak(const BusLoadSeries& bus, const cooling::OutdoorAir& air) {
    const std::vector<cooling::HourCalls> full = calls_;
    const auto at = [&](double share) {
      for (std::size_t h = 0; h < calls_.size(); ++h)
        if (prepared_.halls[h].bus == bus.bus)
          calls_[h].tanks = cooling::level_charging(prepared_.halls[h].plant, full[h].tanks, share);
      return power_of(bus.bus, air);
    };
    const BusPower none = at(0);
    if (calls_ == full) return;
    BusPower limit = peaks_[bus.bus];
    limit.include(none);
    at(cooling::charge_share([&](double share) { return at(share).above(limit); }));
  }

  void scale_charging(const std::string& bus, const std::vector<cooling::HourCalls>& full, double share) {
    for (std::size_t h = 0; h < calls_.size(); ++h) {
      if (prepared_.halls[h].bus != bus) continue;
      calls_[h].tanks.liquid.charge_w = share * full[h].tanks.liquid.charge_w;
      calls_[h].tanks.air.charge_w = share * full[h].tanks.air.charge_w;
    }
  }

  // Charges as much as keeps the bus within the limit; returns what it then draws.
  double fit_charging(const std::string& bus, double limit_mw, const cooling::OutdoorAir& air) {
    const std::vector<cooling::HourCalls> full = calls_;
    const auto at = [&](double share) {
      return scale_charging(bus, full, share), bus_at(bus, kFullLevel, air);
    };
    return at(cooling::charge_share([&](double share) { return at(share) - limit_mw; }));
  }

  // The service level of the halls of a bus in this hour, and what they then draw.
  void settle_bus(BusLoadSeries& bus, int hour, const cooling::OutdoorAir& air) {
    const std::size_t i = std::size_t(hour);
    const auto limit = limits_.find(bus.bus);
    const double limit_mw = limit == limits_.end() ? std::numeric_limits<double>::infinity() : limit->second[i];
    std::ranges::fill(cooling_cap_, kFullLevel);
    if (has_tanks_) charge_below_peak(bus, air);
    bus.wanted_mw[i] = bus_at(bus.bus, kFullLevel, air);
    const double charging_mw = limit == limits_.end() ? limit_mw : charging_limit_mw(limit->second, i);
    if (bus.wanted_mw[i] > charging_mw) bus.wanted_mw[i] = fit_charging(bus.bus, charging_mw, air);
    double level = kFullLevel, drawn_mw = bus.wanted_mw[i];
    if (cap_by_cooling(bus.bus, air)) drawn_mw = bus_at(bus.bus, kFullLevel, air);
    if (drawn_mw > limit_mw) {
      level = highest_level(bus.bus, drawn_mw, limit_mw, air);
      if (bus_at(bus.bus, level, air) > limit_mw && level <= 0) level = kDark;
    }
    for (std::size_t h = 0; h < demand_.size(); ++h) {
      if (prepared_.halls[h].bus != bus.bus) continue;
      cooling_short_ = cooling_short_ || (cooling_cap_[h] < kFullLevel && cooling_cap_[h] <= level);
      book_hall(h, std::min(level, cooling_cap_[h]), bus, i);
    }
    out_.hourly.wanted_facility_mw[i] += bus.wanted_mw[i];
  }

  // Halves the distance of an allowed and a refused level. Facility power is nearly linear in the level on either side
  // of 1, so every other trial goes where a straight line comes just below the limit: a few trials are enough.
  double highest_level(const std::string& bus, double full_mw, double limit_mw, const cooling::OutdoorAir& air) {
    double low = 0, high = kFullLevel;
    double low_mw = bus_at(bus, low, air), high_mw = full_mw;
    const double target_mw = limit_mw * (1 - 0.5 * kLimitTolerance);
    for (int i = 0; i < kBisections && low_mw < limit_mw * (1 - kLimitTolerance); ++i) {
      const double on_line = low + (high - low) * (target_mw - low_mw) / (high_mw - low_mw);
      const bool use_line = i % 2 == 1 && on_line > low && on_line < high;
      const double level = use_line ? on_line : 0.5 * (low + high);
      const double level_mw = bus_at(bus, level, air);
      const bool allowed = level_mw <= limit_mw;
      (allowed ? low : high) = level;
      (allowed ? low_mw : high_mw) = level_mw;
    }
    return low;
  }

  // Books one hall's energy and water for the hour at its level.
  void book_hall(std::size_t h, double level, BusLoadSeries& bus, std::size_t i) {
    level_[h] = level;
    if (!demand_[h].energised) return;
    if (level == kDark) return book_heat(h, {});
    const power::ItPower it = it_power(h, level);
    const HallLoad& load = load_[h];
    Hourly& hourly = out_.hourly;
    hourly.it_mw[i] += it.total().in(MW);
    hourly.cooling_mw[i] += load.mechanical.in(MW);
    hourly.electrical_loss_mw[i] += load.loss.in(MW);
    hourly.other_mw[i] += load.other.in(MW);
    hourly.facility_mw[i] += load.facility.in(MW);
    bus.facility_mw[i] += load.facility.in(MW);
    hourly.water_kg[i] += load.water.total_kg();
    if (!hourly.reused_heat_mw.empty()) hourly.reused_heat_mw[i] += load.reused.in(MW);
    out_.heat_delivered_mwh += load.reused.in(MW);
    hourly.free_cooling_frac[i] += load.free_cooling_frac * it.total().in(MW);
    out_.it_energy_wh += it;
    book_energy_by_use(h, level);
    out_.mechanical_mwh += load.mechanical.in(MW);
    out_.water += load.water;
    book_heat(h, load);
    out_.too_moist_hours += load.outdoor_air == cooling::Moisture::too_moist;
    out_.too_dry_hours += load.outdoor_air == cooling::Moisture::too_dry;
    if (load.outside_range) ++out_.cooling_outside_range_hours;
    if (load.chain_loading_frac > power::kOverloaded) book_overload(h, it.total(), load);
  }

  // Heat of the hour, and what its tanks hold after it.
  void book_heat(std::size_t h, const HallLoad& load) {
    const cooling::CoolingPlantSized& plant = prepared_.halls[h].plant;
    HeatBook& book = out_.heat;
    book.heat += load.heat.in(MW), book.cooling += load.mechanical.in(MW);
    book.rejected += load.rejected.in(MW), book.unmet += load.unmet.in(MW);
    if (!plant.liquid.tank && !plant.air.tank) return;
    for (const double mw : {load.liquid_to_tank.in(MW), load.air_to_tank.in(MW)}) (mw > 0 ? book.tank_charged : book.tank_given) += std::abs(mw);
    const double before_wh = stored_[h].total_wh();
    book.tank_gain += cooling::tanks_loss_wh(plant, stored_[h]) * kMwhPerWh;
    stored_[h] = cooling::after_hour(plant, stored_[h], load.liquid_to_tank.base(), load.air_to_tank.base());
    book.tank_end += (stored_[h].total_wh() - before_wh) * kMwhPerWh;
    book.ride_through_hours += load.rode_through;
  }

  void book_overload(std::size_t h, Power it, const HallLoad& load) {
    ChainOverload& overload = overloads_[h];
    ++overload.hours;
    if (load.chain_loading_frac <= overload.loading_frac) return;
    overload = {h, overload.hours, load.chain_loading_frac, it, load.mechanical};
  }

  // The same IT energy by who drew it.
  void book_energy_by_use(std::size_t h, double level) {
    out_.idle_energy_wh += idle_share(level) * idle_power(h);
    for (const Cohort& cohort : placement_.cohorts()) {
      const PreparedJob& job = prepared_.jobs[cohort.job];
      const double running = job_share(level) * cohort.accelerators[h];
      out_.job_energy_wh[cohort.job].it += running * job.mean_power[h];
      out_.job_energy_wh[cohort.job].kept += running * job.kept_power[h];
    }
  }

  // Advances the jobs through the hour, event by event.
  void work_through(int hour) {
    const std::size_t i = std::size_t(hour);
    std::vector<double> running(demand_.size());
    for (std::size_t h = 0; h < running.size(); ++h) running[h] = job_share(level_[h]);
    book_shares(i, running);
    double at = hour, tokens = 0;
    while (at < hour + 1) {
      placement_.advance_to(at, out_);
      const double step = std::min(hour + 1 - at, std::max(kShortestEvent, placement_.hours_to_next_finish(running)));
      book_accelerator_hours(step, running);
      at = at + step >= hour + 1 - kShortestEvent ? hour + 1 : at + step;
      placement_.work(step, at, running, out_, tokens);
    }
    out_.hourly.tokens[i] = tokens;
  }

  void book_shares(std::size_t i, const std::vector<double>& running) {
    double held = 0, run = 0;
    for (std::size_t h = 0; h < running.size(); ++h) {
      held += demand_[h].in_jobs;
      run += demand_[h].in_jobs * running[h];
    }
    out_.hourly.job_accelerators[i] = held;
    out_.hourly.running_frac[i] = held > 0 ? run / held : 0;
    const double it = out_.hourly.it_mw[i];
    out_.hourly.free_cooling_frac[i] = it > 0 ? out_.hourly.free_cooling_frac[i] / it : 0;
  }

  void book_accelerator_hours(double hours, const std::vector<double>& running) {
    AcceleratorHours& a = out_.accelerator_hours;
    for (std::size_t h = 0; h < running.size(); ++h)
      if (demand_[h].energised) {
        a.installed += hours * double(prepared_.halls[h].accelerators);
        a.idle += hours * (double(prepared_.halls[h].accelerators) - placement_.in_jobs(h));
      }
    for (const Cohort& cohort : placement_.cohorts())
      for (std::size_t h = 0; h < running.size(); ++h)
        book_cohort(cohort, hours * cohort.accelerators[h], running[h], a);
  }

  void book_cohort(const Cohort& cohort, double accelerator_hours, double running, AcceleratorHours& a) {
    const PreparedJob& job = prepared_.jobs[cohort.job];
    const double ran = accelerator_hours * running;
    a.shed += accelerator_hours - ran;
    out_.job_run_hours[cohort.job] += ran;
    out_.job_held_hours[cohort.job] += accelerator_hours;
    if (!job.trains) {
      a.steady += ran;
      return;
    }
    const reliability::TimeShares& shares = job.training.goodput.shares;
    a.goodput += ran * shares.goodput_frac;
    a.checkpoint += ran * shares.checkpoint_frac;
    a.lost_work += ran * (shares.lost_work_frac + shares.undurable_frac);
    a.recovery += ran * shares.recovery_frac;
    a.planned += ran * shares.planned_frac;
  }

  // Events closer than this (3.6 microseconds) happen together.
  static constexpr double kShortestEvent = 1e-9;

  const Campus& campus_;
  const Prepared& prepared_;
  const Limits& limits_;
  Placement placement_;
  std::vector<HallDemand> demand_;
  std::vector<HallLoad> load_;   // at the level last asked for
  std::vector<double> level_;
  std::vector<double> cooling_cap_;       // highest level that the hall's cooling holds in this hour
  std::vector<ChainOverload> overloads_;  // by hall
  struct Known {
    int hour = -1;
    power::ItPower it;
    cooling::HourCalls calls;
    HallLoad load;
  };
  std::vector<Known> known_;     // by design: the last load asked for
  std::vector<cooling::TanksStored> stored_;     // by hall, at the hour's beginning
  std::vector<cooling::HourCalls> calls_;        // by hall, in this hour: what its tanks can do, what the heat network asks
  int hour_ = 0;
  bool cooling_short_ = false;   // in this hour
  bool has_tanks_ = false;
  std::map<std::string, BusPower> peaks_;  // by bus: the largest so far
  Operations out_;
};

}  // namespace

Operations operate(const Campus& campus, const Prepared& prepared, const Limits& limits,
                   const std::function<bool(double)>& progress) {
  return Hours(campus, prepared, limits).run(progress);
}

}  // namespace gw::campus
