// The descriptions themselves: complete, consistent, and able to read back what they write.
#include <doctest/doctest.h>

#include <set>

#include "gw/catalog/accelerator.h"
#include "gw/catalog/model.h"
#include "gw/describe/reader.h"

using namespace gw;
using namespace gw::catalog;

namespace {

std::vector<const describe::RecordType*> all_types() {
  return {&Accelerator::description(), &PeakRates::description(),        &KernelEfficiency::description(),
          &Model::description(),       &GroupedAttention::description(), &LatentAttention::description(),
          &Experts::description()};
}

bool is_number(const describe::ValueType& type) {
  return type.kind == describe::Kind::number || type.kind == describe::Kind::integer ||
         type.kind == describe::Kind::quantity;
}

template <class T>
Diagnostics problems(const std::string& yaml) {
  const Result<describe::Document> document = describe::parse_text(yaml, "row.yaml");
  REQUIRE(document);
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  describe::read<T>(*document, {}, provenance, diagnostics);
  return diagnostics;
}

}  // namespace

TEST_CASE("rows live in the folders of the catalogue") {
  CHECK(Accelerator::description().catalogue == "accelerators");
  CHECK(Model::description().catalogue == "models");
  CHECK(Experts::description().catalogue.empty());
}

TEST_CASE("every field has a unique key, a sentence, and numbers have bounds that hold their default") {
  std::set<std::string> names;
  for (const describe::RecordType* type : all_types()) {
    CAPTURE(type->name);
    CHECK(names.insert(type->name).second);
    CHECK_FALSE(type->doc.empty());
    const std::shared_ptr<void> made = type->make();
    std::set<std::string> keys;
    for (const describe::Field& field : type->fields) {
      CAPTURE(field.key);
      CHECK(keys.insert(field.key).second);
      CHECK_FALSE(field.doc.empty());
      if (!is_number(field.type)) continue;
      REQUIRE(field.type.options.min);
      REQUIRE(field.type.options.max);
      CHECK(*field.type.options.min < *field.type.options.max);
      if (field.type.options.required) continue;
      const double factor = field.type.unit ? field.type.unit->factor : 1.0;
      const double value = field.type.get_number(field.address(made.get())) / factor;
      CHECK(value >= *field.type.options.min);
      CHECK(value <= *field.type.options.max);
    }
  }
}

TEST_CASE("choices follow the enumerators") {
  const std::string head =
      "format: gigawatt.model/1\nlayers: 2\nhidden: 8\nffn: 32\nvocabulary: 100\nmax_sequence: 16\n"
      "attention: {kind: grouped_attention, heads: 2, kv_heads: 1, head_dim: 4}\n";
  const auto read = [&](const std::string& tail) {
    Diagnostics diagnostics;
    describe::ProvenanceMap provenance;
    const Model m =
        describe::read<Model>(*describe::parse_text(head + tail, "m.yaml"), {}, provenance, diagnostics);
    CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
    return m;
  };
  CHECK(read("activation: gelu").activation == Activation::gelu);
  CHECK(read("activation: relu").activation == Activation::relu);
  CHECK(read("activation: swiglu").activation == Activation::swiglu);
  CHECK(read("activation: geglu").activation == Activation::geglu);
  CHECK(read("position: rotary").position == Position::rotary);
  CHECK(read("position: learned").position == Position::learned);
  CHECK(read("position: alibi").position == Position::alibi);
  CHECK(std::get<GroupedAttention>(read("").attention).kv_heads == 1);
  CHECK_FALSE(read("").experts.has_value());
}

TEST_CASE("what a model row must have, and what it may not") {
  const Diagnostics missing = problems<Model>("format: gigawatt.model/1\nlayers: 2\n");
  CHECK(missing.list().size() == 5);  // hidden, ffn, vocabulary, max_sequence, attention
  for (const Diagnostic& d : missing.list()) CHECK(d.code == "GW1103");
  const Diagnostics wrong = problems<Model>(
      "format: gigawatt.model/1\nlayers: 0\nhidden: 8\nffn: 32\nvocabulary: 100\nmax_sequence: 16\nhiden: 3\n"
      "attention: {kind: latent, heads: 2}\nactivation: swish\n");
  std::set<std::string> codes;
  for (const Diagnostic& d : wrong.list()) codes.insert(d.code);
  CHECK(codes == std::set<std::string>{"GW1101", "GW1102", "GW1107"});
}
