#include "gw/workload/gemm_time.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace gw::workload {
namespace {

// 100 units of 10 TFLOP/s each, nothing lost but to tiles and waves.
MatrixUnits ideal() { return {.rate = 1e15, .units = 100, .tile = 128, .misaligned = 1, .softness = 1}; }

double rate(const ProductShape& shape, const MatrixUnits& units) {
  return shape.flops() / gemm_seconds(shape, units);
}

// Seconds of one tile x 2 tile output, with k of 1,024, on one unit of ideal().
constexpr double kBestTile_s = 2.0 * 128 * 256 * 1024 / 1e13;

}  // namespace

TEST_CASE("a huge product reaches the sustained rate, and never more") {
  MatrixUnits units = ideal();
  CHECK(rate({.m = 131072, .n = 131072, .k = 8192}, units) == doctest::Approx(1e15).epsilon(1e-3));
  units.softness = 0.5, units.tile_overhead_s = 1e-7, units.start_s = 2e-6;
  CHECK(rate({.m = 131072, .n = 131072, .k = 65536}, units) == doctest::Approx(1e15).epsilon(1e-3));
  for (double size = 64; size <= 65536; size *= 2)
    CHECK(rate({.m = size, .n = size, .k = size}, units) <= 1e15 * (1 + 1e-12));
}

TEST_CASE("tiles that fill every unit once take the time of one tile") {
  // 10 x 10 tiles of 128 x 256.
  CHECK(gemm_seconds({.m = 1280, .n = 2560, .k = 1024}, ideal()) == doctest::Approx(kBestTile_s));
  // The other way up it is as quick.
  CHECK(gemm_seconds({.m = 2560, .n = 1280, .k = 1024}, ideal()) == doctest::Approx(kBestTile_s));
}

TEST_CASE("one tile leaves the other units idle, but for the split along k") {
  // Splitting a single tile over all units costs 30 % more work than the tile has, and never more than the
  // tile.
  const double one = gemm_seconds({.m = 128, .n = 256, .k = 1024}, ideal());
  CHECK(one >= kBestTile_s / 100);
  CHECK(one <= kBestTile_s);
  MatrixUnits small = ideal();
  small.units = 1, small.rate = 1e13;
  CHECK(gemm_seconds({.m = 128, .n = 256, .k = 1024}, small) == doctest::Approx(kBestTile_s));
}

TEST_CASE("one tile more than a wave: a whole wave at softness 1, its share at 0, between in between") {
  // One row of tiles: 100 and 101 columns of tiles of a shape that only the best tile covers well.
  const ProductShape full{.m = 128, .n = 25600, .k = 1024}, more{.m = 128, .n = 25600 + 256, .k = 1024};
  MatrixUnits units = ideal();
  const double wave = gemm_seconds(full, units);
  CHECK(wave == doctest::Approx(kBestTile_s));
  units.softness = 0;
  CHECK(gemm_seconds(more, units) == doctest::Approx(1.01 * wave));
  double before = gemm_seconds(more, units);
  for (double softness : {0.25, 0.5, 0.75, 1.0}) {
    units.softness = softness;
    const double time = gemm_seconds(more, units);
    CHECK(time >= before);
    // Never longer than the second wave; smaller tiles may lose less than that.
    CHECK(time <= (1.01 + softness * 0.99) * wave * (1 + 1e-12));
    before = time;
  }
  CHECK(before > 1.05 * wave);
}

TEST_CASE("a larger product never takes less time, whatever the size that grows") {
  for (const double softness : {0.0, 0.5, 1.0}) {
    MatrixUnits units = ideal();
    units.softness = softness, units.tile_overhead_s = 5e-7, units.start_s = 2e-6;
    const ProductShape base{.m = 640, .n = 768, .k = 512};
    for (double ProductShape::*size :
         {&ProductShape::m, &ProductShape::n, &ProductShape::k, &ProductShape::products}) {
      double before = 0;
      const double step = size == &ProductShape::products ? 1 : kAlignment;
      for (int i = 1; i <= 300; ++i) {
        ProductShape shape = base;
        shape.*size = step * i;
        const double time = gemm_seconds(shape, units);
        CHECK(time >= before * (1 - 1e-12));
        before = time;
      }
    }
  }
}

