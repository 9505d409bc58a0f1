#pragma once
// A configuration struct described once: name, unit, range, default, doc and source of every field.
// From the one description come the YAML reader, the JSON Schema, the reference page and the messages.
//
//   struct Battery {                                  // plain struct in its room's header
//     Energy energy; Power power; double round_trip_efficiency_frac = 0.85;
//     static const describe::RecordType& description();   // defined in battery_fields.cpp
//   };
//   const describe::RecordType& Battery::description() {
//     static const auto type = describe::record<Battery>("battery", "A grid battery at its AC terminals.")
//         .quantity("energy", "mwh", &Battery::energy, "usable energy", {.min = 0, .max = 1e6, .required =
//         true}) .quantity("power", "mw", &Battery::power, "rated power, charge and discharge", {.min = 0,
//         .required = true}) .value("round_trip_efficiency_frac", &Battery::round_trip_efficiency_frac, "AC
//         to AC",
//                 {.min = 0.01, .max = 1, .source = "NREL ATB 2025"})
//         .build();
//     return type;
//   }
//
// In YAML a quantity is `energy_mwh: 50` or `energy: 50 MWh`; a bare `energy: 50` is refused. Any scalar may
// be written {value: 50, source: "...", grade: vendor, note: "..."}; a mapping may give `source:`/`grade:`
// once for every number below it. A record with a catalogue folder may be given by name (`cooling:
// dry_cooler`) or as a catalogue row with changes (`cooling: {base: dry_cooler, approach_k: 8}`).
//
// Erasure: descriptions are run-time objects over void*, so readers and writers are ordinary .cpp files and a
// struct costs nothing to include.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "gw/units/calendar.h"
#include "gw/units/quantity.h"
#include "gw/units/temperature.h"
#include "gw/units/unit.h"

namespace gw::describe {

struct RecordType;

/// Bounds and provenance of one field. Bounds are inclusive and in the field's own unit.
struct Options {
  std::optional<double> min = {};
  std::optional<double> max = {};
  bool required = false;
  const char* source = "";  ///< where the default comes from; empty = the default is an assumption
  const char* grade = "";   ///< "measured", "vendor", "standard", "press", "assumed"...; "" = by source
};

enum class Kind {
  boolean,
  integer,
  number,
  quantity,
  temperature,
  date,
  text,
  choice,
  record,
  variant,
  list,
  optional
};

/// How one C++ value is reached through void*.
struct ValueType {
  Kind kind = Kind::number;
  const Unit* unit = nullptr;  ///< quantity, temperature; a number with a unit is stored in it
  Dimension dimension;         ///< quantity, temperature: of the C++ type
  Options options;
  std::vector<std::string> choices;         ///< choice: names in enum order
  const RecordType& (*record)() = nullptr;  ///< record (lazy, so that records may nest)
  std::vector<const RecordType& (*)()>
      kinds;  ///< variant alternatives in std::variant order; each has a kind name
  std::shared_ptr<const ValueType> element;  ///< list, optional
  double type_min = 0.0, type_max = 0.0;     ///< integer: what the C++ type holds exactly

