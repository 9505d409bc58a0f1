#include <array>
#include <cctype>

#include "gw/evidence/setup_of.h"

namespace gw::evidence {
namespace {

/// `word` in the letters and digits of a printed name means `row`. The first that matches counts.
struct Alias {
  const char* word;
  const char* row;
};
constexpr std::array<Alias, 36> kAliases{{{"h10096", "h100_500w"},    {"h100500w", "h100_500w"},
                                          {"gb300", "gb300"},         {"gb200", "gb200"},
                                          {"gh200", "gh200"},         {"b300", "b300"},
                                          {"b200", "b200"},           {"h200", "h200"},
                                          {"h800", "h800"},           {"h20", "h20"},
                                          {"h100", "h100_sxm"},       {"a10040", "a100_40"},
                                          {"a100sxm440", "a100_40"},  {"a100", "a100_80"},
                                          {"a800", "a100_80"},        {"v100", "v100_32"},
                                          {"mi355", "mi355x"},        {"mi350", "mi350x"},
                                          {"mi325", "mi325x"},        {"mi300", "mi300x"},
                                          {"mi250", "mi250x"},        {"gaudi3", "gaudi3"},
                                          {"gaudi2", "gaudi2"},       {"tpu7x", "tpu7x"},
                                          {"tpuv7", "tpu7x"},         {"ironwood", "tpu7x"},
                                          {"tpuv6", "tpu_v6e"},       {"trillium", "tpu_v6e"},
                                          {"tpuv5p", "tpu_v5p"},      {"tpuv5e", "tpu_v5e"},
                                          {"tpuv5lite", "tpu_v5e"},   {"tpuv4", "tpu_v4"},
                                          {"trainium2", "trainium2"}, {"trn2", "trainium2"},
                                          {"rubin", "rubin"},         {"vr200", "rubin"}}};

}  // namespace

std::string accelerator_row(std::string_view printed) {
  std::string plain;
  for (const char c : printed)
    if (std::isalnum(static_cast<unsigned char>(c)))
      plain.push_back(char(std::tolower(static_cast<unsigned char>(c))));
  for (const Alias& alias : kAliases)
    if (plain.find(alias.word) != std::string::npos) return alias.row;
  return "";
}

}  // namespace gw::evidence
