#include "gw/workload/roofline.h"

#include <doctest/doctest.h>

#include <cstring>

#include "gw/workload/test_models.h"

namespace gw::workload {
namespace {

catalog::Accelerator part() {
  catalog::Accelerator a;
  a.name = "part";
  a.peak.bf16 = a.peak.fp16 = FlopRate::from_base(1000e12);
  a.peak.fp8 = FlopRate::from_base(2000e12);
  a.memory_bandwidth = Bandwidth::from_base(3e12);
  a.efficiency.gemm_frac = 0.8, a.efficiency.gemm_fp8_frac = 0.7, a.efficiency.memory_frac = 0.9;
  a.efficiency.attention_frac = 0.6;
  a.efficiency.gemm_half_size = Flops::from_base(1e10);
  return a;
}

Operator product(double flops, double bytes, catalog::Precision precision = catalog::Precision::bf16) {
  Operator op;
  op.kind = OperatorKind::gemm;
  op.precision = precision;
  op.flops_forward = Flops::from_base(flops);
  op.flops_backward = Flops::from_base(2 * flops);
  op.bytes_forward = op.bytes_backward = Bytes::from_base(bytes);
  return op;
}

}  // namespace

TEST_CASE("large products run at peak x best shape x typical shape") {
  const Roofline roofline(part());
  const double s = roofline.forward(product(1e15, 1e9)).time().in(unit::s);
  CHECK(1e15 / s == doctest::Approx(1000e12 * 0.8 * kTypicalShapeFrac).epsilon(1e-3));
  CHECK(roofline.peak(catalog::Precision::bf16).base() == 1000e12);
  CHECK(roofline.peak(catalog::Precision::fp32).base() == 0);
}

TEST_CASE("a product of half size spends half its time ramping up") {
  const Roofline roofline(part());
  const double s = roofline.forward(product(1e10, 0)).time().in(unit::s);
  const double compute_s = 1e10 / (1000e12 * 0.8 * kTypicalShapeFrac), ramp_s = 1e10 / (1000e12 * 0.8);
  CHECK(s == doctest::Approx(compute_s + ramp_s));
  // Two products in the backward pass: twice everything.
  CHECK(roofline.backward(product(1e10, 0)).time().in(unit::s) == doctest::Approx(2 * s));
}

TEST_CASE("few FLOPs per byte: memory binds") {
  const Roofline roofline(part());
  const KernelTime time = roofline.forward(product(1e9, 3e9));
  CHECK(time.memory_bound());
  CHECK(time.time().in(unit::s) == doctest::Approx(3e9 / (3e12 * 0.9)));
  CHECK(roofline.memory_time(Bytes::from_base(2.7e12)).in(unit::s) == doctest::Approx(1));
}

TEST_CASE("8-bit is faster, by the ratio of its rates, for large products") {
  const Roofline roofline(part());
  const Time wide = roofline.forward(product(1e15, 0)).time();
  const Time narrow = roofline.forward(product(1e15, 0, catalog::Precision::fp8)).time();
  CHECK((wide / narrow) == doctest::Approx(2.0 * 0.7 / 0.8).epsilon(1e-3));
}

TEST_CASE("attention speeds up with the sequence and is slower backward") {
  const Roofline roofline(part());
  const auto rate = [&](double sequence) {
    const LayerInput input{.sequence = sequence};
    for (const Operator& op : layer_operators(testing::llama3_405b(), {}, input, {}))
      if (op.kind == OperatorKind::attention) return op.flops_forward / roofline.forward(op).time();
    return FlopRate{};
  };
  // FlashAttention-3 on H100: 423 and 602 of an asymptote of 635 TFLOP/s at 1 k and 8 k.
  CHECK((rate(8192) / rate(1024)) == doctest::Approx(602.0 / 423).epsilon(0.10));
  CHECK(rate(1e6).base() == doctest::Approx(600e12).epsilon(0.01));
}

TEST_CASE("a part without a memory rate or a peak gives no infinities") {
  const Roofline roofline{catalog::Accelerator{}};
  CHECK(is_finite(roofline.forward(product(1e12, 1e9)).time()));
  CHECK(is_finite(roofline.memory_time(Bytes::from_base(1e9))));
}

}  // namespace gw::workload
