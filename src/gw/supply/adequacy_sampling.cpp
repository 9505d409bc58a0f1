#include "gw/supply/adequacy_sampling.h"

#include <algorithm>
#include <cmath>

#include "gw/base/parallel.h"
#include "gw/base/random.h"
#include "gw/supply/unit_outages.h"

namespace gw::supply {
namespace {

constexpr double kShortMw = 1e-6;
// Of a mean, below which an error is the rounding of sums over years that are alike.
constexpr double kRoundOff = 1e-9;
// Years drawn by one task: a buffer of hours is made once for each.
constexpr int kYearsOfTask = 16;

struct YearResult {
  double hours = 0, days = 0, events = 0, mwh = 0, longest_h = 0;
};

// Counts the short hours of a year as they come.
class Tally {
 public:
  void hour(std::size_t h, double missing_mw) {
    if (missing_mw <= kShortMw) {
      run_ = 0;
      return;
    }
    if (run_ == 0) ++result.events;
    if (long(h / 24) != day_) ++result.days, day_ = long(h / 24);
    ++result.hours, ++run_;
    result.mwh += missing_mw;
    result.longest_h = std::max(result.longest_h, run_);
  }
  YearResult result;

 private:
  double run_ = 0;
  long day_ = -1;
};

// Batteries that start full, cover shortages in their order and recharge in the same.
class Batteries {
 public:
  Batteries(const std::vector<FleetBattery>& batteries, Date start) {
    for (const auto& [b, first_hour] : batteries) {
      const double most = b->full_mwh(start), least = most * b->min_state_frac;
      cells_.push_back({b->power.in(unit::MW) * b->availability_frac, most - least, most - least,
                        b->charge_efficiency(), b->discharge_efficiency(), std::size_t(first_hour)});
    }
  }
  /// What is still missing after them, MW over one hour; a negative one is spare.
  double after(std::size_t hour, double missing_mw) {
    for (Cell& cell : cells_) {
      if (hour < cell.first_hour) continue;
      if (missing_mw > 0) {
        const double given = std::min({missing_mw, cell.power_mw, cell.stored_mwh * cell.out});
        cell.stored_mwh -= given / cell.out, missing_mw -= given;
      } else {
        const double taken = std::min({-missing_mw, cell.power_mw, (cell.most_mwh - cell.stored_mwh) / cell.in});
        cell.stored_mwh += taken * cell.in, missing_mw += taken;
      }
    }
    return missing_mw;
  }

 private:
  struct Cell {
    double power_mw, most_mwh, stored_mwh;
    double in, out;  // efficiencies of charge and discharge
    std::size_t first_hour;
  };
  std::vector<Cell> cells_;
};

class Sampler {
 public:
  Sampler(const Fleet& fleet, const BusLoad& load, const AdequacyOptions& options) : fleet_(fleet), options_(options) {
    for (const FleetSource& source : fleet.sources)
      if (!source.forced.rate_frac.empty() || !source.together.rate_frac.empty())
        processes_.push_back({&source, process_of(source.forced), process_of(source.together)});
    missing_mw_ = load.load_mw;
    for (std::size_t h = 0; h < missing_mw_.size(); ++h) {
      missing_mw_[h] -= fleet.renewable_mw[h];
      for (const FleetSource& source : fleet.sources) missing_mw_[h] -= source.mw(h);
    }
  }

  /// The year's shortages without and with batteries. `missing_mw` is scratch.
  void year(int year, std::vector<double>& missing_mw, YearResult& plain, YearResult& with_batteries) const {
    missing_mw = missing_mw_;
    for (const Process& process : processes_)
      if (process.source->most_mw.empty())
        for (int unit = 0; unit < process.source->units; ++unit) take_away(*process.source, *process.forced, unit, year, missing_mw);
      else
        take_circuits(process, year, missing_mw);
    Tally bare, covered;
    Batteries batteries(fleet_.batteries, fleet_.start);
    for (std::size_t h = 0; h < missing_mw.size(); ++h) {
      bare.hour(h, missing_mw[h]);
      if (!fleet_.batteries.empty()) covered.hour(h, batteries.after(h, missing_mw[h]));
    }
    plain = bare.result, with_batteries = covered.result;
  }

 private:
  static std::optional<OutageProcess> process_of(const FleetOutages& outages) {
    if (outages.rate_frac.empty()) return {};
    return OutageProcess(outages.rate_frac, outages.mean_time_to_repair_h);
  }
  std::vector<std::pair<int, int>> draw(const OutageProcess& process, const std::string& stream, int first_hour, int unit, int year) const {
    const auto component = std::uint64_t(year) * 1'000'000 + std::uint64_t(unit);
    return process.draw(Random(options_.seed, stream_id("supply.adequacy/" + stream), component), first_hour);
  }
  void take_away(const FleetSource& source, const OutageProcess& process, int unit, int year, std::vector<double>& missing_mw) const {
    for (const auto& [from, to] : draw(process, source.name, source.first_hour, unit, year)) {
      for (int h = from; h < to; ++h) missing_mw[std::size_t(h)] += source.unit_mw[std::size_t(h)];
      // A unit in maintenance is away already.
      for (const auto& [begin, end] : source.planned[std::size_t(unit)])
        for (int h = std::max(from, begin); h < std::min(to, end); ++h) missing_mw[std::size_t(h)] -= source.unit_mw[std::size_t(h)];
    }
  }

