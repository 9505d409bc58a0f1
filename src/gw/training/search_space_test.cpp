#include "gw/training/search_space.h"

#include <doctest/doctest.h>

#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;
using Values = std::vector<std::int64_t>;

const Values& values(const Axes& axes, Axis axis) { return axes[static_cast<std::size_t>(axis)]; }

}  // namespace

TEST_CASE("sensible values of a dense model are the divisors its shape allows") {
  const Axes axes = axes_of(gpt3_on_1024(), {});
  CHECK(values(axes, Axis::tensor) == Values{1, 2, 4, 8, 16, 32});  // 96 heads
  CHECK(values(axes, Axis::context) == Values{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024});
  CHECK(values(axes, Axis::expert) == Values{1});
  CHECK(values(axes, Axis::expert_tensor) == Values{1});
  CHECK(values(axes, Axis::pipeline) == Values{1, 2, 4, 8, 16, 32});                           // 96 layers
  CHECK(values(axes, Axis::virtual_pipeline) == Values{1, 2, 3, 4, 6, 7, 8, 12, 16, 24, 48});  // 98 = 14 x 7
  CHECK(values(axes, Axis::zero_stage) == Values{0, 1, 2, 3});
  CHECK(values(axes, Axis::micro_batch).size() == 20);  // divisors of 1536
  CHECK(values(axes, Axis::recompute).size() >= 3);
  CHECK(values(axes, Axis::schedule).size() >= 2);
}

TEST_CASE("expert ranks divide the experts, expert-tensor ranks stay in the scale-up domain") {
  TrainingSetup setup = mixtral_on_64();
  CHECK(values(axes_of(setup, {}), Axis::expert) == Values{1, 2, 4, 8});
  CHECK(values(axes_of(setup, {}), Axis::expert_tensor) == Values{1, 2, 4, 8});
  // Tensor ranks beside experts need sequence parallelism, which is an axis of its own.
  CHECK(values(axes_of(setup, {}), Axis::tensor) == Values{1, 2, 4, 8, 16, 32});
  setup.accelerator.scale_up_domain = 4;
  CHECK(values(axes_of(setup, {}), Axis::expert_tensor) == Values{1, 2, 4});
}

TEST_CASE("a given list is kept as it is") {
  SearchSpace space;
  space.tensor = {8, 5}, space.virtual_pipeline = {7}, space.schedule = {Schedule::interleaved};
  const Axes axes = axes_of(gpt3_on_1024(), given_axes(space));
  CHECK(values(axes, Axis::tensor) == Values{8, 5});
  CHECK(values(axes, Axis::virtual_pipeline) == Values{7});
  CHECK(values(axes, Axis::schedule) == Values{1});
}

TEST_CASE("every field of a plan is set and read by its axis") {
  Plan plan;
  for (std::size_t i = 0; i < kAxes; ++i) {
    const Axis axis = static_cast<Axis>(i);
    for (const std::int64_t value : {1, 0}) {
      set(plan, axis, value);
      CHECK(get(plan, axis) == value);
    }
    CHECK(std::string(to_string(axis)).size() > 3);
  }
  CHECK(value_text(Axis::tensor, 8) == "8");
  CHECK(value_text(Axis::sequence_parallel, 1) == "true");
  CHECK(value_text(Axis::recompute, 2) == "full");
  CHECK(value_text(Axis::schedule, 1) == "interleaved");
}

TEST_CASE("each order is one plan, and units cover exactly the plans that divide") {
  TrainingSetup setup = mixtral_on_64();
  SearchSpace limits;
  limits.tensor = {1, 2, 5}, limits.micro_batch = {1, 2}, limits.zero_stage = {1};
  const PlanSpace space(setup, axes_of(setup, given_axes(limits)));
  std::uint64_t dividing = 0, visited = 0;
  for (std::uint64_t order = 0; order < space.size(); ++order) {
    space.set_plan(setup.plan, order);
    dividing += check_plan(setup).empty();
  }
  const workload::Roofline roofline(setup.accelerator);
  std::uint64_t last = 0;
  for (std::size_t unit = 0; unit < space.units(); ++unit)
    visit_unit(setup, space, unit, roofline, [&](std::uint64_t order, const ModelCost& model) {
      TrainingSetup again = setup;
      space.set_plan(again.plan, order);
      for (std::size_t i = 0; i < kAxes; ++i)
        CHECK(get(again.plan, static_cast<Axis>(i)) == get(setup.plan, static_cast<Axis>(i)));
      CHECK(model.layers.total() == model_cost(again, roofline).layers.total());
      CHECK((visited == 0 || order > last));
      last = order, ++visited;
      return true;
    });
  CHECK(visited == dividing);
  CHECK(visited > 100);
}

TEST_CASE("a visit may stop early") {
  TrainingSetup setup = mixtral_on_64();
  const PlanSpace space(setup, axes_of(setup, {}));
  int calls = 0;
  const bool finished = visit_unit(setup, space, 0, workload::Roofline(setup.accelerator),
                                   [&](std::uint64_t, const ModelCost&) { return ++calls < 2; });
  CHECK_FALSE(finished);
  CHECK(calls == 2);
}

}  // namespace gw::training
