#include "gw/supply/price_schedule.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <ranges>

#include "gw/base/linear_program.h"

namespace gw::supply {
namespace {

constexpr std::size_t kDecidedHours = 24, kWindowHours = 48;
constexpr double kLeastMw = 1e-9;        // less is rounding
constexpr double kIdleUsdPerMwh = 1e-3;  // each way: what earns nothing does not move
constexpr double kMissingUsdPerMwh = 1e5;  // of what the end lacks: above any price and the value of lost load
constexpr double kSame = 1e-9;           // share by which batteries alike may differ

using Term = LinearProgram::Term;

/// Power at one price.
struct Block {
  double mw = 0, usd_per_mwh = 0;
};

/// The same power in an hour, with costs that rise with charge and savings that fall with discharge: see the header.
struct HourBlocks {
  std::vector<Block> more, less;
};

void add_block(std::vector<Block>& blocks, double mw, double usd_per_mwh) {
  if (!blocks.empty() && blocks.back().usd_per_mwh == usd_per_mwh) blocks.back().mw += mw;
  else blocks.push_back({mw, usd_per_mwh});
}

HourBlocks blocks_of(const HourMargin& margin) {
  HourBlocks out;
  double usd = -std::numeric_limits<double>::infinity();
  for (const HourMargin::Step& step : margin.more) {
    if (step.mw <= kLeastMw) continue;
    usd = std::max(usd, step.usd_per_mwh);
    add_block(out.more, step.mw, usd);
  }
  usd = out.more.empty() ? std::numeric_limits<double>::infinity() : out.more.front().usd_per_mwh;
  for (const HourMargin::Step& step : std::views::reverse(margin.less)) {
    if (step.mw <= kLeastMw) continue;
    usd = std::min(usd, step.usd_per_mwh);
    if (usd < 0) break;  // it would pay for getting rid of what is stored
    add_block(out.less, step.mw, usd);
  }
  return out;
}

std::vector<HourBlocks> blocks_of(std::span<const HourMargin> margins) {
  std::vector<HourBlocks> out;
  for (const HourMargin& margin : margins) out.push_back(blocks_of(margin));
  return out;
}

double refill_usd(const Battery& battery, std::span<const HourBlocks> hours) {
  double least = std::numeric_limits<double>::infinity();
  for (const HourBlocks& hour : hours)
    if (!hour.more.empty()) least = std::min(least, hour.more.front().usd_per_mwh);
  return std::isfinite(least) ? std::max(0.0, least) / battery.charge_efficiency() : 0.0;
}

// Of a MWh given at the terminals.
double given_usd(const Battery& battery) {
  return battery.variable_om_usd_per_mwh + battery.wear_usd_per_mwh() / battery.discharge_efficiency() + kIdleUsdPerMwh;
}

// One battery, or several alike as one.
struct Group {
  Battery battery;
  std::vector<double> available_mw;
  std::vector<std::size_t> members;
  std::vector<double> shares;   // of the energy, as members
  double began_mwh = 0, stored_mwh = 0;
};

bool near(double a, double b) { return std::abs(a - b) <= kSame * std::max(std::abs(a), std::abs(b)); }

// True if the schedule of one is that of the other times the ratio of their energies.
bool alike(const PriceStore& a, const PriceStore& b) {
  const Battery &x = *a.battery, &y = *b.battery;
  const double ratio = y.energy / x.energy;
  if (!std::isfinite(ratio) || ratio <= 0) return false;
  if (x.charge_efficiency() != y.charge_efficiency() || x.discharge_efficiency() != y.discharge_efficiency()) return false;
  if (x.min_state_frac != y.min_state_frac || x.initial_state_frac != y.initial_state_frac || given_usd(x) != given_usd(y)) return false;
  if (x.fade_per_year_frac != y.fade_per_year_frac || x.begins() != y.begins()) return false;
  return std::ranges::equal(a.available_mw, b.available_mw, [&](double p, double q) { return near(p * ratio, q); });
}

std::vector<Group> groups_of(std::span<const PriceStore> stores, Date start) {
  std::vector<Group> out;
  for (std::size_t s = 0; s < stores.size(); ++s) {
    const Battery& battery = *stores[s].battery;
    const auto found = std::ranges::find_if(out, [&](const Group& g) { return alike(stores[g.members.front()], stores[s]); });
    if (found == out.end()) {
      out.push_back({battery, {stores[s].available_mw.begin(), stores[s].available_mw.end()}, {s}, {}});
      continue;
    }
    found->members.push_back(s);
    found->battery.power = found->battery.power + battery.power;
    found->battery.energy = found->battery.energy + battery.energy;
    for (std::size_t h = 0; h < found->available_mw.size(); ++h) found->available_mw[h] += stores[s].available_mw[h];
  }
  for (Group& group : out) {
    group.began_mwh = group.stored_mwh = group.battery.full_mwh(start) * group.battery.initial_state_frac;
    for (const std::size_t s : group.members)
      group.shares.push_back(group.members.size() == 1 ? 1.0 : stores[s].battery->energy / group.battery.energy);
  }
  return out;
}

// Hours [from, from + size) of all groups; `last`: they reach the horizon's end.
class Window {
 public:
  Window(std::span<const Group> groups, std::span<const HourBlocks> hours, std::size_t from, Date day, bool last)
      : hours_(hours), charge_(groups.size()), discharge_(groups.size()), last_(last) {
    for (const HourBlocks& hour : hours) {
      more_.push_back(lp_.row(0, 0)), less_.push_back(lp_.row(0, 0));
      for (const Block& block : hour.more) lp_.variable(0, block.mw, block.usd_per_mwh, {{more_.back(), 1}});
      for (const Block& block : hour.less) lp_.variable(0, block.mw, -block.usd_per_mwh, {{less_.back(), 1}});
    }
    for (std::size_t g = 0; g < groups.size(); ++g) add_group(groups[g], g, from, day);
  }
  LinearProgram::Solution solve() const { return lp_.solve(); }
  /// Charge less discharge of a group in an hour.
  double net_mw(const LinearProgram::Solution& found, std::size_t g, std::size_t hour) const {
    const auto value = [&](int variable) { return variable < 0 ? 0.0 : found.values[std::size_t(variable)]; };
    return value(charge_[g][hour]) - value(discharge_[g][hour]);
  }

