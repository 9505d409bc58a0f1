#!/usr/bin/env python3
"""Bad input gets one clear message and the right exit code: no crash, no hang, nothing half-written.

Each case is run as `gw run FILE -o OUT`. A sanitizer build tells more: GW=build/dev/apps/gw/gw.
"""
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import GW, SOURCE, TIME_LIMIT_S, TINY, check, finish, gw, need_program, skip, temporary_folder

# A sound campus of its own, so that campuses/ may change without this test.
TEXT = """format: gigawatt.campus/1
name: tiny
title: "Tiny: 136 H100 in one hall"
site: {place: "Richmond, Virginia", weather: richmond}
horizon: {start: 2026-01-01, length_years: 1}
halls:
  - {name: hall, energised: 2026-01-01, racks: 17, rack: hgx_h100, cooling: air_cooled_chillers,
     power_chain: ac_415v_double_conversion_2n}
fabric: nvlink_infiniband_400g
jobs:
  - {kind: training, name: llama3_8b, model: llama3_8b, accelerators: 128, tokens: 1.0e+12, repeat: true,
     plan: {tensor: 2, micro_batch: 1, sequence_length: 8192, global_batch_sequences: 512, precision: bf16}}
supply:
  - {kind: grid, base: srvc, name: utility, service: [{date: 2026-01-01, service_mw: 0.4}]}
failures: llama3_h100
economics: epoch_2026
"""
EPW = (SOURCE / "catalog/weather/richmond.epw").read_bytes()


def tiny(*changes):
    """The sound campus with texts replaced; each must be there."""
    out = TEXT
    for old, new in changes:
        assert old in out, f"the campus does not hold {old!r}"
        out = out.replace(old, new)
    return out


def remains(folder):
    """What a failed run left behind."""
    return [p.name for p in folder.iterdir() if p.name.startswith((".", "out"))]


def errors(text):
    return re.findall(r"error\[(GW\d+)\]", text)


def refused(folder, what, campus, words, count=1, code=2, flags=()):
    """`campus` is text, bytes or a path; `count` None when the number of errors does not matter."""
    path = campus if isinstance(campus, pathlib.Path) else folder / "campus.yaml"
    if isinstance(campus, str):
        path.write_text(campus, encoding="utf-8")
    if isinstance(campus, bytes):
        path.write_bytes(campus)
    run = gw("run", path, "-o", folder / "out", *flags)
    missing = [word for word in words if word not in run.err]
    right = not run.crashed and run.code == code and not run.out and not missing
    counted = count is None or len(errors(run.err)) == count
    check(right and counted and not remains(folder), f"{what}: {', '.join(words) or f'exit {code}'}",
          f"expected exit {code}, {count} errors, {missing} in the message; left {remains(folder)}\n{run}")


def check_sound(folder):
    (folder / "campus.yaml").write_text(TEXT, encoding="utf-8")
    run = gw("check", folder / "campus.yaml")
    check(run.code == 0 and run.out and not errors(run.err), "the campus that the cases change is sound", run)


