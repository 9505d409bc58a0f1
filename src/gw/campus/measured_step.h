#pragma once
// A step whose time was measured: the model's work in the measured time, so that power follows speed.
//
// A longer step than the model's waits for what the model does not know: the difference is added as one wait (clocks
// up, no work). A shorter one does everything faster: every duration times r = measured / modelled, every rate over r,
// at most the peak. What no accelerator could do is refused: hardware FLOP/s above the best matrix product's.

#include <optional>

#include "gw/campus/prepare.h"

namespace gw::campus {

/// `activity` with the period `measured`; `modelled` is its period under the power cap.
workload::ActivityProfile in_measured_time(workload::ActivityProfile activity, Time modelled, Time measured);

/// GW3012 when the measured step would need more of the peak than a matrix product of the best shape reaches.
std::optional<Issue> impossible_step(const TrainingJob& job, const training::Step& step,
                                     const catalog::Accelerator& accelerator, const std::string& path);

}  // namespace gw::campus
