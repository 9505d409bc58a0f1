"""What a launch costs: the host's time for an operation, and the gap between kernels in a stream and in a graph."""
import time

import torch

from .rows import notes
from .timing import Timing

ELEMENTS = 1024


def run(context):
    device = context.device.torch_device
    count = 200 if context.tiny or context.quick else 2000
    x = torch.zeros(ELEMENTS, device=device)
    a, out = torch.randn(64, 64, device=device, dtype=torch.bfloat16), torch.empty(64, 64, device=device, dtype=torch.bfloat16)
    linear = torch.nn.Linear(64, 64, device=device, dtype=torch.bfloat16)
    calls = {"add": lambda i: x.add_(1.0), "mm 64": lambda i: torch.mm(a, a, out=out)}
    for name, call in context.each(calls.items()):
        context.attempt(f"stream {name}", stream, context, name, call, count)
        context.attempt(f"graph {name}", graph, context, name, call, count)
    context.attempt("linear", stream, context, "linear forward and backward", lambda i: linear(a).sum().backward(), count // 4)
    context.attempt("round trip", round_trip, context, calls["add"], count // 4)


def record(context, name, us, count, started, **more):
    timing = Timing(us, us, count, 1, "host clock", started, time.monotonic())
    context.recorder.kernel(f"launch: {name}", "fp32" if "add" in name else "bf16", timing, note=notes(**more))


def stream(context, name, call, count):
    """Many short kernels one after another: whole time per operation, and the host's part of it (three tries, the median)."""
    for i in range(20):
        call(i)
    tries, started = [], time.monotonic()
    for _ in range(3):
        context.device.synchronize()
        begin = time.perf_counter()
        for i in range(count):
            call(i)
        host = time.perf_counter() - begin
        context.device.synchronize()
        tries.append(((time.perf_counter() - begin) / count * 1e6, host / count * 1e6))
    whole, host = sorted(tries)[1]
    record(context, f"{name}, stream", whole, count, started, host_us=f"{host:.4g}")


def graph(context, name, call, count):
    """The same as one graph, and the cost of launching a graph of one kernel."""
    if not context.device.graphs:
        return
    started = time.monotonic()
    replay = context.device.capture(call, count)
    if replay:
        us = sorted(context.device.elapsed_us(lambda i: replay(), 1) for _ in range(5))[2] / count
        record(context, f"{name}, graph", us, count, started)
    single = context.device.capture(call, 1)
    if single:
        stream(context, f"{name}, graph of one", lambda i: single(), max(50, count // 8))


def round_trip(context, call, count):
    """Launch one kernel and wait for it."""
    started, begin = time.monotonic(), time.perf_counter()
    for i in range(count):
        call(i)
        context.device.synchronize()
    record(context, "add, round trip", (time.perf_counter() - begin) / count * 1e6, count, started)
