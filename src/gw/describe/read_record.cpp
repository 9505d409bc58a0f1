// Records, lists and optionals.

#include <fmt/format.h>

#include <cmath>

#include "gw/base/text.h"
#include "gw/describe/reading.h"

namespace gw::describe::detail {
namespace {

constexpr int kUnknownKeysPrinted = 20;  // per mapping: a wrong file is one mistake, not thousands

const Unit* unit_of(const Field& field) { return field.type.unit; }

// By key, then by name; when several fields share a name, the one whose unit the text has.
const Field* field_for(const RecordType& type, const std::string& key, const Node& value) {
  for (const Field& field : type.fields)
    if (field.key == key) return &field;
  const Node* text = value.kind == Node::Kind::mapping ? value.find("value") : &value;
  const Field* first = nullptr;
  for (const Field& field : type.fields) {
    if (field.name != key) continue;
    if (!first) first = &field;
    const auto parsed = text ? parse_number(text->text) : std::nullopt;
    const Unit* unit = parsed ? find_unit(parsed->unit) : nullptr;
    if (unit && unit_of(field) && converts(*unit, *unit_of(field))) return &field;
  }
  return first;
}

std::vector<std::string> names_of(const RecordType& type, bool is_kind) {
  std::vector<std::string> out;
  for (const Field& field : type.fields) {
    out.push_back(field.key);
    if (field.name != field.key) out.push_back(field.name);
  }
  if (is_kind) out.emplace_back("kind");
  if (!type.catalogue.empty()) out.emplace_back("base");
  return out;
}

// A value given by an override does not stand under the sources of the file around it.
Context child_context(const Node& parent, const Node& child, const Context& context, std::string path) {
  Context out = context;
  out.path = std::move(path);
  out.root = false;
  if (child.where.file == "--set" && parent.where.file != "--set") {
    out.from = {};
    out.in_row = false;
  }
  return out;
}

// "campus" of "gigawatt.campus/1"; other texts as they are.
std::string record_name(std::string_view format) {
  constexpr std::string_view kPrefix = "gigawatt.";
  if (!format.starts_with(kPrefix)) return std::string(format);
  format.remove_prefix(kPrefix.size());
  return std::string(format.substr(0, format.find('/')));
}

}  // namespace

void Reading::value(const Node& node, const Field& field, const ValueType& type, void* at, Spelling spelling,
                    const Context& context) {
  switch (type.kind) {
    case Kind::optional:
      return optional(node, field, type, at, spelling, context);
    case Kind::list:
      return list(node, field, type, at, spelling, context);
    case Kind::record:
      return record(node, type.record(), at, context);
    case Kind::variant:
      return variant(node, type, at, context);
    default:
      return scalar(node, field, type, at, spelling, context);
  }
}

void Reading::optional(const Node& node, const Field& field, const ValueType& type, void* at,
                       Spelling spelling, const Context& context) {
  give(context.path, node, context.document);
  if (node.kind != Node::Kind::null) {
    Context inner = context;
    inner.fresh = context.fresh || type.size(at) == 0;
    return value(node, field, *type.element, type.emplace(at, 0), spelling, inner);
  }
  forget(context.path, false);
  type.clear(at);
}

void Reading::list(const Node& node, const Field& field, const ValueType& type, void* at, Spelling spelling,
                   const Context& context) {
  give(context.path, node, context.document);
  if (node.patch && node.kind == Node::Kind::mapping)
    return patch_list(node, field, type, at, spelling, context);
  if (node.kind != Node::Kind::sequence) {
    broken_.insert(context.path);
    error("GW1108", node.where, context, fmt::format("expected a list, found {}", describe_node(node)),
          node.kind == Node::Kind::scalar ? fmt::format("write [{}]", node.text) : "");
    return;
  }
  forget(context.path, false);
  type.clear(at);
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    Context inner = child_context(node, node.children[i], context, fmt::format("{}[{}]", context.path, i));
    inner.layered = false;
    value(node.children[i], field, *type.element, type.push_back(at), spelling, inner);
  }
}