  struct Process {
    const FleetSource* source;
    std::optional<OutageProcess> forced, together;
  };
  // Circuits behind one service: what is lost depends on how many are out.
  void take_circuits(const Process& process, int year, std::vector<double>& missing_mw) const {
    const FleetSource& source = *process.source;
    std::vector<std::pair<int, int>> changes;  // hour, circuits more away
    const auto note = [&](const std::vector<std::pair<int, int>>& outages, int circuits) {
      for (const auto& [from, to] : outages) changes.push_back({from, circuits}), changes.push_back({to, -circuits});
    };
    if (process.together) note(draw(*process.together, source.name, source.first_hour, 0, year), source.units);
    for (int unit = 0; process.forced && unit < source.units; ++unit)
      note(draw(*process.forced, source.name + "/circuit", source.first_hour, unit, year), 1);
    std::ranges::sort(changes);
    int away = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      away += changes[i].second;
      const int to = i + 1 < changes.size() ? changes[i + 1].first : changes[i].first;
      for (int h = changes[i].first; away > 0 && h < to; ++h)
        missing_mw[std::size_t(h)] += source.mw(std::size_t(h)) - source.mw(std::size_t(h), away);
    }
  }

  const Fleet& fleet_;
  const AdequacyOptions& options_;
  std::vector<Process> processes_;
  std::vector<double> missing_mw_;  // load less what is there when nothing fails
};

// Few shortages: no normal errors.
FewShortages few_of(const std::vector<YearResult>& years, int shortages, double per_year, std::uint64_t seed) {
  const double scale = per_year / double(years.size());
  const auto scaled = [&](Interval i) { return Interval{i.low * scale, i.high * scale}; };
  FewShortages out{.events = scaled(poisson_interval(shortages)), .lolh_h = {}, .eue_mwh = {}};
  std::vector<std::vector<double>> rows;
  for (const YearResult& y : years)
    if (y.hours > 0) rows.push_back({y.hours, y.mwh});
  if (rows.empty()) return out;
  const std::vector<Interval> sums = bootstrap_sums(rows, Random(seed, stream_id("supply.adequacy bootstrap"), 0));
  out.lolh_h = scaled(sums[0]), out.eue_mwh = scaled(sums[1]);
  return out;
}

SampledIndices indices_of(const std::vector<YearResult>& years, double per_year, double load_mwh, std::uint64_t seed) {
  SampledIndices out;
  out.years = int(years.size());
  const double n = double(years.size());
  const auto mean_of = [&](double YearResult::* part, double AdequacyIndices::* to) {
    double sum = 0, squares = 0;
    for (const YearResult& y : years) sum += y.*part;
    const double mean = sum / n;
    for (const YearResult& y : years) squares += (y.*part - mean) * (y.*part - mean);
    out.mean.*to = mean * per_year;
    const double error = n > 1 ? std::sqrt(squares / (n - 1) / n) : 0.0;
    out.error.*to = error > kRoundOff * mean ? error * per_year : 0.0;
  };
  mean_of(&YearResult::hours, &AdequacyIndices::lolh_h);
  mean_of(&YearResult::days, &AdequacyIndices::lole_days);
  mean_of(&YearResult::events, &AdequacyIndices::events);
  mean_of(&YearResult::mwh, &AdequacyIndices::eue_mwh);
  const double ppm = load_mwh > 0 ? 1e6 / (load_mwh * per_year) : 0.0;
  out.mean.neue_ppm = out.mean.eue_mwh * ppm, out.error.neue_ppm = out.error.eue_mwh * ppm;
  for (const YearResult& y : years) {
    out.short_years += y.hours > 0 ? 1 : 0, out.shortages += int(y.events);
    out.longest_h = std::max(out.longest_h, y.longest_h);
    out.worst_year_eue_mwh = std::max(out.worst_year_eue_mwh, y.mwh * per_year);
  }
  out.short_years_frac = out.short_years / n;
  if (out.shortages < kEnoughEvents) out.few = few_of(years, out.shortages, per_year, seed);
  return out;
}

}  // namespace

SampledYears sample_years(const Fleet& fleet, const BusLoad& load, const AdequacyOptions& options) {
  SampledYears out;
  if (options.years <= 0 || load.load_mw.empty()) return out;
  const Sampler sampler(fleet, load, options);
  std::vector<YearResult> plain(std::size_t(options.years)), with_batteries(plain);
  parallel_for(std::size_t((options.years + kYearsOfTask - 1) / kYearsOfTask), options.threads, [&](std::size_t task) {
    std::vector<double> scratch;
    const int first = int(task) * kYearsOfTask;
    for (int y = first; y < std::min(options.years, first + kYearsOfTask); ++y)
      sampler.year(y, scratch, plain[std::size_t(y)], with_batteries[std::size_t(y)]);
  });
  double load_mwh = 0;
  for (const double mw : load.load_mw) load_mwh += mw;
  const double per_year = 1 / index_years(load.load_mw.size());
  out.plain = indices_of(plain, per_year, load_mwh, options.seed);
  if (!fleet.batteries.empty()) out.with_batteries = indices_of(with_batteries, per_year, load_mwh, options.seed);
  return out;
}

}  // namespace gw::supply