def check_values(folder):
    cases = {
        "unknown key": ([("fabric:", "fabrik:")], ["unknown key 'fabrik'", "did you mean 'fabric'?"]),
        "unknown name": ([("nvlink_infiniband_400g", "nvlink_infiniband_400")], ["did you mean 'nvlink_infiniband_400g'?"]),
        "unknown rack": ([("rack: hgx_h100", "rack: hgx_h10")], ["did you mean"]),
        "wrong unit": ([("service_mw: 0.4", "service: 400 kg")], ["GW1105"]),
        "unit of another size in the key": ([("service_mw: 0.4", "service_kw: 400")], ["write service_mw: 0.4"]),
        "number without unit": ([("service_mw: 0.4", "service: 400")], ["GW1105"]),
        "no racks": ([("racks: 17", "racks: 0")], ["0 is outside [1, 1"]),
        "negative racks": ([("racks: 17", "racks: -17")], ["-17 is outside"]),
        "half a rack": ([("racks: 17", "racks: 1.5")], ["whole number"]),
        "1e308 racks": ([("racks: 17", "racks: 1e308")], ["is outside"]),
        "1e400 racks": ([("racks: 17", "racks: 1e400")], ["GW1104"]),
        "NaN": ([("tokens: 1.0e+12", "tokens: .nan")], ["GW1104"]),
        "infinity": ([("tokens: 1.0e+12", "tokens: .inf")], ["GW1104"]),
        "nan as text": ([("tokens: 1.0e+12", "tokens: nan")], ["GW1104"]),
        "a number in quotes": ([("racks: 17", "racks: '17'")], ["a number has no quotes"]),
        "nothing for a number": ([("racks: 17", "racks: ")], ["GW1108"]),
        "a list for a number": ([("racks: 17", "racks: [17]")], ["GW1108"]),
        "no such day": ([("energised: 2026-01-01", "energised: 2026-02-30")], ["GW1109"]),
        "missing key": ([("fabric: nvlink_infiniband_400g\n", "")], ["missing required key 'fabric'"]),
        "unknown kind": ([("kind: training", "kind: trainig")], ["did you mean 'training'?"]),
        "other format": ([("gigawatt.campus/1", "gigawatt.campus/9")], ["GW1114"]),
        "no halls": ([(TEXT[TEXT.index("halls:"):TEXT.index("fabric:")], "halls: []\n")], ["needs at least one hall"]),
        "horizon before the first phase": ([("start: 2026-01-01", "start: 2020-01-01")],
                                           ["no hall is energised within the horizon", "start on 2026-01-01"]),
        "plan that does not divide": ([("tensor: 2", "tensor: 3")], []),
        "batch that does not divide": ([("global_batch_sequences: 512", "global_batch_sequences: 511")], ["511"]),
        "plan that does not fit memory": ([("model: llama3_8b", "model: llama3_405b")], ["GB"]),
        "a cap that no clock can keep": ([("name: hall,", "name: hall, power_cap_w: 100,")], ["GW3011", "cap at"]),
        "more experts per token than there are": ([("model: llama3_8b", "model: {base: mixtral_8x7b, experts: {per_token: 9}}")],
                                                  ["GW2013", "9 experts per token"]),
        "key-value heads that do not divide": ([("model: llama3_8b", "model: {base: llama3_8b, attention: {kv_heads: 64}}")],
                                               ["GW2013", "64 key-value heads"]),
        "more accelerators than there are": ([("accelerators: 128", "accelerators: 12800")], ["needs 12800 accelerators"]),
        "a bus without supply": ([("name: hall,", "name: hall, bus: north,")], ["no source of power is on bus 'north'"]),
    }
    for what, (changes, words) in cases.items():
        refused(folder, what, tiny(*changes), words, None if what.startswith(("plan", "batch")) else 1)


def check_defaults_below_a_misspelt_key(folder):
    plant = "  - {kind: gas_combined_cycle, name: g, forced_outage: {poants: []}}\n"
    refused(folder, "a misspelt list whose default holds records", tiny(("failures: llama3", plant + "failures: llama3")),
            ["unknown key 'poants'", "did you mean 'points'?"], None)
    chiller = "{base: air_cooled_chillers, air: {plant: {kind: air_cooled_chiller, chiller: {part_load_curve: [1e308, 1, 1]}}}}"
    refused(folder, "a curve that overflows", tiny(("cooling: air_cooled_chillers", f"cooling: {chiller}")), ["1e+308 is outside"], None)


def check_several_problems(folder):
    text = tiny(("fabric:", "fabrik:"), ("racks: 17", "racks: 0"), ("service_mw: 0.4", "service_mw: -1"),
                ("precision: bf16", "precision: bf61"), ("cooling: air_cooled_chillers", "cooling: air_cooled_chiler"))
    refused(folder, "five problems of one file at once", text, ["fabrik", "0 is outside", "-1", "bf61", "air_cooled_chiler"], 5)


