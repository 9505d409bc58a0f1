#include "gw/workload/roofline.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/workload/test_models.h"

namespace gw::workload {
namespace {

catalog::Accelerator part() {
  catalog::Accelerator a;
  a.name = "part";
  a.peak.bf16 = a.peak.fp16 = FlopRate::from_base(1000e12);
  a.peak.fp8 = FlopRate::from_base(2000e12);
  a.memory_bandwidth = Bandwidth::from_base(3e12);
  a.tdp = 700.0 * unit::W;
  a.compute_units = 100;
  a.efficiency.gemm_frac = 0.8, a.efficiency.gemm_fp8_frac = 0.7, a.efficiency.memory_frac = 0.9;
  a.efficiency.sustained_frac = 0.9, a.efficiency.sustained_fp8_frac = 0.95;
  a.efficiency.attention_frac = 0.6, a.efficiency.attention_portable_frac = 0.4;
  a.efficiency.kernel_start = {}, a.efficiency.tile_overhead = {};
  return a;
}

Operator product(double m, double n, double k, double bytes,
                 catalog::Precision precision = catalog::Precision::bf16) {
  Operator op;
  op.kind = OperatorKind::gemm;
  op.precision = precision;
  op.m = m, op.n = n, op.k = k;
  op.flops_forward = Flops::from_base(2 * m * n * k);
  op.flops_backward = 2 * op.flops_forward;
  op.bytes_forward = op.bytes_backward = Bytes::from_base(bytes);
  return op;
}

// Many whole waves of tiles.
Operator large(catalog::Precision precision = catalog::Precision::bf16) {
  return product(128.0 * 1000, 256.0 * 1000, 8192, 1e9, precision);
}

Operator attention(double keys, double head_dim) {
  Operator op;
  op.kind = OperatorKind::attention;
  op.m = 4096, op.n = head_dim, op.k = keys, op.batch = 64;
  op.flops_forward = Flops::from_base(4.0 * op.m * op.n * op.k * op.batch);
  op.flops_backward = 2.5 * op.flops_forward;
  return op;
}

}  // namespace

TEST_CASE("large products run at peak x best shape x sustained") {
  const Roofline roofline(part());
  const Time time = roofline.forward(large()).time();
  CHECK((large().flops_forward / time).base() == doctest::Approx(1000e12 * 0.8 * 0.9).epsilon(1e-3));
  CHECK(roofline.peak(catalog::Precision::bf16).base() == 1000e12);
  CHECK(roofline.peak(catalog::Precision::fp32).base() == 0);
  // A precision without units takes no time: check_plan refuses it.
  CHECK(roofline.forward(large(catalog::Precision::nvfp4)).compute.base() == 0);
}

TEST_CASE("backward of a linear layer is two products: input and weight gradient") {
  const Roofline roofline(part());
  const Operator op = large();
  const double forward = roofline.forward(op).compute.base();
  CHECK(roofline.backward(op).compute.base() == doctest::Approx(forward).epsilon(0.01));
  CHECK(roofline.weight_gradient(op).compute.base() == doctest::Approx(forward).epsilon(0.01));
  const Operator scores = attention(2048, 128);
  CHECK(roofline.weight_gradient(scores).time().base() == 0);
}

TEST_CASE("few rows: the weight gradient is bound by its sums while the input gradient is not") {
  const Roofline roofline(part());
  Operator op = product(512, 8192, 8192, 1e6);
  op.bytes_weight_gradient = Bytes::from_base(8.0 * 8192 * 8192);
  CHECK(!roofline.backward(op).memory_bound());
  CHECK(roofline.weight_gradient(op).memory_bound());
  CHECK(roofline.weight_gradient(op).time().in(unit::s) == doctest::Approx(8.0 * 8192 * 8192 / (3e12 * 0.9)));
}

TEST_CASE("few FLOPs per byte: memory binds") {
  const Roofline roofline(part());
  const KernelTime time = roofline.forward(product(128, 256, 64, 3e9));
  CHECK(time.memory_bound());
  CHECK(time.time().in(unit::s) == doctest::Approx(3e9 / (3e12 * 0.9)));
  CHECK(roofline.memory_time(Bytes::from_base(2.7e12)).in(unit::s) == doctest::Approx(1));
  Operator pass;
  pass.bytes_forward = Bytes::from_base(2.7e9);
  CHECK(roofline.forward(pass).compute.base() == 0);
  CHECK(roofline.forward(pass).time().in(unit::s) == doctest::Approx(1e-3));
}

TEST_CASE("8-bit is faster, by the ratio of its rates, for large products") {
  const Roofline roofline(part());
  const Time wide = roofline.forward(large()).time();
  const Time narrow = roofline.forward(large(catalog::Precision::fp8)).time();
  CHECK((wide / narrow) == doctest::Approx(2.0 * (0.7 * 0.95) / (0.8 * 0.9)).epsilon(1e-3));
}

TEST_CASE("a part capped below the power of its measurement runs at a lower clock") {
  catalog::Accelerator capped = part();
  capped.efficiency.reference_power = 700.0 * unit::W;
  const Time same = Roofline(capped).forward(large()).time();
  CHECK(same.base() == Roofline(part()).forward(large()).time().base());
  capped.tdp = 500.0 * unit::W;
  const double slower = std::pow(700.0 / 500.0, 1.0 / kPowerExponent);
  CHECK((Roofline(capped).forward(large()).time() / same) == doctest::Approx(slower).epsilon(1e-6));
  const Operator scores = attention(2048, 128);
  CHECK((Roofline(capped).forward(scores).compute / Roofline(part()).forward(scores).compute) ==
        doctest::Approx(slower).epsilon(1e-6));
  // Memory does not slow down, and more power than at the measurement does not speed up.
  CHECK(Roofline(capped).memory_time(Bytes::from_base(1e12)).base() ==
        Roofline(part()).memory_time(Bytes::from_base(1e12)).base());
  capped.tdp = 1000.0 * unit::W;
  CHECK(Roofline(capped).forward(large()).time().base() == same.base());
  // Without a reference the part's own power is meant.
  capped.efficiency.reference_power.reset();
  capped.tdp = 100.0 * unit::W;
  CHECK(Roofline(capped).forward(large()).time().base() == same.base());
}

TEST_CASE("attention: narrow heads and few keys are slower, and so is backward") {
  const Roofline roofline(part());
  const catalog::KernelEfficiency e = part().efficiency;
  const auto rate = [&](double keys, double head) {
    const Operator op = attention(keys, head);
    return (op.flops_forward / roofline.forward(op).compute).base();
  };
  CHECK(rate(1e9, 128) == doctest::Approx(600e12).epsilon(1e-3));
  CHECK(rate(e.attention_half_keys, 128) == doctest::Approx(300e12));
  CHECK((rate(1e6, 64) / rate(1e6, 128)) ==
        doctest::Approx((1 + e.attention_half_head / 128) / (1 + e.attention_half_head / 64)));
  CHECK(rate(1e6, 256) > rate(1e6, 128));
  const auto backward = [&](double keys) {
    const Operator op = attention(keys, 128);
    return (op.flops_backward / roofline.backward(op).compute).base();
  };
  CHECK(backward(1e9) == doctest::Approx(600e12 * e.attention_backward_ratio).epsilon(1e-3));
  CHECK(backward(e.attention_backward_half_keys) == doctest::Approx(300e12 * e.attention_backward_ratio));
}

TEST_CASE("portable attention is slower by the ratio of the rates with wide heads; narrow ones lose less") {
  const Roofline roofline(part());
  CHECK(roofline.portable_attention_ratio(attention(2048, 128)) == doctest::Approx(0.6 / 0.4));
  CHECK(part().efficiency.attention_half_head > kPortableHalfHead);
  CHECK(roofline.portable_attention_ratio(attention(2048, 64)) < 0.6 / 0.4);
  CHECK(roofline.portable_attention_ratio(attention(128, 128)) == doctest::Approx(0.6 / 0.4));
  catalog::Accelerator same = part();
  same.efficiency.attention_portable_frac = 0.9;
  CHECK(Roofline(same).portable_attention_ratio(attention(2048, 128)) == doctest::Approx(1));
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
  CHECK(is_finite(roofline.forward(large()).time()));
  CHECK(is_finite(roofline.memory_time(Bytes::from_base(1e9))));
}

}  // namespace gw::workload
