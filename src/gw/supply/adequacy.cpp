#include "gw/supply/adequacy.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"

namespace gw::supply {
namespace {

void add_shortages(const BusDispatch& bus, double tolerance_mw, std::vector<Shortage>& out) {
  bool open = false;
  for (std::size_t h = 0; h < bus.unserved_mw.size(); ++h) {
    const double mw = bus.unserved_mw[h];
    if (!(mw > tolerance_mw)) {
      open = false;
      continue;
    }
    if (!open) out.push_back({.bus = bus.bus, .first_hour = int(h)});
    open = true;
    Shortage& shortage = out.back();
    ++shortage.hours;
    shortage.energy_mwh += mw;
    if (mw > shortage.peak_mw) shortage.peak_mw = mw, shortage.peak_hour = int(h);
  }
}

int short_hours(const Dispatch& dispatch, double tolerance_mw) {
  int count = 0;
  for (std::size_t h = 0; h < std::size_t(dispatch.horizon.hours); ++h)
    count += std::any_of(dispatch.buses.begin(), dispatch.buses.end(),
                         [&](const BusDispatch& bus) { return bus.unserved_mw[h] > tolerance_mw; });
  return count;
}

std::string worst_sentence(const Dispatch& dispatch, const std::vector<Shortage>& shortages) {
  if (shortages.empty()) return {};
  const Shortage& worst =
      *std::max_element(shortages.begin(), shortages.end(),
                        [](const Shortage& a, const Shortage& b) { return a.peak_mw < b.peak_mw; });
  const auto bus = std::find_if(dispatch.buses.begin(), dispatch.buses.end(),
                                [&](const BusDispatch& b) { return b.bus == worst.bus; });
  return fmt::format("{}, bus {}: {} MW of {} MW not served", hour_label(dispatch.horizon, worst.peak_hour),
                     worst.bus, significant(worst.peak_mw, 3),
                     significant(bus->load_mw[std::size_t(worst.peak_hour)], 3));
}

}  // namespace

std::string hour_label(const Horizon& horizon, int hour) {
  const Date day = date_from_days(days_since_epoch(horizon.start) + hour / 24);
  return fmt::format("{} {:02}:00", to_string(day), hour % 24);
}

Adequacy adequacy(const Dispatch& dispatch, double tolerance_mw) {
  Adequacy out;
  double load_mwh = 0;
  for (const BusDispatch& bus : dispatch.buses) {
    add_shortages(bus, tolerance_mw, out.shortages);
    load_mwh += bus.load_mwh;
  }
  for (const Shortage& shortage : out.shortages) out.unserved_mwh += shortage.energy_mwh;
  out.loss_of_load_hours = short_hours(dispatch, tolerance_mw);
  out.served_frac = load_mwh > 0 ? 1.0 - out.unserved_mwh / load_mwh : 1.0;
  out.worst = worst_sentence(dispatch, out.shortages);
  return out;
}

}  // namespace gw::supply
