#include "gw/planning/waveform_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gw/base/text.h"
#include "gw/planning/named_record.h"
#include "gw/power/grid_check.h"

namespace gw::planning {
namespace {

constexpr std::array kEvents = {JobEvent::start, JobEvent::checkpoint, JobEvent::stall, JobEvent::fault, JobEvent::stop};

class Reader {
 public:
  Reader(const WaveformFlags& flags, const LoadedScenario& input, const LoadOptions& options, Diagnostics& diagnostics)
      : flags_(flags), input_(input), library_(roots(options)), diagnostics_(diagnostics) {}

  WaveformSettings read() {
    hour();
    bus();
    events();
    if (flags_.phases != "aligned" && flags_.phases != "random")
      refuse("--phases", fmt::format("'{}' is neither aligned nor random", flags_.phases));
    out_.random_phases = flags_.phases == "random";
    out_.mitigate = flags_.mitigate;
    if (!flags_.limits.empty()) out_.limits = read<power::GridCode>(flags_.limits, "limits");
    if (!flags_.smoothing.empty())
      out_.smoothing = read<power::SmoothingDesign>(flags_.smoothing, "smoothing").value_or(power::SmoothingDesign{});
    if (!flags_.ride_through.empty())
      out_.ride_through = read<power::RideThrough>(flags_.ride_through, "ride_through");
    if (!flags_.system.empty()) out_.system = read<power::GridSystem>(flags_.system, "system");
    times();
    if (flags_.mitigate && flags_.limits.empty())
      refuse("--mitigate", "a search for smoothing that passes needs limits to pass", "add --limits NAME or FILE");
    return std::move(out_);
  }

 private:
  static std::vector<std::string> roots(const LoadOptions& options) {
    std::vector<std::string> roots = options.catalogue;
    roots.push_back(catalog::default_root());
    return roots;
  }

  template <class T>
  std::optional<T> read(const std::string& name, const char* prefix) {
    return read_named<T>(name, library_, prefix, out_.provenance, diagnostics_);
  }

  void refuse(const char* flag, std::string message, std::string hint = {}) {
    diagnostics_.error("GW2701", {"gw waveform", 0, 0}, flag, std::move(message), std::move(hint));
  }

  // Long enough for every clause to be assessed.
  double own_window_s() const {
    Time out = kWindow;
    if (out_.limits)
      for (const power::Clause& clause : out_.limits->clauses) out = max(out, power::needed_span(clause));
    const Time most = min(kLongestOwnWindow, kMostSamples * (flags_.step_s * s));
    return max(kWindow, min(out, most)).in(s);
  }

  void times() {
    const double window_s = flags_.window_s ? *flags_.window_s : own_window_s();
    const auto positive = [&](const char* flag, double value, double least, double most) {
      if (value >= least && value <= most) return true;
      refuse(flag, fmt::format("{} s is outside [{}, {}]", value, significant(least), significant(most)));
      return false;
    };
    const bool good = positive("--window", window_s, 1e-3, 366 * 86400.0) &
                      positive("--step", flags_.step_s, 1e-4, 3600) & positive("--stall", flags_.stall_s, 0, 86400) &
                      positive("--jitter", flags_.jitter_s, 0, 60);
    out_.window = window_s * s, out_.step = flags_.step_s * s;
    out_.stall = flags_.stall_s * s, out_.jitter = flags_.jitter_s * s;
    if (!good) return;
    const double samples = window_s / flags_.step_s;
    if (samples < 2) refuse("--step", "the window holds fewer than two samples", "make --step shorter or --window longer");
    if (samples > kMostSamples)
      refuse("--step", fmt::format("the window holds {} samples; at most {} are kept in memory", significant(samples),
                                   significant(kMostSamples)),
             fmt::format("--step {} s or longer; a year by the second: gw run --trace-step 1",
                         significant(window_s / kMostSamples)));
  }

  // "2026-10-01" is its first hour, "2026-10-01T14" the one that begins at two in the afternoon.
  void hour() {
    if (flags_.at.empty()) return;
    const std::size_t split = flags_.at.find('T');
    const auto date = parse_date(flags_.at.substr(0, split));
    int of_day = 0;
    bool good = date.has_value();
    if (good && split != std::string::npos) {
      const std::string digits = flags_.at.substr(split + 1);
      good = (digits.size() == 1 || digits.size() == 2) && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
      if (good) of_day = std::stoi(digits), good = of_day < 24;
    }
    if (!good) return refuse("--at", fmt::format("'{}' is not a date (2026-10-01) or a date and hour (2026-10-01T14)", flags_.at));
    const campus::Horizon& horizon = input_.scenario.horizon;
    const std::int64_t hour = (days_since_epoch(*date) - days_since_epoch(horizon.start)) * 24 + of_day;
    if (hour < 0 || hour >= horizon.hours())
      return refuse("--at", fmt::format("{} is outside the horizon, {} and {} h on", flags_.at, to_string(horizon.start),
                                        horizon.hours()));
    out_.hour = int(hour);
  }

  void bus() {
    out_.bus = flags_.bus;
    if (flags_.bus.empty()) return;
    std::vector<std::string> names;
    for (const campus::Hall& hall : input_.scenario.halls)
      if (std::ranges::find(names, hall.bus) == names.end()) names.push_back(hall.bus);
    if (std::ranges::find(names, flags_.bus) == names.end())
      refuse("--bus", fmt::format("no hall is on a bus '{}'; there are {}", flags_.bus, list_names(names)),
             did_you_mean(flags_.bus, names));
  }

  void events() {
    if (flags_.events.empty()) return;
    std::vector<std::string> names;
    for (const JobEvent event : kEvents) names.emplace_back(to_string(event));
    std::vector<bool> wanted(kEvents.size(), false);
    for (const std::string& name : split(flags_.events, ',')) {
      const auto found = std::ranges::find(names, std::string(trim(name)));
      if (found == names.end())
        refuse("--events", fmt::format("'{}' is none of {}", name, list_names(names)), did_you_mean(name, names));
      else
        wanted[std::size_t(found - names.begin())] = true;
    }
    for (std::size_t i = 0; i < kEvents.size(); ++i)
      if (wanted[i]) out_.events.push_back(kEvents[i]);
  }

  const WaveformFlags& flags_;
  const LoadedScenario& input_;
  catalog::Library library_;
  Diagnostics& diagnostics_;
  WaveformSettings out_;
};

}  // namespace

const char* to_string(JobEvent event) {
  switch (event) {
    case JobEvent::start: return "start";
    case JobEvent::checkpoint: return "checkpoint";
    case JobEvent::stall: return "stall";
    case JobEvent::fault: return "fault";
    case JobEvent::stop: return "stop";
  }
  return "";
}

WaveformSettings read_waveform_settings(const WaveformFlags& flags, const LoadedScenario& input, const LoadOptions& options,
                                        Diagnostics& diagnostics) {
  return Reader(flags, input, options, diagnostics).read();
}

}  // namespace gw::planning
