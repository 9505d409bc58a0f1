#pragma once
// A step as each pipeline stage lives it: the mean stage's activity with its idle time where the schedule puts it.
//
// With p stages, forward time f and backward time b of a micro-batch, stage s of 1F1B [Narayanan et al. 2021,
// arXiv:2104.04473, section 2.2]
//   waits  s f                until the first micro-batch arrives
//   works  (p - 1 - s) f      forward only
//   waits  (p - 1 - s) b      for the first gradient
//   works                     one forward, one backward
//   waits  (p - 1 - s) f      in pieces between its last backwards
//   waits  s b                while the stages before it finish
// together (p - 1)(f + b): every stage waits equally long, at other times. What the closed form of the step counts as
// bubble and imbalance (training/step.h) is laid out in these proportions; interleaved stages begin with
// 2 (p - 1 - s) + (v - 1) p chunks forward. Then all stages reduce gradients, update weights and wait together.
//
// Valid: exact in the order and length of the waits for 1F1B with equal stages (tested against the replay). Zero-bubble
// and DualPipe have the right total, laid out as 1F1B. Micro-batches are not resolved: work alternates between forward
// and backward, of nearly equal power, every few milliseconds to tenths of a second.

#include <vector>

#include "gw/training/plan.h"
#include "gw/workload/activity.h"

namespace gw::training {

/// One profile a stage, first to last, all of the period of `mean_stage` = Step::activity. `forward_frac` is the forward
/// pass's share of a micro-batch; `micro_batches` those of one pipeline.
std::vector<workload::ActivityProfile> stage_activities(const workload::ActivityProfile& mean_stage, const Plan& plan,
                                                        double forward_frac, double micro_batches);

}  // namespace gw::training
