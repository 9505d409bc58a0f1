// Published NCCL bus bandwidths, and how far the closed form is from them. busbw = 2 (n - 1) / n bytes / time
// for an all-reduce, (n - 1) / n for a gather or a scatter (NVIDIA nccl-tests, PERFORMANCE.md).
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "gw/network/collectives.h"

namespace gw::network {
namespace {

struct Point {
  const char* id;   // row of collectives.csv
  char collective;  // r all-reduce, g all-gather, s reduce-scatter
  std::int64_t ranks, domain;
  double scale_up_gb_per_s, scale_out_gb_per_s, efficiency;
  bool in_network;
  double bytes, busbw_gb_per_s;
};

double predicted_busbw(const Point& p) {
  Fabric fabric{.tiers = {{"scale_up", p.domain, Bandwidth::from_base(p.scale_up_gb_per_s * 1e9),
                           2.0 * unit::us, p.efficiency, 0.85}},
                .in_network_reduction = p.in_network};
  if (p.ranks > p.domain)
    fabric.tiers.push_back(
        {"out", p.ranks, Bandwidth::from_base(p.scale_out_gb_per_s * 1e9), 5.0 * unit::us, 0.92, 0.85});
  const Group group{p.ranks, 1};
  const Bytes bytes = Bytes::from_base(p.bytes);
  const double shape = (double(p.ranks) - 1) / double(p.ranks);
  if (p.collective == 'r') return 2 * shape * p.bytes / all_reduce(bytes, group, fabric).total.base() / 1e9;
  if (p.collective == 'g') return shape * p.bytes / all_gather(bytes, group, fabric).total.base() / 1e9;
  return shape * p.bytes / reduce_scatter(bytes, group, fabric).total.base() / 1e9;
}

constexpr double kGiB = 1073741824.0;
constexpr double kH = 0.81, kB = 0.755;

}  // namespace

TEST_CASE("large collectives inside one NVLink domain are within 12 % of NCCL") {
  const std::vector<Point> points{
      {"C025", 'r', 5, 8, 450, 50, kH, true, 8 * kGiB, 414.2},
      {"C026", 'r', 5, 8, 450, 50, kH, false, 8 * kGiB, 364.4},
      {"C027", 'r', 6, 8, 450, 50, kH, true, 8 * kGiB, 435.6},
      {"C030", 'r', 7, 8, 450, 50, kH, false, 8 * kGiB, 365.7},
      {"C031", 'r', 8, 8, 450, 50, kH, true, 8 * kGiB, 473.1},
      {"C032", 'r', 8, 8, 450, 50, kH, false, 8 * kGiB, 365.6},
      {"C033", 'r', 4, 8, 900, 50, kB, false, 8 * kGiB, 673.2},
      {"C037", 'r', 6, 8, 900, 50, kB, true, 8 * kGiB, 778.2},
      {"C039", 'r', 7, 8, 900, 50, kB, true, 8 * kGiB, 811.2},
      {"C040", 'r', 7, 8, 900, 50, kB, false, 8 * kGiB, 680.5},
      {"C045", 'g', 8, 8, 450, 50, kH, true, 16 * kGiB, 361.4},
      {"C046", 's', 8, 8, 450, 50, kH, true, 16 * kGiB, 362.9},
  };
  for (const Point& p : points) {
    const double error = predicted_busbw(p) / p.busbw_gb_per_s - 1;
    CAPTURE(p.id);
    CAPTURE(error);
    CHECK(std::abs(error) < 0.12);
  }
}

TEST_CASE("across domains: H100 x 64, one and two NVL72 racks within a quarter") {
  const std::vector<Point> points{
      {"C020", 'r', 64, 8, 450, 50, kH, true, 2 * kGiB, 380.73},
      {"C022", 'r', 64, 8, 450, 50, kH, true, 8 * kGiB, 386.56},
      {"C004", 'r', 72, 72, 900, 50, kB, true, 4 * kGiB, 839.16},
      {"C005", 'r', 72, 72, 900, 50, kB, true, 8 * kGiB, 834.57},
      {"C010", 'r', 144, 72, 900, 50, kB, true, 8 * kGiB, 793.06},
      {"C011", 'r', 144, 72, 900, 50, kB, true, 16 * kGiB, 810.41},
  };
  for (const Point& p : points) {
    const double error = predicted_busbw(p) / p.busbw_gb_per_s - 1;
    CAPTURE(p.id);
    CAPTURE(error);
    CHECK(std::abs(error) < 0.25);
  }
}

// NCCL does not reach the hierarchy's bound over 20 racks; what is missing is stated, not hidden.
TEST_CASE("twenty NVL72 racks: the closed form is too fast, by less than three times") {
  const Point p{"C017", 'r', 1440, 72, 900, 50, kB, true, 16 * kGiB, 405.74};
  const double ratio = predicted_busbw(p) / p.busbw_gb_per_s;
  MESSAGE("1,440 accelerators: predicted over measured bus bandwidth " << ratio);
  CHECK(ratio > 1.0);
  CHECK(ratio < 3.0);
}

}  // namespace gw::network
