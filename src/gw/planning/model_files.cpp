#include "gw/planning/model_files.h"

#include <filesystem>

#include "gw/base/file.h"
#include "gw/catalog/hugging_face.h"
#include "gw/describe/schema.h"

namespace gw::planning {
namespace {

// Every number read from the file gets it as its source.
void set_source(describe::Document& row, const std::string& file) {
  describe::Node source;
  source.kind = describe::Node::Kind::scalar;
  source.text = "Hugging Face configuration " + file;
  source.quoted = true;
  source.where = {file, 1, 1};
  row.root.keys.push_back("source");
  row.root.key_places.push_back(source.where);
  row.root.children.push_back(std::move(source));
}

}  // namespace

ModelFiles::ModelFiles(const catalog::Library& library, std::string campus_file)
    : library_(library), campus_file_(std::move(campus_file)) {}

const describe::Document* ModelFiles::read(const std::string& name, Diagnostics& diagnostics) {
  if (const auto known = documents_.find(name); known != documents_.end()) return known->second.get();
  const std::string path = (std::filesystem::path(campus_file_).parent_path() / name).string();
  std::string problem;
  contents_.push_back(read_file(path, problem, describe::ParseLimits{}.bytes));
  if (!problem.empty()) {
    diagnostics.error("GW1001", {path, 0, 0}, {}, "cannot read this file: " + problem);
    return nullptr;
  }
  auto config = describe::parse_text(contents_.back(), path);
  diagnostics.append(config.diagnostics);
  if (!config) return nullptr;
  auto model = catalog::model_from_hugging_face(*config);
  diagnostics.append(model.diagnostics);
  if (!model) return nullptr;
  // The row is what the catalogue would hold for this model: the reader treats both alike.
  auto row = describe::parse_text(describe::to_yaml(catalog::Model::description(), &*model), path);
  diagnostics.append(row.diagnostics);
  if (!row) return nullptr;
  set_source(*row, path);
  return (documents_[name] = std::make_unique<describe::Document>(std::move(*row))).get();
}

describe::Resolver ModelFiles::resolver() {
  describe::Resolver out = library_.resolver();
  out.row = [this, of_library = out.row](const std::string& folder, const std::string& name, Diagnostics& diagnostics) {
    return folder == "models" && name.ends_with(".json") ? read(name, diagnostics) : of_library(folder, name, diagnostics);
  };
  return out;
}

}  // namespace gw::planning
