#include "gw/power/facility_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gw::power {
namespace {

// Samples worked on at a time: they stay in the cache.
constexpr std::size_t kPiece = 16'384;
constexpr double kBalanceTolerance = 1e-9;
// Before the window: so many recovery times of the slowest store, and samples at most.
constexpr double kSettle = 3;
constexpr double kMostSettling = 200'000;

Buffer shared_by(Buffer buffer, double accelerators) {
  buffer.power = buffer.power / accelerators;
  buffer.energy = buffer.energy / accelerators;
  return buffer;
}

// A group with its devices at work.
class Group {
 public:
  Group(const LoadGroup& load, const SmoothingDesign& design, Time step) : load_(load) {
    if (design.power_smoothing) smoothing_.emplace(*design.power_smoothing, load.levels, step);
    if (design.ballast) ballast_.emplace(*design.ballast, load.levels, step);
    if (design.accelerator_storage) storage_.emplace(*design.accelerator_storage, mean_at_first(), step);
    if (design.rack_battery)
      battery_.emplace(shared_by(*design.rack_battery, load.accelerators_per_rack), mean_at_first(), step);
  }

  // Of one accelerator, before the window: what it does first, for long.
  Power mean_at_first() const { return load_.tracks.empty() ? 0.0 * W : load_.tracks.front().waveform->mean(); }

  Energy work() const { return work_; }
  const LoadGroup& load() const { return load_; }

  // Adds the group's IT power to that of its halls.
  void add(Time from, Time step, std::span<double> buffer, std::vector<std::vector<double>>& hall_mw) {
    render_mean(load_.tracks, {}, from, step, buffer);
    pass_on(step, buffer, hall_mw);
  }

  // The same before the window: its first waveform, in phase with it.
  void add_before(Time from, Time step, std::span<double> buffer, std::vector<std::vector<double>>& hall_mw) {
    if (load_.tracks.empty()) return;
    WaveformTrack track = load_.tracks.front();
    track.end = track.begin;
    track.begin -= std::ceil((track.begin - from) / track.waveform->period() + 1) * track.waveform->period();
    render_mean(std::span(&track, 1), {}, from, step, buffer);
    pass_on(step, buffer, hall_mw);
  }

  void count_from_here() {
    work_ = {};
    if (smoothing_) smoothing_->count_from_here();
    if (ballast_) ballast_->count_from_here();
    if (storage_) storage_->count_from_here();
    if (battery_) battery_->count_from_here();
  }

  // Costs of one accelerator, in the order of the design.
  std::vector<DeviceCost> costs() const {
    std::vector<DeviceCost> out;
    const auto named = [&](DeviceCost cost, const char* name) {
      cost.device = name;
      out.push_back(std::move(cost));
    };
    if (smoothing_) named(smoothing_->cost(), "power smoothing");
    if (ballast_) named(ballast_->cost(), "ballast");
    if (storage_) named(storage_->cost(), "accelerator storage");
    if (battery_) named(battery_->cost(), "rack battery");
    return out;
  }

 private:
  // Megawatts of one accelerator through its devices to the halls.
  void pass_on(Time step, std::span<double> buffer, std::vector<std::vector<double>>& hall_mw) {
    double sum_w = 0;
    for (double& sample : buffer) sample *= 1e6, sum_w += sample;
    work_ += sum_w * W * step * load_.accelerators();
    if (ballast_) ballast_->apply(buffer);
    if (smoothing_) smoothing_->apply(buffer);
    if (storage_) storage_->apply(buffer);
    if (battery_) battery_->apply(buffer);
    for (const LoadGroup::Share& share : load_.shares) {
      const double scale = share.accelerators * 1e-6;
      std::vector<double>& mw = hall_mw[share.hall];
      for (std::size_t i = 0; i < buffer.size(); ++i) mw[i] += scale * buffer[i];
    }
  }

