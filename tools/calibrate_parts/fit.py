"""From the raw rows to the values of the accelerator's row. To add a value, write a function and name it in RULES.

A rule gets Measured and returns (value, note), or None when there is nothing to tell. All values go to summary.json; those
whose key the catalogue knows (its schema, else KNOWN) go to the row's `efficiency`.
"""
import dataclasses
import json

from . import fit_gemm, least_squares
from .rows import noted

KNOWN = ("gemm_frac", "gemm_fp8_frac", "gemm_fp4_frac", "attention_frac", "memory_frac", "launch_us")
KERNELS = {"bf16": "torch.mm", "fp8": "torch._scaled_mm tensor-wise", "fp4": "torch._scaled_mm nvfp4"}
LARGE_BYTES = 256 << 20
LONG_KEYS = 16384
STREAMED_BYTES = 4 << 20


@dataclasses.dataclass
class Measured:
    """Rows of kernels.csv and power.csv, dense peaks (TFLOP/s by precision), the data sheet's memory bandwidth (GB/s)."""
    kernels: list
    power: list
    peaks: dict
    bandwidth_gb_s: float
    sms: int
    power_limit_w: float = None
    tiles: dict = dataclasses.field(default_factory=dict)  # by precision: the tile model, once it is fitted

    def of(self, **wanted):
        """Rows in which these columns have these values."""
        return [row for row in self.kernels if all(row.get(key) == value for key, value in wanted.items())]

    def tile(self, dtype):
        """fit_gemm.tile_model of a precision; None without enough shapes."""
        if dtype not in self.tiles:
            shapes = fit_gemm.usable(self.of(dtype=dtype), KERNELS[dtype], self.bandwidth_gb_s)
            self.tiles[dtype] = fit_gemm.tile_model(shapes, self.peaks.get(dtype), self.sms)
        return self.tiles[dtype]

    def best(self, rows, key="tflops"):
        return max((row for row in rows if row.get(key)), key=lambda row: row[key], default=None)


def best_gemm(dtype):
    def rule(data):
        rows = [row for row in data.of(kernel=KERNELS[dtype]) if row["dtype"] in (dtype, "nvfp4")]
        row, peak = data.best(rows), data.peaks.get(dtype)
        if not row or not peak:
            return None
        return row["tflops"] / peak, (f"best of {len(rows)} shapes, {row['kernel']} {row['layout']} "
                                      f"{row['m']:.0f}x{row['n']:.0f}x{row['k']:.0f}: {row['tflops']:.1f} of {peak:g} TFLOP/s")
    return rule


def held(data, dtype):
    """(rate held for seconds over the burst's, row of power.csv) of the large product; (None, None) without it."""
    rows = [r for r in data.power if r["load"] == "gemm" and r["dtype"] == dtype and r["data"] == "normal"
            and r["sustained_tflops"] and r["burst_tflops"]]
    return (rows[-1]["sustained_tflops"] / rows[-1]["burst_tflops"], rows[-1]) if rows else (None, None)


def sustained(dtype):
    """Rate of the tile model over that of the best shape, times what power leaves of it for seconds."""
    def rule(data):
        best, model, (kept, row) = best_gemm(dtype)(data), data.tile(dtype), held(data, dtype)
        if not best or not model or not row:
            return None
        return model.rate / min(1.0, best[0]) * kept, (
            f"rate of the tile model {model.rate:.3f} of peak; 8192x8192x8192 kept {kept:.3f} of its burst of "
            f"{row['burst_tflops']:.0f} TFLOP/s for {row['seconds']:.1f} s")
    return rule


def tile_part(dtype, part):
    def rule(data):
        model = data.tile(dtype)
        return (getattr(model, part), tile_note(dtype, model)) if model else None
    return rule


def tile_note(dtype, model):
    return f"tile model over {model.rows} shapes of {KERNELS[dtype]}, median error {100 * model.error:.1f} %"


def kernel_start(data):
    """The launch gap is part of the measured times and counted by itself: it is taken off."""
    model, gap = data.tile("bf16"), launch_gap(data)
    if not model:
        return None
    return max(0.0, model.start_us - (gap[0] if gap else 0.0)), tile_note("bf16", model) + ", launch gap taken off"


