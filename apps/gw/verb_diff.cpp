#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "common.h"
#include "gw/base/text.h"
#include "gw/report/document.h"
#include "verbs.h"

namespace gw::app {
namespace {

using report::Json;

bool has_text(const Json& entry, const char* key) {
  return entry.is_object() && entry.contains(key) && entry[key].is_string();
}

bool is_headline_entry(const Json& entry) {
  return entry.is_object() && entry.contains("value") && (entry["value"].is_number() || entry["value"].is_null());
}

bool is_assumption(const Json& entry) {
  return has_text(entry, "path") && has_text(entry, "text") && has_text(entry, "unit") && entry.contains("value");
}

// What the comparison reads is there: the file may come from anywhere.
bool is_result(const Json& document) {
  return has_text(document, "format") && document["format"] == "gigawatt.result/1" && document.contains("headline") &&
         document["headline"].is_object() && std::ranges::all_of(document["headline"], is_headline_entry) &&
         document.contains("assumptions") && document["assumptions"].is_array() &&
         std::ranges::all_of(document["assumptions"], is_assumption);
}

// A campus file is run; a result document is read.
std::optional<Json> result_of(const std::string& path, const Options& options, int& code) {
  if (path.ends_with(".json")) {
    std::error_code error;
    const bool is_file = std::filesystem::is_regular_file(path, error);
    std::ifstream in(is_file ? path : "");
    Json document = is_file ? Json::parse(in, nullptr, false) : Json();
    if (in && is_result(document)) return document;
    std::fputs(fmt::format("{}: error[GW6004]: not a gigawatt.result/1 document\n", path).c_str(), stderr);
    code = kBadInput;
    return {};
  }
  const planning::RunOutcome outcome = planning::run_scenario(path, run_options(options));
  code = report_outcome(outcome, options);
  if (!outcome.run) return {};
  return report::result_document(*outcome.run, outcome.diagnostics, false);
}

// A difference in percent, or as a factor where percent are hard to read.
std::string change_of(double x, double y) {
  if (x == y) return "";
  if (x == 0) return "new";
  const double ratio = y / x;
  if (ratio > 10 || (ratio > 0 && ratio < 0.1)) return "x " + significant(ratio, 3);
  return fmt::format("{:+.2f} %", 100 * (ratio - 1));
}

std::optional<double> value_of(const Json& headline, const std::string& id) {
  const bool there = headline.contains(id) && headline[id]["value"].is_number();
  return there ? std::optional(headline[id]["value"].get<double>()) : std::nullopt;
}

// Figures of either side, in the first one's order; "-" where a side has none.
std::string headline_difference(const Json& a, const Json& b) {
  std::vector<std::string> ids;
  for (const Json* headline : {&a, &b})
    for (const auto& [id, entry] : headline->items())
      if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  const auto shown = [](std::optional<double> value) { return value ? significant(*value) : "-"; };
  std::string out = fmt::format("{:<34}{:>14}{:>14}{:>12}\n", "headline", "first", "second", "change");
  for (const std::string& id : ids) {
    const auto x = value_of(a, id), y = value_of(b, id);
    out += fmt::format("{:<34}{:>14}{:>14}{:>12}\n", id, shown(x), shown(y), x && y ? change_of(*x, *y) : "");
  }
  return out;
}

std::string text_of(const Json& a) {
  const std::string text = a["text"].get<std::string>();
  return text.empty() && a["value"].is_number() ? significant(a["value"].get<double>(), 6) + " " + a["unit"].get<std::string>() : text;
}

std::string input_difference(const Json& a, const Json& b) {
  std::map<std::string, std::string> first, second;
  for (const Json& entry : a["assumptions"]) first[entry["path"]] = text_of(entry);
  for (const Json& entry : b["assumptions"]) second[entry["path"]] = text_of(entry);
  std::string out = "\ninputs that differ\n";
  for (const auto& [path, value] : first) {
    const auto there = second.find(path);
    if (there == second.end()) out += fmt::format("- {}: {}\n", path, value);
    else if (there->second != value) out += fmt::format("  {}: {} -> {}\n", path, value, there->second);
  }
  for (const auto& [path, value] : second)
    if (!first.contains(path)) out += fmt::format("+ {}: {}\n", path, value);
  return out;
}

}  // namespace

int verb_diff(const std::string& first, const std::string& second, const Options& options) {
  int code = kDone;
  const auto a = result_of(first, options, code);
  if (!a) return code;
  const auto b = result_of(second, options, code);
  if (!b) return code;
  print(headline_difference((*a)["headline"], (*b)["headline"]) + input_difference(*a, *b));
  return kDone;
}

}  // namespace gw::app
