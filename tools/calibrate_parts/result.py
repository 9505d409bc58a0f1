"""summary.json and the accelerator's row, from what was measured now or from the files of an earlier run."""
import json

from . import catalogue_row, fit, fit_power
from .rows import read_csv, write_text

IDLE_LOAD = "idle without context"


def figures(args, device_name, earlier=None):
    """(base row or None, peaks by precision, memory bandwidth in GB/s): arguments first, then the base row, then an earlier
    run's summary."""
    earlier = earlier or {}
    base = args.base or earlier.get("base") or catalogue_row.guess_base(device_name)
    known = catalogue_row.sheet(base) if base else {}
    peaks = {**earlier.get("peaks", {}), **known.get("peaks", {})}
    bandwidth = known.get("memory_bandwidth_tb_per_s") or earlier.get("memory_bandwidth_tb_per_s")
    for precision in ("fp32", "tf32", "fp16", "bf16", "fp8", "fp4"):
        given = getattr(args, f"peak_{precision}_tflops")
        peaks[precision] = given or peaks.get(precision)
    bandwidth = args.memory_bandwidth_tb_per_s or bandwidth
    return base, {k: v for k, v in peaks.items() if v}, bandwidth, known.get("tdp_w")


def source_of(summary):
    """The source text of every measured value."""
    d = summary["device"]
    return f"measured by tools/calibrate on {d['name']}, driver {d.get('driver') or 'unknown'}, torch {d['torch']}, {summary['date']}"


def top_values(summary, power):
    """{key: (value, note)}: memory, idle power and, where the power limit is not the base row's, that."""
    device, out = summary["device"], {}
    if device.get("memory_bytes"):
        out["memory_gb"] = (device["memory_bytes"] / 1e9, "memory that the driver reports, 10^9 bytes")
    limit, tdp = device.get("power_limit_w"), summary.get("base_tdp_w")
    if limit and tdp and abs(limit / tdp - 1) > 0.02:
        out["tdp_w"] = (limit, f"enforced power limit; {tdp:g} W in the base row")
    idle = [r for r in power if r["load"] == IDLE_LOAD and r["power_mean_w"]]
    if idle:
        out["idle_w"] = (idle[-1]["power_mean_w"], f"no context, SM clock {idle[-1]['sm_clock_mean_mhz'] or 0:.0f} MHz, "
                                                   f"mean of {idle[-1]['samples']:.0f} samples")
    return out


def finish(folder, summary, name=None):
    """Fits the folder's CSV files, writes summary.json and, where a base row is known, the row. Returns the row's path."""
    kernels, power = read_csv(folder / "kernels.csv"), read_csv(folder / "power.csv")
    bandwidth = summary.get("memory_bandwidth_tb_per_s")
    data = fit.Measured(kernels, power, summary["peaks"], bandwidth * 1e3 if bandwidth else None, summary["device"].get("sms"),
                        summary["device"].get("power_limit_w"))
    summary["fitted"] = fit.fit(data)
    summary["power_model"] = fit_power.fit(power, summary["peaks"], bandwidth and bandwidth * 1e3,
                                           summary["device"].get("max_sm_clock_mhz"))
    path = None
    if summary["base"]:
        keys = fit.catalogue_keys(catalogue_row.SCHEMA)
        text = catalogue_row.render(
            base=summary["base"], title=f"{summary['device']['name']}, as measured", source=source_of(summary),
            values=top_values(summary, power), efficiency={k: v for k, v in summary["fitted"].items() if k in keys})
        path = folder / "accelerators" / f"{name or summary['base'] + '_measured'}.yaml"
        write_text(path, text)
    write_text(folder / "summary.json", json.dumps(summary, indent=1) + "\n")
    return path


def table(summary):
    """The fitted values for reading, one a line."""
    lines = [f"{key:28} {found['value']:>10g}  {found['note']}" for key, found in summary["fitted"].items()]
    power = summary.get("power_model")
    if power:
        note = f"accelerator_power of a rack row; median error {100 * power['median_error_frac']:.1f} %"
        lines += [f"{key:28} {power[key]:>10.4g}  {note}" for key in ("awake_w", "tensor_w", "memory_w", "clock_exponent")]
    return "\n".join(lines)
