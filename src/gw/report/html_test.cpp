#include "gw/report/html.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <regex>

using gw::report::html_report;
using gw::report::script_safe_json;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
    ++found;
  return found;
}

/// The text of the element that holds the result document.
std::string embedded(const std::string& page) {
  const std::string open = R"(<script type="application/json" id="result">)";
  const std::size_t begin = page.find(open);
  REQUIRE(begin != std::string::npos);
  const std::size_t end = page.find("</script>", begin);
  return page.substr(begin + open.size(), end - begin - open.size());
}

}  // namespace

TEST_CASE("json without markup is embedded as it is") {
  CHECK(script_safe_json(R"({"a": [1, 2.5, "x > y & z"]})") == R"({"a": [1, 2.5, "x > y & z"]})");
  CHECK(script_safe_json("") == "");
}

TEST_CASE("no text of a result can end or hide the script element") {
  const nlohmann::json result = {{"campus", {{"name", "</script><script>alert(1)</script>"}}},
                                 {"campus_yaml", "# <!-- <script> \n<"}};
  const std::string page = html_report(result.dump());
  const std::string inside = embedded(page);
  CHECK(inside.find('<') == std::string::npos);
  CHECK(nlohmann::json::parse(inside) == result);
  CHECK(page.find("alert(1)</script>") == std::string::npos);
  CHECK(count(page, "<script") == count(html_report("{}"), "<script"));
}

TEST_CASE("the document survives with every kind of character") {
  const nlohmann::json result = {{"text", "Zürich \u2028 \" \\ @RESULT@ )gw_web_page\""}, {"number", 1e-300}};
  CHECK(nlohmann::json::parse(embedded(html_report(result.dump()))) == result);
}

TEST_CASE("the page is complete and asks for nothing from elsewhere") {
  const std::string page = html_report("{}");
  CHECK(page.rfind("<!doctype html>", 0) == 0);
  CHECK(count(page, "</html>") == 1);
  CHECK(page.find("@STYLE@") == std::string::npos);
  CHECK(page.find("@SCRIPT@") == std::string::npos);
  CHECK(page.find("@RESULT@") == std::string::npos);
  CHECK(page.find("default-src 'none'") != std::string::npos);
  const std::regex outside(R"((src|href)\s*=\s*["']?(https?:)?//)", std::regex::icase);
  CHECK_FALSE(std::regex_search(page.substr(0, page.find("<style>")), outside));
  CHECK(page.find("<link rel=\"stylesheet\"") == std::string::npos);
  CHECK(page.find("@import") == std::string::npos);
}

TEST_CASE("the report is a function of its input, and small") {
  CHECK(html_report("{}") == html_report("{}"));
  CHECK(html_report("{}").size() < 200'000);
}
