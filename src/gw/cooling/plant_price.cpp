#include "gw/cooling/plant_price.h"

namespace gw::cooling {
namespace {

struct CapexOfKind {
  double operator()(const DirectAir&) const { return 150; }
  double operator()(const CoolingTower&) const { return 170; }  // with plate exchanger and tower-water pumps
  double operator()(const DryCooler&) const { return 200; }
  double operator()(const AdiabaticDryCooler&) const { return 240; }
  double operator()(const ClosedCircuitTower&) const { return 250; }
  double operator()(const AirCooledChiller&) const { return 310; }
  double operator()(const WaterCooledChiller&) const { return 400; }  // with its tower
};

LoopPrice loop_price(const SizedLoop& sized, double usd_per_kw, const std::optional<ThermalStorage>& storage) {
  LoopPrice out{.installed_kw = sized.installed_w / 1e3, .usd_per_kw = usd_per_kw};
  if (!storage) return out;
  const auto& tank = std::get<WaterTank>(*storage);
  out.tank_kwh = tank.energy.in(unit::kWh), out.tank_usd_per_kwh = tank.capex_usd_per_kwh;
  return out;
}

}  // namespace

double default_capex_usd_per_kw(const HeatRejection& kind) { return std::visit(CapexOfKind{}, kind); }

double capex_usd_per_kw(const std::optional<double>& given, const HeatRejection& kind) {
  return given ? *given : default_capex_usd_per_kw(kind);
}

PlantPrice plant_price(const CoolingPlantSized& plant) {
  PlantPrice out;
  if (const auto& liquid = plant.design.liquid)
    out.liquid = loop_price(plant.liquid, capex_usd_per_kw(liquid->plant_capex_usd_per_kw, liquid->plant), liquid->storage);
  const AirLoop& air = plant.design.air;
  out.air = loop_price(plant.air, capex_usd_per_kw(air.plant_capex_usd_per_kw, air.plant), air.storage);
  if (air.economiser) out.air.outdoor_air_kw = plant.air.peak_w / 1e3;
  return out;
}

}  // namespace gw::cooling
