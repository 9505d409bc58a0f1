#include "gw/network/fabric.h"

#include <doctest/doctest.h>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"
#include "gw/describe/record.h"

namespace gw::network {
namespace {

catalog::Accelerator h100() {
  catalog::Accelerator part;
  part.name = "H100";
  part.scale_up_bandwidth = Bandwidth::from_base(450e9);
  part.scale_out_bandwidth = Bandwidth::from_base(50e9);
  part.scale_up_domain = 8;
  part.in_network_reduction = true;
  return part;
}

ScaleOut three_levels() {
  ScaleOut out;
  out.levels = {{"leaf", 256, 1.0, 4.0 * unit::us},
                {"spine", 3072, 1.0, 6.0 * unit::us},
                {"core", 0, 7.0, 9.0 * unit::us}};
  return out;
}

}  // namespace

TEST_CASE("tiers grow outwards and the last holds everything") {
  const Fabric fabric = make_fabric(h100(), three_levels(), 16384);
  REQUIRE(fabric.tiers.size() == 4);
  CHECK(fabric.tiers[0].group == 8);
  CHECK(fabric.tiers[1].group == 256);
  CHECK(fabric.tiers[2].group == 3072);
  CHECK(fabric.tiers[3].group == 16384);
  CHECK(fabric.tiers[0].bandwidth.base() == 450e9);
  CHECK(fabric.tiers[2].bandwidth.base() == 50e9);
  CHECK(fabric.tiers[3].bandwidth.base() == doctest::Approx(50e9 / 7));
  CHECK(fabric.in_network_reduction);
}

TEST_CASE("levels that are not needed are left out") {
  CHECK(make_fabric(h100(), three_levels(), 8).tiers.size() == 1);
  CHECK(make_fabric(h100(), three_levels(), 200).tiers.size() == 2);
  CHECK(make_fabric(h100(), three_levels(), 3072).tiers.size() == 3);
  CHECK(make_fabric(h100(), ScaleOut{}, 64).tiers.size() == 2);  // no levels: one non-blocking
  CHECK(make_fabric(h100(), ScaleOut{}, 0).tiers.size() == 1);
  catalog::Accelerator rack = h100();
  rack.scale_up_domain = 576;  // larger than a leaf: the leaf level disappears
  const Fabric fabric = make_fabric(rack, three_levels(), 16384);
  REQUIRE(fabric.tiers.size() == 3);
  CHECK(fabric.tiers[1].name == "spine");
}

TEST_CASE("a narrow level narrows everything beyond it") {
  ScaleOut out = three_levels();
  out.levels[1].oversubscription = 8.0;
  out.levels[2].oversubscription = 1.0;
  const Fabric fabric = make_fabric(h100(), out, 16384);
  CHECK(fabric.tiers[3].bandwidth.base() == doctest::Approx(50e9 / 8));
}

TEST_CASE("every fabric of the catalogue reads without a complaint and makes sense") {
  catalog::Library library({std::string(GW_SOURCE_DIR) + "/catalog"});
  const auto names = library.names("fabrics");
  CHECK(names.size() >= 6);
  for (const auto& name : names) {
    CAPTURE(name);
    Diagnostics diagnostics;
    describe::ProvenanceMap provenance;
    const auto* document = library.row("fabrics", name, diagnostics);
    REQUIRE(document);
    const auto out = describe::read<ScaleOut>(*document, library.resolver(), provenance, diagnostics);
    CAPTURE(diagnostics.render());
    CHECK_FALSE(diagnostics.has_errors());
    const Fabric fabric = make_fabric(h100(), out, 100000);
    for (std::size_t t = 1; t < fabric.tiers.size(); ++t) {
      CHECK(fabric.tiers[t].group > fabric.tiers[t - 1].group);
      CHECK(fabric.tiers[t].bandwidth <= fabric.tiers[t - 1].bandwidth);
    }
    CHECK(fabric.tiers.back().group >= 100000);
  }
}

TEST_CASE("the usual fabric of a part follows its datasheet, and is in the catalogue") {
  const catalog::Library library({std::string(GW_SOURCE_DIR) + "/catalog"});
  catalog::Accelerator part = h100();
  CHECK(std::string(usual_fabric_row(part)) == "nvlink_infiniband_400g");
  part.scale_out_bandwidth = Bandwidth::from_base(25e9);
  CHECK(std::string(usual_fabric_row(part)) == "nvlink_infiniband_200g");
  part.scale_up_domain = 72;
  CHECK(std::string(usual_fabric_row(part)) == "nvl72_spectrum_x");
  part.vendor = "Google";
  CHECK(std::string(usual_fabric_row(part)) == "tpu_ici_3d_torus");
  for (const char* row :
       {"nvlink_infiniband_400g", "nvlink_infiniband_200g", "nvl72_spectrum_x", "tpu_ici_3d_torus"})
    CHECK_FALSE(library.path("fabrics", row).empty());
}

TEST_CASE("the description covers every field and has a catalogue folder") {
  CHECK(ScaleOut::description().catalogue == "fabrics");
  CHECK(ScaleOut::description().fields.size() == 6);
  CHECK(ScaleOutLevel::description().fields.size() == 4);
}

}  // namespace gw::network
