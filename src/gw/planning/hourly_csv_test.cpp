#include "gw/planning/hourly_csv.h"

#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;

std::string rows(int count, const char* ending = "\n") {
  std::string out = std::string("when,price") + ending;
  for (int i = 0; i < count; ++i) out += "h" + std::to_string(i) + "," + std::to_string(i) + ending;
  return out;
}

std::string message(const Result<std::vector<double>>& result) {
  REQUIRE(result.diagnostics.has_errors());
  CHECK(result.diagnostics.list()[0].code == "GW1401");
  return result.diagnostics.list()[0].message;
}

}  // namespace

TEST_CASE("a year of values is the last column") {
  Folder folder;
  const auto values = read_hourly_csv(folder.write("a.csv", rows(8760)));
  REQUIRE(values);
  CHECK(values->size() == 8760);
  CHECK((*values)[8759] == 8759);
}

TEST_CASE("line endings of either kind and a missing last one are read") {
  Folder folder;
  CHECK(read_hourly_csv(folder.write("crlf.csv", rows(8760, "\r\n"))));
  std::string text = rows(8760);
  text.pop_back();
  CHECK(read_hourly_csv(folder.write("no_end.csv", text)));
}

TEST_CASE("a leap year loses its 29 February") {
  Folder folder;
  const auto values = read_hourly_csv(folder.write("leap.csv", rows(8784)));
  REQUIRE(values);
  CHECK(values->size() == 8760);
  CHECK((*values)[59 * 24 - 1] == 59 * 24 - 1);
  CHECK((*values)[59 * 24] == 60 * 24);
}

TEST_CASE("what is wrong with a file is said") {
  Folder folder;
  CHECK(message(read_hourly_csv(folder.path("none.csv"))).find("cannot read") != std::string::npos);
  CHECK(message(read_hourly_csv(folder.path())).find("cannot read") != std::string::npos);
  CHECK(message(read_hourly_csv(folder.write("short.csv", rows(24)))).find("found 24") != std::string::npos);
  std::string text = rows(8760);
  text.replace(text.find("h7,7"), 4, "h7,x");
  const auto bad = read_hourly_csv(folder.write("bad.csv", text));
  CHECK(message(bad).find("'x'") != std::string::npos);
  CHECK(bad.diagnostics.list()[0].where.line == 9);
  std::string nonsense = "a,b\n";
  for (int i = 0; i < 1000; ++i) nonsense += "not,numbers\n";
  CHECK(read_hourly_csv(folder.write("text.csv", nonsense)).diagnostics.list().size() == 5);
}

TEST_CASE("values outside the range are refused with their line") {
  Folder folder;
  const std::string file = folder.write("a.csv", rows(8760));
  CHECK(read_hourly_csv(file, {0, 8759}));
  const auto high = read_hourly_csv(file, {0, 8758});
  CHECK(message(high).find("8758") != std::string::npos);
  CHECK(high.diagnostics.list()[0].where.line == 8761);
  CHECK_FALSE(read_hourly_csv(file, {1, 1e6}));
}

TEST_CASE("values outside the range of the field are refused at their line") {
  Folder folder;
  std::string text = rows(8760);
  const auto refused = read_hourly_csv(folder.write("range.csv", text), {-1.0, -0.5});
  CHECK_FALSE(refused);
  REQUIRE(refused.diagnostics.has_errors());
  CHECK(refused.diagnostics.list().front().where.line == 2);
}

}  // namespace gw::planning