// Elements by number, on top of the list below.
void Reading::patch_list(const Node& node, const Field& field, const ValueType& type, void* at,
                         Spelling spelling, const Context& context) {
  const std::size_t size = type.size(at);
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const auto number = parse_number(node.keys[i]);
    const bool there = number && number->unit.empty() && number->value >= 0 && number->value < double(size) &&
                       number->value == std::floor(number->value);
    if (!there) {
      error("GW1011", node.children[i].where, context,
            fmt::format("this list has {} element{}, counted from 0: there is no {}", size, size == 1 ? "" : "s",
                        node.keys[i]));
      continue;
    }
    const auto index = std::size_t(number->value);
    Context inner = child_context(node, node.children[i], context, fmt::format("{}[{}]", context.path, index));
    inner.layered = true;
    // A list gives its elements to change as const: they are those of `at`, which may be written.
    value(node.children[i], field, *type.element, const_cast<void*>(type.at(at, index)), spelling, inner);
  }
}

void Reading::record(const Node& node, const RecordType& type, void* at, const Context& context) {
  note_patch(node, context);
  give(context.path, node, context.document);
  const bool by_name = !type.catalogue.empty() && !context.root;
  if (by_name && node.kind == Node::Kind::scalar && !looks_like_number(node))
    return row_record(node, type, at, context);
  if (node.kind != Node::Kind::mapping) {
    broken_.insert(context.path);
    const std::string or_name = by_name ? fmt::format(" or a name from catalog/{}", type.catalogue) : "";
    error("GW1108", node.where, context,
          fmt::format("expected a {} (a mapping){}, found {}", type.name, or_name, describe_node(node)));
    return;
  }
  Context layer = context;
  const Node* base = type.catalogue.empty() || has_field(type, "base") ? nullptr : node.find("base");
  if (base) {
    row_record(*base, type, at, context);
    layer.layered = true;
  }
  keys(node, type, at, layer, false);
}

// Of the fields that `--set` gives: the child that does, the last one where several spellings do.
std::map<const Field*, std::size_t> Reading::overridden(const Node& node, const RecordType& type) const {
  std::map<const Field*, std::size_t> out;
  for (std::size_t i = 0; i < std::min(node.keys.size(), node.children.size()); ++i)
    if (node.children[i].where.file == kOverrideFile)
      if (const Field* field = field_for(type, node.keys[i], node.children[i])) out[field] = i;
  return out;
}

void Reading::keys(const Node& node, const RecordType& type, void* at, const Context& context, bool is_kind) {
  Context inner = context;
  inner.from = attribution(node, &type, context);
  if (context.root && !check_format(node, type, context)) {
    broken_.insert(context.path);
    return;
  }
  const std::map<const Field*, std::size_t> overriding = overridden(node, type);
  std::map<const Field*, std::string> written;
  int unknown = 0;
  const std::size_t count = std::min(node.keys.size(), node.children.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& key = node.keys[i];
    const Field* field = field_for(type, key, node.children[i]);
    if (!field) {
      if (is_attribution_key(key) || (key == "format" && context.root)) continue;
      if ((key == "base" && !type.catalogue.empty()) || (key == "kind" && (is_kind || context.root)))
        continue;
      if (++unknown <= kUnknownKeysPrinted) unknown_key(node, i, type, inner, is_kind);
      continue;
    }
    if (const auto set = overriding.find(field); set != overriding.end() && set->second != i) continue;
    Context below = child_context(node, node.children[i], inner, child_path(inner.path, field->key));
    const auto [first, is_new] = written.emplace(field, key);
    if (!is_new) {
      error("GW1113", node.children[i].where, below,
            fmt::format("given twice, as '{}' and as '{}'", first->second, key), "keep one of them");
      continue;
    }
    // A required record that no layer below gave has no values to change: a patch must give them all.
    below.fresh = inner.fresh || (node.children[i].patch && field->type.options.required &&
                                  !given_.contains(below.path) && !patched_.contains(inner.path));
    const auto spelling = key == field->key ? Spelling::with_suffix : Spelling::without_suffix;
    value(node.children[i], *field, field->type, field->address(at), spelling, below);
  }
  if (unknown > kUnknownKeysPrinted)
    error("GW1101", node.where, context,
          fmt::format("and {} more unknown keys", unknown - kUnknownKeysPrinted));
}

