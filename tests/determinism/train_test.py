#!/usr/bin/env python3
"""`gw train`: the same bytes on any number of threads, the document and the trace are JSON and agree with one another, the
best plan of a search is what the same plan gives alone, and commands that it prints work.
"""
import csv
import json
import pathlib
import shlex
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import check, finish, gw, need_program, strict_json, temporary_folder

DENSE = ["train", "llama3_8b", "--accelerator", "h100_sxm", "--count", "64", "--batch", "256", "--sequence", "8192"]
EXPERTS = ["train", "mixtral_8x7b", "--accelerator", "gb200", "--count", "72", "--batch", "288", "--sequence", "4096"]
PARTS = {"kernels": ["compute_gemm", "compute_grouped_gemm", "compute_attention", "memory_bound"]}
TOLERANCE = 1e-9


def sets(*changes):
    return [word for change in changes for word in ("--set", change)]


def document(*arguments):
    run = gw(*arguments, "--json")
    check(run.code == 0 and not run.err, " ".join(map(str, arguments)), run)
    return strict_json(run.out)


def near(a, b, tolerance=TOLERANCE):
    return abs(a - b) <= tolerance * max(abs(a), abs(b), 1e-300)


def check_threads(folder):
    for job in (DENSE, EXPERTS):
        outs = [gw(*job, "--search", "--json", "--threads", n) for n in (1, 2, 2)]
        check(all(run.code == 0 for run in outs) and len({run.out for run in outs}) == 1, f"{job[1]}: same bytes on 1 and 2 threads", outs[0])


def check_step(folder):
    for job in ([*DENSE, *sets("tensor=2", "pipeline=4", "recompute=full")], [*EXPERTS, *sets("expert=8", "precision=fp8")]):
        d = document(*job)
        step = d["step"]
        check(near(sum(part["time_s"] for part in step["timeline"]), step["time_s"]), "the timeline adds up")
        check(near(sum(a["duration_s"] for a in step["activity"]), step["time_s"]), "so does the activity")
        memory = dict(step["memory"])
        total, capacity = memory.pop("total_bytes"), memory.pop("capacity_bytes")
        check(near(sum(memory.values()), total) and total <= capacity, "memory adds up and fits")
        check(near(step["tokens"] / step["time_s"], step["tokens_per_s"]), "tokens over time")
        check(near(step["model_flops"] / step["time_s"] / d["setup"]["accelerators"] / 1e12, step["achieved_tflops_per_accelerator"]),
              "model FLOP/s")
        kernels = sum(b["count"] * (o["forward"]["time_s"] + o["backward"]["time_s"] + o["weight_gradient"]["time_s"]) for b in d["operators"] for o in b["operators"])
        timeline = {part["part"]: part["time_s"] for part in step["timeline"]}
        stages = d["setup"]["plan"]["pipeline"]
        check(near(kernels * step["micro_batches"] / stages, sum(timeline[name] for name in PARTS["kernels"])), "operators add up to the kernels")
        check(all(a["grade"] and a["place"] for a in d["assumptions"]) and len(d["assumptions"]) > 50, "every number has a grade and a place")


def check_search(folder):
    narrow = sets("context=1", "search.micro_batch=[1,2]")
    for objective, key, sign in (("speed", "step_s", 1), ("memory", "memory_bytes", 1), ("energy", "joules_per_token", 1)):
        found = document(*DENSE, *narrow, "--search", "--objective", objective, "--top", "5")["search"]
        values = [sign * plan[key] for plan in found["best"]]
        check(values == sorted(values) and len(values) == 5, f"best by {objective} come in order", values)
        check(found["enumerated"] == found["not_dividing"] + found["out_of_memory"] + found["evaluated"], "counts add up")
        check(all(plan["plan"]["context"] == 1 and plan["plan"]["micro_batch"] in (1, 2) for plan in found["best"] + found["pareto"]),
              "the space is as asked")
    front = found["pareto"]
    beaten = [a for a in front for b in front if a is not b and all(b[k] <= a[k] for k in ("step_s", "memory_bytes", "joules_per_token"))]
    check(not beaten, "no point of the front beats another", beaten[:1])
    d = document(*DENSE, *narrow, "--search")
    best = d["search"]["best"][0]
    plan = {k: v for k, v in best["plan"].items() if k in ("tensor", "pipeline", "virtual_pipeline", "zero_stage", "micro_batch", "recompute",
                                                          "schedule", "sequence_parallel", "context")}
    alone = document(*DENSE, *sets(*(f"{k}={json.dumps(v).strip(chr(34))}" for k, v in plan.items())))
    check(alone["step"]["time_s"] == best["step_s"], "the best plan alone takes the same time")


def check_files(folder):
    run = gw(*DENSE, "--search", *sets("context=1"), "-o", folder / "out")
    check(run.code == 0, "a search writes its files", run)
    names = sorted(path.name for path in (folder / "out").iterdir())
    check(names == ["memory.csv", "operators.csv", "plans.csv", "step.json", "trace.json"], f"files: {', '.join(names)}")
    strict_json((folder / "out/step.json").read_text())
    trace = strict_json((folder / "out/trace.json").read_text())
    spans = [e for e in trace["traceEvents"] if e["ph"] == "X"]
    check(bool(spans) and all(e["dur"] > 0 and e["ts"] >= 0 for e in spans), "the trace has spans")
    for name in ("memory.csv", "operators.csv", "plans.csv"):
        with open(folder / "out" / name, newline="") as file:
            rows = list(csv.reader(file))
        check(len(rows) > 1 and len({len(row) for row in rows}) == 1, f"{name}: {len(rows) - 1} rows of equal length")


def check_replay(folder):
    for changes in (["pipeline=8"], ["pipeline=4", "virtual_pipeline=4", "schedule=interleaved"], ["pipeline=8", "tensor=2", "recompute=full"]):
        run = gw(*DENSE, *sets(*changes), "-o", folder / "out")
        other = strict_json((folder / "out/trace.json").read_text())["otherData"]
        check(run.code == 0 and near(other["replayed_step_s"], other["step_s"], 0.03),
              f"{', '.join(changes)}: replay {other['replayed_step_s']:.4g} s, closed form {other['step_s']:.4g} s", run)


def check_next(folder):
    for arguments in ([*DENSE, *sets("tensor=2")], [*DENSE, *sets("context=1"), "--search"]):
        run = gw(*arguments)
        line = next(line for line in run.out.splitlines() if line.startswith("Next"))
        command = shlex.split(line.split(None, 1)[1])
        again = gw(*command[1:])
        check(again.code == 0 and command[0] == "gw", f"next command: {shlex.join(command)}", again)


def main():
    need_program()
    for part in (check_threads, check_step, check_search, check_files, check_replay, check_next):
        with temporary_folder() as name:
            part(pathlib.Path(name))
    return finish()


if __name__ == "__main__":
    sys.exit(main())
