#include "gw/report/html.h"

#include <algorithm>

#include "gw/base/assert.h"

namespace gw::report {

namespace {

constexpr std::string_view kSlot = "@RESULT@";
constexpr std::string_view kEscapedLess = "\\u003c";

void append_safe(std::string& page, std::string_view json) {
  for (std::size_t begin = 0; begin <= json.size();) {
    const std::size_t less = std::min(json.find('<', begin), json.size());
    page.append(json, begin, less - begin);
    if (less == json.size()) return;
    page.append(kEscapedLess);
    begin = less + 1;
  }
}

std::string filled(std::string_view page, const std::string& result_json) {
  const std::size_t slot = page.find(kSlot);
  GW_ASSERT(slot != std::string_view::npos, "the report page has no slot for the result");
  std::string report;
  report.reserve(page.size() + result_json.size() + 4096);
  report.append(page.substr(0, slot));
  append_safe(report, result_json);
  report.append(page.substr(slot + kSlot.size()));
  return report;
}

}  // namespace

std::string script_safe_json(std::string_view json) {
  std::string safe;
  safe.reserve(json.size() + 64);
  append_safe(safe, json);
  return safe;
}

std::string html_report(const std::string& result_json) { return filled(report_template(), result_json); }

std::string evidence_page(const std::string& evidence_json) {
  return filled(evidence_template(), evidence_json);
}

std::string waveform_page(const std::string& waveform_json) {
  return filled(waveform_template(), waveform_json);
}

}  // namespace gw::report