bool Reading::has_field(const RecordType& type, const std::string& key) const {
  return std::ranges::any_of(type.fields, [&](const Field& f) { return f.key == key || f.name == key; });
}

void Reading::unknown_key(const Node& node, std::size_t i, const RecordType& type, const Context& context,
                          bool is_kind) {
  if (wrong_suffix(node, i, type, context)) return;
  const std::string& key = node.keys[i];
  const std::vector<std::string> names = names_of(type, is_kind);
  const std::string near = nearest_name(key, names);
  // A misspelt key is one mistake: do not also call the key it meant missing.
  if (const Field* meant = near.empty() ? nullptr : field_for(type, near, node.children[i]))
    give(child_path(context.path, meant->key), node.children[i], context.document);
  Context here = context;
  here.path = child_path(context.path, key);
  const Location where = i < node.key_places.size() ? node.key_places[i] : node.where;
  error("GW1101", where, here, fmt::format("unknown key '{}'", key),
        near.empty() ? fmt::format("a {} has: {}", type.name, list_names(names)) : did_you_mean(key, names));
}

// `power_kw: 500` where the field is power_mw: says so, with the number converted.
bool Reading::wrong_suffix(const Node& node, std::size_t i, const RecordType& type, const Context& context) {
  const Node& child = node.children[i];
  for (const auto& [stem, unit] : suffix_splits(node.keys[i])) {
    for (const Field& field : type.fields) {
      const Unit* own = unit_of(field);
      if (field.name != stem || !own) continue;
      Context here = context;
      here.path = child_path(context.path, field.key);
      give(here.path, child, context.document);
      const Location where = i < node.key_places.size() ? node.key_places[i] : node.where;
      const Node* scalar = child.kind == Node::Kind::mapping ? child.find("value") : &child;
      const auto number = scalar ? parse_number(scalar->text) : std::nullopt;
      if (!converts(*unit, *own)) {
        error("GW1105", where, here,
              fmt::format("'{}' is in {}, which {} does not convert to", stem, own->symbol, unit->symbol),
              fmt::format("units here: {}", list_names(symbols_like(*own))));
      } else if (number && number->unit.empty()) {
        error("GW1106", where, here, fmt::format("this field is in {}", own->symbol),
              fmt::format("write {}: {}", field.key, number_text(convert(number->value, *unit, *own))));
      } else {
        error("GW1106", where, here, fmt::format("this field is in {}", own->symbol),
              fmt::format("write {}", field.key));
      }
      return true;
    }
  }
  return false;
}

// `format: gigawatt.campus/1`, and `kind:` where a document's top is one alternative. False for a document of another kind,
// whose keys say nothing; a misspelt name is not one.
bool Reading::check_format(const Node& node, const RecordType& type, const Context& context) {
  const Node* kind = has_field(type, "kind") ? nullptr : node.find("kind");
  if (kind && kind->text != type.name)
    error("GW1107", kind->where, context,
          fmt::format("kind is '{}', but a {} is read here", kind->text, type.name));
  const Node* format = has_field(type, "format") ? nullptr : node.find("format");
  const std::string expected = fmt::format("gigawatt.{}/1", type.name);
  if (!format || format->text == expected) return true;
  Context here = context;
  here.path = child_path(context.path, "format");
  const bool other_version = format->text.starts_with(expected.substr(0, expected.size() - 1));
  error("GW1114", format->where, here,
        other_version ? fmt::format("'{}' is a version this program does not read", format->text)
                      : fmt::format("this is '{}', not a {} document", format->text, type.name),
        fmt::format("expected format: {}", expected));
  const std::string given = record_name(format->text), names[] = {type.name};
  return given == type.name || !nearest_name(given, names).empty();
}

}  // namespace gw::describe::detail
