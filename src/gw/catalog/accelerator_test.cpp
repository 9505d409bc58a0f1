#include "gw/catalog/accelerator.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"

using namespace gw;
using namespace gw::catalog;

namespace {

const Library& shipped() {
  static const Library library({GW_SOURCE_DIR "/catalog"});
  return library;
}

Accelerator load(const std::string& name) {
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  const describe::Document* row = shipped().row("accelerators", name, diagnostics);
  REQUIRE_MESSAGE(row, diagnostics.render());
  Accelerator out = describe::read<Accelerator>(*row, shipped().resolver(), provenance, diagnostics);
  CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
  return out;
}

}  // namespace

TEST_CASE("bytes of an element include the scale factors of block formats") {
  CHECK(bytes_per_element(Precision::fp32) == 4.0);
  CHECK(bytes_per_element(Precision::tf32) == 4.0);
  CHECK(bytes_per_element(Precision::bf16) == 2.0);
  CHECK(bytes_per_element(Precision::fp16) == 2.0);
  CHECK(bytes_per_element(Precision::fp8) == 1.0);
  CHECK(bytes_per_element(Precision::mxfp8) == doctest::Approx(33.0 / 32));
  CHECK(bytes_per_element(Precision::fp4) == 0.5);
  CHECK(bytes_per_element(Precision::nvfp4) == doctest::Approx(9.0 / 16));
}

TEST_CASE("precisions have the names of the field") {
  CHECK(std::string(to_string(Precision::bf16)) == "bf16");
  CHECK(std::string(to_string(Precision::nvfp4)) == "nvfp4");
}

TEST_CASE("a format the part lacks has no peak; block formats use the plain ones") {
  Accelerator a;
  a.peak.bf16 = FlopRate::from_base(100e12);
  a.peak.fp8 = FlopRate::from_base(200e12);
  CHECK(a.peak_rate(Precision::bf16).base() == 100e12);
  CHECK(a.peak_rate(Precision::mxfp8).base() == 0);  // its units scale no blocks
  Accelerator blocks = a;
  blocks.peak.fp4 = FlopRate::from_base(400e12);
  CHECK(blocks.peak_rate(Precision::mxfp8).base() == 200e12);
  CHECK(a.peak_rate(Precision::fp4).base() == 0.0);
  CHECK(a.peak_rate(Precision::nvfp4).base() == 0.0);
  CHECK(a.peak_rate(Precision::fp32).base() == 0.0);
  a.efficiency.gemm_frac = 0.8;
  a.efficiency.gemm_fp8_frac = 0.7;
  a.efficiency.gemm_fp4_frac = 0.6;
  a.efficiency.sustained_frac = 0.5;
  a.efficiency.sustained_fp8_frac = 0.25;
  CHECK(a.gemm_efficiency(Precision::fp16) == 0.8 * 0.5);
  CHECK(a.gemm_efficiency(Precision::tf32) == 0.8 * 0.5);
  CHECK(a.gemm_efficiency(Precision::mxfp8) == 0.7 * 0.25);
  CHECK(a.gemm_efficiency(Precision::nvfp4) == 0.6 * 0.25);
}

TEST_CASE("the H100 row is the published part") {
  const Accelerator h100 = load("h100_sxm");
  CHECK(h100.vendor == "NVIDIA");
  CHECK(h100.peak_rate(Precision::bf16).in(unit::TFLOP / unit::s) == doctest::Approx(989));
  CHECK(h100.peak_rate(Precision::fp8).in(unit::TFLOP / unit::s) == doctest::Approx(1979));
  CHECK(h100.memory.in(unit::GB) == doctest::Approx(80));
  CHECK(h100.memory_bandwidth.in(unit::TB / unit::s) == doctest::Approx(3.35));
  CHECK(h100.tdp.in(unit::W) == doctest::Approx(700));
  CHECK(h100.scale_up_bandwidth.in(unit::GB / unit::s) == doctest::Approx(450));
  CHECK(h100.scale_out_bandwidth.in(unit::GB / unit::s) == doctest::Approx(50));
  CHECK(h100.efficiency.gemm_frac == doctest::Approx(794.5 / 989).epsilon(0.001));
  CHECK(h100.in_network_reduction);
}

TEST_CASE("every shipped accelerator reads without a complaint and is physically possible") {
  const std::vector<std::string> names = shipped().names("accelerators");
  CHECK(names.size() >= 27);
  for (const std::string& name : names) {
    CAPTURE(name);
    const Accelerator a = load(name);
    CHECK_FALSE(a.name.empty());
    CHECK_FALSE(a.vendor.empty());
    CHECK(a.idle.base() > 0.0);
    CHECK(a.idle < 0.5 * a.tdp);
    const FlopRate half = std::max(a.peak_rate(Precision::bf16), a.peak_rate(Precision::fp16));
    CHECK(half.base() > 0.0);
    if (a.peak.fp8) CHECK(*a.peak.fp8 >= half);
    if (a.peak.fp4) CHECK(*a.peak.fp4 >= *a.peak.fp8);
    // Energy of a 16-bit operation at peak: 14 nm parts 2.4 pJ, announced ones 0.45 pJ.
    const double picojoules = (a.tdp / half).base() * 1e12;
    CHECK(picojoules > 0.3);
    CHECK(picojoules < 3.0);
    // 16-bit operations per byte of memory traffic at the roofline's ridge.
    const double ridge = half.base() / a.memory_bandwidth.base();
    CHECK(ridge > 30);
    CHECK(ridge < 700);
  }
}

