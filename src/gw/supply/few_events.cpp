#include "gw/supply/few_events.h"

#include <algorithm>
#include <cmath>

namespace gw::supply {
namespace {

constexpr double kTail = 0.025;  // each side of 95 %
constexpr int kResamples = 2000; // of the bootstrap: the ends of the interval to some percent of its width

// P(X <= count) of a Poisson number.
double at_most(int count, double mean) {
  double term = std::exp(-mean), sum = term;
  for (int k = 1; k <= count; ++k) term *= mean / k, sum += term;
  return sum;
}

// The mean at which P(X <= count) is `wanted`; that falls as the mean grows.
double mean_where(int count, double wanted) {
  double low = 0, high = count + 10 * std::sqrt(count + 1.0);
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (at_most(count, middle) > wanted ? low : high) = middle;
  }
  return (low + high) / 2;
}

int poisson(double mean, Random& random) {
  int count = 0;
  for (double t = random.exponential(); t < mean; t += random.exponential()) ++count;
  return count;
}

}  // namespace

Interval poisson_interval(int count) {
  return {count > 0 ? mean_where(count - 1, 1 - kTail) : 0.0, mean_where(count, kTail)};
}

std::vector<Interval> bootstrap_sums(std::span<const std::vector<double>> rows, Random random) {
  std::vector<Interval> out;
  if (rows.empty()) return out;
  const std::size_t columns = rows.front().size();
  std::vector<std::vector<double>> sums(columns, std::vector<double>(kResamples, 0.0));
  for (std::size_t sample = 0; sample < kResamples; ++sample)
    for (int left = poisson(double(rows.size()), random); left > 0; --left) {
      const auto& row = rows[std::min(rows.size() - 1, std::size_t(random.uniform() * double(rows.size())))];
      for (std::size_t c = 0; c < columns; ++c) sums[c][sample] += row[c];
    }
  for (std::vector<double>& column : sums) {
    std::ranges::sort(column);
    out.push_back({column[std::size_t(kTail * kResamples)], column[std::size_t((1 - kTail) * kResamples) - 1]});
  }
  return out;
}

}  // namespace gw::supply
