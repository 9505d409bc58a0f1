#include "gw/evidence/rig.h"

#include "gw/describe/reader.h"

namespace gw::evidence {
namespace {

template <class T>
std::map<std::string, T> rows(const catalog::Library& library, const char* folder, Diagnostics& problems) {
  std::map<std::string, T> out;
  for (const std::string& name : library.names(folder)) {
    const describe::Document* document = library.row(folder, name, problems);
    if (!document) continue;
    describe::ProvenanceMap provenance;
    out.emplace(name, describe::read<T>(*document, library.resolver(), provenance, problems));
  }
  return out;
}

// The kernels row an accelerator's `efficiency:` names, alone or as `base:`.
std::string family_of(const describe::Document& document) {
  const describe::Node* efficiency = document.root.find("efficiency");
  if (!efficiency) return "";
  if (efficiency->kind == describe::Node::Kind::scalar) return efficiency->text;
  const describe::Node* base = efficiency->find("base");
  return base ? base->text : "";
}

}  // namespace

Result<Rig> load_rig(const catalog::Library& library) {
  Diagnostics problems;
  Rig rig;
  rig.accelerators = rows<catalog::Accelerator>(library, "accelerators", problems);
  rig.kernels = rows<catalog::KernelEfficiency>(library, "kernels", problems);
  rig.software = rows<training::Software>(library, "software", problems);
  rig.fabrics = rows<network::ScaleOut>(library, "fabrics", problems);
  rig.models = rows<catalog::Model>(library, "models", problems);
  for (const auto& [name, part] : rig.accelerators)
    if (const describe::Document* document = library.row("accelerators", name, problems)) {
      rig.family[name] = family_of(*document);
      const describe::Node* own = document->root.find("efficiency");
      if (own) rig.own_fields[name].insert(own->keys.begin(), own->keys.end());
    }
  if (problems.has_errors()) return problems;
  return rig;
}

}  // namespace gw::evidence
