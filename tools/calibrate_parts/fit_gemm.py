"""Matrix products: time = t0 + waves (k + k_half) c, with waves = ceil(tiles / multiprocessors).

A tile of (tm, tn) results takes 2 tm tn (k + k_half) operations at the rate of one multiprocessor; k_half stands for filling
and draining the tile, t0 for the kernel's start. Rows that the memory bounds are left out. The tile is the one of TILES with
the least median error; libraries choose among several, so it is an effective one.
"""
from . import least_squares

TILES = ((128, 256), (256, 128), (128, 128), (256, 256), (128, 192), (192, 128), (64, 256), (128, 64), (64, 64))
MEMORY_BOUND = 0.7  # share of the time that the operands' bytes take at the memory's rate


def waves(m, n, tile, sms):
    tiles = -(-m // tile[0]) * -(-n // tile[1])
    return -(-tiles // sms)


def usable(rows, kernel, bandwidth_gb_s, layouts=("TN", "NN", "NT")):
    """Rows (m, n, k, us) of a kernel that computation bounds."""
    out = []
    for row in rows:
        if row["kernel"] != kernel or row["layout"] not in layouts or not row["time_us"] or "few rows" in (row["notes"] or ""):
            continue
        bytes_us = (row["mem_gb_s"] or 0.0) / bandwidth_gb_s if bandwidth_gb_s else 0.0
        if bytes_us < MEMORY_BOUND:
            out.append((int(row["m"]), int(row["n"]), int(row["k"]), row["time_us"]))
    return out


def tile_model(shapes, peak_tflops, sms):
    """The fitted parameters as a dict; None with too few shapes or without a peak."""
    best = None
    for tile in TILES:
        rows = [(1.0, w * k, float(w)) for m, n, k, _ in shapes for w in [waves(m, n, tile, sms)]]
        found = least_squares.fit(rows, [us for *_, us in shapes]) if rows else None
        if found and found[0][1] > 0 and (best is None or found[1] < best[0]):
            best = (found[1], tile, found[0])
    if best is None or not peak_tflops:
        return None
    error, tile, (start, per_depth, per_wave) = best
    return {"frac": 2.0 * tile[0] * tile[1] * sms / per_depth / 1e6 / peak_tflops, "tile_m": tile[0], "tile_n": tile[1],
            "overhead_us": start, "k_half": per_wave / per_depth, "median_error": error, "shapes": len(shapes)}


def half_size_gflop(shapes, peak_tflops, frac, shape_frac):
    """The size that fits time = operations / (peak frac shape_frac) + half / (peak frac): the median over the shapes."""
    rate = peak_tflops * frac  # operations in 1e12 a second: 1e6 a microsecond
    over = sorted((us - 2e-6 * m * n * k / (rate * shape_frac)) * rate * 1e-3 for m, n, k, us in shapes)
    return max(0.0, over[len(over) // 2]) if over else None
