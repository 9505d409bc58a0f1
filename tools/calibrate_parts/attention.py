"""Fused attention, forward and backward, through each backend of torch's scaled_dot_product_attention that takes it."""
import torch
import torch.nn.functional as F

from .context import Skip
from .other_shapes import attention_jobs
from .rows import notes


def run(context):
    for job in context.each(attention_jobs(context.quick, context.tiny), family):
        context.attempt(family(job), measure_job, context, job)


def family(job):
    widths = f"{job.head_dim}" + ("" if job.head_dim == job.value_dim else f"/{job.value_dim}")
    return f"SDPA {job.backend} {job.direction} width {widths}" + (" grouped" if job.kv_heads < job.heads else "")


def backend_of(name):
    from torch.nn.attention import SDPBackend
    return {"flash": SDPBackend.FLASH_ATTENTION, "cudnn": SDPBackend.CUDNN_ATTENTION, "math": SDPBackend.MATH}[name]


def inputs(pool, job):
    """Operand sets [q, k, v], each (batch, heads, seq, width) as a transposed view of (batch, seq, heads, width), the
    strides that a projection leaves."""
    shapes = [(job.batch, job.seq, h, w) for h, w in
              ((job.heads, job.head_dim), (job.kv_heads, job.head_dim), (job.kv_heads, job.value_dim))]
    return [[t.transpose(1, 2) for t in one] for one in pool.cut(torch.bfloat16, *shapes)]


def attend(job, q, k, v):
    return F.scaled_dot_product_attention(q, k, v, is_causal=job.causal, enable_gqa=job.kv_heads < job.heads)


def prepare(pool, job):
    """(call(i), number of operand sets, whether it can be captured in a graph)"""
    sets = inputs(pool, job)
    if job.direction == "fwd":
        return (lambda i: attend(job, *sets[i % len(sets)])), len(sets), True
    leaves = [t.detach().requires_grad_() for t in sets[0]]
    out = attend(job, *leaves)
    gradient = torch.randn_like(out)
    return (lambda i: torch.autograd.grad(out, leaves, gradient, retain_graph=True)), 1, False


def prepare_within(pool, job):
    """The same with the backend chosen at every call, for use outside of sdpa_kernel."""
    from torch.nn.attention import sdpa_kernel
    with sdpa_kernel([backend_of(job.backend)]), torch.set_grad_enabled(job.direction == "bwd"):
        call, variants, graph = prepare(pool, job)

    def inside(i):
        with sdpa_kernel([backend_of(job.backend)]), torch.set_grad_enabled(job.direction == "bwd"):
            return call(i)
    return inside, variants, graph


def measure_job(context, job):
    from torch.nn.attention import sdpa_kernel
    if job.seq * job.batch * job.heads * job.head_dim > context.pool.elements:
        raise Skip("larger than the buffer of operands")
    with sdpa_kernel([backend_of(job.backend)]):
        with torch.set_grad_enabled(job.direction == "bwd"):
            call, variants, graph = prepare(context.pool, job)
            timing = context.measure(call, variants=variants, graph=graph)
    context.recorder.kernel(
        f"SDPA {job.backend}", "bf16", timing, flops=job.flops, seq_len=job.seq, head_dim=job.head_dim,
        causal="yes" if job.causal else "no", direction=job.direction,
        note=notes(batch=job.batch, heads=job.heads, kv_heads=job.kv_heads, value_dim=job.value_dim, what=job.what))
