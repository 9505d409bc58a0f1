"""Dense matrix products: 16-bit and tf32 through torch.mm, 8- and 4-bit through the scaled products."""
import torch

from . import gemm_shapes, scaled
from .rows import notes

DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16, "tf32": torch.float32}


def run(context):
    newer = context.device.capability >= (10, 0)
    jobs = gemm_shapes.jobs(quick=context.quick, on_cpu=context.tiny, newer=newer)
    torch.backends.cuda.matmul.allow_tf32 = True
    for job in context.each(jobs, lambda job: job.family):
        context.attempt(job.family, measure_job, context, job)
    context.pool.drop(torch.float16, torch.float32)


def operands(pool, job):
    """Operand sets [(a, b)] with a (m, k) and b (k, n) in the strides of the layout."""
    dtype = DTYPES[job.dtype]
    if job.layout == "TN":
        return [(a, b.t()) for a, b in pool.cut(dtype, (job.m, job.k), (job.n, job.k))]
    if job.layout == "NN":
        return [(a, b) for a, b in pool.cut(dtype, (job.m, job.k), (job.k, job.n))]
    return [(a.t(), b) for a, b in pool.cut(dtype, (job.k, job.m), (job.k, job.n))]


def plain_call(pool, job):
    """(call(i), number of operand sets, name of the kernel)"""
    sets = operands(pool, job)
    results = pool.outputs(DTYPES[job.dtype], (job.m, job.n), len(sets))

    def call(i):
        a, b = sets[i % len(sets)]
        torch.mm(a, b, out=results[i % len(results)])
    return call, len(sets), "torch.mm"


def measure_job(context, job):
    build = plain_call if job.dtype in DTYPES else scaled.call_of
    call, variants, kernel = build(context.pool, job)
    timing = context.measure(call, variants=variants)
    context.recorder.kernel(
        kernel, job.dtype, timing, flops=job.flops, m=job.m, n=job.n, k=job.k, layout=job.layout, direction=job.direction,
        moved_bytes=gemm_bytes(job), note=notes(sweep=job.sweep, scaling=job.scaling, what=job.what))


def gemm_bytes(job):
    """Each operand read once, the result written once: bytes."""
    width = {"tf32": 4.0, "fp8": 1.0, "mxfp8": 33 / 32, "nvfp4": 9 / 16}.get(job.dtype, 2.0)
    result = 4.0 if job.dtype == "tf32" else 2.0
    return width * (job.m * job.k + job.k * job.n) + result * job.m * job.n
