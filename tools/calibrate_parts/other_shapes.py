"""Which grouped products, attentions and sizes are measured, most valuable first. Pure lists: no GPU needed."""
import dataclasses

# (n, k) of one expert's matrix; up and gate together
EXPERTS = (("mixtral_8x7b up", 28672, 4096), ("mixtral_8x7b down", 4096, 14336), ("deepseek_v3 up", 4096, 7168),
           ("deepseek_v3 down", 7168, 2048), ("qwen3_30b up", 1536, 2048), ("qwen3_30b down", 2048, 768))
COUNTS = (8, 32, 1, 16, 4, 64, 2)
ROWS = (1024, 256, 4096, 64, 2048, 512, 16, 128, 8192, 32)
MOST_ROWS = 65536           # of all experts together
MOST_WEIGHTS = 2_000_000_000  # elements of all experts together


@dataclasses.dataclass(frozen=True)
class GroupedJob:
    what: str
    experts: int
    rows: int  # of each expert
    n: int
    k: int
    direction: str = "fwd"


def grouped_jobs(quick=False, on_cpu=False):
    if on_cpu:
        return [GroupedJob("small", e, r, 64, 64, d) for d in ("fwd", "wgrad") for e in (1, 4) for r in (16, 32)]
    counts, rows = (COUNTS[:2], ROWS[:3]) if quick else (COUNTS, ROWS)
    forward = [GroupedJob(what, e, r, n, k) for r in rows for e in counts for what, n, k in EXPERTS]
    backward = [GroupedJob(what, e, r, n, k, "wgrad") for r in rows[:3] for e in counts[:2] for what, n, k in EXPERTS]
    first = len(EXPERTS) * len(counts) * min(3, len(rows))
    out = forward[:first] + backward + forward[first:]
    return [j for j in out if j.experts * j.rows <= MOST_ROWS and j.experts * j.n * j.k <= MOST_WEIGHTS]


@dataclasses.dataclass(frozen=True)
class AttentionJob:
    backend: str        # flash or cudnn
    batch: int
    seq: int
    heads: int
    kv_heads: int
    head_dim: int       # of queries and keys
    value_dim: int
    causal: bool
    direction: str      # fwd or bwd
    what: str = ""

    @property
    def flops(self):
        """Two products forward; causal attention counted at half; backward 2.5 times forward."""
        once = 2.0 * self.batch * self.heads * self.seq * self.seq * (self.head_dim + self.value_dim)
        return once * (0.5 if self.causal else 1.0) * (2.5 if self.direction == "bwd" else 1.0)


SEQUENCES = (8192, 4096, 2048, 16384, 1024, 32768, 512)
TOKENS = 16384   # sequences times batch, as in published comparisons
WIDTH = 2048     # heads times head width, as there
# what, batch, sequence, query heads, key-value heads, head width, value width
LAYERS = (("llama3_8b", 1, 8192, 32, 8, 128, 128), ("llama3_70b tp8", 1, 8192, 8, 1, 128, 128),
          ("llama3_70b tp4", 1, 8192, 16, 2, 128, 128), ("llama3_405b tp8", 1, 8192, 16, 1, 128, 128),
          ("llama3_70b tp8", 1, 4096, 8, 1, 128, 128), ("llama3_8b tp2", 1, 8192, 16, 4, 128, 128),
          ("gpt, tp8", 1, 2048, 12, 12, 128, 128), ("llama3_8b", 1, 32768, 32, 8, 128, 128),
          ("deepseek_v3 tp8", 1, 4096, 16, 16, 192, 128), ("deepseek_v3", 1, 4096, 128, 128, 192, 128),
          ("deepseek_v3 tp8, values padded", 1, 4096, 16, 16, 192, 192))


def _published(seq, head_dim, causal, ratio, backend, direction):
    heads = WIDTH // head_dim
    return AttentionJob(backend, max(1, TOKENS // seq), seq, heads, max(1, heads // ratio), head_dim, head_dim, causal, direction)


def attention_jobs(quick=False, on_cpu=False):
    backends, directions = ("cudnn", "flash"), ("fwd", "bwd")
    if on_cpu:
        return [AttentionJob(b, 1, 64, 4, kv, d, v, c, way) for b in ("flash", "math") for kv in (4, 1)
                for d, v in ((32, 32), (48, 32)) for c in (True, False) for way in directions]
    each = [(b, d) for d in directions for b in backends]
    layers = LAYERS[:4] if quick else LAYERS
    sequences = SEQUENCES[:4] if quick else SEQUENCES
    out = [_published(s, 128, True, 1, b, d) for s in sequences for b, d in each]
    out += [AttentionJob(b, *shape, True, d, what) for what, *shape in layers for b, d in each]
    if quick:
        return out
    out += [_published(s, 64, True, 1, b, d) for s in sequences for b, d in each]
    out += [_published(s, 128, True, ratio, b, d) for ratio in (4, 8) for s in sequences[:6] for b, d in each]
    out += [_published(s, h, False, 1, b, d) for h in (128, 64) for s in sequences for b, d in each]
    return out


KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
COPY_BYTES = (*(64 * KIB << i for i in range(16)), 4 * GIB - 4 * MIB)  # 64 KiB ... 4 GiB


def copy_sizes(quick=False, on_cpu=False):
    """Bytes of the source, largest first."""
    if on_cpu:
        return (4 * MIB, 64 * KIB)
    return COPY_BYTES[::-3] if quick else COPY_BYTES[::-1]
