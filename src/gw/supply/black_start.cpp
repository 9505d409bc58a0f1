#include "gw/supply/black_start.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/base/assert.h"

namespace gw::supply {
namespace {

constexpr double kSlackMw = 1e-9;
constexpr int kMinutesPerHour = 60;

struct Starting {
  int ready = 0, units = 0;
};

/// One plant on its way up.
struct Group {
  const ThermalPlant* plant = nullptr;
  std::string name;
  int off = 0, running = 0;
  std::vector<Starting> starting{};

  double unit_mw() const { return plant->unit_power.in(unit::MW); }
  double crank_mw() const { return plant->black_start ? 0.0 : plant->start_power_frac * unit_mw(); }
  int minutes() const { return int(std::ceil(plant->start_time.in(unit::minute)-1e-9)); }
  int on_the_way() const {
    int sum = 0;
    for (const Starting& s : starting) sum += s.units;
    return sum;
  }
};

class Restart {
 public:
  Restart(std::span<const Source> sources, const std::string& bus, double load_mw) {
    out_.load_mw = load_mw;
    const std::vector<std::string> names = source_names(sources);
    for (std::size_t i = 0; i < sources.size(); ++i) {
      if (common(sources[i]).bus != bus) continue;
      if (std::holds_alternative<GridConnection>(sources[i])) out_.islanded = false;
      if (const ThermalPlant* plant = thermal(sources[i]); plant && plant->units > 0)
        groups_.push_back({plant, names[i], plant->units});
      if (const auto* battery = std::get_if<Battery>(&sources[i])) {
        battery_mw_ += battery->power.in(unit::MW);
        battery_mwh_ +=
            (1.0 - battery->min_state_frac) * battery->energy.in(unit::MWh)*battery->discharge_efficiency();
      }
    }
    std::ranges::stable_sort(groups_, {}, [](const Group& g) { return g.minutes(); });
  }

  BlackStart run() {
    if (!out_.islanded) return std::move(out_);
    while (advance()) ++minute_;
    out_.served_mw = served_mw_;
    if (served_mw_ < out_.load_mw - kSlackMw) out_.obstacle = obstacle();
    return std::move(out_);
  }

 private:
  // One minute; false when nothing more will happen.
  bool advance() {
    for (Group& g : groups_) arrive(g);
    battery_mwh_ -= std::max(0.0, served_mw_ + crank_mw() - capacity_mw()) / kMinutesPerHour;
    step_mw_ = step_now();
    bool changed = false;
    for (Group& g : groups_) changed |= order(g);
    changed |= pick_up();
    if (served_mw_ >= out_.load_mw - kSlackMw && out_.first_power_minute >= 0) {
      out_.served_minute = minute_;
      return false;
    }
    return changed || std::ranges::any_of(groups_, [](const Group& g) { return !g.starting.empty(); });
  }

  void arrive(Group& g) {
    std::erase_if(g.starting, [&](const Starting& s) {
      if (s.ready > minute_) return false;
      g.running += s.units;
      if (out_.first_power_minute < 0) out_.first_power_minute = minute_;
      return true;
    });
  }

  double capacity_mw() const {
    return sum([](const Group& g) { return g.running * g.unit_mw(); });
  }
  double crank_mw() const {
    return sum([](const Group& g) { return g.on_the_way() * g.crank_mw(); });
  }
  double coming_mw() const {
    return sum([](const Group& g) { return (g.running + g.on_the_way()) * g.unit_mw(); });
  }
  // Batteries hold what is left for the starts that they feed.
  double battery_mw() const { return battery_mwh_ > 0 ? battery_mw_ : 0.0; }
  double spare_mw() const { return capacity_mw() + battery_mw() - served_mw_ - crank_mw(); }

  template <class Of>
  double sum(Of of) const {
    double total = 0;
    for (const Group& g : groups_) total += of(g);
    return total;
  }

  // Load that the bus takes at once, as it stands.
  double step_now() const {
    const double capacity = capacity_mw(), drawn = served_mw_ + crank_mw();
    const double loading = capacity > 0 ? std::min(1.0, drawn / capacity) : 0.0;
    const double units = sum([&](const Group& g) {
      return g.running * g.unit_mw() * std::clamp(1.0 - loading, 0.0, g.plant->block_load_frac);
    });
    return units + battery_mw() - std::clamp(drawn - capacity, 0.0, battery_mw());
  }

  bool order(Group& g) {
    if (g.off == 0 || coming_mw() >= out_.load_mw - kSlackMw) return false;
    const double each = g.crank_mw();
    const double needed = std::ceil((out_.load_mw - coming_mw()) / g.unit_mw() - 1e-9);
    double most = std::min(double(g.off), needed);
    if (each > 0)
      most = std::min(most, std::floor(std::min({step_mw_, spare_mw(), by_energy(g)}) / each + 1e-9));
    const int units = int(std::max(0.0, most));
    if (units == 0) return false;
    g.off -= units;
    g.starting.push_back({minute_ + std::max(1, g.minutes()), units});
    step_mw_ -= units * each;
    out_.orders.push_back({minute_, g.name, units, units * each});
    return true;
  }

  // Start power that lasts the start: what the units have to spare, and what the batteries hold for so long.
  double by_energy(const Group& g) const {
    const double hours = double(std::max(1, g.minutes())) / kMinutesPerHour;
    const double units = std::max(0.0, capacity_mw() - served_mw_ - crank_mw());
    return units + std::max(0.0, battery_mwh_) / hours;
  }

  // The largest start power that is still wanted is kept free.
  double held_mw() const {
    if (coming_mw() >= out_.load_mw - kSlackMw) return 0;
    double held = 0;
    for (const Group& g : groups_)
      if (g.off > 0) held = std::max(held, g.crank_mw());
    return held;
  }

  bool pick_up() {
    const double units_mw =
        capacity_mw() - std::max(0.0, crank_mw() - battery_mw()) - std::max(0.0, held_mw() - battery_mw());
    const double more = std::min({step_mw_, out_.load_mw - served_mw_, units_mw - served_mw_});
    if (more <= kSlackMw) return false;
    served_mw_ += more;
    return true;
  }

  std::string obstacle() const {
    if (groups_.empty()) return "no plant with units stands on the bus";
    if (coming_mw() < kSlackMw && battery_mw_ <= 0)
      return "no unit starts without power from the bus, and no battery gives it";
    for (const Group& g : groups_)
      if (g.off > 0 && coming_mw() < out_.load_mw - kSlackMw)
        return fmt::format("a unit of {} needs {:.3g} MW to start, and the bus gives {:.3g} MW at once",
                           g.name, g.crank_mw(),
                           std::max(0.0, std::min({step_now(), spare_mw(), by_energy(g)})));
    return fmt::format("all units together give {:.4g} MW", capacity_mw());
  }

  std::vector<Group> groups_;
  BlackStart out_;
  double battery_mw_ = 0, battery_mwh_ = 0, served_mw_ = 0, step_mw_ = 0;
  int minute_ = 0;
};

}  // namespace

BlackStart black_start(std::span<const Source> sources, const std::string& bus, double load_mw) {
  GW_ASSERT(load_mw >= 0, "a load of {} MW", load_mw);
  return Restart(sources, bus, load_mw).run();
}

}  // namespace gw::supply
