#pragma once
// The HTML report: one file that opens offline, made of the page built from web/ and the result document.

#include <string>
#include <string_view>

namespace gw::report {

/// The pages with style and script inside and one slot for the result; defined in the target gw_web_assets.
std::string_view report_template();
std::string_view evidence_template();
std::string_view waveform_template();

/// `json` made safe inside a <script> element: every '<' becomes its JSON escape \u003c, so that neither
/// "</script>" nor "<!--" can end or hide it. Valid JSON stays the same document ('<' occurs in strings
/// only).
std::string script_safe_json(std::string_view json);

/// The report of `result_json` (format gigawatt.result/1): a complete HTML document that makes no network
/// request.
std::string html_report(const std::string& result_json);

/// The page of `gw evidence` for a document of format gigawatt.evidence/1; also without any network request.
std::string evidence_page(const std::string& evidence_json);

/// The page of `gw waveform` for a document of format gigawatt.waveform/1; also without any network request.
std::string waveform_page(const std::string& waveform_json);

}  // namespace gw::report
