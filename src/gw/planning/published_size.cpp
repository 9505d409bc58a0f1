#include "gw/planning/published_size.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "gw/base/text.h"
#include "gw/catalog/model.h"

namespace gw::planning {
namespace {

// What rounding of a published count and parts left out of it account for.
constexpr double kPublishedTolerance = 0.02;
constexpr double kBillion = 1e9;

void compare(const std::string& path, const char* what, std::optional<double> published_b, std::int64_t counted,
             std::vector<campus::Issue>& issues) {
  if (!published_b) return;
  const double off = double(counted) / (*published_b * kBillion) - 1;
  if (std::abs(off) <= kPublishedTolerance) return;
  issues.push_back({"GW2101", path,
                    fmt::format("the shape has {} billion {} parameters, {:+.1f} % of the {} published",
                                significant(double(counted) / kBillion), what, 100 * off, significant(*published_b)),
                    "check layers, widths and experts, or the published figure", true});
}

}  // namespace

std::vector<campus::Issue> published_size_issues(const Scenario& scenario) {
  std::vector<campus::Issue> issues;
  for (std::size_t j = 0; j < scenario.jobs.size(); ++j) {
    const auto* job = std::get_if<campus::TrainingJob>(&scenario.jobs[j]);
    if (!job) continue;
    const std::string at = fmt::format("jobs[{}].model.", j);
    compare(at + "published_total_b", "total", job->model.published_total_b, catalog::total_parameters(job->model), issues);
    compare(at + "published_active_b", "active", job->model.published_active_b, catalog::active_parameters(job->model),
            issues);
  }
  return issues;
}

}  // namespace gw::planning