TEST_CASE("a part takes the kernels of its family and keeps what was measured on it") {
  const Result<describe::Document> document = describe::parse_text(
      "format: gigawatt.accelerator/1\nname: x\nvendor: x\npeak: {bf16_tflops: 500}\nmemory_gb: 80\n"
      "memory_bandwidth_tb_per_s: 3\ncompute_units: 100\ntdp_w: 500\nidle_w: "
      "70\nscale_up_bandwidth_gb_per_s: 450\n"
      "scale_out_bandwidth_gbit_per_s: 400\nefficiency: {base: hopper, memory_frac: 0.123}\n",
      "part.yaml");
  REQUIRE(document);
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  const auto part = describe::read<Accelerator>(*document, shipped().resolver(), provenance, diagnostics);
  CAPTURE(diagnostics.render());
  CHECK_FALSE(diagnostics.has_errors());
  const describe::Document* row = shipped().row("kernels", "hopper", diagnostics);
  REQUIRE(row);
  const auto family = describe::read<KernelEfficiency>(*row, shipped().resolver(), provenance, diagnostics);
  CHECK(part.efficiency.memory_frac == 0.123);
  CHECK(part.efficiency.gemm_frac == family.gemm_frac);
  CHECK(part.efficiency.attention_half_keys == family.attention_half_keys);
  CHECK(part.compute_units == 100);
}

TEST_CASE("every family of kernels reads without a complaint, and every part names one") {
  const std::vector<std::string> families = shipped().names("kernels");
  CHECK(families.size() >= 8);
  for (const std::string& name : families) {
    CAPTURE(name);
    Diagnostics diagnostics;
    describe::ProvenanceMap provenance;
    const describe::Document* row = shipped().row("kernels", name, diagnostics);
    REQUIRE(row);
    const auto e = describe::read<KernelEfficiency>(*row, shipped().resolver(), provenance, diagnostics);
    CAPTURE(diagnostics.render());
    CHECK_FALSE(diagnostics.has_errors());
    CHECK(e.gemm_frac * e.sustained_frac <= 1.0);
    CHECK(e.attention_portable_frac <= e.attention_frac);
  }
  for (const std::string& name : shipped().names("accelerators")) {
    CAPTURE(name);
    Diagnostics diagnostics;
    const describe::Document* row = shipped().row("accelerators", name, diagnostics);
    REQUIRE(row);
    const describe::Node* efficiency = row->root.find("efficiency");
    REQUIRE(efficiency);
    const describe::Node* base = efficiency->find("base");
    const std::string family = base ? base->text : efficiency->text;
    CHECK(std::ranges::count(families, family) == 1);
    CHECK(load(name).compute_units > 0);
  }
}

TEST_CASE("the required families are shipped") {
  const std::vector<std::string> names = shipped().names("accelerators");
  for (const char* name : {"v100_32", "a100_40", "a100_80", "h100_sxm",  "h100_500w", "h800",   "h20",
                           "h200",    "gh200",   "b200",    "b300",      "gb200",     "gb300",  "rubin",
                           "mi250x",  "mi300x",  "mi325x",  "mi350x",    "mi355x",    "tpu_v4", "tpu_v5e",
                           "tpu_v5p", "tpu_v6e", "tpu7x",   "trainium2", "gaudi2",    "gaudi3"}) {
    CAPTURE(name);
    CHECK(std::ranges::count(names, name) == 1);
  }
}

TEST_CASE("a wrong row is reported field by field") {
  const Result<describe::Document> document = describe::parse_text(
      "format: gigawatt.accelerator/1\npeak: {bf16_tflops: -5}\nmemory_gb: 80\nmemory_bandwidth_tb_per_s: 3\n"
      "tdp_w: lots\nidle_w: 70\nscale_up_bandwidth_gb_per_s: 450\n",
      "bad.yaml");
  REQUIRE(document);
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  describe::read<Accelerator>(*document, shipped().resolver(), provenance, diagnostics);
  std::vector<std::string> codes;
  for (const Diagnostic& d : diagnostics.list()) codes.push_back(d.code);
  CHECK(std::ranges::count(codes, "GW1102") == 1);  // negative peak
  CHECK(std::ranges::count(codes, "GW1104") == 1);  // not a number
  CHECK(std::ranges::count(codes, "GW1103") == 2);  // scale_out_bandwidth and compute_units missing
}
