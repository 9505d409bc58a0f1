// Campuses drawn at random: whatever is described, energy, water, hours and tokens are conserved.

#include <cmath>

#include "gw/base/random.h"
#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using doctest::Approx;
using namespace test;

// Draws of one campus.
class Draw {
 public:
  explicit Draw(std::uint64_t number) : random_(number, stream_id("campus.random_campus_test"), 0) {}
  double between(double low, double high) { return low + (high - low) * random_.uniform(); }
  int whole(int low, int high) { return low + int(random_.uniform() * (high - low + 1)); }
  bool chance(double share) { return random_.uniform() < share; }

 private:
  Random random_;
};

Hall random_hall(Draw& draw, int number) {
  Hall out = hall("hall " + std::to_string(number), draw.whole(1, 40), date_from_days(days_since_epoch(kStart) + (number ? draw.whole(-5, 6) : 0)));
  out.bus = draw.chance(0.3) ? "second" : "main";
  if (draw.chance(0.3)) out.power_cap = draw.between(350, 690) * W;
  if (draw.chance(0.3)) out.cooling.air.plant = cooling::CoolingTower{};
  if (draw.chance(0.3)) out.cooling.design_dry_bulb = Temperature::celsius(draw.between(10, 30));
  if (draw.chance(0.3)) out.cooling.air.economiser.emplace().media_effectiveness_frac = draw.chance(0.5) ? 0.0 : 0.85;
  return out;
}

TrainingJob random_training(Draw& draw, int number) {
  TrainingJob out = training("run " + std::to_string(number), 8 << draw.whole(0, 3));
  out.instances = draw.whole(0, 3);
  out.repeat = draw.chance(0.5);
  out.measured_step_time = draw.between(0.5, 5) * s;
  const double per_hour = 512.0 * 2048 / out.measured_step_time->in(s) * 3600;
  out.tokens = per_hour * std::pow(10.0, draw.between(0.1, 3));
  if (draw.chance(0.3)) out.start = date_from_days(days_since_epoch(kStart) + draw.whole(0, 5));
  return out;
}

Campus random_campus(Draw& draw) {
  Campus out = campus(24 * draw.whole(2, 8));
  out.halls.clear(), out.jobs.clear(), out.supply.clear();
  const int halls = draw.whole(1, 4), jobs = draw.whole(0, 3);
  for (int h = 0; h < halls; ++h) out.halls.push_back(random_hall(draw, h));
  for (int j = 0; j < jobs; ++j) out.jobs.push_back(random_training(draw, j));
  if (draw.chance(0.5)) out.jobs.push_back(SteadyJob{.name = "steady", .accelerators = draw.whole(0, 50), .start = {}, .halls = {}});
  for (const char* bus : {"main", "second"}) {
    supply::GridConnection service = grid(draw.between(0.02, 0.6), bus);
    service.forced_outage_frac = draw.chance(0.5) ? 0.1 : 0;
    out.supply.push_back(service);
    if (draw.chance(0.5)) out.supply.push_back(turbines(draw.whole(1, 3), draw.between(0.02, 0.2), bus));
  }
  out.spare_frac = draw.between(0, 0.1);
  return out;
}

void check_physics(const Campus& c, const Simulation& s) {
  const Hourly& h = s.operations.hourly;
  for (std::size_t i = 0; i < h.it_mw.size(); ++i) {
    CHECK(h.it_mw[i] >= 0);
    CHECK(h.facility_mw[i] >= h.it_mw[i]);
    CHECK(h.facility_mw[i] <= h.wanted_facility_mw[i] * (1 + 1e-9));
    CHECK(h.running_frac[i] >= 0);
    CHECK(h.running_frac[i] <= 1);
    CHECK(h.tokens[i] >= 0);
    CHECK(std::isfinite(h.water_kg[i]));
  }
  CHECK(s.unserved_mwh >= 0);
  CHECK(s.facility_mwh <= s.wanted_mwh * (1 + 1e-9));
  for (std::size_t j = 0; j < c.jobs.size(); ++j) {
    CHECK(s.operations.job_run_hours[j] <= s.operations.job_held_hours[j] * (1 + 1e-12));
    CHECK(s.operations.job_energy_wh[j].kept <= s.operations.job_energy_wh[j].it.accelerators);
  }
  for (const InstanceRecord& r : s.operations.instances) {
    CHECK(r.end_hour <= c.horizon.hours() + 1e-9);
    if (const auto* job = std::get_if<TrainingJob>(&c.jobs[r.job])) {
      CHECK(r.tokens <= job->tokens * (1 + 1e-9));
      if (r.end_hour >= 0) CHECK(r.tokens == Approx(job->tokens).epsilon(1e-9));
    }
  }
}

}  // namespace

TEST_CASE("random campuses conserve what must be conserved") {
  int ran = 0;
  for (std::uint64_t number = 0; number < 60; ++number) {
    Draw draw(number);
    const Campus c = random_campus(draw);
    const Simulation s = simulate(c, weather(draw.between(-5, 40)), {}, {.seed = number, .progress = {}});
    if (!s.ok()) continue;  // a job larger than its halls: refused, not wrong
    ++ran;
    INFO("campus " << number);
    for (const Balance& balance : s.balances) CHECK_MESSAGE(balance.holds(), balance.name << " " << balance.residual_frac());
    check_physics(c, s);
  }
  CHECK(ran > 30);
}

TEST_CASE("a finite job never trains more than its tokens, whatever the limits") {
  for (std::uint64_t number = 0; number < 10; ++number) {
    Draw draw(1000 + number);
    Campus c = campus(24 * 6);
    auto& job = std::get<TrainingJob>(c.jobs[0]);
    job.measured_step_time = 2.0 * s;
    job.instances = 2;
    job.tokens = 512.0 * 2048 / 2 * 3600 * draw.between(2, 60);
    c.supply = {grid(draw.between(0.1, 0.2))};
    const Simulation s = simulated(c);
    CHECK(s.operations.job_tokens[0] <= 2 * job.tokens * (1 + 1e-9));
  }
}

}  // namespace gw::campus
