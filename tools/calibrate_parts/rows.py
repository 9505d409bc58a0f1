"""The files written: their columns, and the list of what was measured, failed and left out."""
import collections
import csv
import io
import os

KERNEL_COLUMNS = ("id,source,kernel,accelerator,dtype,m,n,k,groups,seq_len,head_dim,causal,direction,tflops,peak_tflops,"
                  "efficiency,mem_gb_s,notes,layout,time_us,clock_mhz,power_w").split(",")
POWER_COLUMNS = ("load,dtype,data,seconds,burst_tflops,sustained_tflops,burst_gb_s,sustained_gb_s,power_mean_w,power_max_w,"
                 "energy_mean_w,sm_clock_mean_mhz,sm_clock_min_mhz,temperature_c,power_capped_frac,samples,notes").split(",")
SAMPLE_COLUMNS = "t_s,section,sm_clock_mhz,memory_clock_mhz,power_w,temperature_c,limit_reasons".split(",")
STEP_COLUMNS = ("name,configuration,forward_ms,time_ms,tokens_per_s,model_tflops,model_flops_frac,peak_memory_gb,clock_mhz,"
                "power_w,notes").split(",")
COLLECTIVE_COLUMNS = ("id,source,collective,accelerator,n_gpus,nodes,domain,bytes,algo,busbw_gb_s,algbw_gb_s,latency_us,"
                      "library_version,notes").split(",")
MESSAGE_LENGTH = 300


def rounded(value, digits=5):
    """Floats to `digits` significant digits, everything else as it is; None is an empty cell."""
    if value is None:
        return ""
    return float(f"{value:.{digits}g}") if isinstance(value, float) else value


def write_text(path, text):
    """Under a temporary name, then renamed: an interrupted run leaves no half file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


def write_csv(path, columns, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: rounded(row.get(name)) for name in columns} for row in rows)
    write_text(path, text.getvalue())


def read_csv(path):
    """Rows as dicts; cells that are numbers become floats, empty cells None. No file, no rows."""
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: _value(text) for name, text in row.items() if name} for row in csv.DictReader(file)]


def _value(text):
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def notes(**pairs):
    """`key=value` pairs joined by '; ', without those that are None or empty."""
    return "; ".join(f"{key}={value}" for key, value in pairs.items() if value not in (None, ""))


def noted(row, key):
    """The value of a key in a row's notes, as text; None without it."""
    for pair in (row.get("notes") or "").split("; "):
        name, _, value = pair.partition("=")
        if name == key:
            return value
    return None


class Recorder:
    """Collects rows. `peaks`: dense TFLOP/s by precision; `sampler` tells clock and power during a measurement."""

    def __init__(self, source, accelerator, peaks, sampler):
        self.source, self.accelerator, self.peaks, self.sampler = source, accelerator, peaks, sampler
        self.kernels, self.power, self.steps, self.collectives = [], [], [], []
        self.layer_kernels = {}  # by layer: its kernels by time
        self.failures, self.left_out = collections.Counter(), collections.Counter()

    def kernel(self, kernel, dtype, timing, *, flops=None, moved_bytes=None, note="", **fields):
        """One row from a Timing; `flops` and `moved_bytes` of one call."""
        tflops = flops / timing.us / 1e6 if flops else None
        peak = self.peaks.get(PEAK_OF.get(dtype, dtype)) if flops else None
        clock, power = self.sampler.window(timing.started, timing.ended)
        self.kernels.append({
            "id": f"M{len(self.kernels) + 1:04d}", "source": self.source, "kernel": kernel, "accelerator": self.accelerator,
            "dtype": dtype, "tflops": tflops, "peak_tflops": peak, "efficiency": tflops / peak if peak else None,
            "mem_gb_s": moved_bytes / timing.us / 1e3 if moved_bytes else None, "time_us": timing.us, "clock_mhz": clock,
            "power_w": power, "notes": "; ".join(filter(None, [note, timing.note()])), **fields})

    def failed(self, section, what, error):
        message = " ".join(f"{type(error).__name__}: {error}".split())[:MESSAGE_LENGTH]
        self.failures[(section, what, message)] += 1

    def skip(self, section, why, count=1):
        self.left_out[(section, why)] += count

    def report(self):
        """Failures and what was left out, for summary.json."""
        return {
            "failures": [{"section": s, "what": w, "message": m, "count": n} for (s, w, m), n in self.failures.items()],
            "left_out": [{"section": s, "why": w, "count": n} for (s, w), n in self.left_out.items()]}

    def write(self, folder):
        write_csv(folder / "kernels.csv", KERNEL_COLUMNS, self.kernels)
        write_csv(folder / "power.csv", POWER_COLUMNS, self.power)
        write_csv(folder / "power_samples.csv", SAMPLE_COLUMNS, self.sampler.rows())
        write_csv(folder / "steps.csv", STEP_COLUMNS, self.steps)
        if self.collectives:
            write_csv(folder / "collectives.csv", COLLECTIVE_COLUMNS, self.collectives)


PEAK_OF = {"mxfp8": "fp8", "nvfp4": "fp4"}  # block formats use the peak of their element
