#pragma once
// Hugging Face config.json files in the place of catalogue rows: `model: my_model/config.json`.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"

namespace gw::planning {

/// A resolver that takes names of models ending in .json as files beside the campus file, and everything else from
/// the library.
class ModelFiles {
 public:
  ModelFiles(const catalog::Library& library, std::string campus_file);
  /// Valid while this and the library live.
  describe::Resolver resolver();
  /// Bytes of the files read so far, in order of first use.
  const std::vector<std::string>& contents() const { return contents_; }

 private:
  const describe::Document* read(const std::string& name, Diagnostics& diagnostics);
  const catalog::Library& library_;
  std::string campus_file_;
  std::vector<std::string> contents_;
  std::map<std::string, std::unique_ptr<describe::Document>> documents_;
};

}  // namespace gw::planning
