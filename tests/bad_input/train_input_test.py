#!/usr/bin/env python3
"""Bad input of `gw train`: named at its place, all at once, with the nearest plan that works; nothing written; and the
plan that is suggested does work.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import check, finish, gw, need_program, temporary_folder

SOUND = ["train", "llama3_70b", "--accelerator", "h100_sxm", "--count", "512", "--batch", "512", "--sequence", "8192"]
PLAN = ["tensor=4", "pipeline=4"]


def sets(*changes):
    return [word for change in changes for word in ("--set", change)]


def errors(text):
    return re.findall(r"error\[(GW\d+)\]", text)


def refused(folder, what, arguments, words, code=2, codes=None):
    run = gw(*arguments, "-o", folder / "out")
    missing = [word for word in words if word not in run.err]
    right = run.code == code and not run.crashed and not run.out and not missing
    counted = codes is None or sorted(set(errors(run.err))) == sorted(codes)
    check(right and counted and not list(folder.glob("out*")) and not list(folder.glob(".gw*")), f"{what}: exit {code}, {', '.join(words)}",
          f"missing {missing}, codes {errors(run.err)}\n{run}")
    return run


def suggested(run):
    """The changes of "nearest plan that works"."""
    line = re.search(r"^nearest plan that works: (.*)$", run.err, re.M)
    return line.group(1).split() if line else None


def check_sound(folder):
    run = gw(*SOUND, *sets(*PLAN))
    check(run.code == 0 and "Step timeline" in run.out and not run.err, "the setup that the cases change is sound", run)


def check_plans(folder):
    cases = {
        "ranks that do not divide the accelerators": (["tensor=3"], ["GW2001", "does not divide 512"]),
        "more tensor ranks than heads": (["tensor=128"], ["GW2002", "heads 64"]),
        "stages that do not divide the layers": (["pipeline=16", "virtual_pipeline=3", "schedule=interleaved"], ["GW2004", "80 layers"]),
        "more stages than layers": (["tensor=1", "pipeline=128"], ["GW2004", "80 layers"]),
        "experts of a model without": (["expert=2"], ["GW2005", "the model has none"]),
        "batch that does not divide": (["global_batch_sequences=500"], ["GW2006", "not a multiple", "480 or 512"]),
        "sequence over context ranks": (["context=4", "sequence_length=1002"], ["GW2007"]),
        "precision that the part lacks": (["precision=nvfp4"], ["GW2008", "no nvfp4", "it has bf16, fp16"]),
        "virtual stages without interleaving": (["virtual_pipeline=5"], ["GW2009", "interleaved"]),
        "too much memory": (["tensor=1", "pipeline=1"], ["GW2010", "GB more than the 80 GB", "largest:"]),
    }
    for what, (changes, words) in cases.items():
        run = refused(folder, what, [*SOUND, *sets(*PLAN, *changes)], words)
        nearest = suggested(run)
        if nearest is None:
            check("no plan works with this batch" in run.err, f"{what}: says that no plan works", run)
            continue
        again = gw(*SOUND, *sets(*PLAN, *changes), *nearest)
        check(again.code == 0, f"{what}: the nearest plan works: {' '.join(nearest)}", again)


def check_experts(folder):
    base = ["train", "mixtral_8x7b", "--accelerator", "h100_sxm", "--count", "64", "--batch", "512", "--sequence", "4096"]
    run = refused(folder, "more expert ranks than experts", [*base, *sets("expert=16", "pipeline=2")], ["GW2005", "experts 8"])
    check(suggested(run) is not None and "expert=8" in suggested(run), "expert ranks: the nearest number is offered", run)
    refused(folder, "expert ranks beyond a stage", [*base, *sets("expert=8", "expert_tensor=16")], ["GW2012"])


def check_memory_advice(folder):
    run = refused(folder, "memory", [*SOUND, *sets("tensor=8", "zero_stage=1", "micro_batch=8")], ["GW2010"])
    advice = run.err.split(";")[-1]
    check("tensor" not in advice.split("\n")[0], "advice for memory does not leave the scale-up domain", run)


def check_all_at_once(folder):
    (folder / "plan.yaml").write_text("format: gigawatt.plan/1\ntensor: 4\npipline: 4\nmicro_batch: 0\n")
    run = refused(folder, "flags, plan file and --set together",
                  ["train", "llama3_7b", "--accelerator", "h100_sx", "--count", "5oo", "--plan", folder / "plan.yaml", "--batch", "512",
                   *sets("presision=fp8", "search.tensr=[1]")],
                  ["MODEL", "did you mean 'llama3_70b'", "did you mean 'h100_sxm'", "5oo", "plan.yaml:3:1", "did you mean 'pipeline'",
                   "plan.yaml:4:14", "did you mean 'precision'", "search.tensr", "give --sequence TOKENS"])
    check(len(errors(run.err)) >= 8, "every problem is said", run)


def check_flags(folder):
    for what, arguments, words, code in (
            ("no model", ["train"], ["model is required"], 2),
            ("only a model", ["train", "llama3_8b"], ["give --accelerator NAME", "give --count N"], 2),
            ("unknown objective", [*SOUND, "--search", "--objective", "price"], ["price"], 2),
            ("no plans to list", [*SOUND, "--search", "--top", "0"], ["--top"], 2),
            ("a count of nothing", [*SOUND[:5], "0", *SOUND[6:]], ["0 is outside"], 2),
            ("a count beyond all", [*SOUND[:5], "1e300", *SOUND[6:]], ["is outside"], 2),
            ("a model file that is not there", ["train", "none.json", *SOUND[2:]], ["none.json", "GW1001"], 2),
            ("a plan file that is not there", [*SOUND, "--plan", "none.yaml"], ["none.yaml", "GW1001"], 2),
            ("a fabric that is not there", [*SOUND, "--fabric", "roce_400"], ["did you mean 'roce_400g'"], 2),
            ("energy of a part without a rack", [SOUND[0], "llama3_8b", "--accelerator", "h800", *SOUND[4:], "--search", "--objective", "energy"],
             ["GW2015", "no rack"], 2),
            ("assignment without a value", [*SOUND, "--set", "tensor"], ["GW1010"], 2)):
        refused(folder, what, arguments, words, code)


def check_search(folder):
    small = ["train", "llama3_405b", "--accelerator", "h100_sxm", "--count", "8", "--batch", "512", "--sequence", "8192", "--search"]
    run = refused(folder, "nothing fits", small, ["GW2010", "no plan of the space fits", "0 evaluated", "smallest change first"], 3)
    count = re.search(r"(\d+) accelerators fit", run.err)
    check(count is not None, "nothing fits: says how many accelerators would do", run)
    if count:
        again = gw(*[count.group(1) if word == "8" else word for word in small], "--top", "1")
        check(again.code == 0, f"{count.group(1)} accelerators do", again)
    refused(folder, "nothing divides", [*SOUND, "--search", *sets("search.tensor=[3,5]")], ["tensor", "0 evaluated"], 3)
    for value in ("[0]", "[-1]", "[1.5]", "many", "{a: 1}"):
        refused(folder, f"search.tensor={value}", [*SOUND, "--search", *sets(f"search.tensor={value}")], ["search.tensor"])


def check_output_folder(folder):
    (folder / "mine").mkdir()
    (folder / "mine/notes.txt").write_text("mine")
    run = gw(*SOUND, *sets(*PLAN), "-o", folder / "mine")
    check(run.code == 1 and "GW5002" in run.err and not run.out, "a folder with other files is kept", run)
    run = gw(*SOUND, *sets(*PLAN), "-o", folder / "step")
    check(run.code == 0 and (folder / "step/trace.json").is_file(), "a new folder is made", run)
    run = gw("run", "campuses/tiny.yaml", "-o", folder / "step")
    check(run.code == 1 and "GW5002" in run.err and (folder / "step/step.json").is_file(), "gw run does not replace a step", run)


def main():
    need_program()
    for part in (check_sound, check_plans, check_experts, check_memory_advice, check_all_at_once, check_flags, check_search,
                 check_output_folder):
        with temporary_folder() as name:
            part(pathlib.Path(name))
    return finish()


if __name__ == "__main__":
    sys.exit(main())
