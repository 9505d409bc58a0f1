// Every shipped failure profile, read as a user's campus reads it.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"
#include "gw/reliability/failure_profile.h"
#include "gw/reliability/profiles_for_tests.h"
#include "gw/reliability/spares.h"

using namespace gw;
using namespace gw::reliability;

namespace {

const catalog::Library& shipped() {
  static const catalog::Library library({GW_SOURCE_DIR "/catalog"});
  return library;
}

FailureProfile load(const std::string& name) {
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  const describe::Document* row = shipped().row("reliability", name, diagnostics);
  REQUIRE_MESSAGE(row, diagnostics.render());
  const auto out = describe::read<FailureProfile>(*row, shipped().resolver(), provenance, diagnostics);
  CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
  return out;
}

double mtbf_h(const std::string& name, double accelerators, double per_node) {
  return failure_rates(load(name), {.accelerators = accelerators, .accelerators_per_node = per_node})
      .mtbf()
      .in(hour);
}

}  // namespace

TEST_CASE("every profile reads cleanly, has usable numbers, and makes a cluster fail at a believable rate") {
  const auto names = shipped().names("reliability");
  CHECK(names.size() >= 9);
  for (const std::string& name : names) {
    INFO(name);
    const FailureProfile profile = load(name);
    const JobSize job{.accelerators = 16384, .accelerators_per_node = 8};
    const FailureRates rates = failure_rates(profile, job);
    CHECK(rates.warnings.empty());
    CHECK(rates.mtbf().in(hour) > 0.5);
    CHECK(rates.mtbf().in(hour) < 20);
    CHECK(spares_needed(profile, job, 0.99).availability_frac > 0.98);
  }
}

TEST_CASE("published figures come back from the rows") {
  CHECK(mtbf_h("llama3_h100", 16384, 8) == doctest::Approx(3.0931).epsilon(1e-4));
  CHECK(mtbf_h("meta_rsc1", 16384, 8) == doctest::Approx(1.80).epsilon(0.005));
  CHECK(mtbf_h("meta_rsc2", 16384, 8) == doctest::Approx(24 / (2.34e-3 * 2048)));
  CHECK(mtbf_h("ft_hsdp", 100'000, 8) == doctest::Approx(0.3));
  CHECK(mtbf_h("opt_175b", 992, 8) == doctest::Approx(13.7).epsilon(0.005));
  CHECK(mtbf_h("minder_ampere", 10'000, 8) == doctest::Approx(12));
}

TEST_CASE("the Llama 3 row equals the table the tests carry, at any size") {
  const FailureProfile row = load("llama3_h100"), table = llama3_profile();
  for (const JobSize& job :
       {JobSize{.accelerators = 16384}, JobSize{.accelerators = 1e6, .accelerators_per_node = 4}}) {
    CHECK(failure_rates(row, job).unplanned / failure_rates(table, job).unplanned == doctest::Approx(1));
    CHECK(failure_rates(row, job).planned / failure_rates(table, job).planned == doctest::Approx(1));
  }
}