 private:
  void add_group(const Group& group, std::size_t g, std::size_t from, Date day) {
    const Battery& battery = group.battery;
    const double in = battery.charge_efficiency(), out = battery.discharge_efficiency();
    int state = lp_.row(-group.stored_mwh, -group.stored_mwh);  // E(h-1) + in charge - discharge / out - E(h) = 0
    for (std::size_t h = 0; h < hours_.size(); ++h) {
      const double mw = group.available_mw[from + h];
      const bool charges = mw != 0 && !hours_[h].more.empty(), gives = mw != 0 && !hours_[h].less.empty(), ends = h + 1 == hours_.size();
      charge_[g].push_back(charges ? lp_.variable(0, mw, kIdleUsdPerMwh, {{more_[h], -1}, {state, in}}) : -1);
      discharge_[g].push_back(gives ? lp_.variable(0, mw, given_usd(battery), {{less_[h], -1}, {state, -1 / out}}) : -1);
      if (!ends && !charges && !gives) continue;
      std::vector<Term> kept = {{state, -1}};
      if (!ends) state = lp_.row(0, 0), kept.push_back({state, 1});
      add_state(group, day, ends, kept);
    }
  }
  void add_state(const Group& group, Date day, bool ends, std::vector<Term>& kept) {
    const double most = group.battery.full_mwh(day), least = std::min(most * group.battery.min_state_frac, group.stored_mwh);
    if (ends && last_) {
      kept.push_back({lp_.row(std::min(most, group.began_mwh), kUnbounded), 1});
      lp_.variable(0, kUnbounded, kMissingUsdPerMwh, {{kept.back().row, 1}});
    }
    lp_.variable(least, std::max(most, group.stored_mwh), ends ? -refill_usd(group.battery, hours_) : 0.0, kept);
  }

  std::span<const HourBlocks> hours_;
  LinearProgram lp_;
  std::vector<int> more_, less_;
  std::vector<std::vector<int>> charge_, discharge_;
  bool last_;
};

// True if no hour pays for what another asks, nor for a refill.
bool nothing_to_gain(std::span<const Group> groups, std::span<const HourBlocks> hours, bool last) {
  double most = 0;
  for (const HourBlocks& hour : hours) {
    if (!hour.more.empty() && hour.more.front().usd_per_mwh < 0) return false;
    if (!hour.less.empty()) most = std::max(most, hour.less.front().usd_per_mwh);
  }
  return std::ranges::all_of(groups, [&](const Group& group) {
    return (!last || group.stored_mwh >= group.began_mwh) &&
           (most - given_usd(group.battery)) * group.battery.discharge_efficiency() <= refill_usd(group.battery, hours);
  });
}

void keep(const Group& group, std::size_t hour, double net_mw, std::vector<StoreSchedule>& out) {
  for (std::size_t m = 0; m < group.members.size(); ++m) {
    StoreSchedule& store = out[group.members[m]];
    (net_mw > 0 ? store.charge_mw : store.discharge_mw)[hour] = group.shares[m] * std::abs(net_mw);
  }
}

}  // namespace

double refill_usd_per_mwh(const Battery& battery, std::span<const HourMargin> margins) {
  return refill_usd(battery, blocks_of(margins));
}

PriceSchedule price_schedule(std::span<const PriceStore> stores, std::span<const HourMargin> margins, Date start) {
  const StoreSchedule still{std::vector<double>(margins.size(), 0.0), std::vector<double>(margins.size(), 0.0)};
  PriceSchedule out{std::vector<StoreSchedule>(stores.size(), still)};
  const std::vector<HourBlocks> blocks = blocks_of(margins);
  std::vector<Group> groups = groups_of(stores, start);
  for (std::size_t from = 0; from < margins.size() && !groups.empty(); from += kDecidedHours) {
    const std::size_t size = std::min(kWindowHours, margins.size() - from), decided = std::min(size, kDecidedHours);
    const auto hours = std::span(blocks).subspan(from, size);
    const bool last = from + size == margins.size();
    if (nothing_to_gain(groups, hours, last)) continue;
    const Date day = date_from_days(days_since_epoch(start) + std::int64_t(from / 24));
    const Window window(groups, hours, from, day, last);
    const LinearProgram::Solution found = window.solve();
    if (!found.optimal) out.unplanned_hours += int(decided);
    for (std::size_t h = 0; found.optimal && h < decided; ++h)
      for (std::size_t g = 0; g < groups.size(); ++g) {
        Group& group = groups[g];
        const double net_mw = window.net_mw(found, g, h);
        if (std::abs(net_mw) <= kLeastMw) continue;
        keep(group, from + h, net_mw, out.stores);
        group.stored_mwh += net_mw > 0 ? net_mw * group.battery.charge_efficiency() : net_mw / group.battery.discharge_efficiency();
        group.stored_mwh = std::clamp(group.stored_mwh, 0.0, group.battery.full_mwh(day));
      }
  }
  return out;
}

}  // namespace gw::supply
