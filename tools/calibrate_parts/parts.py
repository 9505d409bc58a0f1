"""Power of one part of the accelerator at a time, and of mixtures: what the coefficients of a power model are fitted to.

Each load runs for some seconds at whatever clock the part chooses; power is the driver's energy counter over the second
half, where there is one, else the mean of the samples.
"""
import time

import torch

from . import llama_shapes, steps
from .fit_power import PART_BY_PART
from .gemm_shapes import GemmJob
from .sustained import warm_up

DUTIES = (0.75, 0.5, 0.25)
TURN_US = 20_000.0  # of work and waiting together: shorter than what a reading of power takes
CLOCK_CYCLES_PER_US = 1_900.0  # of torch's sleeping kernel, about


def run(context):
    seconds = 0.05 if context.tiny else 1.2 if context.quick else 2.6
    shapes = ((64, 64, 64),) if context.tiny else ((8192, 8192, 8192), (8192, 8192, 512), (8192, 8192, 256), (8192, 8192, 128),
                                                   (2048, 2048, 2048))
    loads = [(f"gemm {'x'.join(map(str, shape))}", lambda shape=shape: product(context, shape)) for shape in shapes]
    loads.insert(0, ("no kernel", lambda: ((lambda i: time.sleep(0.01)), None, None)))
    loads += [("copy", lambda: copy(context)), ("read", lambda: read(context)), ("sine in cache", lambda: sine(context)),
              ("wait, one thread", lambda: wait(context)), ("wait, 24 blocks that poll", lambda: poll(context))]
    for duty in DUTIES:
        loads.append((f"gemm, {duty:.0%} of the time, else waits", lambda duty=duty: turns(context, product(context, shapes[0]), duty)))
        loads.append((f"copy, {duty:.0%} of the time, else waits", lambda duty=duty: turns(context, copy(context), duty)))
    loads += [(shape.name, lambda shape=shape: layer(context, shape))
              for shape in (llama_shapes.TINY_LAYERS if context.tiny else llama_shapes.LAYERS)]
    for name, build in context.each(loads, lambda load: load[0]):
        context.attempt(name, power_row, context, name, build, seconds)


def power_row(context, name, build, seconds):
    """One row of power.csv: speed, power and clock of the second half."""
    call, flops, moved = build()
    per_chunk = warm_up(context.device, call)
    repeat_for(context.device, call, per_chunk, seconds / 2)
    energy, started = context.sampler.reader.energy_j(), time.monotonic()
    calls = repeat_for(context.device, call, per_chunk, seconds / 2)
    ended, after = time.monotonic(), context.sampler.reader.energy_j()
    row = {"load": name, "dtype": "bf16", "data": "normal", "seconds": ended - started,
           **context.sampler.statistics(started, ended), "notes": f"{PART_BY_PART}; after as long a time of the same load"}
    if energy is not None and after is not None:
        row["energy_mean_w"] = (after - energy) / (ended - started)
    rate = calls / (ended - started)
    row["sustained_tflops"] = rate * flops * 1e-12 if flops else None
    row["sustained_gb_s"] = rate * moved * 1e-9 if moved else None
    context.recorder.power.append(row)


def repeat_for(device, call, per_chunk, seconds):
    """Calls made in that time, the device kept busy; all have ended."""
    ends, calls, waiting = time.monotonic() + seconds, 0, []
    while time.monotonic() < ends or calls == 0:
        for i in range(per_chunk):
            call(i)
        calls += per_chunk
        if device.kind == "cuda":
            waiting.append(torch.cuda.Event())
            waiting[-1].record()
            if len(waiting) > 2:
                waiting.pop(0).synchronize()
    device.synchronize()
    return calls


def product(context, shape):
    m, n, k = shape
    job = GemmJob("parts", "bf16", m, n, k)
    sets = [(a, b.t()) for a, b in context.pool.cut(torch.bfloat16, (m, k), (n, k))[:4]]
    out = torch.empty(m, n, dtype=torch.bfloat16, device=context.device.torch_device)
    return (lambda i: torch.mm(*sets[i % len(sets)], out=out)), job.flops, 2.0 * (m * k + n * k + m * n)


def copy(context):
    size = 1 << 20 if context.tiny else 1 << 30
    source, = context.pool.cut(torch.bfloat16, (size // 2,))[0]
    out = torch.empty_like(source)
    return (lambda i: out.copy_(source)), None, 2.0 * size


def read(context):
    size = 1 << 20 if context.tiny else 1 << 30
    source, = context.pool.cut(torch.bfloat16, (size // 2,))[0]
    return (lambda i: torch.amax(source)), None, 1.0 * size


def sine(context):
    """Vector arithmetic on 16 MB, which stay in the second-level cache."""
    x = torch.randn(1 << (10 if context.tiny else 22), device=context.device.torch_device)
    return (lambda i: torch.sin(x, out=x)), None, None


def wait(context):
    sleeping(context)
    return (lambda i: torch.cuda._sleep(int(1000 * CLOCK_CYCLES_PER_US))), None, None


def sleeping(context):
    if context.device.kind != "cuda":
        raise NotImplementedError("waiting on the device needs CUDA")


def poll(context):
    """As many blocks as a collective has, which read a flag again and again."""
    sleeping(context)
    import triton
    import triton.language as tl

    @triton.jit
    def polling(flag, out, turns):
        seen = 0
        for _ in range(turns):
            seen += tl.load(flag, volatile=True)
        tl.store(out + tl.program_id(0), seen)
    flag = torch.zeros(1, dtype=torch.int32, device=context.device.torch_device)
    out = torch.zeros(24, dtype=torch.int32, device=context.device.torch_device)
    return (lambda i: polling[(24,)](flag, out, 2000, num_warps=16)), None, None


def turns(context, load, duty):
    """Work and waiting by turns of TURN_US together."""
    sleeping(context)
    call, flops, moved = load
    call(0)
    once_us = min(context.device.elapsed_us(call, 3) for _ in range(3))
    works = max(1, round(duty * TURN_US / once_us))
    cycles = int(works * once_us * (1 - duty) / duty * CLOCK_CYCLES_PER_US)

    def turn(i):
        for k in range(works):
            call(i + k)
        torch.cuda._sleep(cycles)
    return turn, flops and flops * works, moved and moved * works


def layer(context, shape):
    """Forward and backward of one layer: the mixture that training is."""
    steps.free(context)
    _, both = steps.layer_and_call(context, shape)
    return both, 3.0 * shape.layer_flops(), None