def check_documents(folder):
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12))
    long_file = TEXT + "".join(f"unknown_{i}: {i}\n" for i in range(100_000))
    cases = {
        "empty file": (b"", ["the document is empty"]),
        "comments alone": (b"# nothing\n", ["the document is empty"]),
        "binary file": (bytes(range(256)) * 64, ["GW1001"]),
        "text that is not UTF-8": (TEXT.encode().replace(b"Richmond", b"Richm\xf6nd"), ["not UTF-8"]),
        "UTF-16": (TEXT.encode("utf-16"), ["UTF-16"]),
        "a single word": (b"hello\n", ["expected a campus"]),
        "a list": (b"- a\n- b\n", ["expected a campus"]),
        "not YAML": (b"halls: [{name: x\nfabric: ]\n", ["GW1002"]),
        "tabs": (b"halls:\n\t- name: x\n", ["GW1002"]),
        "two documents": (TEXT.encode() + b"---\n" + TEXT.encode(), ["a second document"]),
        "duplicate keys": (TEXT.encode() + b"name: again\n", ["key 'name' is given twice"]),
        "alias bomb": (bomb.encode(), ["once aliases are expanded"]),
        "alias of itself": (b"a: &a [*a]\n", ["GW1003"]),
        "deep brackets": (b"a: " + b"[" * 100_000, ["nested deeper"]),
        "deep blocks": ("".join(" " * i + "a:\n" for i in range(2000)).encode(), ["nested deeper"]),
        "deep list dashes": (b"- " * 50_000 + b"x\n", ["nested deeper"]),
    }
    for what, (data, words) in cases.items():
        refused(folder, what, data, words)
    refused(folder, "100,000 lines of unknown keys", long_file, ["unknown key 'unknown_0'", "more unknown keys"], None)
    refused(folder, "one line of 10 MB", b"name: " + b"x" * 10_000_000, [], None)
    (folder / "campus.yaml").unlink()


def check_paths(folder):
    refused(folder, "missing file", folder / "none.yaml", ["No such file"])
    refused(folder, "a directory in place of a file", folder, ["directory"])
    refused(folder, "a file in a file", TINY / "x.yaml", ["Not a directory"])
    refused(folder, "an empty device", pathlib.Path("/dev/null"), ["the document is empty"])
    refused(folder, "an endless device", pathlib.Path("/dev/zero"), ["larger than"])
    refused(folder, "no name", pathlib.Path(""), [], None)


def check_weather(folder):
    lines = EPW.splitlines(keepends=True)
    cut = lines[-1][:20]
    files = {
        "truncated": (b"".join(lines[:5000]), ["truncated"]),
        "cut within a row": (b"".join(lines[:-1]) + cut, ["GW1204"]),
        "mislabelled: a CSV": (b"Source,Location ID,City\nNSRDB,1,Richmond\nYear,Month,GHI\n", ["not an EPW file"]),
        "mislabelled: a web page": (b"<!DOCTYPE html><html><body>404</body></html>", ["web page"]),
        "mislabelled: an archive": (b"PK\x03\x04" + bytes(500), ["zip archive"]),
        "empty": (b"", ["empty"]),
        "header alone": (b"".join(lines[:8]), ["truncated"]),
        "an hour twice": (b"".join(lines[:100] + lines[99:-1]), ["expected"]),
        "words for numbers": (b"".join(lines[:50]) + lines[50].replace(b",", b",x") + b"".join(lines[51:]), ["GW1204"]),
        "a temperature of 400 degrees": (re.sub(rb"(\n\d+,7,15,12,0,[^,]*,)[^,]*", rb"\g<1>400", EPW), ["w.epw:4", "'400'"]),
        "a temperature of -400 degrees": (re.sub(rb"(\n\d+,7,15,12,0,[^,]*,)[^,]*", rb"\g<1>-400", EPW), ["dry bulb"]),
        "binary": (os.urandom(4096) + b"\0", ["not an EPW file"]),
    }
    for what, (data, words) in files.items():
        (folder / "w.epw").write_bytes(data)
        refused(folder, f"weather {what}", tiny(("weather: richmond", "weather: w.epw")), words, None)
    (folder / "w.epw").unlink()
    (folder / "w.epw").mkdir()
    refused(folder, "weather is a directory", tiny(("weather: richmond", "weather: w.epw")), ["directory"])
    (folder / "w.epw").rmdir()
    refused(folder, "weather misspelt", tiny(("weather: richmond", "weather: richmon")), ["did you mean 'richmond'?"])


def check_series(folder):
    rows = [f"{h},{30 + h % 24}" for h in range(8760)]
    gap = rows[:100] + ["100,"] + rows[101:]
    files = {
        "with a gap": ("\n".join(["hour,price", *gap]), ["in column 'price'"]),
        "with missing hours": ("\n".join(["hour,price", *rows[:-24]]), ["expected 8,760 hourly values, found 8736"]),
        "with text": ("\n".join(["hour,price", *["1,x"] * 8760]), ["got 'x'"]),
        "with nan": ("\n".join(["hour,price", *rows[:-1], "8759,nan"]), ["got 'nan'"]),
        "with 1e400": ("\n".join(["hour,price", *rows[:-1], "8759,1e400"]), ["got '1e400'"]),
        "that is empty": ("", ["GW1402", "found nothing"]),
        "of zero bytes": ("\0" * 5000, ["GW1402"]),
    }
    campus = tiny(("name: utility,", "name: utility, energy_prices: p.csv,"))
    for what, (text, words) in files.items():
        (folder / "p.csv").write_text(text, encoding="utf-8")
        refused(folder, f"prices {what}", campus, words, None)
    (folder / "p.csv").unlink()
    refused(folder, "prices missing", campus, ["p.csv"])


