#pragma once
// A small description with one field of every kind, and a catalogue in memory: for this room's tests only.

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gw/describe/reader.h"

namespace gw::describe::sample {

enum class Mode { idle, train, serve };

/// A record with a catalogue folder and a nested record.
struct Clock {
  Frequency base = 1e9 * Hz;
  std::optional<double> boost_frac;
  static const RecordType& description();
};
struct Chip {
  std::string name;
  Power tdp;
  Bytes memory;
  Clock clock;
  static const RecordType& description();
};
/// Alternatives that share a catalogue folder.
struct Battery {
  Energy energy;
  Power power;
  double round_trip_frac = 0.85;
  static const RecordType& description();
};
struct Solar {
  Power peak;
  double tilt_deg = 25;
  static const RecordType& description();
};
/// Alternatives without a catalogue.
struct Dry {
  TemperatureDelta approach = 8.0 * K;
  static const RecordType& description();
};
struct Tower {
  TemperatureDelta approach = 4.0 * K;
  double cycles = 5;
  static const RecordType& description();
};
struct Hall {
  std::string name;
  int racks = 0;
  Chip chip;
  std::variant<Dry, Tower> cooling;
  static const RecordType& description();
};
struct Site {
  std::string name;
  Date start{2027, 1, 1};
  bool islanded = false;
  Mode mode = Mode::train;
  std::uint8_t seed = 1;
  Power service;
  Temperature design = Temperature::celsius(35);
  std::optional<Time> life;
  double heat_rate = 7.0;  // MMBtu/MWh
  std::vector<double> prices_usd_per_mwh;
  std::vector<Hall> halls;
  std::vector<std::variant<Battery, Solar>> supply;
  std::optional<Chip> spare;
  std::optional<double> price;  // USD
  static const RecordType& description();
};

inline const RecordType& Clock::description() {
  static const auto type =
      record<Clock>("clock", "Clock of a chip.")
          .quantity("base", "ghz", &Clock::base, "base clock",
                    {.min = 0.1, .max = 10, .source = "data sheet"})
          .value("boost_frac", &Clock::boost_frac, "boost above base", {.min = 0, .max = 1})
          .build();
  return type;
}
inline const RecordType& Chip::description() {
  static const auto type =
      record<Chip>("chip", "An accelerator.")
          .catalogue("chips")
          .value("name", &Chip::name, "trade name")
          .quantity("tdp", "w", &Chip::tdp, "rated power", {.min = 1, .max = 1e4, .required = true})
          .quantity("memory", "gb", &Chip::memory, "memory", {.min = 1, .required = true})
          .nested("clock", &Chip::clock, "its clock")
          .build();
  return type;
}
inline const RecordType& Battery::description() {
  static const auto type =
      record<Battery>("battery", "A battery.")
          .catalogue("supply")
          .quantity("energy", "mwh", &Battery::energy, "usable energy",
                    {.min = 0, .max = 1e6, .required = true})
          .quantity("power", "mw", &Battery::power, "rated power", {.min = 0, .required = true})
          .value("round_trip_frac", &Battery::round_trip_frac, "AC to AC",
                 {.min = 0.01, .max = 1, .source = "ATB 2025", .grade = "standard"})
          .build();
  return type;
}
inline const RecordType& Solar::description() {
  static const auto type = record<Solar>("solar", "A solar farm.")
                               .catalogue("supply")
                               .quantity("peak", "mw", &Solar::peak, "DC peak", {.min = 0, .required = true})
                               .quantity("tilt", "deg", &Solar::tilt_deg, "tilt", {.min = 0, .max = 90})
                               .build();
  return type;
}
inline const RecordType& Dry::description() {
  static const auto type =
      record<Dry>("dry", "A dry cooler.")
          .quantity("approach", "k", &Dry::approach, "to dry bulb", {.min = 1, .max = 30})
          .build();
  return type;
}
inline const RecordType& Tower::description() {
  static const auto type =
      record<Tower>("tower", "A cooling tower.")
          .quantity("approach", "k", &Tower::approach, "to wet bulb", {.min = 1, .max = 30, .required = true})
          .value("cycles", &Tower::cycles, "cycles of concentration", {.min = 2})
          .build();
  return type;
}
inline const RecordType& Hall::description() {
  static const auto type =
      record<Hall>("hall", "One data hall.")
          .value("name", &Hall::name, "hall name", {.required = true})
          .value("racks", &Hall::racks, "racks", {.min = 1, .max = 1e5, .required = true})
          .nested("chip", &Hall::chip, "its accelerator", {.required = true})
          .nested("cooling", &Hall::cooling, "heat rejection")
          .build();
  return type;
}
inline const RecordType& Site::description() {
  static const auto type =
      record<Site>("site", "A site | one of each kind.")
          .value("name", &Site::name, "site name", {.required = true})
          .value("start", &Site::start, "first day")
          .value("islanded", &Site::islanded, "no grid")
          .choice("mode", &Site::mode, {"idle", "train", "serve"}, "what it does")
          .value("seed", &Site::seed, "random seed")
          .quantity("service", "mw", &Site::service, "utility service",
                    {.min = 0, .max = 1e4, .required = true})
          .quantity("design", "c", &Site::design, "design dry bulb", {.min = -40, .max = 60})
          .quantity("life", "years", &Site::life, "economic life", {.min = 1, .max = 100})
          .quantity("heat_rate", "mmbtu_per_mwh", &Site::heat_rate, "plant heat rate", {.min = 3.412})
          .quantity("prices", "usd_per_mwh", &Site::prices_usd_per_mwh, "prices", {.min = -1000, .max = 1e4})
          .nested("halls", &Site::halls, "halls", {.required = true})
          .nested("supply", &Site::supply, "supply")
          .nested("spare", &Site::spare, "spare chip")
          .quantity("price", "usd", &Site::price, "price of the land", {.min = 0})
          .build();
  return type;
}

/// Rows by "folder/name"; made into documents as they are asked for.
class Rows {
 public:
  explicit Rows(std::map<std::string, std::string> text) : text_(std::move(text)) {}
  Resolver resolver() {
    return {[this](const std::string& folder, const std::string& name,
                   Diagnostics& diagnostics) -> const Document* {
              const auto found = text_.find(folder + "/" + name);
              if (found == text_.end()) return nullptr;
              auto parsed = parse_text(found->second, "catalog/" + folder + "/" + name + ".yaml");
              diagnostics.append(parsed.diagnostics);
              if (!parsed) return nullptr;
              documents_.push_back(std::move(*parsed));
              return &documents_.back();
            },
            [this](const std::string& folder) {
              std::vector<std::string> out;
              for (const auto& [key, value] : text_)
                if (key.starts_with(folder + "/")) out.push_back(key.substr(folder.size() + 1));
              return out;
            }};
  }

