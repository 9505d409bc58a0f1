"""Speed and power of loads that last seconds. Burst: the first moments after a rest; sustained: the second half."""
import time

import torch

from . import attention, scaled
from .gemm_shapes import GemmJob
from .other_shapes import AttentionJob

BURST_S = 0.06
CHUNK_US = 25_000.0
REST_S = 0.5


def run(context):
    long_s, short_s = (0.05, 0.05) if context.tiny else (1.5, 0.6) if context.quick else (3.6, 1.0)
    loads = [("idle with context", "", long_s / 2, None), ("gemm", "bf16", long_s, gemm), ("gemm", "fp8", long_s, gemm),
             ("attention forward", "bf16", long_s / 2, attend), ("attention backward", "bf16", long_s * 0.75, attend),
             ("copy", "bf16", long_s / 2, copy)]
    if not context.tiny:
        loads += [("gemm 4096", dtype, short_s, gemm) for dtype in ("bf16", "fp8")]
    for data in ("normal", "zeros"):
        for name, dtype, seconds, build in context.each(loads, lambda load: f"{load[0]} {load[1]}"):
            if data == "zeros" and not name.startswith("gemm"):
                continue
            seconds = seconds if data == "normal" else short_s
            context.attempt(f"{name} {dtype} {data}", sustain, context, name, dtype, data, seconds, build)


def size_of(context, name):
    if context.tiny:
        return 256
    return int(name.split()[1]) if name.split()[-1].isdigit() else 8192


def gemm(context, name, dtype, data):
    """(call(i), floating-point operations, bytes) of a square product; zeros keep the same strides."""
    size = size_of(context, name)
    job = GemmJob("sustained", dtype, size, size, size, scaling="tensor" if dtype == "fp8" else "")
    kind = scaled.FP8 if dtype == "fp8" else torch.bfloat16
    if data == "zeros":
        a, b = (torch.zeros(size, size, device=context.device.torch_device).to(kind) for _ in range(2))
        sets = [(a, b.t())]
    else:
        sets = [(a, b.t()) for a, b in context.pool.cut(kind, (size, size), (size, size))[:4]]
    if dtype == "fp8":
        product = scaled.tensor_wise(context.pool, job)
        return (lambda i: product(*sets[i % len(sets)])), job.flops, None
    out = torch.empty(size, size, dtype=kind, device=context.device.torch_device)
    return (lambda i: torch.mm(*sets[i % len(sets)], out=out)), job.flops, None


def attend(context, name, dtype, data):
    """Causal attention of width 128 in the layout of a 4096-wide layer, through the first backend that takes it."""
    seq, heads = (128, 2) if context.tiny else (8192, 32)
    direction = "fwd" if "forward" in name else "bwd"
    error = None
    for backend in ("flash", "math") if context.tiny else ("cudnn", "flash"):
        job = AttentionJob(backend, 1, seq, heads, heads, 128, 128, True, direction)
        try:
            call, _, _ = attention.prepare_within(context.pool, job)
            call(0)
            return call, job.flops, None
        except Exception as problem:
            error = problem
    raise error


def copy(context, name, dtype, data):
    size = 1 << 20 if context.tiny else 1 << 30
    source, = context.pool.cut(torch.bfloat16, (size // 2,))[0]
    out = torch.empty_like(source)
    return (lambda i: out.copy_(source)), None, 2.0 * size


def sustain(context, name, dtype, data, seconds, build):
    """One row of power.csv."""
    rest_s = 0.0 if context.tiny else 0.3 if context.quick else REST_S
    call, flops, moved = build(context, name, dtype, data) if build else (None, None, None)
    if call:
        per_chunk = warm_up(context.device, call)
    time.sleep(rest_s)
    energy, started = context.sampler.reader.energy_j(), time.monotonic()
    chunks = repeat(context.device, call, per_chunk, seconds) if call else time.sleep(seconds) or []
    ended, after = time.monotonic(), context.sampler.reader.energy_j()
    middle = started + (ended - started) / 2
    row = {"load": name, "dtype": dtype, "data": data, "seconds": ended - started,
           **context.sampler.statistics(middle, ended), "notes": f"power and clock of the second half; rest of {rest_s} s before"}
    row["energy_mean_w"] = (after - energy) / (ended - started) if energy is not None and after is not None else None
    if call:
        burst, steady = rates(chunks, per_chunk)
        for key, per_call, scale in (("tflops", flops, 1e-12), ("gb_s", moved, 1e-9)):
            if per_call:
                row[f"burst_{key}"], row[f"sustained_{key}"] = burst * per_call * scale, steady * per_call * scale
    context.recorder.power.append(row)


def warm_up(device, call):
    """Calls in a chunk of about CHUNK_US."""
    call(0)
    once = min(device.elapsed_us(call, 1) for _ in range(3))
    return max(1, round(CHUNK_US / once))


def repeat(device, call, per_chunk, seconds):
    """Chunks of calls for some seconds, two in flight: their times in s."""
    ended = time.monotonic() + seconds
    if device.kind != "cuda":
        out = []
        while time.monotonic() < ended or not out:
            out.append(device.elapsed_us(call, per_chunk) / 1e6)
        return out
    events = [torch.cuda.Event(enable_timing=True)]
    events[0].record()
    while time.monotonic() < ended or len(events) < 4:
        for i in range(per_chunk):
            call(i)
        events.append(torch.cuda.Event(enable_timing=True))
        events[-1].record()
        if len(events) > 3:
            events[-3].synchronize()
    device.synchronize()
    return [a.elapsed_time(b) / 1e3 for a, b in zip(events, events[1:])]


def rates(chunks, per_chunk):
    """(calls a second in the first BURST_S, calls a second in the second half of the time)"""
    total, passed, early, late = sum(chunks), 0.0, [], []
    for seconds in chunks:
        if passed < BURST_S:
            early.append(seconds)
        if passed >= total / 2:
            late.append(seconds)
        passed += seconds
    late = late or chunks[-1:]
    return len(early) * per_chunk / sum(early), len(late) * per_chunk / sum(late)
