"""The run: sections in order within the budget, files written after each, a row at the end.

Exit codes: 0 done; 1 no torch, no GPU, or nothing measured; 2 wrong arguments.
"""
import datetime
import importlib
import json
import os
import signal
import sys
import time

from . import arguments, catalogue_row, result
from .rows import Recorder
from .sampler import Sampler, open_reader
from .sections import SECTIONS, share_s

CLOSING_S = 4.0  # kept for the fit and the files
OVERRUN_S = 6.0  # a section still at work so long past its time is interrupted


def say(text):
    print(text, file=sys.stderr, flush=True)


def main(argv):
    started = time.monotonic()
    args = arguments.parse(argv)
    if args.base and not (catalogue_row.ROWS / f"{args.base}.yaml").is_file():
        say(f"tools/calibrate: --base: no row {args.base} in {catalogue_row.ROWS}")
        return 2
    if args.source:
        return again(args)
    sampler = Sampler(open_reader(args.device, *visible(args.gpu, os.environ.get("CUDA_VISIBLE_DEVICES", ""))))
    try:
        return measure(args, started, sampler)
    finally:
        sampler.stop()


def visible(gpu, listed):
    """(uuid or None, index) by which the driver knows GPU number `gpu` of this process."""
    names = [name.strip() for name in listed.split(",") if name.strip()]
    name = names[gpu] if gpu < len(names) else str(gpu)
    return (None, int(name)) if name.isdigit() else (name, gpu)


def again(args):
    """--from: fits the files of an earlier run once more."""
    try:
        summary = json.loads((args.source / "summary.json").read_text())
        name = summary["device"]["name"]
    except (OSError, ValueError, KeyError) as error:
        say(f"tools/calibrate: --from: {args.source / 'summary.json'} tells no device: {error}")
        return 1
    set_figures(summary, args)
    return closing(args.out, summary, args, copy_from=args.source) if name else 1


def set_figures(summary, args):
    base, peaks, bandwidth, tdp = result.figures(args, summary["device"]["name"], summary)
    summary.update(base=base, peaks=peaks, memory_bandwidth_tb_per_s=bandwidth, base_tdp_w=tdp)


def open_device(args):
    """The device, or an exit with code 1 and the reason."""
    try:
        import torch
    except ImportError as error:
        say(f"tools/calibrate: PyTorch is needed to measure ({error}); install it with: pip install torch")
        return None
    if args.device == "cuda" and not (torch.cuda.is_available() and args.gpu < torch.cuda.device_count()):
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        say(f"tools/calibrate: no GPU {args.gpu}: torch {torch.__version__} sees {count}")
        return None
    from .device import Device
    return Device(args.device, args.gpu)


def note_idle(recorder, sampler, until):
    """Power before this program opened the GPU."""
    row = {"load": result.IDLE_LOAD, "seconds": until - sampler.origin, **sampler.statistics(sampler.origin + 0.2, until)}
    if row["samples"]:
        recorder.power.append(row)


def measure(args, started, sampler):
    quiet_until = time.monotonic() + (1.0 if args.device == "cuda" else 0.0)
    try:
        import torch  # noqa: F401  the import alone opens no GPU: the samples meanwhile are of an idle one
    except ImportError:
        pass
    time.sleep(max(0.0, quiet_until - time.monotonic()))
    idle_until = time.monotonic()
    device = open_device(args)
    if device is None:
        return 1
    summary = describe(args, device, sampler)
    recorder = Recorder(result.source_of(summary), device.name, summary["peaks"], sampler)
    note_idle(recorder, sampler, idle_until)
    run_sections(args, started, device, recorder, sampler, summary)
    summary.update(recorder.report(), layer_kernels=recorder.layer_kernels, steps=recorder.steps)
    summary["run"]["seconds"] = round(time.monotonic() - started, 1)
    if not recorder.kernels and not recorder.power and not recorder.steps:
        say("tools/calibrate: nothing could be measured: " + json.dumps(recorder.report()["failures"][:3]))
        return 1
    return max(closing(args.out, summary, args), int(summary["run"].get("interrupted", False)))


def describe(args, device, sampler):
    summary = {"format": "gigawatt.calibration/1", "date": datetime.date.today().isoformat(),
               "device": {**device.facts(), **sampler.reader.facts()},
               "run": {"quick": args.quick, "budget_s": args.budget_s, "sections": {}}}
    set_figures(summary, args)
    say(f"{device.name}, torch {summary['device']['torch']}, driver {summary['device'].get('driver')}, "
        f"{args.budget_s:.0f} s; data sheet figures: {summary['base'] or 'none'}")
    return summary


def run_sections(args, started, device, recorder, sampler, summary):
    from .context import Context, Dead, limit
    from .pool import Pool
    context = Context(device, Pool(device), recorder, sampler, quick=args.quick)
    ended = started + args.budget_s - CLOSING_S
    waiting = [section for section in SECTIONS if section.name in args.sections
               and (section.quick or not args.quick)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        while waiting:
            section, now = waiting[0], time.monotonic()
            if now >= ended:
                recorder.skip(section.name, "no time left for the section")
            else:
                context.enter(section.name, now + share_s(waiting, ended - now))
                run_section(context, section, recorder, limit)
                summary["run"]["sections"][section.name] = round(time.monotonic() - now, 1)
                recorder.write(args.out)
            waiting.pop(0)
    except Dead as error:
        recorder.failed(context.section, "device", error)
        say(f"tools/calibrate: {error}; the rest is left out")
    except (KeyboardInterrupt, SystemExit):
        say("tools/calibrate: interrupted; writing what there is")
        summary["run"]["interrupted"] = True
    recorder.write(args.out)


def run_section(context, section, recorder, limit):
    """One section; whatever it raises is recorded."""
    from .context import Dead
    before, began = counts(recorder), time.monotonic()
    try:
        module = importlib.import_module(f".{section.module}", __package__)
        with limit(max(1.0, context.left_s()) + OVERRUN_S):
            module.run(context)
    except Dead:
        raise
    except Exception as error:
        recorder.failed(section.name, "section", error)
    after, failed = counts(recorder), sum(n for (s, *_), n in recorder.failures.items() if s == section.name)
    left_out = sum(n for (s, _), n in recorder.left_out.items() if s == section.name)
    say(f"  {section.name:12} {after - before:5} rows in {time.monotonic() - began:5.1f} s, {failed} failed, {left_out} left out")


def counts(recorder):
    return len(recorder.kernels) + len(recorder.power) + len(recorder.steps) + len(recorder.collectives)


def closing(folder, summary, args, copy_from=None):
    """Fit, files, and the table on standard output."""
    if copy_from and copy_from.resolve() != folder.resolve():
        folder.mkdir(parents=True, exist_ok=True)
        for file in copy_from.glob("*.csv"):
            (folder / file.name).write_bytes(file.read_bytes())
    path = result.finish(folder, summary, args.name)
    print(result.table(summary))
    for step in summary.get("steps", []):
        print(f"{step['name']:44} {step['time_ms']:10.2f} ms {step['tokens_per_s']:12.0f} tokens/s"
              f"{step['peak_memory_gb'] or 0:8.1f} GB")
    for failure in summary.get("failures", [])[:12]:
        say(f"failed: {failure['section']}: {failure['what']} ({failure['count']}): {failure['message'][:160]}")
    say(f"written: {path}" if path else "no row written: name one of the catalogue's with --base for the data sheet's figures")
    return 0
