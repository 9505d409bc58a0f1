#pragma once
// Compute time of one matrix product, or of a group of equal ones, on an array of compute units.
//
//   The output m x n of each product is cut into tiles a x b; one compute unit works one tile at a time:
//     tiles = products ceil(m / a) ceil(n / b);   waves q = tiles / units
//     w     = q + softness (ceil(q) - q)          the last wave is partly empty; stream-K softens that
//     time  = start + w (2 a b k / (unit rate) + tile overhead)
//   and the quickest of the tile shapes a library offers is taken; smaller tiles run at a lower rate, since
//   each operand byte brought on chip is used less often.
//
// Symbols: m, n, k sizes of one product; unit rate = sustained FLOP/s of the chip / units; overhead =
// prologue and epilogue of a tile, that no work hides [s].
//
// Source: the tile and wave quantisation of NVIDIA, Matrix Multiplication Background User's Guide, sections
// "Tile Quantization" and "Wave Quantization"; stream-K: Osama et al. 2023, arXiv:2301.03598.
//
// Valid for products of at least one tile. Neglected: cache reuse between tiles, clocks that change with the
// shape.

#include "gw/catalog/accelerator.h"
#include "gw/units/quantity.h"

namespace gw::workload {

/// Sizes of one product, and how many equal ones run together.
struct ProductShape {
  double m = 0, n = 0, k = 0, products = 1;
  double flops() const { return 2.0 * m * n * k * products; }
};

/// What of a chip and its library decides the time of a product in one precision.
struct MatrixUnits {
  double rate = 0;             ///< sustained FLOP/s of the whole chip with the best tile
  double units = 1;            ///< compute units that work tiles side by side
  double tile = 128;           ///< side of the small square tile; the best tile is tile x 2 tile
  double misaligned = 1;       ///< rate over that of products whose sizes are multiples of kAlignment
  double softness = 1;         ///< 1: a partly empty wave costs a whole one; 0: nothing
  double tile_overhead_s = 0;  ///< per tile
  double start_s = 0;          ///< per kernel
};

/// Sizes that are no multiples of this leave loads and tiles partly empty [NVIDIA, Matrix Multiplication
/// Background User's Guide, "Tensor Core Requirements": 128 bytes, 64 elements of 16 bits].
inline constexpr double kAlignment = 64.0;

/// Seconds of compute; 0 when the chip has no such units.
double gemm_seconds(const ProductShape& shape, const MatrixUnits& units);
/// The products of a group: `fused` of the way from one kernel after another, each with its own start and
/// last wave, to one kernel whose tiles fill waves across the group.
double grouped_gemm_seconds(const ProductShape& shape, const MatrixUnits& units, double fused);

}  // namespace gw::workload
