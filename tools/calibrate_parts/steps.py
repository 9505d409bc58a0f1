"""Whole transformer layers and whole training steps: what a simulator of them is checked against."""
import gc

import torch

from . import llama, llama_shapes
from .rows import notes
from .timing import Effort, measure

STEPS = 3


def run(context):
    context.pool.drop(*list(context.pool.buffers))
    layers = llama_shapes.TINY_LAYERS if context.tiny else llama_shapes.LAYERS
    for shape in context.each(layers):
        context.attempt(shape.name, layer_row, context, shape)
    for shape in context.each(() if context.quick or context.tiny else layers):
        context.attempt(f"{shape.name}, cudnn attention", cudnn_row, context, shape)
    model = llama_shapes.TINY_MODEL if context.tiny else llama_shapes.MODEL
    for recompute in context.each((False,) if context.quick else (False, True)):
        context.attempt(f"step, recompute {recompute}", step_row, context, model, recompute)
    free(context)


def free(context):
    gc.collect()
    context.device.empty_cache()


def cudnn_row(context, shape):
    """The layer with attention from cuDNN; torch's own choice is another backend on most parts."""
    from torch.nn.attention import SDPBackend, sdpa_kernel
    with sdpa_kernel([SDPBackend.CUDNN_ATTENTION]):
        layer_row(context, shape, kind="eager, cudnn attention")


def layer_and_call(context, shape, compiled=False):
    """(forward(i), forward and backward(i)) of one layer with random input; gradients are not accumulated."""
    device = context.device
    layer = llama.make(lambda: llama.Layer(shape), device.torch_device)
    if compiled:
        layer.compile(dynamic=False)
    x = torch.randn(shape.micro_batch, shape.seq, shape.hidden, device=device.torch_device, dtype=torch.bfloat16,
                    requires_grad=True)
    cos, sin = llama.rotary_tables(shape.seq, shape.head_dim, device.torch_device)
    gradient, leaves = torch.randn_like(x), [x, *layer.parameters()]

    def both(_):
        torch.autograd.grad(layer(x, cos, sin), leaves, gradient)
    return (lambda _: layer(x, cos, sin)), both


def layer_row(context, shape, kind="eager"):
    """Time of a layer's forward, and of its forward with backward."""
    device = context.device
    free(context)
    ahead, both = layer_and_call(context, shape, kind == "compiled")
    both(0)
    device.reset_peak_memory()
    both(0)
    peak = device.peak_memory_gb()
    effort = Effort(60_000.0, 7)
    forward = measure(device, ahead, effort=effort, graph=False)
    whole = measure(device, both, effort=effort, graph=False)
    add_row(context, shape, whole, forward_us=forward.us, flops=3 * shape.layer_flops(), peak_gb=peak,
            kind=kind, optimizer="none", recompute="none")


def add_row(context, shape, timing, *, forward_us=None, flops, peak_gb, kind, note="", **configuration):
    recorder = context.recorder
    clock, power = context.sampler.window(timing.started, timing.ended)
    tflops, peak = flops / timing.us / 1e6, recorder.peaks.get("bf16")
    tokens = shape.tokens * shape.micro_batches
    recorder.steps.append({
        "name": f"{shape.name}, {kind}", "configuration": shape.configuration(dtype="bf16", attention="SDPA", **configuration),
        "forward_ms": forward_us / 1e3 if forward_us else None, "time_ms": timing.us / 1e3,
        "tokens_per_s": tokens / timing.us * 1e6, "model_tflops": tflops, "model_flops_frac": tflops / peak if peak else None,
        "peak_memory_gb": peak_gb, "clock_mhz": clock, "power_w": power,
        "notes": "; ".join(filter(None, [timing.note(), note]))})


def step_row(context, shape, recompute, compiled=False):
    """Whole steps of training on one GPU: micro-batches forward and backward, then the optimizer."""
    device = context.device
    free(context)
    model = llama.make(lambda: llama.Model(shape, recompute), device.torch_device)
    if compiled:
        for layer in model.layers:
            layer.compile(dynamic=False)
    trainer = llama.Trainer(model)
    size = (shape.micro_batches, shape.micro_batch, shape.seq)
    tokens, targets = (torch.randint(shape.vocabulary, size, device=device.torch_device) for _ in range(2))
    cos, sin = llama.rotary_tables(shape.seq, shape.head_dim, device.torch_device)

    def step(_):
        for i in range(shape.micro_batches):
            (model(tokens[i], targets[i], cos, sin) / shape.micro_batches).backward()
        trainer.update()
    step(0)
    device.reset_peak_memory()
    timing = measure(device, step, effort=Effort(1.0, STEPS), graph=False)
    update = device.elapsed_us(lambda _: trainer.update(), 1)
    add_row(context, shape, timing, flops=shape.step_flops(), peak_gb=device.peak_memory_gb(),
            kind=("compiled" if compiled else "eager") + (", recompute" if recompute else ""),
            optimizer="AdamW fused, bytes a parameter: 2 weights, 4 gradients, 12 master and moments",
            recompute="full, every layer" if recompute else "none", note=notes(optimizer_ms=f"{update / 1e3:.4g}"))
