#include "gw/campus/chain_sizing.h"

#include <algorithm>

#include "gw/base/parallel.h"
#include "gw/campus/hall_load.h"

namespace gw::campus {
namespace {

// The largest of the halls that are built alike; `number` is the first of them.
double share_of_design(const std::vector<PreparedHall>& halls, std::size_t number) {
  double share = 0;
  for (std::size_t h = 0; h < halls.size(); ++h)
    if (halls[h].like == number) share = std::max(share, largest_network_share(halls, h));
  return share;
}

cooling::OutdoorAir peak_of_network(const cooling::HeatNetwork& network, const Prepared& prepared,
                                    const PreparedHall& hall) {
  return cooling::outdoor_air(network.design_outdoor.value_or(prepared.coldest), 1.0,
                              hall.plant.hottest.pressure_pa);
}

bool rides_through(const cooling::CoolingPlantSized& plant) {
  const auto of = [](const cooling::SizedLoop& loop) {
    return loop.tank && loop.tank->design.use == cooling::TankUse::ride_through;
  };
  return of(plant.liquid) || of(plant.air);
}

// A plant whose tank is refilled, or that outdoor air leaves all of the heat in moist hours, draws most in another hour than
// the hottest.
bool peaks_in_other_hours(const cooling::CoolingPlantSized& plant) {
  return rides_through(plant) || plant.air.economiser;
}

}  // namespace

double largest_network_share(const std::vector<PreparedHall>& halls, std::size_t hall) {
  double beside_w = 0;
  for (const PreparedHall& other : halls)
    if (other.energised_hour <= halls[hall].energised_hour) beside_w += other.plant.liquid.peak_w;
  return beside_w > 0 ? halls[hall].plant.liquid.peak_w / beside_w : 0.0;
}

Power largest_mechanical(const Campus& campus, const Hall& hall, const Prepared& prepared,
                         std::size_t number) {
  const PreparedHall& sized = prepared.halls[number];
  const HeatSplit peak = peak_heat(hall, sized);
  const std::optional<cooling::HeatNetwork>& network = campus.site.heat_network;
  const double share = network ? share_of_design(prepared.halls, number) : 0.0;
  const auto drawn = [&](const cooling::OutdoorAir& air, const cooling::TankHours& tanks = {}) {
    cooling::HourCalls calls{.network = {}, .tanks = tanks};
    if (network)
      calls.network = {&*network, share * network->peak *
                                      cooling::wanted_frac(*network, prepared.coldest,
                                                           Temperature::celsius(air.dry_bulb_c))};
    return cooling::cool(sized.plant, peak.liquid, peak.air, air, calls).power();
  };
  Power most = drawn(cooling::outdoor_air(sized.plant.hottest));
  if (network) most = std::max(most, drawn(peak_of_network(*network, prepared, sized)));
  if (!network && !peaks_in_other_hours(sized.plant)) return most;
  for (std::size_t i = 0; i < std::size_t(prepared.sizing.hours()); ++i) {
    const cooling::TankHours refill = cooling::tank_hours(sized.plant, {}, i);
    most = std::max(most, drawn(prepared.sizing.at(i), cooling::level_charging(sized.plant, refill, 0.0)));
  }
  return most;
}

void size_chains(const Campus& campus, Prepared& prepared, int threads) {
  std::vector<PreparedHall>& halls = prepared.halls;
  parallel_for(halls.size(), threads, [&](std::size_t i) {
    PreparedHall& out = halls[i];
    if (out.like != i) return;
    const Power mechanical = largest_mechanical(campus, campus.halls[i], prepared, i);
    out.chain = power::size_chain(campus.halls[i].power_chain, out.design_it, mechanical);
    out.design_facility =
        power::chain_totals(out.chain, out.design_it, mechanical).facility_input + out.other;
  });
  for (PreparedHall& hall : halls)
    hall.chain = halls[hall.like].chain, hall.design_facility = halls[hall.like].design_facility;
}

}  // namespace gw::campus
