// Every shipped rack under every cap: what a cap costs and saves goes one way, and nothing leaves its bounds.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "gw/catalog/library.h"
#include "gw/power/it_power.h"

namespace gw::power {
using namespace gw::unit;

namespace {

struct Part {
  std::string name;
  Rack rack;
  catalog::Accelerator accelerator;
};

std::vector<Part> parts() {
  static const catalog::Library library({std::string(GW_SOURCE_DIR) + "/catalog"});
  std::vector<Part> out;
  for (const std::string& name : library.names("racks")) {
    Diagnostics diagnostics;
    describe::ProvenanceMap provenance;
    const Rack rack = describe::read<Rack>(*library.row("racks", name, diagnostics), library.resolver(), provenance, diagnostics);
    const auto part = describe::read<catalog::Accelerator>(*library.row("accelerators", rack.accelerator, diagnostics), library.resolver(),
                                                           provenance, diagnostics);
    REQUIRE_FALSE(diagnostics.has_errors());
    out.push_back({name, rack, part});
  }
  return out;
}

Activity work(double tensor_frac, double memory_frac) {
  Activity a;
  a.tensor_frac = tensor_frac, a.memory_frac = memory_frac, a.scale_up_frac = 0.2;
  return a;
}

}  // namespace

TEST_CASE("a lower cap never makes work faster nor draws more, and is kept unless it says so") {
  for (const Part& part : parts()) {
    CAPTURE(part.name);
    for (const auto& [tensor, memory] : {std::pair{0.1, 0.8}, {0.4, 0.3}, {0.7, 0.2}, {0.0, 0.9}, {1.0, 1.0}})
      for (const double bound : {0.0, 0.5, 1.0}) {
        double speed = 1, power = part.accelerator.tdp.in(W);
        for (int percent = 100; percent >= 10; percent -= 5) {
          const Power cap = 0.01 * percent * part.accelerator.tdp;
          const CappedOperation op = operate_at_cap(part.accelerator, part.rack.accelerator_power, work(tensor, memory), cap, bound);
          CHECK(op.speed <= speed + 1e-12);
          CHECK(op.power.in(W) <= power + 1e-6);
          CHECK(op.power.in(W) <= cap.in(W) + op.excess.in(W) + 1e-6);
          CHECK(op.activity.clock_frac > 0);
          CHECK(op.activity.clock_frac <= 1);
          // What it draws is what the activity says it draws.
          const double said = accelerator_power(part.accelerator, part.rack.accelerator_power, op.activity).in(W);
          CHECK(said <= op.power.in(W) + 1e-6);
          speed = op.speed, power = op.power.in(W);
        }
      }
  }
}

TEST_CASE("work whose share is not bound to the clock loses less speed under any cap") {
  for (const Part& part : parts()) {
    CAPTURE(part.name);
    for (int percent = 95; percent >= 30; percent -= 5) {
      const Power cap = 0.01 * percent * part.accelerator.tdp;
      double before = 0;
      for (const double bound : {1.0, 0.6, 0.3, 0.0}) {
        const double speed = speed_at_cap(part.accelerator, part.rack.accelerator_power, work(0.4, 0.4), cap, bound);
        CHECK(speed >= before - 1e-12);
        before = speed;
      }
      CHECK(before == doctest::Approx(1));
    }
  }
}

TEST_CASE("idle, waiting, memory-bound, matrix-bound: each draws more than the one before, up to TDP") {
  for (const Part& part : parts()) {
    CAPTURE(part.name);
    const auto watts = [&](const Activity& a) { return accelerator_power(part.accelerator, part.rack.accelerator_power, a).in(W); };
    CHECK(watts(Activity::idle()) < watts(Activity{}));
    CHECK(watts(Activity{}) < watts(work(0, 0.5)));
    CHECK(watts(work(0, 0.5)) < watts(work(0.4, 0.5)));
    CHECK(watts(Activity::full()) == doctest::Approx(part.accelerator.tdp.in(W)));
    CHECK(watts(Activity{}) < 0.3 * part.accelerator.tdp.in(W));
  }
}

}  // namespace gw::power
