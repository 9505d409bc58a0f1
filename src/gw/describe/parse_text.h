#pragma once
// Inside this room only: between a text and its tree.

#include <optional>
#include <string>

#include "gw/describe/document.h"

namespace gw::describe::detail {

/// The tree of a UTF-8 text with '\n' line ends. Nothing when `diagnostics` has errors.
std::optional<Node> parse_yaml(const std::string& text, const std::string& file, const ParseLimits& limits,
                               Diagnostics& diagnostics);

/// A UTF-8 text without byte-order mark, carriage returns or NULs; nothing when it is not text.
std::optional<std::string> clean_text(const std::string& bytes, const std::string& file,
                                      Diagnostics& diagnostics);

/// Fills in the text of the line of each diagnostic from `first` on that lies in this document.
Diagnostics with_source_lines(const Diagnostics& diagnostics, const std::string& file,
                              const std::vector<std::string>& lines);

/// Line `where.line` of the document, if the place is in it and the line is short enough to print.
std::string source_line(const Location& where, const std::string& file,
                        const std::vector<std::string>& lines);

/// The first `bytes` bytes of a UTF-8 text, less a sequence cut in two.
std::string clip(const std::string& text, std::size_t bytes);

}  // namespace gw::describe::detail
