#include "gw/cooling/chiller.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gw::cooling {
namespace {

/// Refrigerant below the leaving water and above the entering condenser medium, K: assumed, sets the Carnot
/// ratio only.
constexpr double kEvaporatorApproachK = 3.0, kCondenserApproachK = 10.0;
/// Head-pressure control keeps at least this lift, K: assumed.
constexpr double kLeastLiftK = 10.0;
/// Rounding of the box's edges.
constexpr double kBoxToleranceK = 1e-9;

double biquadratic(const std::array<double, 6>& k, double x, double y) {
  return k[0] + x * (k[1] + k[2] * x + k[5] * y) + y * (k[3] + k[4] * y);
}

/// Carnot work per heat between the refrigerant temperatures.
double carnot_eir(double evaporator_c, double condenser_c) {
  const double cold = evaporator_c - kEvaporatorApproachK;
  return std::max(condenser_c + kCondenserApproachK - cold, kLeastLiftK) / (cold + 273.15);
}

/// Factors on reference capacity and reference EIR at a pair of temperatures, before part load.
struct Factors {
  double capacity, eir;
  bool outside;
};

Factors factors(const Chiller& c, double evaporator_c, double condenser_c) {
  // A point beside the evaporator's range is moved into it at equal lift; what lift remains outside is
  // scaled.
  const double te = std::clamp(evaporator_c, c.evaporator_min_c, c.evaporator_max_c);
  const double tc = std::clamp(condenser_c - (evaporator_c - te), c.condenser_min_c, c.condenser_max_c);
  const bool outside = std::abs(te - evaporator_c) + std::abs(tc - condenser_c) > kBoxToleranceK;
  const double work = outside ? carnot_eir(evaporator_c, condenser_c) / carnot_eir(te, tc) : 1.0;
  const double capacity = std::max(0.01, biquadratic(c.capacity, te, tc)) * std::min(1.0, 1.0 / work);
  return {capacity, std::max(0.01, biquadratic(c.eir, te, tc)) * work, outside};
}

/// EIRFPLR at a load, with machines stopped as load falls so that running ones stay at their best load or
/// above.
double part_load_power(const Chiller& c, double load_frac) {
  const double running = std::max(load_frac, c.best_load_frac);
  const auto& k = c.part_load;
  return load_frac / running * (k[0] + running * (k[1] + running * k[2]));
}

template <std::size_t N>
std::array<double, N> coefficients(const std::vector<double>& given) {
  std::array<double, N> out{};
  std::copy_n(given.begin(), std::min(N, given.size()), out.begin());
  return out;
}

Chiller prepared(const ChillerCurves& curves) {
  Chiller c{.cop = curves.cop,
            .capacity = coefficients<6>(curves.capacity_curve),
            .eir = coefficients<6>(curves.eir_curve),
            .part_load = coefficients<3>(curves.part_load_curve),
            .evaporator_min_c = curves.evaporator_min.in_celsius(),
            .evaporator_max_c = std::max(curves.evaporator_min, curves.evaporator_max).in_celsius(),
            .condenser_min_c = curves.condenser_min.in_celsius(),
            .condenser_max_c = std::max(curves.condenser_min, curves.condenser_max).in_celsius()};
  // f(x) / x of a + b x + c x^2 is least at sqrt(a / c).
  const double a = c.part_load[0], square = c.part_load[2];
  const double best = a > 0 && square > 0 ? std::sqrt(a / square) : (a > 0 ? 1.0 : 0.0);
  c.best_load_frac = std::clamp(best, std::clamp(curves.minimum_unloading_frac, 0.01, 1.0), 1.0);
  return c;
}

/// Second law: the COP at the best part load stays below Carnot's between the water that leaves and the
/// medium that enters, which any real machine's refrigerant spans with room to spare. The worst point of the
/// box, or nothing.
std::string above_carnot(const Chiller& c) {
  constexpr int kSteps = 20;
  const double best = part_load_power(c, c.best_load_frac) / c.best_load_frac;
  double worst = 1.0;
  std::string out;
  for (int i = 0; i <= kSteps * kSteps + 2 * kSteps; ++i) {
    const double te =
        c.evaporator_min_c + (c.evaporator_max_c - c.evaporator_min_c) * (i / (kSteps + 1)) / kSteps;
    const double tc =
        c.condenser_min_c + (c.condenser_max_c - c.condenser_min_c) * (i % (kSteps + 1)) / kSteps;
    const double eir = biquadratic(c.eir, te, tc);
    if (tc <= te || !(eir > 0) || !(best > 0)) continue;
    const double cop = c.cop / (eir * best), carnot = (te + 273.15) / (tc - te);
    if (cop / carnot <= worst) continue;
    worst = cop / carnot;
    out = fmt::format(
        "chiller: a COP of {:.1f} from {:.1f} to {:.1f} C is above {:.1f}, the most that the second law "
        "allows",
        cop, te, tc, carnot);
  }
  return out;
}

/// Checks along the box; `problems` gets at most one line of each kind.
void check_box(const Chiller& c, std::vector<std::string>& problems) {
  constexpr int kSteps = 20;
  bool not_positive = false;
  double steepest = -1, at_te = 0, at_tc = 0;  // where the COP rises most along the condenser side; negative: nowhere
  for (int i = 0; i <= kSteps; ++i) {
    const double te = c.evaporator_min_c + (c.evaporator_max_c - c.evaporator_min_c) * i / kSteps;
    double last = 0;
    for (int j = 0; j <= kSteps; ++j) {
      const double tc = c.condenser_min_c + (c.condenser_max_c - c.condenser_min_c) * j / kSteps;
      const double eir = biquadratic(c.eir, te, tc);
      not_positive |= !(eir > 0) || !(biquadratic(c.capacity, te, tc) > 0);
      if (j > 0 && eir <= last && last - eir > steepest) steepest = last - eir, at_te = te, at_tc = tc;
      last = eir;
    }
  }
  if (not_positive)
    problems.push_back("chiller: capacity or power is not positive somewhere inside the curves' box");
  if (std::string carnot = above_carnot(c); !carnot.empty()) problems.push_back(std::move(carnot));
  if (steepest >= 0)
    problems.push_back(fmt::format(
        "chiller: the COP does not fall as the condenser side gets warmer, most of all with {:.1f} C leaving water up to {:.1f} C "
        "on the condenser side: bound the box to where the machine was measured (evaporator_max_c, condenser_min_c ...), "
        "and see that the coefficients are for C", at_te, at_tc));
}

}  // namespace

