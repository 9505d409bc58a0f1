"""Kernels that move memory: copies by size, and the layers' norms, activations, losses, optimizer, routing, quantisation.

GB/s count the fewest bytes the operation must move, so an unfused sequence of kernels shows as a low rate.
"""
import torch
import torch.nn.functional as F

from .other_shapes import copy_sizes
from .rows import notes

BF16 = torch.bfloat16


def run(context):
    sizes = copy_sizes(context.quick, context.tiny)
    kinds = [("copy", size) for size in sizes] + [("triad", size) for size in sizes]
    kinds += [(kind, size) for kind in ("read", "write") for size in sizes[:6]]
    for kind, size in context.each(kinds, lambda job: job[0]):
        context.attempt(kind, stream_job, context, kind, size)
    for name, rows, width in context.each(layer_jobs(context), lambda job: job[0]):
        context.attempt(name, layer_job, context, name, rows, width)
    context.pool.drop(torch.float32)


def stream_job(context, kind, size):
    """`size` bytes of one operand; the bytes moved are 2, 3, 1 or 1 times that."""
    count = size // 2
    operands = {"copy": 1, "triad": 2, "read": 1, "write": 0}[kind]
    sets = context.pool.cut(BF16, *[(count,)] * max(1, operands))
    results = context.pool.outputs(BF16, (count,), len(sets) if kind != "read" else 1)

    def call(i):
        one, out = sets[i % len(sets)], results[i % len(results)]
        if kind == "copy":
            out.copy_(one[0])
        elif kind == "triad":
            torch.add(one[0], one[1], alpha=3.0, out=out)
        elif kind == "read":
            torch.sum(one[0])
        else:
            out.fill_(1.0)
    timing = context.measure(call, variants=max(len(sets), len(results)))
    moved = size * {"copy": 2, "triad": 3, "read": 1, "write": 1}[kind]
    context.recorder.kernel(kind, "bf16", timing, moved_bytes=moved, m=count, note=notes(operand_bytes=size))


def layer_jobs(context):
    """(name, rows, width)"""
    if context.tiny:
        return [(name, 64, 128) for name in LAYERS]
    shapes = ((8192, 4096),) if context.quick else ((8192, 4096), (2048, 8192), (8192, 8192))
    out = [(name, *shape) for shape in shapes for name in LAYERS if name not in ("adamw", "cross entropy", "cross entropy bwd")]
    out += [("cross entropy", 4096, 128256), ("cross entropy bwd", 4096, 128256), ("adamw", 1 << 15, 1 << 12)]
    return out


def layer_job(context, name, rows, width):
    call, variants, moved, graph = LAYERS[name](context.pool, rows, width)
    with torch.set_grad_enabled("bwd" in name):
        timing = context.measure(call, variants=variants, graph=graph)
    dtype = "fp32" if name == "adamw" else "bf16"
    context.recorder.kernel(name.removesuffix(" bwd"), dtype, timing, moved_bytes=moved, m=rows, n=width,
                            direction="bwd" if name.endswith("bwd") else "fwd", note=notes(library="torch, eager"))


def forward(function, reads, writes):
    """A kernel builder: `reads` operands of (rows, width) in bf16 go in, `writes` come out."""
    def build(pool, rows, width):
        sets = pool.cut(BF16, *[(rows, width)] * reads)
        return (lambda i: function(*sets[i % len(sets)])), len(sets), 2.0 * rows * width * (reads + writes), True
    return build


def backward(function, with_weight, moves):
    """The gradient of function(x, weight): `moves` operands of (rows, width) in bf16."""
    def build(pool, rows, width):
        x = pool.cut(BF16, (rows, width))[0][0].detach().requires_grad_()
        leaves = [x]
        with torch.enable_grad():
            if with_weight:
                leaves.append(torch.ones(width, dtype=BF16, device=x.device, requires_grad=True))
            out = function(*leaves)
        gradient = torch.randn_like(out)
        return (lambda i: torch.autograd.grad(out, leaves, gradient, retain_graph=True)), 1, 2.0 * rows * width * moves, False
    return build


def rms_norm(x, weight=None):
    return F.rms_norm(x, (x.shape[-1],), weight)


def layer_norm(x, weight=None):
    return F.layer_norm(x, (x.shape[-1],), weight)


def swiglu(gate, up):
    return F.silu(gate) * up


def swiglu_of_one(x):
    gate, up = x.chunk(2, dim=-1)
    return F.silu(gate) * up


def gather(pool, rows, width):
    """Rows in random order, as tokens are sent to experts."""
    order = torch.randperm(rows, device=pool.device.torch_device)
    sets = pool.cut(BF16, (rows, width))
    return (lambda i: torch.index_select(sets[i % len(sets)][0], 0, order)), len(sets), 4.0 * rows * width, True


def scatter(pool, rows, width):
    """Rows added back to their places: one read, one read and one write."""
    order = torch.randperm(rows, device=pool.device.torch_device)
    sets = pool.cut(BF16, (rows, width))
    out = torch.zeros(rows, width, dtype=BF16, device=pool.device.torch_device)
    return (lambda i: out.index_add_(0, order, sets[i % len(sets)][0])), len(sets), 6.0 * rows * width, True


def quantise(x):
    """By the largest value of the tensor: read twice, written in 8 bits."""
    scale = 448.0 / x.abs().amax().float()
    return (x.float() * scale).to(torch.float8_e4m3fn)


def cast(x):
    return x.to(torch.float8_e4m3fn)


def narrow(function, reads):
    """A kernel builder for results of one byte."""
    def build(pool, rows, width):
        sets = pool.cut(BF16, (rows, width))
        return (lambda i: function(sets[i % len(sets)][0])), len(sets), rows * width * (2.0 * reads + 1.0), True
    return build


def cross_entropy(pool, rows, width):
    """bf16 logits read once at best; eager torch converts to fp32 first."""
    logits = pool.cut(BF16, (rows, width))[0][0]
    target = torch.randint(width, (rows,), device=logits.device)
    return (lambda i: F.cross_entropy(logits.float(), target)), 1, 2.0 * rows * width, True


def cross_entropy_backward(pool, rows, width):
    logits = pool.cut(BF16, (rows, width))[0][0].detach().requires_grad_()
    target = torch.randint(width, (rows,), device=logits.device)
    with torch.enable_grad():
        loss = F.cross_entropy(logits.float(), target)
    return (lambda i: torch.autograd.grad(loss, logits, retain_graph=True)), 1, 4.0 * rows * width, False


def adamw(pool, rows, width):
    """Fused, all states fp32: reads weight, gradient and two moments, writes three of them: 28 bytes a parameter."""
    weight = torch.zeros(rows, width, device=pool.device.torch_device, requires_grad=True)
    weight.grad = torch.randn_like(weight)
    optimizer = torch.optim.AdamW([weight], lr=1e-4, fused=True)
    return (lambda i: optimizer.step()), 1, 28.0 * rows * width, False


LAYERS = {
    "rmsnorm": forward(rms_norm, 1, 1), "rmsnorm bwd": backward(rms_norm, True, 3),
    "swiglu": forward(swiglu, 2, 1), "swiglu bwd": backward(swiglu_of_one, False, 2.5),
    "residual add": forward(torch.add, 2, 1), "layernorm": forward(layer_norm, 1, 1),
    "layernorm bwd": backward(layer_norm, True, 3), "quantise fp8": narrow(quantise, 2), "cast fp8": narrow(cast, 1),
    "gather rows": gather, "scatter rows": scatter, "cross entropy": cross_entropy,
    "cross entropy bwd": cross_entropy_backward, "adamw": adamw}