TEST_CASE("rows within one tile cost the same: a ragged edge is padded") {
  const ProductShape edge{.m = 1280 + 1, .n = 2560, .k = 1024}, padded{.m = 1280 + 64, .n = 2560, .k = 1024};
  CHECK(gemm_seconds(edge, ideal()) == gemm_seconds(padded, ideal()));
}

TEST_CASE("operands that do not lie on 64 elements run at the misaligned rate; odd rows do not matter") {
  MatrixUnits units = ideal();
  units.misaligned = 0.8;
  const double even = gemm_seconds({.m = 1280, .n = 2560, .k = 1024}, units);
  CHECK(even == doctest::Approx(kBestTile_s));
  CHECK(gemm_seconds({.m = 1279, .n = 2560, .k = 1024}, units) == doctest::Approx(even));
  CHECK(gemm_seconds({.m = 1280, .n = 2559, .k = 1024}, units) == doctest::Approx(even / 0.8));
  CHECK(gemm_seconds({.m = 1280, .n = 2560, .k = 1023}, units) == doctest::Approx(even / 0.8 * 1023 / 1024));
  // The start of the kernel is not made longer.
  units.start_s = 1.0;
  CHECK(gemm_seconds({.m = 1280, .n = 2559, .k = 1024}, units) == doctest::Approx(1.0 + even / 0.8));
}

TEST_CASE("grouped products fill waves together") {
  // One hundred products of one tile are one wave, as one product of a hundred tiles.
  const double apart = gemm_seconds({.m = 128, .n = 256, .k = 1024, .products = 100}, ideal());
  CHECK(apart == doctest::Approx(gemm_seconds({.m = 1280, .n = 2560, .k = 1024}, ideal())));
  // Products smaller than a tile waste the rest of it.
  const double thin = gemm_seconds({.m = 16, .n = 256, .k = 1024, .products = 100}, ideal());
  CHECK(thin > 2.0 * apart / 8);
}

TEST_CASE(
    "grouped products that are not fused run one after another, each with its own start and last wave") {
  MatrixUnits units = ideal();
  units.start_s = 1e-5;
  const ProductShape group{.m = 128, .n = 256, .k = 1024, .products = 100};
  const ProductShape one{.m = 128, .n = 256, .k = 1024};
  const double together = gemm_seconds(group, units), serial = 100 * gemm_seconds(one, units);
  CHECK(serial > together);
  CHECK(grouped_gemm_seconds(group, units, 1.0) == together);
  CHECK(grouped_gemm_seconds(group, units, 0.0) == doctest::Approx(serial));
  CHECK(grouped_gemm_seconds(group, units, 0.3) == doctest::Approx(0.3 * together + 0.7 * serial));
  CHECK(grouped_gemm_seconds(one, units, 0.0) == gemm_seconds(one, units));  // nothing to fuse
}

TEST_CASE("overhead is paid by every wave, the start once") {
  MatrixUnits units = ideal();
  units.tile_overhead_s = 1e-6, units.start_s = 5e-6;
  CHECK(gemm_seconds({.m = 1280, .n = 2560, .k = 1024}, units) == doctest::Approx(kBestTile_s + 6e-6));
  CHECK(gemm_seconds({.m = 2560, .n = 2560, .k = 1024}, units) ==
        doctest::Approx(2 * (kBestTile_s + 1e-6) + 5e-6));
}

TEST_CASE("no units of a precision, or an empty product: no time") {
  MatrixUnits none = ideal();
  none.rate = 0, none.start_s = 1;
  CHECK(gemm_seconds({.m = 128, .n = 128, .k = 128}, none) == 0);
  none.rate = std::numeric_limits<double>::quiet_NaN();
  CHECK(gemm_seconds({.m = 128, .n = 128, .k = 128}, none) == 0);
  CHECK(gemm_seconds({.m = 0, .n = 128, .k = 128}, ideal()) == 0);
  CHECK(gemm_seconds({.m = 128, .n = 128, .k = 128, .products = 0}, ideal()) == 0);
}

}  // namespace gw::workload