/// Water-cooled centrifugal machine, COP 5.5 [DOE-2 library, as in the data record DOE_2_Centrifugal_5_50COP
/// of the Modelica Buildings Library, BSD-3-Clause].
ChillerCurves::ChillerCurves()
    : capacity_curve{0.257896, 0.0389016, -0.00021708, 0.0468684, -0.00094284, -0.00034344},
      eir_curve{0.933884, -0.058212, 0.00450036, 0.00243, 0.000486, -0.001215},
      part_load_curve{0.222903, 0.313387, 0.463710},
      evaporator_min(Temperature::celsius(5)),
      evaporator_max(Temperature::celsius(10)),
      condenser_min(Temperature::celsius(24)),
      condenser_max(Temperature::celsius(35)) {}

/// Air-cooled screw machine [California Energy Commission, Nonresidential ACM reference manual, default
/// air-cooled screw curves, converted from F]. COP: least of ASHRAE 90.1-2019 table 6.8.1-3, 150 tons and
/// above (10.1 EER). Box: rating points of AHRI 550/590 (55 to 115 F air); 40 to 55 F chilled water is
/// assumed.
ChillerCurves ChillerCurves::air_cooled() {
  const auto to_celsius = [](double a, double b, double c, double d, double e, double f) {
    return std::vector<double>{a + 32 * (b + d) + 1024 * (c + e + f),
                               1.8 * (b + 64 * c + 32 * f),
                               3.24 * c,
                               1.8 * (d + 64 * e + 32 * f),
                               3.24 * e,
                               3.24 * f};
  };
  ChillerCurves out;
  out.cop = 2.96;
  out.capacity_curve = to_celsius(-0.09464899, 0.0383407, -0.00009205, 0.00378007, -0.00001375, -0.00015464);
  out.eir_curve = to_celsius(0.13545636, 0.02292946, -0.00016107, -0.00235396, 0.00012991, -0.00018685);
  out.part_load_curve = {0.03648722, 0.73474298, 0.21994748};
  out.evaporator_min = Temperature::celsius(4.4), out.evaporator_max = Temperature::celsius(12.8);
  out.condenser_min = Temperature::celsius(12.8), out.condenser_max = Temperature::celsius(46.1);
  return out;
}

Chiller size_chiller(const ChillerCurves& curves, double duty_w, double evaporator_c, double condenser_c,
                     SizingNotes& notes) {
  for (const std::string& problem : physics_problems(curves))
    notes.warnings.push_back(notes.loop + " loop: " + problem);
  Chiller chiller = prepared(curves);
  const Factors at_design = factors(chiller, evaporator_c, condenser_c);
  chiller.reference_w = duty_w / at_design.capacity;
  if (at_design.outside)
    notes.warnings.push_back(
        fmt::format("{} loop: design point ({:.1f} C leaving, {:.1f} C condenser side) is outside the "
                    "chiller curves' box "
                    "({:.1f}-{:.1f} C, {:.1f}-{:.1f} C); curves clamped, power scaled by lift",
                    notes.loop, evaporator_c, condenser_c, chiller.evaporator_min_c, chiller.evaporator_max_c,
                    chiller.condenser_min_c, chiller.condenser_max_c));
  return chiller;
}

ChillerPoint run_chiller(const Chiller& chiller, double load_w, double evaporator_c, double condenser_c) {
  const Factors f = factors(chiller, evaporator_c, condenser_c);
  ChillerPoint point{chiller.reference_w * f.capacity, 0.0, f.outside};
  if (!(load_w > 0) || !(point.available_w > 0)) return point;
  const double load_frac = std::min(1.0, load_w / point.available_w);
  point.power_w = point.available_w / chiller.cop * f.eir * part_load_power(chiller, load_frac);
  return point;
}

std::vector<std::string> physics_problems(const ChillerCurves& curves) {
  std::vector<std::string> problems;
  if (curves.capacity_curve.size() != 6 || curves.eir_curve.size() != 6 || curves.part_load_curve.size() != 3)
    problems.push_back("chiller: capacity and EIR curves have six coefficients, the part-load curve three");
  if (!(curves.evaporator_min < curves.evaporator_max) || !(curves.condenser_min < curves.condenser_max))
    problems.push_back("chiller: the box of the curves is empty");
  if (!problems.empty()) return problems;
  const Chiller chiller = prepared(curves);
  check_box(chiller, problems);
  const auto& k = chiller.part_load;
  double last = 0;
  bool falls = false;
  for (int i = 1; i <= 20; ++i) {
    const double x = i / 20.0, power = k[0] + x * (k[1] + x * k[2]);
    falls |= power < last || !(power > 0);
    last = power;
  }
  if (falls) problems.push_back("chiller: power falls as load rises");
  return problems;
}

}  // namespace gw::cooling
