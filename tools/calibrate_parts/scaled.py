"""8- and 4-bit matrix products with scale factors. Operands are random; all scale factors are one."""
import torch

from .context import Skip

FP8 = torch.float8_e4m3fn
KERNELS = {"tensor": "torch._scaled_mm tensor-wise", "tensor_slow": "torch._scaled_mm tensor-wise, full accumulation",
           "row": "torch._scaled_mm row-wise", "block": "scaled_mm 1x128/128x128 scaling"}


def call_of(pool, job):
    """(call(i), number of operand sets, name of the kernel)"""
    if job.layout != "TN":
        raise Skip("8-bit products exist in layout TN only")
    if job.dtype == "mxfp8":
        return mxfp8(pool, job)
    if job.dtype == "nvfp4":
        return nvfp4(pool, job)
    sets = [(a, b.t()) for a, b in pool.cut(FP8, (job.m, job.k), (job.n, job.k))]
    build = {"row": row_wise, "block": block_wise}.get(job.scaling, tensor_wise)
    product = build(pool, job)
    return (lambda i: product(*sets[i % len(sets)])), len(sets), KERNELS[job.scaling]


def ones(pool, *shape, dtype=torch.float32):
    return torch.ones(shape, device=pool.device.torch_device).to(dtype)


def padded(extent, to):
    return -(-extent // to) * to


def tensor_wise(pool, job):
    one, fast = ones(pool), job.scaling == "tensor"
    return lambda a, b: torch._scaled_mm(a, b, scale_a=one, scale_b=one, out_dtype=torch.bfloat16, use_fast_accum=fast)


def row_wise(pool, job):
    rows, columns = ones(pool, job.m, 1), ones(pool, 1, job.n)
    return lambda a, b: torch._scaled_mm(a, b, scale_a=rows, scale_b=columns, out_dtype=torch.bfloat16, use_fast_accum=True)


def block_wise(pool, job):
    """1 x 128 blocks of activations, 128 x 128 blocks of weights, as DeepSeek-V3 trains.

    Scales: activations (m, k / 128) contiguous along m; weights (k / 128 padded to 4, n / 128) contiguous along k.
    """
    from torch.nn.functional import ScalingType, scaled_mm
    blocks = -(-job.k // 128)
    left = ones(pool, blocks, job.m).t()
    right = ones(pool, -(-job.n // 128), padded(blocks, 4)).t()
    return lambda a, b: scaled_mm(a, b, scale_a=left, scale_recipe_a=ScalingType.BlockWise1x128, scale_b=right,
                                  scale_recipe_b=ScalingType.BlockWise128x128, output_dtype=torch.bfloat16)


def mxfp8(pool, job):
    """Blocks of 32 with 8-bit exponents as scales, in the padded layout of tensor cores."""
    sets = [(a, b.t()) for a, b in pool.cut(FP8, (job.m, job.k), (job.n, job.k))]
    groups = padded(-(-job.k // 32), 4)
    left = ones(pool, padded(job.m, 128) * groups, dtype=torch.float8_e8m0fnu)
    right = ones(pool, padded(job.n, 128) * groups, dtype=torch.float8_e8m0fnu)

    def call(i):
        a, b = sets[i % len(sets)]
        torch._scaled_mm(a, b, scale_a=left, scale_b=right, out_dtype=torch.bfloat16)
    return call, len(sets), "torch._scaled_mm mxfp8"


def nvfp4(pool, job):
    """Two 4-bit values a byte, blocks of 16 with 8-bit scales."""
    raw = pool.cut(FP8, (job.m, job.k // 2), (job.n, job.k // 2))  # any bits are valid 4-bit values
    sets = [(a.view(torch.float4_e2m1fn_x2), b.view(torch.float4_e2m1fn_x2).t()) for a, b in raw]
    groups = padded(-(-job.k // 16), 4)
    left, right = ones(pool, padded(job.m, 128) * groups, dtype=FP8), ones(pool, padded(job.n, 128) * groups, dtype=FP8)

    def call(i):
        a, b = sets[i % len(sets)]
        torch._scaled_mm(a, b, scale_a=left, scale_b=right, out_dtype=torch.bfloat16)
    return call, len(sets), "torch._scaled_mm nvfp4"