def check_model_file(folder):
    campus = tiny(("model: llama3_8b", "model: config.json"))
    files = {"that is empty": b"", "that is not JSON": b"{", "that is a list": b"[1, 2]", "of another kind": b'{"a": 1}',
             "with absurd sizes": json.dumps({"architectures": ["LlamaForCausalLM"], "model_type": "llama",
                                              "hidden_size": 1e30, "num_hidden_layers": -1, "vocab_size": "x",
                                              "num_attention_heads": 0, "intermediate_size": None}).encode()}
    for what, data in files.items():
        (folder / "config.json").write_bytes(data)
        refused(folder, f"model file {what}", campus, [], None)
    (folder / "config.json").unlink()
    refused(folder, "model file missing", campus, ["config.json"])


def check_flags(folder):
    campus = str(TINY)
    cases = {
        "no verb": [], "unknown verb": ["runn", campus], "no file": ["run"], "unknown flag": ["run", campus, "--jsn"],
        "a seed that is no number": ["run", campus, "--seed", "x"], "a negative seed": ["run", campus, "--seed", "-1"],
        "negative threads": ["run", campus, "--threads", "-1"], "10^9 threads": ["run", campus, "--threads", "1000000000"],
        "a trace step of 0": ["run", campus, "--trace-step", "0"], "a trace step of nan": ["run", campus, "--trace-step", "nan"],
        "an empty output": ["run", campus, "-o", ""], "a trace without output": ["run", campus, "--trace-step", "1"],
        "--set without =": ["run", campus, "--set", "halls"], "--set of nothing": ["run", campus, "--set", ""],
        "--set beyond the list": ["run", campus, "--set", "halls.7.racks=1"],
        "--set of an unknown key": ["run", campus, "--set", "halls.0.rakcs=1"],
        "--set out of range": ["run", campus, "--set", "halls.0.racks=-1"],
        "--set of half a list": ["run", campus, "--set", "halls=["],
        "a catalogue that is not there": ["run", campus, "--catalog", str(folder / "none")],
        "explain of an unknown metric": ["explain", campus, "pues"],
        "catalog of an unknown folder": ["catalog", "list", "acelerators"], "an unknown row": ["catalog", "show", "gb30"],
        "a row outside the catalogue": ["catalog", "show", "../../etc/passwd"],
        "diff with a missing result": ["diff", campus, str(folder / "none.json")],
        "init over a file": ["init", campus], "an unknown schema": ["schema", "x"],
    }
    for what, arguments in cases.items():
        run = gw(*arguments, cwd=folder)
        check(run.code == 2 and not run.crashed and run.err.strip() and not run.out, f"{what}: exit 2 and a message", run)
    run = gw("init", folder / "none/campus.yaml")
    check(run.code in (1, 2) and not run.crashed and run.err.strip(), "init in a missing folder: a message", run)
    check(gw("run", "--help").code == 0 and gw("--version").code == 0, "help and version: exit 0")


def check_result_files(folder):
    documents = {"empty": "", "of another format": '{"format": "x"}', "without a headline": '{"format": "gigawatt.result/1"}',
                 "with a headline of another kind": '{"format": "gigawatt.result/1", "headline": [1], "assumptions": 3}',
                 "with holes": '{"format": "gigawatt.result/1", "headline": {"pue": {}}, "assumptions": [{}]}',
                 "with a format that is a number": '{"format": 1}', "binary": "\0\1\2", "deep": "[" * 100_000}
    for what, text in documents.items():
        path = folder / "r.json"
        path.write_text(text, encoding="utf-8")
        for pair in ([TINY, path], [path, TINY]):
            run = gw("diff", *pair)
            check(run.code == 2 and not run.crashed and "GW6004" in run.err,
                  f"diff: a result file {what}, {'second' if pair[1] == path else 'first'}", run)


