"""Products of several experts in one launch, as a mixture of experts runs them; else a loop over the experts."""
import torch

from .context import Skip
from .other_shapes import grouped_jobs
from .rows import notes


def run(context):
    kernel = "torch._grouped_mm" if hasattr(torch, "_grouped_mm") else "loop of torch.mm"
    for job in context.each(grouped_jobs(context.quick, context.tiny), lambda job: f"{kernel} {job.direction}"):
        context.attempt(f"{kernel} {job.direction}", measure_job, context, job, kernel)


def build(pool, job, kernel):
    """(call(i), number of operand sets). Forward: x (rows, k) in groups, w (experts, n, k). Weight gradient: the groups
    divide the rows that are summed over, dw (experts, n, k)."""
    rows = job.experts * job.rows
    ends = torch.arange(1, job.experts + 1, device=pool.device.torch_device, dtype=torch.int32) * job.rows
    if job.direction == "wgrad":
        if kernel != "torch._grouped_mm":
            raise Skip("weight gradients of groups need torch._grouped_mm")
        sets = [(dy.t(), x) for dy, x in pool.cut(torch.bfloat16, (rows, job.n), (rows, job.k))]
    else:
        sets = [(x, w.transpose(-2, -1)) for x, w in pool.cut(torch.bfloat16, (rows, job.k), (job.experts, job.n, job.k))]
    if kernel == "torch._grouped_mm":
        return (lambda i: torch._grouped_mm(*sets[i % len(sets)], offs=ends)), len(sets)

    def loop(i):
        x, w = sets[i % len(sets)]
        for e in range(job.experts):
            torch.mm(x[e * job.rows:(e + 1) * job.rows], w[e])
    return loop, len(sets)


def measure_job(context, job, kernel):
    call, variants = build(context.pool, job, kernel)
    timing = context.measure(call, variants=variants)
    rows = job.experts * job.rows
    moved = 2.0 * (rows * (job.n + job.k) + job.experts * job.n * job.k)
    context.recorder.kernel(kernel, "bf16", timing, flops=2.0 * rows * job.n * job.k, moved_bytes=moved, m=job.rows, n=job.n,
                            k=job.k, groups=job.experts, direction=job.direction,
                            layout="NT" if job.direction == "wgrad" else "TN", note=notes(sweep="grouped", what=job.what))