  const LoadGroup& load_;
  std::optional<PowerSmoothingDevice> smoothing_;
  std::optional<BallastDevice> ballast_;
  std::optional<BufferDevice> storage_, battery_;
  Energy work_;
};

// Energies add up; shares and times are means over accelerators, saturation the worst.
void add_cost(std::vector<DeviceCost>& all, const DeviceCost& one, double accelerators, double total) {
  auto found = std::ranges::find(all, one.device, &DeviceCost::device);
  if (found == all.end()) found = all.insert(all.end(), DeviceCost{}), found->device = one.device;
  found->extra += accelerators * one.extra;
  found->withheld += accelerators * one.withheld;
  found->stored += accelerators * one.stored;
  found->slowdown_frac += accelerators / total * one.slowdown_frac;
  found->delay += accelerators / total * one.delay;
  found->full_cycles += accelerators / total * one.full_cycles;
  found->saturated_frac = std::max(found->saturated_frac, one.saturated_frac);
}

class Facility {
 public:
  Facility(const std::vector<LoadGroup>& groups, const std::vector<HallFeed>& halls, const SmoothingDesign& design,
           Time step)
      : halls_(halls), design_(design), step_(step), last_it_mw_(halls.size(), -1.0), last_mw_(halls.size(), 0.0),
        last_loss_mw_(halls.size(), 0.0) {
    for (const LoadGroup& group : groups) groups_.emplace_back(group, design, step);
    if (design.campus_battery) battery_.emplace(*design.campus_battery, input_before(), step);
  }

  FacilityTrace run(Time start, std::size_t samples) {
    FacilityTrace out;
    out.it = {start, step_, std::vector<double>(samples, 0.0)};
    out.poi = out.it;
    std::vector<double> buffer(std::min(samples, kPiece));
    std::vector<std::vector<double>> hall_mw(halls_.size());
    settle_before(start, buffer, hall_mw);
    for (std::size_t first = 0; first < samples; first += kPiece) {
      const std::size_t n = std::min(kPiece, samples - first);
      for (std::size_t h = 0; h < halls_.size(); ++h) hall_mw[h].assign(n, halls_[h].base_it.in(MW));
      for (Group& group : groups_)
        group.add(start + double(first) * step_, step_, std::span(buffer).first(n), hall_mw);
      const std::span<double> it = std::span(out.it.mw).subspan(first, n), poi = std::span(out.poi.mw).subspan(first, n);
      for (std::size_t h = 0; h < halls_.size(); ++h) convert(h, hall_mw[h], it, poi);
      if (battery_) through_battery(poi);
    }
    settle(out, samples);
    return out;
  }

 private:
  // At the point of interconnection, before the window.
  Power input_before() const {
    std::vector<Power> it;
    for (const HallFeed& hall : halls_) it.push_back(hall.base_it);
    for (const Group& group : groups_)
      for (const LoadGroup::Share& share : group.load().shares) it[share.hall] += share.accelerators * group.mean_at_first();
    Power sum;
    for (std::size_t h = 0; h < halls_.size(); ++h)
      sum += chain_totals(halls_[h].chain, it[h], halls_[h].mechanical).facility_input + halls_[h].other;
    return sum;
  }

  Time longest_recovery() const {
    Time out;
    for (const auto* buffer : {&design_.accelerator_storage, &design_.rack_battery, &design_.campus_battery})
      if (*buffer) out = max(out, (*buffer)->recovery);
    return out;
  }

  // Runs what comes before the window through the devices, and forgets all but their state.
  void settle_before(Time start, std::vector<double>& buffer, std::vector<std::vector<double>>& hall_mw) {
    const auto samples = std::size_t(std::min(kSettle * (longest_recovery() / step_), kMostSettling));
    std::vector<double> it, poi;
    for (std::size_t left = samples; left > 0;) {
      const std::size_t n = std::min(buffer.size(), left);
      for (std::size_t h = 0; h < halls_.size(); ++h) hall_mw[h].assign(n, halls_[h].base_it.in(MW));
      for (Group& group : groups_) group.add_before(start - double(left) * step_, step_, std::span(buffer).first(n), hall_mw);
      if (battery_) {
        it.assign(n, 0.0), poi.assign(n, 0.0);
        for (std::size_t h = 0; h < halls_.size(); ++h) convert(h, hall_mw[h], it, poi);
        through_battery(poi);
      }
      left -= n;
    }
    for (Group& group : groups_) group.count_from_here();
    if (battery_) battery_->count_from_here();
    loss_mw_ = 0;
  }