def tree_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def cannot_write(what, target, folder, code=1, words=(), **options):
    before = tree_of(folder)
    run = gw("run", TINY, "-o", target, **options)
    clear = run.code == code and not run.crashed and run.err.strip() and all(word in run.err for word in words)
    check(clear and tree_of(folder) == before and not [p for p in folder.iterdir() if p.name.startswith(".")],
          f"output {what}: exit {code}, nothing written", f"{run}\nnow {sorted(p.name for p in folder.iterdir())}")


def check_outputs(folder):
    (folder / "file").write_text("mine")
    (folder / "full").mkdir()
    (folder / "full/notes.txt").write_text("mine")
    cannot_write("is a file", folder / "file", folder, words=["not a folder"])
    cannot_write("below a file", folder / "file/out", folder, words=["cannot write"])
    cannot_write("in a folder of other things", folder / "full", folder, words=["other files"])
    cannot_write("in /proc", "/proc/gw-out", folder, words=["cannot write"])
    cannot_write("of too long a name", folder / ("x" * 300), folder)
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))  # noqa: E731
    cannot_write("on a disk that fills", folder / "out", folder, preexec_fn=limit, restore_signals=False)
    if os.geteuid() != 0:
        (folder / "sealed").mkdir(mode=0o500)
        cannot_write("without permission", folder / "sealed/out", folder, words=["cannot write"])
    else:
        skip("a folder without permission: root may write everywhere")
    check_full_disk(folder)


def check_full_disk(folder):
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode != 0:
        return skip("a full disk: no tmpfs may be mounted here")
    try:
        run = gw("run", TINY, "-o", disk / "out")
        check(run.code == 1 and not run.crashed and run.err.strip() and not list(disk.iterdir()),
              "output on a full disk: exit 1, nothing left", f"{run}\nleft {list(disk.iterdir())}")
    finally:
        subprocess.run(["umount", str(disk)], capture_output=True)
    disk.rmdir()


def check_replacement(folder):
    out = folder / "out"
    first = gw("run", TINY, "-o", out)
    again = gw("run", TINY, "-o", out, "--seed", "2")
    seed = json.loads((out / "result.json").read_text())["version"]["seed"] if out.is_dir() else None
    check(first.code == again.code == 0 and seed == 2 and [p.name for p in folder.iterdir()] == ["out"],
          "an earlier result is replaced whole", f"{first}\n{again}\n{list(folder.iterdir())}")


