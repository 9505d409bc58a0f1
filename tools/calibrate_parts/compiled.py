"""The same through torch.compile, as far as its compile times leave room: memory-bound kernels, layers, a step."""
import torch

from . import llama_shapes, memory, steps
from .context import limit
from .rows import notes

NEEDED_S = 8.0  # a compilation is not begun with less


def run(context):
    jobs = [("layers", None)] + [("kernel", name) for name in KERNELS] + [("step", None)]
    steps.free(context)
    for kind, name in context.each(jobs, lambda job: job[0]):
        if context.left_s() < NEEDED_S and not context.tiny:
            context.recorder.skip("compiled", "no time left to compile")
            return
        with limit(max(1.0, context.left_s())):
            context.attempt(f"compiled {name or kind}", {"layers": layers, "kernel": kernel, "step": step}[kind], context, name)


def layers(context, _):
    for shape in context.each(llama_shapes.TINY_LAYERS if context.tiny else llama_shapes.LAYERS):
        steps.layer_row(context, shape, kind="compiled")
    torch._dynamo.reset()


def step(context, _):
    context.pool.drop(*list(context.pool.buffers))
    steps.step_row(context, llama_shapes.TINY_MODEL if context.tiny else llama_shapes.MODEL, False, compiled=True)


def cross_entropy(logits, target):
    return torch.nn.functional.cross_entropy(logits.float(), target)


def add_rms_norm(x, y):
    total = x + y
    return total, memory.rms_norm(total)


# function, operands of (rows, width), bytes moved per element of (rows, width)
KERNELS = {"rmsnorm": (memory.rms_norm, 1, 4.0), "swiglu": (memory.swiglu, 2, 6.0), "add and rmsnorm": (add_rms_norm, 2, 8.0),
           "quantise fp8": (memory.quantise, 1, 5.0), "layernorm": (memory.layer_norm, 1, 4.0),
           "cross entropy": (cross_entropy, 1, 2.0)}


def kernel(context, name):
    function, operands, bytes_each = KERNELS[name]
    rows, width = (64, 128) if context.tiny else (4096, 128256) if name == "cross entropy" else (8192, 4096)
    sets = context.pool.cut(torch.bfloat16, *[(rows, width)] * operands)
    more = [torch.randint(width, (rows,), device=context.device.torch_device)] if name == "cross entropy" else []
    fast = torch.compile(function, dynamic=False)
    with torch.no_grad():
        timing = context.measure(lambda i: fast(*sets[i % len(sets)], *more), variants=len(sets))
    context.recorder.kernel(name, "bf16", timing, moved_bytes=bytes_each * rows * width, m=rows, n=width, direction="fwd",
                            note=notes(library="torch.compile"))
