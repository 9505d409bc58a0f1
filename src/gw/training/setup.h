#pragma once
// What a training step is asked with, and what can be wrong with it.

#include <cstdint>
#include <string>
#include <vector>

#include "gw/catalog/accelerator.h"
#include "gw/catalog/model.h"
#include "gw/network/fabric.h"
#include "gw/training/plan.h"

namespace gw::training {

struct TrainingSetup {
  catalog::Model model;
  catalog::Accelerator accelerator;
  network::Fabric fabric;  ///< make_fabric(accelerator, scale_out, accelerators)
  std::int64_t accelerators = 0;
  Plan plan;
};

/// Why a plan is impossible.
/// GW2001 ranks do not divide the accelerators     GW2002 heads                     GW2003 feed-forward width
/// GW2004 layers do not divide over the stages     GW2005 experts                   GW2006 batch
/// GW2007 sequence over context ranks              GW2008 precision not in the part GW2009 schedule and
/// virtual stages GW2010 does not fit in memory                   GW2011 a value outside its range GW2012
/// expert ranks GW2013 the model's shape is incomplete GW2014 shard_ranks over data ranks
struct Problem {
  std::string code;
  std::string message;  ///< what was found and what was expected, with numbers
  std::string hint;     ///< the smallest change that helps
};

/// Everything that makes the plan impossible without running it: all problems at once, memory included when
/// the rest is sound. Empty: the plan can run.
std::vector<Problem> check(const TrainingSetup& setup);
/// The part of check() that needs no memory estimate.
std::vector<Problem> check_plan(const TrainingSetup& setup);
struct MemoryUse;
/// GW2010 when `use` exceeds the accelerator's memory: by how much, the largest category, the smallest
/// remedy.
std::vector<Problem> check_memory(const TrainingSetup& setup, const MemoryUse& use);

}  // namespace gw::training
