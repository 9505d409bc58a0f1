#include "gw/supply/carbon_account.h"

#include <algorithm>
#include <cstdint>

namespace gw::supply {
namespace {

// Rounding of a share that is one.
constexpr double kWhole = 1 - 1e-9;

/// Volumes of one connection over the horizon.
struct Volumes {
  double import_mwh = 0, contract_mwh = 0, residual_kg = 0;
};

/// Carbon-free energy of one hour of a connection; adds to the volumes.
double add_hour(const ConnectionHours& grid, std::size_t h, Volumes& volumes, CarbonAccount& out) {
  const double import_mw = grid.import_mw[h], made_mw = grid.contract_mw.empty() ? 0.0 : grid.contract_mw[h];
  const double matched_mw = std::min(made_mw, import_mw), rest_mw = import_mw - matched_mw;
  volumes.import_mwh += import_mw;
  volumes.contract_mwh += made_mw;
  volumes.residual_kg += import_mw * grid.residual_kg_per_mwh[h];
  out.location_t += grid.location_kg[h] / 1e3;
  out.market_hourly_t += rest_mw * grid.residual_kg_per_mwh[h] / 1e3;
  out.contract_matched_mwh += matched_mw;
  return matched_mw + rest_mw * grid.carbon_free_frac[h];
}

/// An inventory is of a year: what a contract makes in one does not count in the next.
void close_year(std::vector<Volumes>& volumes, int year, CarbonAccount& out) {
  for (std::size_t k = 0; k < volumes.size(); ++k) {
    Volumes& v = volumes[k];
    const double left = v.import_mwh > 0 ? std::max(0.0, 1 - v.contract_mwh / v.import_mwh) : 0.0;
    out.market_t += v.residual_kg / 1e3 * left;
    out.contract_mwh += v.contract_mwh;
    out.market_terms.push_back({k, year, v.import_mwh, v.contract_mwh, v.residual_kg / 1e3, left});
    v = {};
  }
}

}  // namespace

CarbonAccount carbon_account(std::span<const ConnectionHours> connections, const OnSiteHours& on_site, Date start) {
  CarbonAccount out;
  const std::size_t hours = on_site.energy_mw.size();
  out.carbon_free_frac.assign(hours, 0.0);
  out.intensity_kg_per_mwh.assign(hours, 0.0);
  std::vector<Volumes> volumes(connections.size());
  double own_free_mwh = 0;
  int year = start.year;
  for (std::size_t h = 0; h < hours; ++h) {
    if (h % 24 == 0) {
      const int now = date_from_days(days_since_epoch(start) + std::int64_t(h / 24)).year;
      if (now != year) close_year(volumes, year, out), year = now;
    }
    double energy = on_site.energy_mw[h], free = on_site.carbon_free_mw[h], kg = on_site.co2_kg[h];
    own_free_mwh += free;
    out.on_site_t += kg / 1e3;
    for (std::size_t k = 0; k < connections.size(); ++k) {
      free += add_hour(connections[k], h, volumes[k], out);
      energy += connections[k].import_mw[h];
      kg += connections[k].location_kg[h];
    }
    out.energy_mwh += energy;
    out.carbon_free_mwh += free;
    if (energy > 0) {
      out.carbon_free_frac[h] = std::min(1.0, free / energy);
      out.intensity_kg_per_mwh[h] = kg / energy;
      out.fully_matched_hours += free >= energy * kWhole;
    }
  }
  close_year(volumes, year, out);
  out.location_t += out.on_site_t, out.market_t += out.on_site_t, out.market_hourly_t += out.on_site_t;
  out.score_frac = out.energy_mwh > 0 ? std::min(1.0, out.carbon_free_mwh / out.energy_mwh) : 0.0;
  out.volume_frac = out.energy_mwh > 0 ? std::min(1.0, (own_free_mwh + out.contract_mwh) / out.energy_mwh) : 0.0;
  return out;
}

}  // namespace gw::supply
