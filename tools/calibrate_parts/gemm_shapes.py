"""Which matrix products are measured, most valuable first. Pure lists: no GPU needed.

m, n, k are those of the product itself: c (m, n) = a (m, k) b (k, n). Layouts as a linear layer y = x w^T of w (n, k) uses
them: TN forward (both contiguous along k), NN input gradient, NT weight gradient (both contiguous across k).
"""
import dataclasses

SQUARES = (8192, 4096, 2048, 1024, 16384, 512, 256, 12288, 6144, 3072, 1536, 768, 384)
TOKENS = (8192, 2048, 4096, 16384, 1024, 512, 32768)
# (n, k) of w: output and input width of a linear layer of one rank
LAYERS = (
    ("llama3_8b qkv", 6144, 4096), ("llama3_8b out", 4096, 4096), ("llama3_8b up", 28672, 4096),
    ("llama3_8b down", 4096, 14336), ("llama3_70b tp8 qkv", 1280, 8192), ("llama3_70b tp8 out", 8192, 1024),
    ("llama3_70b tp8 up", 7168, 8192), ("llama3_70b tp8 down", 8192, 3584), ("llama3_70b tp4 qkv", 2560, 8192),
    ("llama3_70b tp4 out", 8192, 2048), ("llama3_70b tp4 up", 14336, 8192), ("llama3_70b tp4 down", 8192, 7168),
    ("llama3_405b tp8 qkv", 2304, 16384), ("llama3_405b tp8 out", 16384, 2048), ("llama3_405b tp8 up", 13312, 16384),
    ("llama3_405b tp8 down", 16384, 6656), ("llama3_70b qkv", 10240, 8192), ("llama3_70b out", 8192, 8192),
    ("llama3_70b up, one", 28672, 8192), ("llama3_70b down", 8192, 28672), ("llama3_8b tp8 qkv", 768, 4096),
    ("llama3_8b tp8 out", 4096, 512), ("llama3_8b tp8 up", 3584, 4096), ("llama3_8b tp8 down", 4096, 1792),
    ("deepseek_v3 q down", 1536, 7168), ("deepseek_v3 kv down", 576, 7168), ("deepseek_v3 q up", 24576, 1536),
    ("deepseek_v3 out", 7168, 16384), ("qwen3_30b qkv", 5120, 2048), ("llama3_8b head", 128256, 4096),
    ("llama3_70b tp8 head", 16032, 8192), ("llama3_405b up, one", 53248, 16384), ("llama3_405b down", 16384, 53248))
DEPTHS = (64, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 12288, 16384)
UNEVEN = (-64, -1, 1, 8, 16, 24, 32, 64, 72, 96, 127, 128, 192, 256)
FEW_ROWS = (1, 8, 16, 32, 64, 128, 256)
MOST_ELEMENTS = 2_200_000_000  # of a result: 4.4 GB


@dataclasses.dataclass(frozen=True)
class GemmJob:
    sweep: str
    dtype: str
    m: int
    n: int
    k: int
    layout: str = "TN"
    direction: str = "fwd"
    scaling: str = ""  # of fp8: tensor, tensor_slow (full-precision accumulation), row, block; of fp4: block
    what: str = ""

    @property
    def flops(self):
        return 2.0 * self.m * self.n * self.k

    @property
    def family(self):
        return " ".join(filter(None, [self.dtype, self.scaling, self.layout]))


def squares(dtype, scaling="", sizes=SQUARES):
    return [GemmJob("square", dtype, s, s, s, scaling=scaling) for s in sizes]


def layers(dtype, tokens, which=LAYERS, scaling=""):
    return [GemmJob("layer", dtype, t, n, k, scaling=scaling, what=what) for what, n, k in which for t in tokens]


def gradients(dtype, tokens, which=LAYERS):
    """Input gradient dx (t, k) = dy (t, n) w (n, k) and weight gradient dw (n, k) = dy^T (n, t) x (t, k)."""
    out = []
    for what, n, k in which:
        for t in tokens:
            out.append(GemmJob("layer", dtype, t, k, n, "NN", "dgrad", what=what))
            out.append(GemmJob("layer", dtype, n, k, t, "NT", "wgrad", what=what))
    return out