  // Scalars: quantity and temperature use double in base units (kelvin for a temperature).
  std::function<void(void*, double)> set_number;  ///< number, quantity, temperature, integer, boolean, choice
  std::function<double(const void*)> get_number;
  std::function<void(void*, std::string)> set_text;  ///< text; date (as YYYY-MM-DD)
  std::function<std::string(const void*)> get_text;
  // Containers.
  std::function<void*(void*)> push_back;         ///< list: appends a default element, returns its address
  std::function<void(void*)> clear;              ///< list, optional
  std::function<std::size_t(const void*)> size;  ///< list: length; optional: 0 or 1
  std::function<const void*(const void*, std::size_t)> at;  ///< list, optional (index 0)
  std::function<void*(void*, std::size_t)> emplace;  ///< variant: becomes alternative i, returns its address
                                                     ///< (kept if it already is i); optional: engages
  std::function<std::size_t(const void*)> index;     ///< variant
};

/// One field of a record.
struct Field {
  std::string name;  ///< without the unit suffix: "energy"
  std::string key;   ///< canonical YAML/JSON key: "energy_mwh"
  std::string doc;   ///< one sentence
  ValueType type;
  std::function<void*(void*)> address;  ///< of the field in its struct
};

struct RecordType {
  std::string name;  ///< "battery"; for a variant alternative, the value of `kind:`
  std::string doc;
  std::string catalogue;  ///< folder of named rows ("storage"), or "" if it cannot be named
  std::vector<Field> fields;
  std::function<std::shared_ptr<void>()> make;  ///< a default-constructed instance (for defaults and schema)
  std::function<void(void*)> reset;             ///< assigns a default-constructed instance
};

namespace detail {

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};
template <class T>
struct IsQuantity : std::false_type {};
template <Dimension D>
struct IsQuantity<Quantity<D>> : std::true_type {};

template <class T>
ValueType scalar_number(Kind kind) {
  ValueType type;
  type.kind = kind;
  type.set_number = [](void* p, double v) { *static_cast<T*>(p) = static_cast<T>(v); };
  type.get_number = [](const void* p) { return static_cast<double>(*static_cast<const T*>(p)); };
  if constexpr (std::is_integral_v<T>) {
    // A document's numbers pass through double, which counts exactly to 2^53.
    constexpr double kExact = 9007199254740992.0;
    type.type_min = std::max(-kExact, static_cast<double>(std::numeric_limits<T>::min()));
    type.type_max = std::min(kExact, static_cast<double>(std::numeric_limits<T>::max()));
  }
  return type;
}

template <class T>
ValueType value_type();

template <class... T>
ValueType variant_type(std::variant<T...>*) {
  using V = std::variant<T...>;
  ValueType type;
  type.kind = Kind::variant;
  type.kinds = {+[]() -> const RecordType& { return T::description(); }...};
  type.emplace = [](void* p, std::size_t i) {
    V& v = *static_cast<V*>(p);
    static constexpr void* (*make[])(V&) = {+[](V& x) -> void* {
      if (!std::holds_alternative<T>(x)) x.template emplace<T>();
      return &std::get<T>(x);
    }...};
    return make[i](v);
  };
  type.index = [](const void* p) { return static_cast<const V*>(p)->index(); };
  type.at = [](const void* p, std::size_t) {
    return std::visit([](const auto& x) { return static_cast<const void*>(&x); }, *static_cast<const V*>(p));
  };
  return type;
}

template <class T>
ValueType list_type() {
  using E = typename T::value_type;
  ValueType type;
  type.kind = Kind::list;
  type.element = std::make_shared<ValueType>(value_type<E>());
  type.push_back = [](void* p) -> void* { return &static_cast<T*>(p)->emplace_back(); };
  type.clear = [](void* p) { static_cast<T*>(p)->clear(); };
  type.size = [](const void* p) { return static_cast<const T*>(p)->size(); };
  type.at = [](const void* p, std::size_t i) -> const void* { return &(*static_cast<const T*>(p))[i]; };
  return type;
}

template <class T>
ValueType optional_type() {
  using E = typename T::value_type;
  ValueType type;
  type.kind = Kind::optional;
  type.element = std::make_shared<ValueType>(value_type<E>());
  type.emplace = [](void* p, std::size_t) -> void* {
    T& o = *static_cast<T*>(p);
    if (!o) o.emplace();
    return &*o;
  };
  type.clear = [](void* p) { static_cast<T*>(p)->reset(); };
  type.size = [](const void* p) -> std::size_t { return static_cast<const T*>(p)->has_value() ? 1 : 0; };
  type.at = [](const void* p, std::size_t) -> const void* { return &**static_cast<const T*>(p); };
  return type;
}

template <class T>
ValueType value_type() {
  if constexpr (std::is_same_v<T, bool>)
    return scalar_number<bool>(Kind::boolean);
  else if constexpr (std::is_integral_v<T>)
    return scalar_number<T>(Kind::integer);
  else if constexpr (std::is_floating_point_v<T>)
    return scalar_number<T>(Kind::number);
  else if constexpr (std::is_enum_v<T>)
    return scalar_number<T>(Kind::choice);
  else if constexpr (IsQuantity<T>::value) {
    ValueType type;
    type.kind = Kind::quantity;
    type.dimension = T::dimension;
    type.set_number = [](void* p, double v) { *static_cast<T*>(p) = T::from_base(v); };
    type.get_number = [](const void* p) { return static_cast<const T*>(p)->base(); };
    return type;
  } else if constexpr (std::is_same_v<T, Temperature>) {
    ValueType type;
    type.kind = Kind::temperature;
    type.dimension = TemperatureDelta::dimension;
    type.set_number = [](void* p, double v) { *static_cast<T*>(p) = Temperature::kelvin(v); };
    type.get_number = [](const void* p) { return static_cast<const T*>(p)->in_kelvin(); };
    return type;
  } else if constexpr (std::is_same_v<T, std::string>) {
    ValueType type;
    type.kind = Kind::text;
    type.set_text = [](void* p, std::string v) { *static_cast<std::string*>(p) = std::move(v); };
    type.get_text = [](const void* p) { return *static_cast<const std::string*>(p); };
    return type;
  } else if constexpr (std::is_same_v<T, Date>) {
    ValueType type;
    type.kind = Kind::date;
    type.set_text = [](void* p, std::string v) { *static_cast<Date*>(p) = parse_date(v).value_or(Date{}); };
    type.get_text = [](const void* p) { return to_string(*static_cast<const Date*>(p)); };
    return type;
  } else if constexpr (IsVector<T>::value)
    return list_type<T>();
  else if constexpr (IsOptional<T>::value)
    return optional_type<T>();
  else if constexpr (IsVariant<T>::value)
    return variant_type(static_cast<T*>(nullptr));
  else {
    ValueType type;
    type.kind = Kind::record;
    type.record = +[]() -> const RecordType& { return T::description(); };
    return type;
  }
}

/// Applies unit, bounds and choices to the scalar inside lists and optionals.
void refine(ValueType& type, const Unit* unit, const Options& options,
            const std::vector<std::string>& choices);
/// A pure number called `x_frac` is the fraction `x`: it may also be written `x: 85 %`. Asserts that a
/// quantity has a unit, and one of its own dimension.
void complete(Field& field);

}  // namespace detail