def interrupted(folder, *numbers, flags=("--trace-step", "0.01"), ready=None, **options):
    """A run stopped by signals, while it writes the trace unless `ready` says when: exit code and what it said."""
    run = subprocess.Popen([GW, "run", TINY, "-o", folder / "out", *flags], cwd=SOURCE,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    ready = ready or (lambda: list(folder.glob(f".gw-partial-{run.pid}-*/trace.nc")))
    end = time.monotonic() + TIME_LIMIT_S
    while time.monotonic() < end and run.poll() is None and not ready():
        time.sleep(0.005)
    during = run.poll() is None
    for number in numbers:
        run.send_signal(number)
        time.sleep(0.02)  # two of one signal at once are one
    try:
        _, said = run.communicate(timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired:
        run.kill()
        said = b"did not stop"
        run.communicate()
    return during, run.returncode, said.decode()


def check_interrupt(folder):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        during, code, said = interrupted(folder, number)
        check(during and code == 130 and "interrupted" in said and not list(folder.iterdir()),
              f"{number.name} in a long write: exit 130, nothing left", f"{during} {code} {said} {list(folder.iterdir())}")
    for numbers in ((signal.SIGINT, signal.SIGINT), (signal.SIGTERM, signal.SIGHUP)):
        during, code, said = interrupted(folder, *numbers)
        check(during and code == 130 and not list(folder.iterdir()),
              f"{' and '.join(n.name for n in numbers)}: exit 130, nothing left", f"{during} {code} {said} {list(folder.iterdir())}")
    begun = time.monotonic()
    during, code, said = interrupted(folder, signal.SIGINT, flags=("--set", "horizon.length_years=50"),
                                     ready=lambda: time.monotonic() > begun + 0.3)
    check(during and code == 130 and "interrupted" in said and not list(folder.iterdir()),
          "SIGINT in the simulation: exit 130, nothing left", f"{during} {code} {said}")
    ignore = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)  # noqa: E731: as nohup does
    during, code, said = interrupted(folder, signal.SIGHUP, flags=("--trace-step", "5"), preexec_fn=ignore)
    check(code == 0 and (folder / "out/trace.nc").is_file(), "an ignored SIGHUP stays ignored", f"{during} {code} {said}")
    shutil.rmtree(folder / "out", ignore_errors=True)
    gw("run", TINY, "-o", folder / "out")
    before = tree_of(folder)
    _, code, said = interrupted(folder, signal.SIGINT)
    check(code == 130 and tree_of(folder) == before, "Ctrl-C leaves an earlier result as it was", f"{code} {said}")


def check_left_behind(folder):
    _, code, _ = interrupted(folder, signal.SIGKILL)
    left = list(folder.glob(".gw-partial-*"))
    for path in left:
        os.utime(path, (0, 0))
    run = gw("run", TINY, "-o", folder / "out")
    check(code == -signal.SIGKILL and left and run.code == 0 and [p.name for p in folder.iterdir()] == ["out"],
          "what a killed run left is swept by the next", f"{code} {left}\n{run}\n{list(folder.iterdir())}")


def check_links(folder):
    (folder / "real").mkdir()
    (folder / "link").symlink_to("real")
    for _ in range(2):
        run = gw("run", TINY, "-o", folder / "link")
        check(run.code == 0 and (folder / "link").is_symlink() and (folder / "real/result.json").is_file(),
              "output through a link: the link stays", run)
    (folder / "broken").symlink_to("nowhere")
    before = tree_of(folder)
    run = gw("run", TINY, "-o", folder / "broken")
    check(run.code == 1 and "GW5001" in run.err and tree_of(folder) == before, "output through a broken link: refused", run)
    run = gw("run", TINY, "-o", "/proc")
    check(run.code == 1 and "GW5001" in run.err, "output on a mount point: refused before the run", run)


def check_names(folder):
    name = os.fsencode(folder / "campus-") + b"\xe9.yaml"
    pathlib.Path(os.fsdecode(name)).write_text(TEXT, encoding="utf-8")
    run = gw("run", os.fsdecode(name), "-o", folder / "out")
    check(run.code == 0 and (folder / "out/report.html").is_file(), "a campus path that is not UTF-8 is no obstacle", run)
    (folder / "c.yaml.partial").write_text("mine")
    run = gw("init", folder / "c.yaml")
    check(run.code == 0 and (folder / "c.yaml.partial").read_text() == "mine", "init touches no other file", run)
    plant = gw("init", "--plant", folder / "plant.yaml")
    run = gw("check", folder / "plant.yaml")
    check(plant.code == 0 and run.code == 0, "the plant that init writes is a campus", run)
    run = gw("catalog", "show", "richmond")
    check(run.code == 0 and "LOCATION" in run.out, "a data file that the list names can be shown", run)


def check_standard_output(folder):
    with open("/dev/full", "w") as full:
        run = gw("run", TINY, "--json", stdout=full)
    check(run.code == 1 and not run.crashed and "standard output" in run.err, "standard output is full: exit 1", run)
    read_end, write_end = os.pipe()
    os.close(read_end)
    run = gw("run", TINY, "--json", stdout=write_end)
    os.close(write_end)
    # Ended by the pipe's signal, as other programs are: `gw run ... | head` says nothing.
    quiet = run.code == -signal.SIGPIPE or run.code == 1 and "standard output" in run.err
    check(quiet and not run.crashed, "the reader of a pipe is gone: the program ends", run)
    run = gw("run", TINY, "-o", folder / "out", preexec_fn=lambda: os.close(1))
    whole = (folder / "out/result.json").is_file()
    if whole:
        json.loads((folder / "out/result.json").read_text())
    check(run.code in (0, 1) and not run.crashed, "standard output is closed: no crash", run)


def main():
    need_program()
    for part in (check_sound, check_values, check_defaults_below_a_misspelt_key, check_several_problems, check_documents, check_paths, check_weather, check_series,
                 check_model_file, check_flags, check_result_files, check_outputs, check_replacement, check_interrupt, check_left_behind, check_links, check_names,
                 check_standard_output):
        with temporary_folder() as name:
            part(pathlib.Path(name))
    return finish()


if __name__ == "__main__":
    sys.exit(main())
