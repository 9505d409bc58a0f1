#include "gw/planning/train_energy.h"

#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

catalog::Library library() { return catalog::Library({catalog::default_root()}); }

catalog::Accelerator part(const catalog::Library& lib, const std::string& name) {
  Diagnostics problems;
  describe::ProvenanceMap ignored;
  const describe::Document* row = lib.row("accelerators", name, problems);
  REQUIRE(row);
  return describe::read<catalog::Accelerator>(*row, lib.resolver(), ignored, problems);
}

workload::ActivityProfile busy(double tensor, Time duration) {
  return {{{.name = "work", .duration = duration, .tensor_frac = tensor, .memory_frac = 0.3}}};
}

}  // namespace

TEST_CASE("every rack's part has an energy, from the row that names it") {
  const catalog::Library lib = library();
  for (const std::string& name : lib.names("accelerators")) {
    const auto energy = train_energy(name, part(lib, name), lib);
    if (!energy) continue;
    INFO(name);
    CHECK_FALSE(lib.path("racks", energy->rack_row()).empty());
    const double watts = energy->per_step(busy(0.5, 1.0 * s)).in(J);
    CHECK(watts > 0.2 * part(lib, name).tdp.in(W));
    CHECK(watts < 3.0 * part(lib, name).tdp.in(W));
  }
  CHECK(train_energy("h100_sxm", part(lib, "h100_sxm"), lib)->rack_row() == "hgx_h100");
}

TEST_CASE("no row, no energy") {
  const catalog::Library lib = library();
  CHECK_FALSE(train_energy("", part(lib, "h100_sxm"), lib));
  CHECK_FALSE(train_energy("h800", part(lib, "h800"), lib));
}

TEST_CASE("energy is proportional to time and grows with activity") {
  const catalog::Library lib = library();
  const TrainEnergy energy = *train_energy("h100_sxm", part(lib, "h100_sxm"), lib);
  const Energy one = energy.per_step(busy(0.4, 1.0 * s));
  CHECK(energy.per_step(busy(0.4, 2.0 * s)).base() == doctest::Approx(2 * one.base()));
  CHECK(energy.per_step(busy(0.6, 1.0 * s)) > one);
  CHECK(energy.per_step({}).base() == 0);
}

TEST_CASE("joules of a token: all accelerators over the tokens of a step") {
  const catalog::Library lib = library();
  const TrainEnergy energy = *train_energy("h100_sxm", part(lib, "h100_sxm"), lib);
  training::TrainingSetup setup;
  setup.accelerators = 16, setup.plan.global_batch_sequences = 4, setup.plan.sequence_length = 100;
  const auto activity = busy(0.4, 1.0 * s);
  CHECK(energy.joules_per_token(setup, activity) ==
        doctest::Approx(16 * energy.per_step(activity).in(J) / 400));
}

}  // namespace gw::planning
