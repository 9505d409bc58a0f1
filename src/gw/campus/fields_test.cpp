// The campus's part of a campus file: what is read, what is refused, what stands by default.

#include "gw/catalog/library.h"
#include "gw/campus/test_campus.h"
#include "gw/describe/reader.h"

namespace gw::campus {
namespace {

using namespace test;

template <class T>
struct Read {
  T value;
  Diagnostics problems;
};

template <class T>
Read<T> read(const std::string& yaml) {
  const auto document = describe::parse_text(yaml, "campus.yaml");
  REQUIRE_MESSAGE(bool(document), document.diagnostics.render());
  static const catalog::Library library({std::string(GW_SOURCE_DIR) + "/catalog"});
  Read<T> out;
  describe::ProvenanceMap provenance;
  out.value = describe::read<T>(*document, library.resolver(), provenance, out.problems);
  return out;
}

bool refused(const Diagnostics& problems, const std::string& code) {
  for (const Diagnostic& d : problems.list())
    if (d.code == code) return true;
  return false;
}

}  // namespace

TEST_CASE("a hall: catalogue rows by name, quantities with units") {
  const auto hall = read<Hall>("{name: a, energised: 2027-01-01, racks: 10, rack: gb300_nvl72, cooling: warm_water_dry,\n"
                               " power_chain: rack_bbu_no_ups, power_cap: 1.2 kW, bus: island}");
  CHECK_MESSAGE(!hall.problems.has_errors(), hall.problems.render());
  CHECK(hall.value.accelerators() == 720);
  CHECK(hall.value.power_cap == 1200.0 * W);
  CHECK(hall.value.bus == "island");
  CHECK_FALSE(hall.value.accelerator);
}

TEST_CASE("a hall without what it needs is refused, field by field") {
  const auto hall = read<Hall>("{name: a, racks: 0, rack: hgx_h100, power_cap_w: 10}");
  CHECK(refused(hall.problems, "GW1103"));  // energised, cooling, power_chain
  CHECK(refused(hall.problems, "GW1102"));  // no racks, a cap of 10 W
  CHECK(refused(read<Hall>("{name: a, energised: 2027-02-30}").problems, "GW1109"));
}

TEST_CASE("a training job: required fields and defaults") {
  const auto job = read<TrainingJob>("{name: j, model: llama3_8b, accelerators: 128, tokens: 1e12,\n"
                                     " plan: {global_batch_sequences: 128, sequence_length: 8192}}");
  CHECK_MESSAGE(!job.problems.has_errors(), job.problems.render());
  CHECK(job.value.instances == 1);
  CHECK_FALSE(job.value.repeat);
  CHECK_FALSE(job.value.start);
  CHECK_FALSE(job.value.measured_step_time);
  CHECK(job.value.halls.empty());
  CHECK(refused(read<TrainingJob>("{name: j, model: llama3_8b, accelerators: 1.5}").problems, "GW1112"));
  CHECK(refused(read<TrainingJob>("{name: j, model: llama3_8c}").problems, "GW1110"));
}

TEST_CASE("steady work: shares between 0 and 1") {
  const auto job = read<SteadyJob>("{name: inference, tensor_frac: 0.2, start: 2027-05-01}");
  CHECK_FALSE(job.problems.has_errors());
  CHECK(job.value.accelerators == 0);
  CHECK(job.value.start == Date{2027, 5, 1});
  CHECK(refused(read<SteadyJob>("{name: a, memory_frac: 1.01}").problems, "GW1102"));
}

TEST_CASE("the horizon is rounded to whole hours and bounded") {
  const auto horizon = read<Horizon>("{start: 2027-01-01, length: 1000.4 h}");
  CHECK_FALSE(horizon.problems.has_errors());
  CHECK(horizon.value.hours() == 1000);
  CHECK(refused(read<Horizon>("{start: 2027-01-01, length_years: 51}").problems, "GW1102"));
  CHECK(refused(read<Horizon>("{start: 2027-01-01, length: 3 MW}").problems, "GW1105"));
}

TEST_CASE("the site's household is the EIA's unless given") {
  CHECK(read<Site>("{weather: richmond}").value.households_kwh_per_year == 10791);
  CHECK(read<Site>("{weather: richmond, households_kwh_per_year: 3500}").value.households_kwh_per_year == 3500);
  CHECK(refused(read<Site>("{place: x}").problems, "GW1103"));
}

}  // namespace gw::campus