  void convert(std::size_t h, const std::vector<double>& it_mw, std::span<double> it, std::span<double> poi) {
    const HallFeed& hall = halls_[h];
    for (std::size_t i = 0; i < it_mw.size(); ++i) {
      // Power is often the same for many samples: the chain is asked when it changes.
      if (it_mw[i] != last_it_mw_[h]) {
        const ChainTotals totals = chain_totals(hall.chain, it_mw[i] * MW, hall.mechanical);
        last_it_mw_[h] = it_mw[i];
        last_loss_mw_[h] = totals.loss().in(MW);
        last_mw_[h] = totals.facility_input.in(MW) + hall.other.in(MW);
      }
      loss_mw_ += last_loss_mw_[h];
      it[i] += it_mw[i];
      poi[i] += last_mw_[h];
    }
  }

  void through_battery(std::span<double> poi) {
    for (double& mw : poi) mw *= 1e6;
    battery_->apply(poi);
    for (double& mw : poi) mw *= 1e-6;
  }

  void settle(FacilityTrace& out, std::size_t samples) {
    FacilityEnergy& e = out.energy;
    const Time length = double(samples) * step_;
    double accelerators = 0;
    for (const Group& group : groups_) accelerators += group.load().accelerators();
    for (const HallFeed& hall : halls_) {
      e.work += hall.base_it * length;
      e.mechanical += hall.mechanical * length;
      e.other += hall.other * length;
    }
    for (const Group& group : groups_) {
      e.work += group.work();
      for (const DeviceCost& cost : group.costs()) add_cost(out.devices, cost, group.load().accelerators(), accelerators);
    }
    if (battery_) {
      DeviceCost cost = battery_->cost();
      cost.device = "campus battery";
      add_cost(out.devices, cost, 1, 1);
    }
    if (design_.staggered_start) book_delay(out, accelerators);
    for (const DeviceCost& cost : out.devices) {
      (cost.device == "power smoothing" || cost.device == "ballast" ? e.burned : e.storage_loss) += cost.extra;
      e.withheld += cost.withheld;
      e.stored += cost.stored;
    }
    e.it = out.it.energy();
    e.conversion_loss = loss_mw_ * MW * step_;
    e.input = out.poi.energy();
    if (!(std::abs(e.residual()) <= kBalanceTolerance))
      throw std::logic_error(fmt::format("energy at the point of interconnection misses its parts by {:.2e}", e.residual()));
  }

  void book_delay(FacilityTrace& out, double accelerators) {
    DeviceCost cost;
    cost.device = "staggered start";
    for (const Group& group : groups_) cost.delay += group.load().accelerators() / accelerators * group.load().delay;
    out.devices.push_back(cost);
  }

  const std::vector<HallFeed>& halls_;
  const SmoothingDesign& design_;
  Time step_;
  std::vector<Group> groups_;
  std::optional<BufferDevice> battery_;
  std::vector<double> last_it_mw_, last_mw_, last_loss_mw_;
  double loss_mw_ = 0;
};

}  // namespace

double LoadGroup::accelerators() const {
  double sum = 0;
  for (const Share& share : shares) sum += share.accelerators;
  return sum;
}

double FacilityEnergy::residual() const {
  const Energy parts = work + burned + storage_loss + stored - withheld + mechanical + other + conversion_loss;
  return input > 0.0 * J ? (parts - input) / input : parts.base();
}

FacilityTrace facility_trace(const std::vector<LoadGroup>& groups, const std::vector<HallFeed>& halls,
                             const SmoothingDesign& design, Time start, Time step, std::size_t samples) {
  return Facility(groups, halls, design, step).run(start, samples);
}

}  // namespace gw::power
