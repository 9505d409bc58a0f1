"""Coefficients of the accelerator's power from the loads of parts.py.

    P = P_idle + f^n P_awake + f^(n-1) (a_tensor P_tensor + a_memory P_memory)

a: achieved over the data sheet's rate; f: core clock over its highest. The form is that of docs/power.md. Linear for a given
exponent n, which is searched. Loads that do other work too (vector arithmetic, whole layers) are left out.
"""
from . import least_squares

MEASURED = ("no kernel", "gemm", "copy", "wait")  # how the names of the loads that count begin
PART_BY_PART = "part by part"  # in the notes of the rows of parts.py
EXPONENTS = [1.0 + 0.02 * i for i in range(101)]
LEAST_ROWS = 8


def points(power_rows, peaks, memory_gb_s, highest_mhz):
    """(idle W, [(name, W, f, a_tensor, a_memory)])."""
    idle = next((r["power_mean_w"] for r in power_rows if r["load"] == "idle without context"), None)
    out = []
    for row in power_rows:
        watts, clock = row.get("energy_mean_w") or row.get("power_mean_w"), row.get("sm_clock_mean_mhz")
        if not watts or not clock or PART_BY_PART not in (row.get("notes") or "") or not row["load"].startswith(MEASURED):
            continue
        out.append((row["load"], watts, clock / highest_mhz, (row.get("sustained_tflops") or 0.0) / peaks["bf16"],
                    (row.get("sustained_gb_s") or 0.0) / memory_gb_s))
    return idle, out


def fit(power_rows, peaks, memory_gb_s, highest_mhz):
    """{awake_w, tensor_w, memory_w, clock_exponent, median_error_frac, loads: [...]}, or None without enough loads."""
    if not peaks.get("bf16") or not memory_gb_s or not highest_mhz:
        return None
    idle, found = points(power_rows, peaks, memory_gb_s, highest_mhz)
    if idle is None or len(found) < LEAST_ROWS:
        return None
    best = None
    for n in EXPONENTS:
        rows = [[f**n, tensor * f**(n - 1), memory * f**(n - 1)] for _, _, f, tensor, memory in found]
        # Relative to the whole power, so the idle part is a known column.
        values = [watts - idle for _, watts, *_ in found]
        solved = least_squares.fit(rows, values)
        if solved is None:
            continue
        predicted = [idle + sum(c * x for c, x in zip(solved[0], row)) for row in rows]
        errors = [p / watts - 1 for p, (_, watts, *_) in zip(predicted, found)]
        spread = sum(e * e for e in errors) / len(errors)
        if best is None or spread < best[0]:
            best = (spread, n, solved[0], errors)
    if best is None:
        return None
    _, n, (awake, tensor, memory), errors = best
    return {"idle_w": idle, "awake_w": awake, "tensor_w": tensor, "memory_w": memory, "clock_exponent": n,
            "median_error_frac": sorted(abs(e) for e in errors)[len(errors) // 2],
            "loads": [{"load": name, "measured_w": watts, "error_frac": error}
                      for (name, watts, *_), error in zip(found, errors)]}
