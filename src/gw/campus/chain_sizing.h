#pragma once
// What the power chain of a hall is sized for: provisioned IT power and the most that its cooling draws with
// it.
//
//   mechanical = max over design weather of P_cooling(full heat, weather, network share x demand(weather))
//
// The most that a heat pump draws and the most that a plant draws do not coincide: heating peaks in cold,
// chillers and fans in heat. So the feed of the mechanical plant carries the largest of their sum, not the
// sum of the largest. With a heat network or a tank that rides through, design weather is the hottest design
// hour, the hour of the network's peak and every hour of the weather's year, in which an empty tank is
// refilled too; with neither the hottest is enough. The share of a hall in the network's demand is that of
// the hour it is energised in, when fewest halls share it; halls of one design are built alike, for the
// largest share of any. Levelling tanks set no new peak of their bus, so they are left out.

#include "gw/campus/prepare.h"

namespace gw::campus {

/// Part of the network's demand that falls on one hall at the most, by the heat that liquid loops are built
/// for. The halls' plants and hours must be known.
double largest_network_share(const std::vector<PreparedHall>& halls, std::size_t hall);

/// The most that the plant of a hall draws with all its racks at provisioned power.
Power largest_mechanical(const Campus& campus, const Hall& hall, const Prepared& prepared,
                         std::size_t number);

/// Sizes the chains of all halls, those of one design alike.
void size_chains(const Campus& campus, Prepared& prepared, int threads);

}  // namespace gw::campus