def long_attention(data, direction):
    """The fastest row of causal attention over LONG_KEYS tokens, head width 128, as many key-value heads as heads."""
    return data.best([r for r in data.kernels if r["kernel"].startswith("SDPA") and r["direction"] == direction
                      and r["causal"] == "yes" and r["seq_len"] == LONG_KEYS and r["head_dim"] == 128
                      and noted(r, "heads") == noted(r, "kv_heads")])


def attention_frac(data):
    """For endless sequences: what was reached at 16,384 tokens, without the loss that attention_half_keys stands for."""
    row, peak, half = long_attention(data, "fwd"), data.peaks.get("bf16"), attention_half_keys(data)
    if not row or not peak:
        return None
    return row["tflops"] / peak * (1 + 2 * (half[0] if half else 0.0) / LONG_KEYS), (
        f"{row['kernel']}, head width 128, causal counted at half: {row['tflops']:.1f} of {peak:g} TFLOP/s at 16,384 tokens, "
        "extrapolated to endless ones")


def attention_backward(data):
    ahead, back = long_attention(data, "fwd"), long_attention(data, "bwd")
    if not ahead or not back:
        return None
    return back["tflops"] / ahead["tflops"], f"{back['kernel']} {back['tflops']:.1f}, forward {ahead['tflops']:.1f} TFLOP/s"


def half_keys(data, direction):
    """Time per operation = (1 + half / keys) / rate over the sequence lengths of one backend."""
    rows = [r for r in data.kernels if r["kernel"].startswith("SDPA") and r["direction"] == direction and r["causal"] == "yes"
            and r["head_dim"] == 128 and noted(r, "heads") == noted(r, "kv_heads") == "16" and r["tflops"]]
    best = data.best(rows)
    rows = [r for r in rows if best and r["kernel"] == best["kernel"]]
    found = least_squares.fit([(1.0, 2.0 / r["seq_len"]) for r in rows], [1.0 / r["tflops"] for r in rows]) if rows else None
    if not found or not found[0][0]:
        return None
    return max(0.0, found[0][1] / found[0][0]), f"{best['kernel']}, {len(rows)} lengths, median error {100 * found[1]:.1f} %"


def attention_half_keys(data):
    return half_keys(data, "fwd")


def attention_backward_half_keys(data):
    return half_keys(data, "bwd")


def attention_half_head(data):
    """Time per operation = (1 + half / head width) / rate, from widths 64 and 128 over LONG_KEYS tokens of the best backend."""
    wide = long_attention(data, "fwd")
    narrow = wide and data.best([r for r in data.of(kernel=wide["kernel"], direction="fwd") if r["causal"] == "yes"
                                 and r["seq_len"] == LONG_KEYS and r["head_dim"] == 64 and r["tflops"]])
    if not narrow or narrow["tflops"] >= wide["tflops"]:
        return None
    ratio = narrow["tflops"] / wide["tflops"]  # (1 + h / 128) / (1 + h / 64)
    if ratio <= 0.5:
        return None
    return (1 - ratio) / (ratio / 64 - 1 / 128), f"{wide['kernel']}, head width 64 over 128: {ratio:.2f}"


def attention_portable(data):
    """FlashAttention-2, which PyTorch carries for every part since Ampere."""
    row, peak = data.best([r for r in data.of(kernel="SDPA flash", direction="fwd") if r["causal"] == "yes"
                           and r["seq_len"] == LONG_KEYS and r["head_dim"] == 128]), data.peaks.get("bf16")
    if not row or not peak:
        return None
    return row["tflops"] / peak, f"{row['kernel']}, head width 128, 16,384 tokens: {row['tflops']:.1f} of {peak:g} TFLOP/s"


def memory_frac(data):
    row = data.best([r for r in data.of(kernel="copy") if float(noted(r, "operand_bytes") or 0) >= LARGE_BYTES], "mem_gb_s")
    if not row or not data.bandwidth_gb_s:
        return None
    return row["mem_gb_s"] / data.bandwidth_gb_s, (f"copy of {float(noted(row, 'operand_bytes')) / 2**20:.0f} MiB, read and "
                                                   f"written: {row['mem_gb_s']:.0f} of {data.bandwidth_gb_s:g} GB/s")


