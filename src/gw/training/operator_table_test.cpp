#include "gw/training/operator_table.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "gw/training/step.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

struct Sums {
  Time matrix, memory;
  double flops = 0;
};

// One micro-batch of the whole model, by what binds.
Sums sums_of(const TrainingSetup& setup) {
  Sums sums;
  for (const OperatorBlock& block : operator_table(setup))
    for (const OperatorRow& row : block.rows)
      for (const OperatorPass* pass : {&row.forward, &row.backward, &row.weight_gradient}) {
        (std::string(pass->bound_by()) == "matrix" ? sums.matrix : sums.memory) +=
            block.count * pass->time.time();
        sums.flops += block.count * pass->flops.base();
      }
  return sums;
}

Step step_of(const TrainingSetup& setup) { return std::get<Step>(simulate_step(setup)); }

void check_adds_up(const TrainingSetup& setup) {
  const Step step = step_of(setup);
  const Sums sums = sums_of(setup);
  const double times = double(step.micro_batches) / double(setup.plan.pipeline);
  const Time matrix = step.part(PartKind::compute_gemm) + step.part(PartKind::compute_grouped_gemm) +
                      step.part(PartKind::compute_attention);
  CHECK((times * sums.matrix).base() == doctest::Approx(matrix.base()).epsilon(1e-9));
  CHECK((times * sums.memory).base() ==
        doctest::Approx(step.part(PartKind::memory_bound).base()).epsilon(1e-9));
}

}  // namespace

TEST_CASE("the rows of the table add up to the compute and memory parts of the step: dense") {
  check_adds_up(gpt3_on_1024());
}

TEST_CASE("the rows of the table add up to the compute and memory parts of the step: experts") {
  check_adds_up(mixtral_on_64());
}

TEST_CASE("extra prediction layers are in the table") {
  TrainingSetup setup = mixtral_on_64();
  setup.model.multi_token_layers = 2;
  check_adds_up(setup);
  std::set<std::string> names;
  for (const OperatorBlock& block : operator_table(setup)) names.insert(block.name);
  CHECK(names.contains("extra prediction: expert layer"));
  CHECK(names.contains("extra prediction: projection"));
}

TEST_CASE("blocks: embedding, each kind of layer with its count, head") {
  const auto dense = operator_table(gpt3_on_1024());
  REQUIRE(dense.size() == 3);
  CHECK(dense[0].name == "embedding");
  CHECK(dense[1].name == "dense layer");
  CHECK(dense[1].count == 96);
  CHECK(dense[2].name == "head");
  const auto experts = operator_table(mixtral_on_64());
  CHECK(experts[1].name == "expert layer");
  CHECK(experts[1].count == 32);
}

TEST_CASE("no kernel beats its ceiling") {
  for (const TrainingSetup& setup : {gpt3_on_1024(), mixtral_on_64()})
    for (const OperatorBlock& block : operator_table(setup))
      for (const OperatorRow& row : block.rows) {
        INFO(block.name, ": ", row.op.name);
        CHECK(row.efficiency_frac >= 0);
        CHECK(row.efficiency_frac <= 1);
        CHECK(row.forward.traffic_rate() <= setup.accelerator.memory_bandwidth);
        if (row.op.flops_forward.base() > 0)
          CHECK(row.forward.achieved() <= setup.accelerator.peak_rate(row.op.precision));
      }
}

TEST_CASE("the table carries the software's kernels: slower products take longer") {
  TrainingSetup setup = gpt3_on_1024();
  const Sums before = sums_of(setup);
  setup.plan.software.matrix_rate_frac = 0.5;
  setup.plan.software.attention_rate_frac = 0.5;
  const Sums after = sums_of(setup);
  CHECK(after.matrix / before.matrix == doctest::Approx(2.0).epsilon(1e-3));
  CHECK(after.flops == before.flops);
  check_adds_up(setup);
}

TEST_CASE("a pass that does nothing is bound by nothing") {
  const OperatorPass none;
  CHECK(std::string(none.bound_by()).empty());
  CHECK(none.achieved().base() == 0);
  CHECK(none.traffic_rate().base() == 0);
}

}  // namespace gw::training
