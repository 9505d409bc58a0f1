"""The kernels of one layer, by name and time: what the simulator's count of kernels is checked against.

Last of all, because a profiler may slow down launches after it.
"""
from torch.profiler import ProfilerActivity, profile

from . import llama_shapes, steps

MOST_KERNELS = 60
NAME_LENGTH = 120


def run(context):
    context.pool.drop(*list(context.pool.buffers))
    for shape in context.each(llama_shapes.TINY_LAYERS if context.tiny else llama_shapes.LAYERS):
        context.attempt(shape.name, list_kernels, context, shape)


def list_kernels(context, shape):
    """One forward and backward, for summary.json."""
    steps.free(context)
    _, both = steps.layer_and_call(context, shape)
    both(0)
    on_cpu = context.device.kind == "cpu"
    with profile(activities=[ProfilerActivity.CPU if on_cpu else ProfilerActivity.CUDA]) as seen:
        both(0)
        context.device.synchronize()
    time_of = "self_cpu_time_total" if on_cpu else "self_device_time_total"
    rows = [(event.key[:NAME_LENGTH], event.count, float(getattr(event, time_of, 0.0))) for event in seen.key_averages()]
    rows = sorted((row for row in rows if row[2] > 0), key=lambda row: -row[2])
    context.recorder.layer_kernels[shape.name] = [
        {"kernel": kernel, "count": count, "us": round(us, 2)} for kernel, count, us in rows[:MOST_KERNELS]]