def depth(dtype, size, scaling=""):
    return [GemmJob("depth", dtype, size, size, k, scaling=scaling) for k in DEPTHS]


def waves(dtype, m, k, step, last, scaling=""):
    """A fine sweep of n: the number of tiles passes multiples of the number of multiprocessors."""
    return [GemmJob("wave", dtype, m, n, k, scaling=scaling) for n in range(step, last + 1, step)]


def uneven(dtype, size=4096):
    """Sizes around a multiple of the tile: m, then n and k together."""
    return [GemmJob("uneven", dtype, *((size + d, size, size) if one else (size, size + d, size + d)))
            for d in UNEVEN for one in (True, False)]


def few_rows(dtype, scaling=""):
    return [GemmJob("few rows", dtype, m, n, k, scaling=scaling, what=what)
            for what, n, k in (LAYERS[2], LAYERS[3], LAYERS[6], LAYERS[7]) for m in FEW_ROWS]


def full(newer):
    """The list of a full run; `newer`: the part has mxfp8 and nvfp4."""
    out = squares("bf16") + squares("fp8", "tensor")
    out += layers("bf16", TOKENS[:2]) + depth("bf16", 4096) + layers("fp8", TOKENS[:2], LAYERS[:20], "tensor")
    if newer:
        out += squares("mxfp8", sizes=SQUARES[:6]) + squares("nvfp4", "block", SQUARES[:6])
    out += waves("bf16", 2048, 4096, 256, 14336) + gradients("bf16", TOKENS[:2], LAYERS[:20])
    out += squares("fp8", "row", SQUARES[:7]) + squares("fp8", "block", SQUARES[:7])
    out += squares("fp16", sizes=SQUARES[:8]) + layers("bf16", TOKENS[2:6])
    out += depth("bf16", 8192) + depth("fp8", 4096, "tensor")
    out += layers("fp8", TOKENS[:1], LAYERS[:12], "row") + layers("fp8", TOKENS[:1], LAYERS[:12], "block")
    out += uneven("bf16") + few_rows("bf16") + layers("fp8", TOKENS[2:6], LAYERS[:16], "tensor")
    out += waves("fp8", 2048, 4096, 512, 14336, "tensor") + squares("fp8", "tensor_slow", SQUARES[:4])
    out += gradients("bf16", (4096, 16384, 1024), LAYERS[:12]) + squares("tf32", sizes=SQUARES[:4])
    out += few_rows("fp8", "tensor") + waves("bf16", 4096, 4096, 128, 6144) + layers("bf16", TOKENS[6:], LAYERS[:20])
    return out


def brief(newer):
    """The list of a quick run."""
    out = squares("bf16", sizes=SQUARES[:9]) + squares("fp8", "tensor", SQUARES[:6])
    out += layers("bf16", TOKENS[:1], LAYERS[:12]) + depth("bf16", 4096)[::3] + layers("fp8", TOKENS[:1], LAYERS[:8], "tensor")
    if newer:
        out += squares("mxfp8", sizes=SQUARES[:3]) + squares("nvfp4", "block", SQUARES[:3])
    out += gradients("bf16", TOKENS[:1], LAYERS[:8]) + waves("bf16", 2048, 4096, 1024, 14336)
    out += squares("fp8", "row", SQUARES[:2]) + squares("fp8", "block", SQUARES[:2]) + squares("fp16", sizes=SQUARES[:2])
    return out


def tiny():
    """Every kind of job, small enough for a CPU."""
    small = (("small", 256, 128),)
    out = squares("bf16", sizes=(128, 256, 384)) + squares("fp16", sizes=(128,)) + squares("tf32", sizes=(128,))
    for scaling in ("tensor", "tensor_slow", "row", "block"):
        out += squares("fp8", scaling, (128, 256))
    out += squares("mxfp8", sizes=(128,)) + squares("nvfp4", "block", (128,))
    return out + layers("bf16", (64, 128), small) + gradients("bf16", (64,), small) + depth("bf16", 128)[:6] + \
        waves("bf16", 128, 128, 64, 256)


def jobs(*, quick=False, on_cpu=False, newer=False):
    """Without repeats, in order of value."""
    chosen = tiny() if on_cpu else brief(newer) if quick else full(newer)
    return list(dict.fromkeys(job for job in chosen if job.m * job.n <= MOST_ELEMENTS))
