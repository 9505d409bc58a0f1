// gw_fit: fits the parameters of parameters.csv to a table of published runs, reports cross-validated error,
// and writes the catalogue rows.
//
//   gw_fit TABLE.csv parameters.csv [--write CATALOGUE] [--cross source|accelerator] [--uncertainty FILE.csv]
//          [--held-out FILE.csv] [--evaluations N] [--show]
//
// Deterministic: a local, derivative-free search (subplex) [Rowan 1990; NLopt LN_SBPLX] from the priors,
// restarted twice.

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <iterator>
#include <nlopt.hpp>
#include <string>

#include "gw/catalog/content_hash.h"
#include "gw/evidence/statistics.h"
#include "held_out.h"
#include "uncertainty.h"
#include "write_rows.h"

namespace {

using namespace gw;

struct Arguments {
  std::string table, parameters, write, cross, uncertainty, held_out;
  std::vector<std::string> rows;
  int evaluations = 6000;
  bool show = false;
};

Arguments arguments(int argc, char** argv) {
  Arguments a;
  std::vector<std::string> plain;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto next = [&] {
      if (i + 1 >= argc) throw std::runtime_error(word + " needs a value");
      return std::string(argv[++i]);
    };
    if (word == "--write")
      a.write = next();
    else if (word == "--cross")
      a.cross = next();
    else if (word == "--uncertainty")
      a.uncertainty = next();
    else if (word == "--held-out")
      a.held_out = next();
    else if (word == "--evaluations")
      a.evaluations = std::stoi(next());
    else if (word == "--row")
      a.rows.push_back(next());
    else if (word == "--show")
      a.show = true;
    else
      plain.push_back(word);
  }
  if (plain.size() != 2)
    throw std::runtime_error(
        "usage: gw_fit TABLE.csv parameters.csv [--write CATALOGUE] [--cross source|accelerator] "
        "[--uncertainty FILE.csv] [--held-out FILE.csv] [--evaluations N] [--show]");
  a.table = plain[0], a.parameters = plain[1];
  return a;
}

double call(const std::vector<double>& x, std::vector<double>&, void* problem) {
  return static_cast<fit::Problem*>(problem)->objective(x);
}

std::vector<double> minimise(fit::Problem& problem, std::vector<double> x, int evaluations) {
  constexpr int kRestarts = 3;
  for (int i = 0; i < kRestarts && evaluations > 0 && !x.empty(); ++i) {
    problem.settle(x);
    nlopt::opt search(nlopt::LN_SBPLX, unsigned(x.size()));
    search.set_lower_bounds(0.0);
    search.set_upper_bounds(1.0);
    search.set_min_objective(call, &problem);
    search.set_initial_step(0.15 / (i + 1));
    search.set_maxeval(evaluations / kRestarts);
    search.set_xtol_rel(1e-4);
    double least = 0;
    search.optimize(x, least);
  }
  return x;
}

void print_groups(const std::vector<evidence::Comparison>& comparisons) {
  for (const evidence::Group& g : evidence::groups_of(comparisons))
    fmt::print(
        "{:13} {:44.44} {:4} rows {:6.1f} configs  median {:5.1f} %  p90 {:5.1f} %  bias {:+6.1f} %  rank "
        "{:5.2f} ({})\n",
        g.kind, g.name, g.errors.rows, g.errors.weight, 100 * g.errors.median_frac, 100 * g.errors.p90_frac,
        100 * g.errors.bias_frac, g.errors.rank_correlation, g.errors.ranked_groups);
}

// Folds do not touch one another, each has a problem of its own: the same numbers whatever the thread count.
std::vector<evidence::Comparison> cross_validate(fit::Problem& problem, const std::vector<double>& from,
                                                 const std::string& by, int evaluations) {
  const auto key = [&](const evidence::Comparison& c) {
    return by == "source" ? c.source : evidence::generation(c.part);
  };
  std::set<std::string> all;
  for (const auto& c : problem.compare(from))
    if (c.headline()) all.insert(key(c));
  const std::vector<std::string> names(all.begin(), all.end());
  std::vector<std::vector<evidence::Comparison>> folds(names.size());
  tbb::parallel_for(
      std::size_t{0}, names.size(),
      [&](std::size_t i) {
        fit::Problem fold = problem;
        const std::set<std::string> out = {names[i]};
        fold.leave_out(by == "source" ? out : std::set<std::string>{},
                       by == "source" ? std::set<std::string>{} : out);
        for (auto& c : fold.compare(minimise(fold, fold.start(), evaluations)))
          if (key(c) == names[i]) folds[i].push_back(std::move(c));
      },
      tbb::simple_partitioner{});
  std::vector<evidence::Comparison> unseen;
  for (auto& fold : folds) std::ranges::move(fold, std::back_inserter(unseen));
  fmt::print("\nleft out by {}:\n", by);
  print_groups(unseen);
  return unseen;
}

std::string hash_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  catalog::ContentHash hash;
  hash.add(std::string(std::istreambuf_iterator<char>(in), {}));
  return hash.hex();
}

int run(const Arguments& a) {
  const auto table = evidence::read_measurements(a.table);
  if (!table) throw std::runtime_error(table.diagnostics.render());
  const auto rig = evidence::load_rig(catalog::Library({catalog::default_root()}));
  if (!rig) throw std::runtime_error(rig.diagnostics.render());
  fit::Problem problem(*table, *rig, fit::read_parameters(a.parameters));
  fmt::print("{} rows of {}, start {:.4f}\n", problem.rows(), table->rows.size(),
             problem.objective(problem.start()));
  const auto x = minimise(problem, problem.start(), a.evaluations);
  problem.settle(x);
  fmt::print("objective {:.4f}\n", problem.objective(x));
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto& p = problem.parameters()[i];
    fmt::print("{:55} {:10.4g}  in [{:g}, {:g}] from {:g}{}\n", p.name(), problem.value(x, i), p.low, p.high,
               p.start, x[i] < 1e-3 || x[i] > 0.999 ? "  AT BOUND" : "");
  }
  const auto comparisons = problem.compare(x);
  print_groups(comparisons);
  if (a.show)
    for (const auto& c : comparisons)
      fmt::print("{} {:28.28} {:26.26} {:10.10} {:5} {} {:22.22} {:9.4g} {:9.4g} {:+6.1f} %\n", c.id,
                 c.source, c.model, c.part, c.accelerators, c.quality, c.software, c.measured_s,
                 c.predicted_s, 100 * c.error());
  for (const std::string& id : a.rows) fmt::print("{}", problem.breakdown(x, id));
  if (!a.cross.empty()) cross_validate(problem, x, a.cross, a.evaluations);
  if (!a.uncertainty.empty() || !a.held_out.empty()) {
    const auto by_source = cross_validate(problem, x, "source", a.evaluations);
    const auto by_generation = cross_validate(problem, x, "accelerator", a.evaluations);
    if (!a.uncertainty.empty()) fit::write_uncertainty(a.uncertainty, by_source, by_generation);
    if (!a.held_out.empty()) fit::write_held_out(a.held_out, hash_of(a.table), by_source, by_generation);
  }
  if (!a.write.empty()) fit::write_rows(a.write, problem, x);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(arguments(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gw_fit: %s\n", error.what());
    return 1;
  }
}