 private:
  std::map<std::string, std::string> text_;
  std::deque<Document> documents_;
};

/// Rows that the tests share.
inline Rows rows() {
  return Rows({{"chips/h100",
                "format: gigawatt.chip/1\nsource: data sheet\ngrade: vendor\nname: H100\ntdp_w: "
                "700\nmemory_gb: 80\n"},
               {"chips/h200", "base: h100\nsource: press kit\nmemory: 141 GB\n"},
               {"chips/loop_a", "base: loop_b\n"},
               {"chips/loop_b", "base: loop_a\n"},
               {"chips/broken", "tdp_w: [\n"},
               {"chips/poor", "name: poor\ntdp_w: 5\n"},
               {"supply/megapack", "format: gigawatt.battery/1\nkind: battery\nenergy_mwh: 4\npower_mw: 2\n"},
               {"supply/desert", "kind: solar\npeak_mw: 100\n"}});
}

/// One read: the struct, what was said about it, and where it came from.
template <class T>
struct Outcome {
  T value;
  Diagnostics diagnostics;
  ProvenanceMap provenance;

  std::string codes() const {
    std::string out;
    for (const Diagnostic& d : diagnostics.list()) out += (out.empty() ? "" : " ") + d.code;
    return out;
  }
  const Diagnostic& first() const {
    static const Diagnostic kNone;
    return diagnostics.list().empty() ? kNone : diagnostics.list()[0];
  }
};

template <class T>
Outcome<T> read_text(const std::string& text, const std::vector<std::string>& overrides = {}) {
  Outcome<T> out;
  auto document = parse_text(text, "test.yaml");
  out.diagnostics.append(document.diagnostics);
  if (!document) return out;
  for (const std::string& one : overrides) apply_override(*document, one, out.diagnostics);
  Rows catalogue = rows();
  out.value = read<T>(*document, catalogue.resolver(), out.provenance, out.diagnostics);
  return out;
}

}  // namespace gw::describe::sample
