#include "gw/supply/unit_outages.h"

#include <algorithm>
#include <cmath>

namespace gw::supply {
namespace {

constexpr double kLargestRate = 0.95, kLargestProbability = 0.999;

}  // namespace

OutageProcess::OutageProcess(std::span<const double> rate_frac, double mean_time_to_repair_h)
    : rate_frac_(rate_frac.begin(), rate_frac.end()),
      repair_per_h_(1.0 / std::max(1.0, mean_time_to_repair_h)) {
  hazard_.reserve(rate_frac.size() + 1);
  hazard_.push_back(0.0);
  for (double given : rate_frac) {
    const double rate = std::clamp(given, 0.0, kLargestRate);
    const double probability = std::min(kLargestProbability, rate / (1.0 - rate) * repair_per_h_);
    hazard_.push_back(hazard_.back() - std::log1p(-probability));
  }
}

int OutageProcess::next_failure(int up_since, double exponential) const {
  const auto from = hazard_.begin() + up_since + 1;
  const auto found = std::lower_bound(from, hazard_.end(), *from + exponential);
  return int(found - hazard_.begin()) - 1;  // the hour whose hazard crossed the draw; = hours when none did
}

int OutageProcess::repair_hours(double uniform) const {
  if (repair_per_h_ >= 1.0) return 1;
  const double hours = 1.0 + std::floor(std::log(uniform) / std::log1p(-repair_per_h_));
  return int(std::min(hours, 1e8));
}

std::vector<std::pair<int, int>> OutageProcess::draw(Random random, int first_hour) const {
  const int hours = int(rate_frac_.size());
  std::vector<std::pair<int, int>> out;
  if (first_hour >= hours) return out;
  int down = random.uniform() < rate_frac_[std::size_t(first_hour)]
                 ? first_hour
                 : next_failure(first_hour, random.exponential());
  while (down < hours) {
    const int up = std::min(hours, down + repair_hours(random.uniform()));
    out.emplace_back(down, up);
    if (up >= hours) break;
    down = next_failure(up, random.exponential());
  }
  return out;
}

std::vector<double> OutageProcess::probability_down(int first_hour) const {
  std::vector<double> out(rate_frac_.size(), 0.0);
  for (std::size_t h = std::size_t(std::max(0, first_hour)); h < out.size(); ++h) {
    const bool first = int(h) == std::max(0, first_hour);
    const double fails = -std::expm1(hazard_[h] - hazard_[h + 1]);
    out[h] = first ? std::clamp(rate_frac_[h], 0.0, 1.0) : out[h - 1] * (1 - repair_per_h_) + (1 - out[h - 1]) * fails;
  }
  return out;
}

}  // namespace gw::supply
