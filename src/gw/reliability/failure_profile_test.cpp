#include "gw/reliability/failure_profile.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "gw/describe/record.h"
#include "gw/reliability/profiles_for_tests.h"

using namespace gw;
using namespace gw::reliability;

TEST_CASE("Llama 3: the published counts give the published mean time between failures") {
  const FailureProfile profile = llama3_profile();
  const FailureRates rates = failure_rates(profile, {.accelerators = 16384, .accelerators_per_node = 8});
  CHECK(rates.warnings.empty());
  CHECK(rates.mtbf().in(hour) == doctest::Approx(54.0 * 24 / 419).epsilon(1e-12));  // 3.0931 h
  CHECK((1.0 / (rates.unplanned + rates.planned)).in(hour) ==
        doctest::Approx(54.0 * 24 / 466).epsilon(1e-12));
  double shares = 0, gpu = 0;
  for (const CauseRate& cause : rates.causes) {
    if (!cause.planned) shares += cause.share_frac;
    if (cause.name == "accelerator") gpu = cause.share_frac;
  }
  CHECK(shares == doctest::Approx(1).epsilon(1e-12));
  CHECK(gpu == doctest::Approx(148.0 / 419));  // 35.3 %, not the 30.1 % printed beside it
}

TEST_CASE("causes scale with their own scope") {
  FailureProfile profile;
  profile.observed = {
      .accelerators = 800, .accelerators_per_node = 8, .accelerators_per_rack = 80, .duration = 100.0 * day};
  profile.causes = {{.name = "chip", .scope = FailureScope::accelerator, .count = 80},
                    {.name = "host", .scope = FailureScope::node, .count = 10},
                    {.name = "rack", .scope = FailureScope::rack, .count = 5},
                    {.name = "code", .scope = FailureScope::job, .count = 20}};
  // The observed system itself: the counts come back.
  const JobSize same{.accelerators = 800, .accelerators_per_node = 8, .accelerators_per_rack = 80};
  const auto observed = failure_rates(profile, same);
  CHECK((observed.unplanned * (100.0 * day)) == doctest::Approx(115));
  // Twice the accelerators in trays of 4 and racks of 72.
  const auto other =
      failure_rates(profile, {.accelerators = 1600, .accelerators_per_node = 4, .accelerators_per_rack = 72});
  CHECK(other.causes[0].rate * (100.0 * day) == doctest::Approx(160));
  CHECK(other.causes[1].rate * (100.0 * day) == doctest::Approx(10.0 * 400 / 100));
  CHECK(other.causes[2].rate * (100.0 * day) == doctest::Approx(5.0 * (1600.0 / 72) / 10));
  CHECK(other.causes[3].rate * (100.0 * day) == doctest::Approx(20));
}

TEST_CASE(
    "a rate published per node may scale with accelerators: a tray of 4 fails half as often as a server of "
    "8") {
  FailureProfile profile;
  profile.observed.accelerators_per_node = 8;
  const Frequency published = 6.50 / (1000.0 * day);
  profile.causes = {{.name = "node",
                     .scope = FailureScope::accelerator,
                     .rate = published,
                     .rate_per = FailureScope::node}};
  const auto servers = failure_rates(profile, {.accelerators = 16384, .accelerators_per_node = 8});
  const auto trays = failure_rates(profile, {.accelerators = 16384, .accelerators_per_node = 4});
  CHECK(servers.mtbf().in(hour) == doctest::Approx(24 / (6.50e-3 * 2048)));  // 1.80 h
  CHECK(trays.unplanned == servers.unplanned);
  profile.causes[0].scope = FailureScope::node;  // the same rate, now a property of the node
  profile.causes[0].rate_per = {};
  const auto by_node = failure_rates(profile, {.accelerators = 16384, .accelerators_per_node = 4});
  CHECK(by_node.unplanned / servers.unplanned == doctest::Approx(2));
}

TEST_CASE("a cause without usable numbers counts as zero and is named") {
  FailureProfile profile;
  profile.causes = {
      {.name = "ghost"},
      {.name = "counted", .count = 5},
      {.name = "whole job", .scope = FailureScope::node, .rate = 1.0 / day, .rate_per = FailureScope::job}};
  const auto rates = failure_rates(profile, {.accelerators = 8});
  CHECK(rates.unplanned.base() == 0);
  CHECK(std::isinf(rates.mtbf().base()));
  REQUIRE(rates.warnings.size() == 3);
  CHECK(rates.warnings[0].find("ghost") != std::string::npos);
  CHECK(rates.warnings[1].find("counted") != std::string::npos);
  CHECK(rates.warnings[2].find("per job") != std::string::npos);
}

TEST_CASE("a job without nodes or accelerators has no hardware that fails") {
  const auto rates = failure_rates(llama3_profile(), {.accelerators = 0, .accelerators_per_node = 0});
  CHECK(rates.unplanned * (54.0 * day) == doctest::Approx(56));  // software only: 54 + 2
  CHECK(elements({.accelerators = 8, .accelerators_per_node = 0}, FailureScope::node) == 0);
}

TEST_CASE("every field of the descriptions has a doc sentence, and scopes are named in order") {
  for (const auto* type :
       {&FailureProfile::description(), &FailureCause::description(), &Observation::description()})
    for (const auto& field : type->fields) CHECK_MESSAGE(!field.doc.empty(), field.key);
  CHECK(FailureProfile::description().catalogue == "reliability");
  for (int i = 0; i < 4; ++i)
    CHECK(FailureCause::description().fields[1].type.choices[std::size_t(i)] == to_string(FailureScope(i)));
}
