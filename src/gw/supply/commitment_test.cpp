#include "gw/supply/commitment.h"

#include <doctest/doctest.h>

using namespace gw::supply;
using doctest::Approx;

namespace {

const std::vector<int> kOrder = {0, 1, 2};

/// Two large cheap blocks, ten small turbines, a grid.
std::vector<Committable> fleet() {
  return {{.unit_limit_mw = 754, .unit_min_mw = 377, .available = 2},
          {.unit_limit_mw = 34, .unit_min_mw = 17, .available = 10},
          {.unit_limit_mw = 100, .unit_min_mw = 0, .available = 1}};
}

double run(std::vector<Committable>& sources, const CommitmentNeed& need) {
  commit(sources, kOrder, need);
  return load_units(sources, kOrder, need.load_mw);
}

}  // namespace

TEST_CASE("cheapest first, as many units as needed") {
  auto sources = fleet();
  CHECK(run(sources, {.load_mw = 1000}) == Approx(0));
  CHECK(sources[0].running == 2);
  CHECK(sources[0].output_mw == Approx(1000));
  CHECK(sources[1].running == 0);
}

TEST_CASE("a second block that could not go low enough is left off") {
  auto sources = fleet();
  // 752 MW fits one block (754); 760 MW is just above two minimum loads (754) so both may run.
  run(sources, {.load_mw = 753});
  CHECK(sources[0].running == 1);
  sources = fleet();
  sources[0].unit_limit_mw = 700;  // 720 MW: one block is too small, two cannot go below 754
  CHECK(run(sources, {.load_mw = 720}) == Approx(0));
  CHECK(sources[0].running == 1);
  CHECK(sources[0].output_mw == Approx(700 - 0).epsilon(0.03));
  CHECK(sources[1].running == 1);
  CHECK(sources[0].output_mw + sources[1].output_mw + sources[2].output_mw == Approx(720));
}

TEST_CASE("load below every minimum load falls to the grid, else the smallest unit runs with a surplus") {
  auto sources = fleet();
  CHECK(run(sources, {.load_mw = 5}) == Approx(0));
  CHECK(sources[2].output_mw == Approx(5));
  sources[2].available = 0;
  CHECK(run(sources, {.load_mw = 5}) == Approx(-12));
  CHECK(sources[1].running == 1);
  CHECK(sources[0].running == 0);
  CHECK(run(sources, {.load_mw = 5, .storage_mw = 6}) == Approx(5));  // a battery covers it instead
}

TEST_CASE("limits are hard") {
  auto sources = fleet();
  const double all_mw = 2 * 754 + 10 * 34 + 100;
  CHECK(run(sources, {.load_mw = 5000}) == Approx(5000 - all_mw));
  for (Committable& source : sources) source.available = 0;
  CHECK(run(sources, {.load_mw = 10}) == Approx(10));
  CHECK(run(sources, {.load_mw = 0}) == 0.0);
  sources = fleet();
  for (Committable& source : sources) source.unit_limit_mw = source.unit_min_mw = 0;
  CHECK(run(sources, {.load_mw = 10}) == Approx(10));
}

TEST_CASE("reserve adds capacity while minimum loads fit") {
  auto sources = fleet();
  sources[2].available = 0;
  CHECK(commit(sources, kOrder, {.load_mw = 750, .reserve_mw = 34, .room_mw = 750}) == Approx(754 + 34));
  CHECK(load_units(sources, kOrder, 750) == Approx(0));
  CHECK(sources[1].output_mw == Approx(17));
  CHECK(sources[0].output_mw == Approx(733));
  // No room at all: the block alone stands at its minimum.
  CHECK(commit(sources, kOrder, {.load_mw = 377, .reserve_mw = 1000, .room_mw = 377}) == Approx(754));
}

TEST_CASE("units are lowered from the last choice, never below their minimum loads") {
  auto sources = fleet();
  run(sources, {.load_mw = 1900});  // 1508 + 340 + 52
  CHECK(sources[2].output_mw == Approx(52));
  CHECK(lower_units(sources, kOrder, 60) == Approx(0));
  CHECK(sources[2].output_mw == Approx(0));
  CHECK(sources[1].output_mw == Approx(332));
  CHECK(lower_units(sources, kOrder, 5000) == Approx(5000 - 162 - 754));
  CHECK(sources[0].output_mw == Approx(754));
  CHECK(sources[1].output_mw == Approx(170));
}