def memory_start(data):
    """Time = start + bytes / rate of copies and triads that no cache holds."""
    rows = [r for r in data.kernels if r["kernel"] in ("copy", "triad") and r["mem_gb_s"]
            and float(noted(r, "operand_bytes") or 0) >= STREAMED_BYTES]
    found = least_squares.fit([(1.0, r["mem_gb_s"] * r["time_us"]) for r in rows], [r["time_us"] for r in rows]) if rows else None
    return (found[0][0], f"{len(rows)} copies and triads, median error {100 * found[1]:.1f} %") if found else None


def launch_row(data, name):
    rows = data.of(kernel=f"launch: {name}")
    return rows[-1]["time_us"] if rows else None


def launch_gap(data):
    """Tiny kernels that the host does not pace: in a graph; where there is none, in a stream."""
    graph, stream = launch_row(data, "add, graph"), launch_row(data, "add, stream")
    if graph is None and stream is None:
        return None
    if graph is None:
        return stream, "tiny kernels one by one in a stream, paced by the host"
    paced = f"; {stream:.3g} us one by one in a stream, paced by the host" if stream is not None else ""
    return graph, f"tiny kernels in a graph, whole time of each{paced}"


def launch_host(data):
    us = launch_row(data, "add, stream")
    return (us, "tiny kernels one by one in a stream, paced by the host") if us is not None else None


def reference_power(data):
    return (data.power_limit_w, "enforced power limit while measuring") if data.power_limit_w else None


def grouped(data):
    row, peak = data.best(data.of(kernel="torch._grouped_mm", direction="fwd")), data.peaks.get("bf16")
    if not row or not peak:
        return None
    return row["tflops"] / peak, (f"best shape, {row['groups']:.0f} experts of {row['m']:.0f} rows, {row['n']:.0f}x{row['k']:.0f}:"
                                  f" {row['tflops']:.1f} of {peak:g} TFLOP/s")


RULES = {
    "gemm_frac": best_gemm("bf16"), "gemm_fp8_frac": best_gemm("fp8"), "gemm_fp4_frac": best_gemm("fp4"),
    "sustained_frac": sustained("bf16"), "sustained_fp8_frac": sustained("fp8"),
    "tile": tile_part("bf16", "tile"), "wave_softness": tile_part("bf16", "softness"),
    "tile_overhead_us": tile_part("bf16", "overhead_us"), "kernel_start_us": kernel_start,
    "attention_frac": attention_frac, "attention_half_keys": attention_half_keys,
    "attention_backward_ratio": attention_backward, "memory_frac": memory_frac, "launch_us": launch_gap,
    "reference_power_w": reference_power, "attention_backward_half_keys": attention_backward_half_keys,
    "attention_half_head": attention_half_head, "attention_portable_frac": attention_portable,
    # told in summary.json only, until the catalogue has a key for them
    **{f"fp8_tile_model_{part}": tile_part("fp8", part) for part in ("tile", "rate", "softness", "overhead_us", "start_us")},
    "bf16_tile_model_rate": tile_part("bf16", "rate"), "grouped_gemm_frac": grouped, "memory_start_us": memory_start,
    "launch_host_us": launch_host,
}


def fit(data):
    """{key: {"value", "note"}} of every rule that has an answer. Fractions above 1 are cut to 1, and the note says so."""
    out = {}
    for key, rule in RULES.items():
        found = rule(data)
        if not found or found[0] is None:
            continue
        value, note = found
        if key.endswith("_frac") and value > 1:
            value, note = 1.0, f"{note} (above the data sheet's peak: {value:.3f}, cut to 1)"
        out[key] = {"value": float(f"{value:.4g}"), "note": note}
    return out


def catalogue_keys(schema):
    """The keys of `efficiency` that the catalogue reads: from its JSON Schema file, else KNOWN."""
    try:
        return tuple(json.loads(schema.read_text())["$defs"]["kernel_efficiency"]["properties"])
    except (OSError, ValueError, KeyError):
        return KNOWN
