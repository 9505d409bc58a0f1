#pragma once
// Reading a Hugging Face config.json key by key, with problems collected.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gw/base/diagnostics.h"
#include "gw/catalog/model.h"
#include "gw/describe/document.h"

namespace gw::catalog {

/// One mapping of the file: the whole of it, or `text_config`.
class HuggingFaceConfig {
 public:
  HuggingFaceConfig(const describe::Document& document, const describe::Node& mapping, std::string prefix,
                    Diagnostics& diagnostics)
      : document_(document), mapping_(mapping), prefix_(std::move(prefix)), diagnostics_(diagnostics) {}

  /// The value of a key; nullptr when absent or null.
  const describe::Node* find(const std::string& key) const;
  /// A required integer in [min, max]. With a problem: an error, and `min` so that reading goes on.
  std::int64_t required(const std::string& key, std::int64_t min, std::int64_t max) const;
  /// An integer in [min, max], or `otherwise` when absent or null.
  std::int64_t optional(const std::string& key, std::int64_t min, std::int64_t max,
                        std::int64_t otherwise) const;
  bool flag(const std::string& key, bool otherwise) const;
  std::string text(const std::string& key, const std::string& otherwise) const;
  /// Elements of a list of integers; empty when absent.
  std::vector<std::int64_t> integers(const std::string& key) const;
  /// GW1306 at `key` (or at the mapping when the key is absent).
  void contradiction(const std::string& key, const std::string& message, const std::string& hint = {}) const;
  void error(const std::string& code, const std::string& key, const std::string& message,
             const std::string& hint = {}) const;

 private:
  std::string path(const std::string& key) const;

  const describe::Document& document_;
  const describe::Node& mapping_;
  std::string prefix_;
  Diagnostics& diagnostics_;
};

/// Fills a model from the config of one family.
using HuggingFaceReader = Model (*)(const HuggingFaceConfig&);

/// Families without experts.
Model read_llama(const HuggingFaceConfig& config);
Model read_mistral(const HuggingFaceConfig& config);
Model read_qwen2(const HuggingFaceConfig& config);
Model read_qwen3(const HuggingFaceConfig& config);
Model read_gpt2(const HuggingFaceConfig& config);
Model read_opt(const HuggingFaceConfig& config);
Model read_gpt_neox(const HuggingFaceConfig& config);
/// Families with experts.
Model read_mixtral(const HuggingFaceConfig& config);
Model read_qwen2_moe(const HuggingFaceConfig& config);
Model read_qwen3_moe(const HuggingFaceConfig& config);
Model read_llama4(const HuggingFaceConfig& config);
Model read_deepseek(const HuggingFaceConfig& config);
Model read_gpt_oss(const HuggingFaceConfig& config);

// Bounds shared by the readers; those of Model::description().
inline constexpr std::int64_t kMostLayers = 1000, kMostWidth = 131072, kMostFfn = 1048576, kMostHeads = 4096,
                              kMostHeadDim = 4096, kMostExperts = 4096, kMostTokens = 1'000'000'000,
                              kMostVocabulary = 100'000'000;

}  // namespace gw::catalog
