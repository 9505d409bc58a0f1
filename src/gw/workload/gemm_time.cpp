#include "gw/workload/gemm_time.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gw::workload {
namespace {

/// A tile in units of MatrixUnits::tile, and its rate over that of the largest.
struct Tile {
  double rows, columns, rate;
};

// Operand traffic per FLOP grows as (rows + columns) / (2 rows columns): 1.5 / 2, 1, 1.5 of the unit square.
// The rates say what is left when half of that growth shows (assumed).
constexpr std::array<Tile, 5> kTiles{
    {{1, 2, 1.0}, {2, 1, 1.0}, {1, 1, 0.92}, {0.5, 1, 0.78}, {1, 0.5, 0.78}}};

// Products with fewer tiles than units are split along k; the partial sums cost this much more work
// (assumed).
constexpr double kSplitPenalty = 1.3;

bool aligned(double size) { return std::fmod(size, kAlignment) == 0.0; }

double tile_seconds(const ProductShape& s, const MatrixUnits& u, const Tile& tile) {
  const double a = tile.rows * u.tile, b = tile.columns * u.tile;
  const double tiles = s.products * std::ceil(s.m / a) * std::ceil(s.n / b);
  const double q = tiles / u.units;
  const double whole = q + u.softness * (std::ceil(q) - q);
  const double waves = q < 1.0 ? std::min(whole, kSplitPenalty * q) : whole;
  const double one = 2.0 * a * b * s.k * u.units / (u.rate * tile.rate) + u.tile_overhead_s;
  return waves * one;
}

}  // namespace

double gemm_seconds(const ProductShape& shape, const MatrixUnits& units) {
  if (!(units.rate > 0) || !(shape.flops() > 0)) return 0;
  double best = tile_seconds(shape, units, kTiles.front());
  for (const Tile& tile : kTiles) best = std::min(best, tile_seconds(shape, units, tile));
  // Rows that are few or odd are padded by the tiles; what matters is how operands lie in memory.
  const bool even = aligned(shape.n) && aligned(shape.k);
  return units.start_s + (even ? best : best / units.misaligned);
}

double grouped_gemm_seconds(const ProductShape& shape, const MatrixUnits& units, double fused) {
  const double together = gemm_seconds(shape, units);
  if (!(shape.products > 1.0) || fused >= 1.0) return together;
  const ProductShape one{.m = shape.m, .n = shape.n, .k = shape.k, .products = 1.0};
  return fused * together + (1.0 - fused) * shape.products * gemm_seconds(one, units);
}

}  // namespace gw::workload
