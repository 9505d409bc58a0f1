"""Time of one call: warm-up, then the median of repeated batches. Short kernels are timed in a graph, without the host."""
import dataclasses
import statistics
import time

GRAPH_BELOW_US = 150.0  # longer kernels hide the host's work behind them
MOST_CALLS = 400


@dataclasses.dataclass(frozen=True)
class Effort:
    """How long to measure. `batch_us`: device time of one batch; `repeats`: batches."""
    batch_us: float = 3000.0
    repeats: int = 5


@dataclasses.dataclass(frozen=True)
class Timing:
    us: float         # median over batches, per call
    best_us: float
    calls: int        # calls in a batch
    repeats: int
    method: str       # "graph" or "stream"
    started: float    # time.monotonic() of the measured interval
    ended: float
    variants: int = 1  # operand sets used in turn, so that the cache does not hold them

    def note(self):
        return (f"{self.method} of {self.calls} calls, median of {self.repeats}, fastest {self.best_us:.5g} us, "
                f"{self.variants} operand sets")


def measure(device, call, *, variants=1, effort=Effort(), graph=True):
    """A Timing of `call(i)`, which uses operand set i modulo `variants`."""
    call(0)
    once_us = device.elapsed_us(call, 1)
    if once_us < 5000:
        once_us = min(once_us, device.elapsed_us(call, 3) / 3)
    calls = max(1, min(MOST_CALLS, round(effort.batch_us / once_us)))
    if graph and device.graphs and once_us < GRAPH_BELOW_US:
        calls = max(calls, min(variants, MOST_CALLS))
        replay = device.capture(call, calls)
        if replay:
            return _batches(device, lambda _: replay(), 1, calls, effort, "graph", variants)
    return _batches(device, call, calls, calls, effort, "stream", variants, long=once_us > 20_000)


def _batches(device, call, count, calls, effort, method, variants, long=False):
    repeats = 3 if long else effort.repeats
    started = time.monotonic()
    times = [device.elapsed_us(call, count) / calls for _ in range(repeats)]
    return Timing(statistics.median(times), min(times), calls, repeats, method, started, time.monotonic(), variants)