/// Builds a RecordType of T field by field.
template <class T>
class Builder {
 public:
  Builder(std::string name, std::string doc) {
    type_.name = std::move(name);
    type_.doc = std::move(doc);
    type_.make = [] { return std::shared_ptr<void>(std::make_shared<T>()); };
    type_.reset = [](void* p) { *static_cast<T*>(p) = T(); };
  }
  /// Rows of this record live in catalog/<folder>/ and may be named in YAML.
  Builder& catalogue(std::string folder) {
    type_.catalogue = std::move(folder);
    return *this;
  }
  /// A Quantity, Temperature, or an optional or list of them; or a plain double with a unit (money before
  /// economics).
  template <class M>
  Builder& quantity(std::string name, const char* suffix, M T::*member, std::string doc,
                    Options options = {}) {
    const std::string key = name + "_" + suffix;
    return add(std::move(name), key, member, std::move(doc), options, &unit_by_suffix(suffix), {});
  }
  /// A dimensionless number, integer, bool, text, date, or an optional or list of them.
  template <class M>
  Builder& value(std::string name, M T::*member, std::string doc, Options options = {}) {
    const std::string key = name;
    return add(std::move(name), key, member, std::move(doc), options, nullptr, {});
  }
  /// An enum; `choices` in the order of the enumerators.
  template <class M>
  Builder& choice(std::string name, M T::*member, std::vector<std::string> choices, std::string doc,
                  Options options = {}) {
    const std::string key = name;
    return add(std::move(name), key, member, std::move(doc), options, nullptr, std::move(choices));
  }
  /// A nested record, a std::variant of records (with `kind:`), or a list or optional of them.
  template <class M>
  Builder& nested(std::string name, M T::*member, std::string doc, Options options = {}) {
    return value(std::move(name), member, std::move(doc), options);
  }
  /// All fields of a base struct, in its order.
  template <class Base>
  Builder& inherit() {
    static_assert(std::is_base_of_v<Base, T>);
    for (Field field : Base::description().fields) {
      field.address = [of_base = field.address](void* owner) -> void* {
        return of_base(static_cast<Base*>(static_cast<T*>(owner)));
      };
      type_.fields.push_back(std::move(field));
    }
    return *this;
  }
  RecordType build() { return std::move(type_); }

 private:
  template <class M>
  Builder& add(std::string name, std::string key, M T::*member, std::string doc, Options options,
               const Unit* unit, std::vector<std::string> choices) {
    Field field{std::move(name), std::move(key), std::move(doc), detail::value_type<M>(),
                [member](void* owner) -> void* { return &(static_cast<T*>(owner)->*member); }};
    detail::refine(field.type, unit, options, choices);
    detail::complete(field);
    type_.fields.push_back(std::move(field));
    return *this;
  }
  RecordType type_;
};

template <class T>
Builder<T> record(std::string name, std::string doc) {
  return Builder<T>(std::move(name), std::move(doc));
}

}  // namespace gw::describe
