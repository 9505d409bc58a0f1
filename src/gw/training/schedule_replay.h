#pragma once
// One step of a pipeline replayed block by block: what each stage does when. The check of the closed form,
// and the picture of a step (`trace.json`).
//
// What: every stage works one block at a time: forward, backward (recompute inside) or weight gradient of a
// chunk of layers for one micro-batch. A block is ready when its neighbour's block has ended and the message
// (hop) has arrived; messages run beside computation. Which ready block a stage takes:
//   1F1B         forward while at most p - 1 - s micro-batches are ahead of its backward, else backward
//   interleaved  the same over chunks, at most 2 (p - 1 - s) + (v - 1) p ahead, micro-batches in rounds of p
//                [Narayanan et al. 2021, arXiv:2104.04473, section 2.2; order of Megatron-LM]
//   zero_bubble  backward without its weight gradient, which fills what would be idle; at most p
//   micro-batches hold
//                activations [ZB-H1, Qi et al. 2023, arXiv:2401.10241]. Simplified: the order is found as the
//                step goes, not optimised ahead
//   dualpipe     two 1F1B pipelines in opposite directions, half of the micro-batches each, weight gradients
//   as above.
//                Simplified: a forward and a backward of the two directions do not run as one overlapped
//                kernel
// A stage that waits for the block its order would take does another ready one: so the replay never stops.
// Cost: blocks x log(stages). Agreement with step_cost(): within 3 % for 1F1B and interleaved (tested).

#include <cstdint>
#include <functional>
#include <vector>

#include "gw/training/plan.h"
#include "gw/training/setup.h"
#include "gw/training/step_cost.h"
#include "gw/units/quantity.h"

namespace gw::training {

/// What one chunk of layers of one stage takes for one micro-batch.
struct ChunkTimes {
  Time forward, backward;  ///< backward includes recompute and weight gradients
  Time weight_gradient;    ///< the part of backward that nothing waits for
};

struct PipelineWork {
  Schedule schedule = Schedule::one_f_one_b;
  std::int64_t stages = 1, chunks = 1, micro_batches = 1;
  std::vector<ChunkTimes> times;  ///< of stage s, chunk c: [s * chunks + c]
  Time hop;                       ///< one message to a neighbour
};

enum class BlockKind { forward, backward, weight_gradient };
const char* to_string(BlockKind kind);

/// One block of one stage.
struct ScheduleBlock {
  std::int64_t stage = 0;  ///< the rank that works
  BlockKind kind = BlockKind::forward;
  std::int64_t micro_batch = 0, chunk = 0;  ///< chunk: 1 of dualpipe is the opposite direction
  Time start, duration;
  std::int64_t sends_to = -1;  ///< stage its result travels to; -1 = none, or this one
};

/// The stages of a plan; `cost` = step_cost(setup). `micro_batches` 0 = all of the step.
PipelineWork pipeline_work(const TrainingSetup& setup, const StepCost& cost, std::int64_t micro_batches = 0);

/// Blocks of the whole replay: what it costs.
std::int64_t block_count(const PipelineWork& work);

struct Replay {
  Time total;                    ///< until the last block of the last stage ends
  std::vector<Time> ends, busy;  ///< of each stage
};

/// Replays the step; `visit` is told every block, in order of start.
Replay replay(const PipelineWork& work, const std::function<void(const ScheduleBlock&)>& visit = {});

}  // namespace gw::training
