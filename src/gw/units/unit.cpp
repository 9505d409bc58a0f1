#include "gw/units/unit.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "gw/base/text.h"

namespace gw {
namespace {

constexpr Dimension kNone{};
constexpr Dimension kPower{.power = 1}, kTime{.time = 1}, kMoney{.money = 1}, kBytes{.bytes = 1},
    kFlops{.flops = 1}, kKelvin{.temperature = 1}, kMass{.mass = 1};
constexpr Dimension kEnergy = kPower + kTime;

constexpr double kMMBtu = MMBtu.base();

// Symbols are what people in the field write; several symbols may share a suffix, the first is canonical.
constexpr Unit kUnits[] = {
    {"W", "w", kPower, 1},
    {"kW", "kw", kPower, 1e3},
    {"MW", "mw", kPower, 1e6},
    {"GW", "gw", kPower, 1e9},
    {"s", "s", kTime, 1},
    {"ms", "ms", kTime, 1e-3},
    {"us", "us", kTime, 1e-6},
    {"ns", "ns", kTime, 1e-9},
    {"min", "min", kTime, 60},
    {"h", "h", kTime, 3600},
    {"d", "days", kTime, 86400},
    {"years", "years", kTime, year.base()},
    {"year", "years", kTime, year.base()},
    {"days", "days", kTime, 86400},
    {"day", "days", kTime, 86400},
    {"J", "j", kEnergy, 1},
    {"kJ", "kj", kEnergy, 1e3},
    {"MJ", "mj", kEnergy, 1e6},
    {"Wh", "wh", kEnergy, 3600},
    {"kWh", "kwh", kEnergy, 3.6e6},
    {"MWh", "mwh", kEnergy, 3.6e9},
    {"GWh", "gwh", kEnergy, 3.6e12},
    {"TWh", "twh", kEnergy, 3.6e15},
    {"MMBtu", "mmbtu", kEnergy, kMMBtu},
    {"USD", "usd", kMoney, 1},
    {"kUSD", "kusd", kMoney, 1e3},
    {"MUSD", "musd", kMoney, 1e6},
    {"BUSD", "busd", kMoney, 1e9},
    {"$", "usd", kMoney, 1},
    {"B", "bytes", kBytes, 1},
    {"bytes", "bytes", kBytes, 1},
    {"kB", "kb", kBytes, 1e3},
    {"MB", "mb", kBytes, 1e6},
    {"GB", "gb", kBytes, 1e9},
    {"TB", "tb", kBytes, 1e12},
    {"PB", "pb", kBytes, 1e15},
    {"KiB", "kib", kBytes, 1024},
    {"MiB", "mib", kBytes, 1048576},
    {"GiB", "gib", kBytes, 1073741824},
    {"FLOP", "flop", kFlops, 1},
    {"GFLOP", "gflop", kFlops, 1e9},
    {"TFLOP", "tflop", kFlops, 1e12},
    {"PFLOP", "pflop", kFlops, 1e15},
    {"EFLOP", "eflop", kFlops, 1e18},
    {"FLOP/s", "flops", kFlops - kTime, 1},
    {"TFLOP/s", "tflops", kFlops - kTime, 1e12},
    {"PFLOP/s", "pflops", kFlops - kTime, 1e15},
    {"B/s", "bytes_per_s", kBytes - kTime, 1},
    {"GB/s", "gb_per_s", kBytes - kTime, 1e9},
    {"TB/s", "tb_per_s", kBytes - kTime, 1e12},
    {"Gbit/s", "gbit_per_s", kBytes - kTime, 1.25e8},
    {"Gb/s", "gbit_per_s", kBytes - kTime, 1.25e8},
    {"K", "k", kKelvin, 1},
    {"degC", "c", kKelvin, 1, 273.15, true},
    {"C", "c", kKelvin, 1, 273.15, true},
    {"°C", "c", kKelvin, 1, 273.15, true},
    {"kg", "kg", kMass, 1},
    {"t", "t", kMass, 1e3},
    {"lb", "lb", kMass, 0.45359237},
    {"Hz", "hz", Dimension{} - kTime, 1},
    {"MHz", "mhz", Dimension{} - kTime, 1e6},
    {"GHz", "ghz", Dimension{} - kTime, 1e9},
    {"1/h", "per_h", Dimension{} - kTime, 1.0 / 3600},
    {"1/year", "per_year", Dimension{} - kTime, 1.0 / year.base()},
    {"1/day", "per_day", Dimension{} - kTime, 1.0 / 86400},
    {"1/1000 d", "per_1000_days", Dimension{} - kTime, 1.0 / 86400e3},
    {"W/s", "w_per_s", kPower - kTime, 1},
    {"MW/s", "mw_per_s", kPower - kTime, 1e6},
    {"MW/min", "mw_per_min", kPower - kTime, 1e6 / 60},
    {"kg/s", "kg_per_s", kMass - kTime, 1},
    {"USD/kWh", "usd_per_kwh", kMoney - kEnergy, 1 / 3.6e6},
    {"USD/MWh", "usd_per_mwh", kMoney - kEnergy, 1 / 3.6e9},
    {"$/MWh", "usd_per_mwh", kMoney - kEnergy, 1 / 3.6e9},
    {"$/kWh", "usd_per_kwh", kMoney - kEnergy, 1 / 3.6e6},
    {"USD/MMBtu", "usd_per_mmbtu", kMoney - kEnergy, 1 / kMMBtu},
    {"$/MMBtu", "usd_per_mmbtu", kMoney - kEnergy, 1 / kMMBtu},
    {"USD/W", "usd_per_w", kMoney - kPower, 1},
    {"USD/kW", "usd_per_kw", kMoney - kPower, 1e-3},
    {"$/kW", "usd_per_kw", kMoney - kPower, 1e-3},
    {"USD/MW", "usd_per_mw", kMoney - kPower, 1e-6},
    {"MUSD/MW", "musd_per_mw", kMoney - kPower, 1},
    {"USD/kW-year", "usd_per_kw_year", kMoney - kPower - kTime, 1e-3 / year.base()},
    {"USD/MW-day", "usd_per_mw_day", kMoney - kPower - kTime, 1e-6 / 86400},
    {"MUSD/MW-year", "musd_per_mw_year", kMoney - kPower - kTime, 1 / year.base()},
    {"USD/kW-month", "usd_per_kw_month", kMoney - kPower - kTime, 1e-3 / (year.base() / 12)},
    {"USD/h", "usd_per_h", kMoney - kTime, 1.0 / 3600},
    {"USD/year", "usd_per_year", kMoney - kTime, 1 / year.base()},
    {"USD/t", "usd_per_t", kMoney - kMass, 1e-3},
    {"kg/MWh", "kg_per_mwh", kMass - kEnergy, 1 / 3.6e9},
    {"kg/kWh", "kg_per_kwh", kMass - kEnergy, 1 / 3.6e6},
    {"g/kWh", "g_per_kwh", kMass - kEnergy, 1e-3 / 3.6e6},
    {"lb/MWh", "lb_per_mwh", kMass - kEnergy, 0.45359237 / 3.6e9},
    {"kg/MMBtu", "kg_per_mmbtu", kMass - kEnergy, 1 / kMMBtu},
    {"W/K", "w_per_k", kPower - kKelvin, 1},
    {"kW/K", "kw_per_k", kPower - kKelvin, 1e3},
    {"MMBtu/MWh", "mmbtu_per_mwh", kNone, kMMBtu / 3.6e9},
    {"Btu/kWh", "mmbtu_per_mwh", kNone, kMMBtu / 3.6e12},
    {"kJ/kWh", "mmbtu_per_mwh", kNone, 1e3 / 3.6e6},
    {"GJ/MWh", "mmbtu_per_mwh", kNone, 1e9 / 3.6e9},
    {"L", "l", kNone, 1},
    {"L/kWh", "l_per_kwh", kNone, 1},
    {"m", "m", kNone, 1},
    {"km", "km", kNone, 1},
    {"Pa", "pa", kNone, 1},
    {"kPa", "kpa", kNone, 1},
    {"deg", "deg", kNone, 1},
    {"USD/m3", "usd_per_m3", kNone, 1},
    {"1/K", "per_k", Dimension{} - kKelvin, 1},
    {"frac", "frac", kNone, 1},
    {"%", "frac", kNone, 0.01},
    {"tokens", "tokens", kNone, 1},
    {"MVA", "mva", kNone, 1},
    {"m/s", "m_per_s", kNone, 1},
};

bool ends_with_suffix(std::string_view key, std::string_view suffix) {
  if (suffix.empty() || key.size() < suffix.size() + 2 || !key.ends_with(suffix)) return false;
  return key[key.size() - suffix.size() - 1] == '_';
}

}  // namespace

const std::vector<Unit>& all_units() {
  static const std::vector<Unit> units(std::begin(kUnits), std::end(kUnits));
  return units;
}

const Unit& unit_by_suffix(std::string_view suffix) {
  for (const Unit& unit : all_units())
    if (suffix == unit.suffix) return unit;
  std::fprintf(stderr, "gigawatt: no unit has the suffix '%.*s'\n", int(suffix.size()), suffix.data());
  std::abort();
}

const Unit* find_unit(std::string_view symbol) {
  for (const Unit& unit : all_units())
    if (symbol == unit.symbol) return &unit;
  return nullptr;
}

const Unit* unit_at_end_of_key(std::string_view key) {
  const Unit* best = nullptr;
  for (const Unit& unit : all_units())
    if (ends_with_suffix(key, unit.suffix) &&
        (!best || std::string_view(unit.suffix).size() > std::string_view(best->suffix).size()))
      best = &unit;
  return best;
}

std::optional<ParsedNumber> parse_number(std::string_view text) {
  text = trim(text);
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (text.empty() || text.front() == '-') return {};
  }
  // Underscores group digits, as in 1_000_000; they may stand only between digits.
  std::string digits;
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    const char c = text[end];
    const bool digit = std::isdigit(static_cast<unsigned char>(c));
    const bool between = c == '_' && end > 0 && end + 1 < text.size() &&
                         std::isdigit(static_cast<unsigned char>(text[end - 1])) &&
                         std::isdigit(static_cast<unsigned char>(text[end + 1]));
    const bool exponent = (c == 'e' || c == 'E') && end + 1 < text.size() && !digits.empty() &&
                          (std::isdigit(static_cast<unsigned char>(text[end + 1])) ||
                           ((text[end + 1] == '-' || text[end + 1] == '+') && end + 2 < text.size() &&
                            std::isdigit(static_cast<unsigned char>(text[end + 2]))));
    const bool sign = (c == '-' || c == '+') && (end == 0 || text[end - 1] == 'e' || text[end - 1] == 'E');
    if (between) continue;
    if (!digit && c != '.' && !exponent && !sign) break;
    digits.push_back(c);
  }
  ParsedNumber out;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.value);
  if (error != std::errc{} || stop != digits.data() + digits.size() || !std::isfinite(out.value)) return {};
  out.unit = std::string(trim(text.substr(end)));
  return out;
}

}  // namespace gw
