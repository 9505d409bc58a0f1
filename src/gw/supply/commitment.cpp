#include "gw/supply/commitment.h"

#include <algorithm>
#include <cmath>

namespace gw::supply {
namespace {

constexpr double kSlackMw = 1e-9;  ///< below this a need counts as met
constexpr double kSlackUnits = 1e-9;

struct Running {
  double limit_mw = 0, min_mw = 0;
};

void start(Committable& source, int units, Running& sum) {
  const int before = source.running;
  source.running += units;
  sum.limit_mw += source.limit_mw(source.running) - source.limit_mw(before);
  sum.min_mw += source.min_mw(source.running) - source.min_mw(before);
}

// Units at the limits of the next one to start: those that ran before come first.
int units_alike(const Committable& source, int units) {
  return source.running < source.was ? std::min(units, source.was - source.running) : units;
}

int units_for(double mw, double unit_mw) { return int(std::min(1e9, std::ceil(mw / unit_mw - kSlackUnits))); }

int units_in_room(double room_mw, double unit_min_mw) {
  if (unit_min_mw <= 0) return 1'000'000'000;
  return room_mw <= 0 ? 0 : int(std::min(1e9, std::floor(room_mw / unit_min_mw + kSlackUnits)));
}

/// Starts units in order until `target_mw` runs or the minimum loads fill `room_mw`.
void start_in_order(std::span<Committable> sources, std::span<const int> order, double target_mw,
                    double room_mw, Running& sum) {
  for (int i : order) {
    Committable& source = sources[std::size_t(i)];
    if (source.unit_limit_mw <= 0) continue;
    for (int kind = 0; kind < 2; ++kind) {  // those that ran before, those just started
      const double missing_mw = target_mw - sum.limit_mw;
      if (missing_mw <= kSlackMw) return;
      if (source.next_limit_mw() <= 0) break;
      const int units = std::min({units_alike(source, source.available - source.running),
                                  units_for(missing_mw, source.next_limit_mw()),
                                  units_in_room(room_mw - sum.min_mw, source.next_min_mw())});
      if (units <= 0) break;
      start(source, units, sum);
    }
  }
}

/// Units within their minimum up time.
void start_musts(std::span<Committable> sources, std::span<const int> order, Running& sum) {
  for (int i : order) {
    Committable& source = sources[std::size_t(i)];
    if (const int units = std::min(source.must, source.available); units > 0 && source.unit_limit_mw > 0) start(source, units, sum);
  }
}

/// Adds the units to keep, as far as the load has room for their minimum loads.
void keep_running(std::span<Committable> sources, std::span<const int> order, double room_mw, Running& sum) {
  for (int i : order) {
    Committable& source = sources[std::size_t(i)];
    if (source.keep == 0 || source.unit_limit_mw <= 0) continue;
    const int units = std::min(units_alike(source, std::min(source.keep, source.available) - source.running),
                               units_in_room(room_mw - sum.min_mw, source.next_min_mw()));
    if (units > 0) start(source, units, sum);
  }
}

/// Adds the unit of smallest minimum load, one at a time, whatever surplus it makes.
void start_regardless(std::span<Committable> sources, std::span<const int> order, double target_mw,
                      Running& sum) {
  while (target_mw - sum.limit_mw > kSlackMw) {
    Committable* least = nullptr;
    for (int i : order) {
      Committable& source = sources[std::size_t(i)];
      const bool can = source.running < source.available && source.unit_limit_mw > 0 && source.next_limit_mw() > 0;
      if (can && (!least || source.next_min_mw() < least->next_min_mw())) least = &source;
    }
    if (!least) return;
    start(*least, 1, sum);
  }
}

}  // namespace

double commit(std::span<Committable> sources, std::span<const int> order, const CommitmentNeed& need) {
  Running sum;
  for (int i : order) sources[std::size_t(i)].running = 0;
  start_musts(sources, order, sum);
  start_in_order(sources, order, need.load_mw, need.load_mw, sum);
  if (need.load_mw - sum.limit_mw > need.storage_mw) start_regardless(sources, order, need.load_mw, sum);
  keep_running(sources, order, need.load_mw, sum);
  if (need.reserve_mw > 0)
    start_in_order(sources, order, need.load_mw + need.reserve_mw, std::max(need.room_mw, sum.min_mw), sum);
  return sum.limit_mw;
}

double load_units(std::span<Committable> sources, std::span<const int> order, double load_mw) {
  double left_mw = load_mw;
  for (int i : order) {
    Committable& source = sources[std::size_t(i)];
    source.output_mw = source.min_mw(source.running);
    left_mw -= source.output_mw;
  }
  for (int i : order) {
    if (left_mw <= 0) break;
    Committable& source = sources[std::size_t(i)];
    const double rise_mw = std::min(left_mw, source.limit_mw(source.running) - source.min_mw(source.running));
    if (rise_mw <= 0) continue;
    source.output_mw += rise_mw;
    left_mw -= rise_mw;
  }
  return left_mw;
}

double lower_units(std::span<Committable> sources, std::span<const int> order, double surplus_mw) {
  for (std::size_t k = order.size(); k-- > 0 && surplus_mw > 0;) {
    Committable& source = sources[std::size_t(order[k])];
    const double fall_mw = std::min(surplus_mw, source.output_mw - source.min_mw(source.running));
    if (fall_mw <= 0) continue;
    source.output_mw -= fall_mw;
    surplus_mw -= fall_mw;
  }
  return surplus_mw;
}

}  // namespace gw::supply
