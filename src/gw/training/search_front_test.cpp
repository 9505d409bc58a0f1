#include "gw/training/search_front.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "gw/base/random.h"

namespace gw::training {
namespace {

// Few distinct values, so that ties are frequent.
std::vector<Candidate> random_candidates(std::uint64_t seed, std::size_t count) {
  Random random(seed, stream_id("training.search_front"), 0);
  const auto whole = [&] { return double(int(random.uniform() * 12)); };
  std::vector<Candidate> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    Candidate& c = out[i];
    c.order = i, c.value = whole();
    c.time = Time::from_base(c.value), c.memory = Bytes::from_base(whole()), c.joules_per_token = whole();
  }
  return out;
}

std::vector<std::uint64_t> orders(const std::vector<Candidate>& list) {
  std::vector<std::uint64_t> out;
  for (const Candidate& c : list) out.push_back(c.order);
  return out;
}

}  // namespace

TEST_CASE("the best few, in order, equal ones once") {
  BestFew best(3);
  const auto add = [&](std::uint64_t order, double value, double memory) {
    best.add(
        {.order = order, .value = value, .time = Time::from_base(value), .memory = Bytes::from_base(memory)});
  };
  add(5, 2, 1), add(4, 1, 9), add(3, 1, 9), add(2, 3, 1), add(1, 1, 8), add(0, 9, 9), add(6, 2, 1);
  CHECK(orders(best.sorted()) == std::vector<std::uint64_t>{1, 3, 5});
}

TEST_CASE("none asked for, none kept") {
  BestFew best(0);
  best.add({});
  CHECK(best.sorted().empty());
}

TEST_CASE("a front keeps what nothing beats") {
  Front front;
  const auto add = [&](std::uint64_t order, double time, double memory, double energy) {
    front.add({order, time, Time::from_base(time), Bytes::from_base(memory), energy});
  };
  add(0, 1, 5, 5), add(1, 2, 4, 5), add(2, 2, 5, 6), add(3, 1, 5, 5), add(4, 5, 5, 1), add(5, 2, 3, 5);
  CHECK(orders(front.sorted()) == std::vector<std::uint64_t>{0, 5, 4});
}

TEST_CASE("the order of adding does not matter, nor the merging of parts") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    std::vector<Candidate> all = random_candidates(seed, 300);
    BestFew best(10), backward_best(10), merged_best(10);
    Front front, backward_front, merged_front;
    for (const Candidate& c : all) best.add(c), front.add(c);
    for (std::size_t part = 0; part < 3; ++part) {
      BestFew some(10);
      Front some_front;
      for (std::size_t i = part; i < all.size(); i += 3) some.add(all[i]), some_front.add(all[i]);
      for (const Candidate& c : some.sorted()) merged_best.add(c);
      for (const Candidate& c : some_front.sorted()) merged_front.add(c);
    }
    std::reverse(all.begin(), all.end());
    for (const Candidate& c : all) backward_best.add(c), backward_front.add(c);
    CHECK(orders(best.sorted()) == orders(backward_best.sorted()));
    CHECK(orders(best.sorted()) == orders(merged_best.sorted()));
    CHECK(orders(front.sorted()) == orders(backward_front.sorted()));
    CHECK(orders(front.sorted()) == orders(merged_front.sorted()));
  }
}

}  // namespace gw::training
