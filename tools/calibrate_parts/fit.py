"""From the raw rows to the values of the accelerator's row. To add a value, write a function and name it in RULES.

A rule gets Measured and returns (value, note), or None when there is nothing to tell. All values go to summary.json; those
whose key the catalogue knows (its schema, else KNOWN) go to the row's `efficiency`.
"""
import dataclasses
import json

from . import fit_gemm, least_squares
from .rows import noted

TYPICAL_SHAPE_FRAC = 0.80  # kTypicalShapeFrac of src/gw/workload: the roofline's own factor, see docs/workload.md
KNOWN = ("gemm_frac", "gemm_fp8_frac", "gemm_fp4_frac", "attention_frac", "memory_frac", "launch_us", "gemm_half_size_gflop")
KERNELS = {"bf16": "torch.mm", "fp8": "torch._scaled_mm tensor-wise", "fp4": "torch._scaled_mm nvfp4"}
LARGE_BYTES = 256 << 20
STREAMED_BYTES = 4 << 20


@dataclasses.dataclass
class Measured:
    """Rows of kernels.csv and power.csv, dense peaks (TFLOP/s by precision), the data sheet's memory bandwidth (GB/s)."""
    kernels: list
    power: list
    peaks: dict
    bandwidth_gb_s: float
    sms: int
    tiles: dict = dataclasses.field(default_factory=dict)  # by precision: the tile model, once it is fitted

    def of(self, **wanted):
        """Rows in which these columns have these values."""
        return [row for row in self.kernels if all(row.get(key) == value for key, value in wanted.items())]

    def tile(self, dtype):
        """fit_gemm.tile_model of a precision; None without enough shapes."""
        if dtype not in self.tiles:
            shapes = fit_gemm.usable(self.of(dtype=dtype), KERNELS[dtype], self.bandwidth_gb_s)
            self.tiles[dtype] = fit_gemm.tile_model(shapes, self.peaks.get(dtype), self.sms) if self.sms else None
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


def sustained_gemm(dtype):
    def rule(data):
        rows = [r for r in data.power if r["load"] == "gemm" and r["dtype"] == dtype and r["data"] == "normal"]
        peak = data.peaks.get(dtype)
        if not rows or not peak or not rows[-1]["sustained_tflops"]:
            return None
        row = rows[-1]
        return row["sustained_tflops"] / peak, (f"8192x8192x8192 for {row['seconds']:.1f} s: {row['sustained_tflops']:.1f} of "
                                                f"{peak:g} TFLOP/s, burst {row['burst_tflops']:.1f}")
    return rule


def tile_part(dtype, part):
    def rule(data):
        model = data.tile(dtype)
        if not model:
            return None
        return model[part], (f"time = t0 + waves (k + k_half) c over {model['shapes']} shapes of {KERNELS[dtype]}, tile "
                             f"{model['tile_m']}x{model['tile_n']}, median error {100 * model['median_error']:.1f} %")
    return rule


def gemm_half_size(data):
    found = best_gemm("bf16")(data)
    rows = [r for r in data.of(kernel="torch.mm", dtype="bf16") if noted(r, "sweep") in ("layer", "square")]
    shapes = fit_gemm.usable(rows, "torch.mm", data.bandwidth_gb_s)
    if not found or not shapes:
        return None
    value = fit_gemm.half_size_gflop(shapes, data.peaks["bf16"], min(1.0, found[0]), TYPICAL_SHAPE_FRAC)
    return value, f"median over {len(shapes)} layer and square shapes, beside gemm_frac and a shape factor of {TYPICAL_SHAPE_FRAC}"


def attention(direction):
    def rule(data):
        rows = [r for r in data.kernels if r["kernel"].startswith("SDPA") and r["direction"] == direction and r["causal"] == "yes"
                and r["seq_len"] == 16384 and r["head_dim"] == 128 and noted(r, "heads") == noted(r, "kv_heads")]
        row, peak = data.best(rows), data.peaks.get("bf16")
        if not row or not peak:
            return None
        return row["tflops"] / peak, (f"{row['kernel']} {direction}, head width 128, causal counted at half, 16,384 tokens: "
                                      f"{row['tflops']:.1f} of {peak:g} TFLOP/s")
    return rule


def attention_half_keys(data):
    """Time per operation = (1 + half / keys) / rate over the sequence lengths of one backend."""
    rows = [r for r in data.kernels if r["kernel"].startswith("SDPA") and r["direction"] == "fwd" and r["causal"] == "yes"
            and r["head_dim"] == 128 and noted(r, "heads") == noted(r, "kv_heads") == "16" and r["tflops"]]
    best = data.best(rows)
    rows = [r for r in rows if best and r["kernel"] == best["kernel"]]
    found = least_squares.fit([(1.0, 2.0 / r["seq_len"]) for r in rows], [1.0 / r["tflops"] for r in rows]) if rows else None
    if not found or not found[0][0]:
        return None
    return found[0][1] / found[0][0], f"{best['kernel']}, {len(rows)} lengths, median error {100 * found[1]:.1f} %"


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


def launch(name, note):
    def rule(data):
        rows = data.of(kernel=f"launch: {name}")
        return (rows[-1]["time_us"], note) if rows else None
    return rule


def grouped(data):
    row, peak = data.best(data.of(kernel="torch._grouped_mm", direction="fwd")), data.peaks.get("bf16")
    if not row or not peak:
        return None
    return row["tflops"] / peak, (f"best shape, {row['groups']:.0f} experts of {row['m']:.0f} rows, {row['n']:.0f}x{row['k']:.0f}:"
                                  f" {row['tflops']:.1f} of {peak:g} TFLOP/s")


RULES = {
    "gemm_frac": best_gemm("bf16"), "gemm_fp8_frac": best_gemm("fp8"), "gemm_fp4_frac": best_gemm("fp4"),
    "attention_frac": attention("fwd"), "memory_frac": memory_frac,
    "launch_us": launch("add, stream", "tiny kernels one after another in a stream, whole time of each; paced by the host"),
    "gemm_half_size_gflop": gemm_half_size,
    "attention_backward_frac": attention("bwd"), "attention_half_keys": attention_half_keys,
    "gemm_sustained_frac": sustained_gemm("bf16"), "gemm_fp8_sustained_frac": sustained_gemm("fp8"),
    **{f"gemm_tile_{part}": tile_part("bf16", part) for part in ("frac", "tile_m", "tile_n", "overhead_us", "k_half")},
    **{f"gemm_fp8_tile_{part}": tile_part("fp8", part) for part in ("frac", "tile_m", "tile_n", "overhead_us", "k_half")},
    "grouped_gemm_frac": grouped, "memory_start_us": memory_start,
    "launch_graph_us": launch("add, graph", "tiny kernels in one graph, time of each"),
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
