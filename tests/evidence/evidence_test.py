#!/usr/bin/env python3
"""`gw evidence`: the committed errors do not get worse, every row is accounted for, a user's own table is scored, bad
tables get every problem at once.

evidence/training/expected.csv holds the errors by group. After a meant change: tools/evidence_expected, and a line in
CHANGELOG.md.
"""
import csv
import importlib.machinery
import importlib.util
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import SOURCE, check, finish, gw, need_program, strict_json, temporary_folder

EXPECTED = SOURCE / "evidence/training/expected.csv"
SHIPPED = SOURCE / "evidence/training/published-training.csv"
WORSE_BY_POINTS = 0.2  # percentage points of an error
WORSE_BY_RANK = 0.01
HEADER = ("id,model_name,layers,hidden,heads,vocab,seq_len,accelerator,n_accelerators,precision,tp,pp,micro_batch,"
          "global_batch_sequences,measured_step_time_s")
GOOD = "mine-1,My GPT,96,12288,96,51200,2048,H100,1024,bf16,8,8,1,1536,10.5"


def expected_tool():
    loader = importlib.machinery.SourceFileLoader("evidence_expected", str(SOURCE / "tools/evidence_expected"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("evidence_expected", loader))
    loader.exec_module(module)
    return module


def worse(old, new):
    """What of a group got worse, as text; nothing when all holds."""
    for key, name in (("median_pct", "median error"), ("p90_pct", "90th percentile"), ("abs_bias_pct", "|bias|")):
        if float(new[key]) > float(old[key]) + WORSE_BY_POINTS:
            yield f"{name} {old[key]} -> {new[key]} %"
    if old["rank_correlation"] and float(new["rank_correlation"] or -1) < float(old["rank_correlation"]) - WORSE_BY_RANK:
        yield f"rank correlation {old['rank_correlation']} -> {new['rank_correlation'] or 'none'}"
    if int(new["rows"]) < int(old["rows"]):
        yield f"rows {old['rows']} -> {new['rows']}"


def check_expected(document):
    new = {(row["kind"], row["name"]): row for row in expected_tool().figures(document)}
    with open(EXPECTED, newline="", encoding="utf-8") as table:
        old = {(row["kind"], row["name"]): row for row in csv.DictReader(table)}
    check(len(old) > 20, f"{EXPECTED.name} holds {len(old)} groups")
    for key, row in old.items():
        what = list(worse(row, new[key])) if key in new else ["the group is gone"]
        if what:
            check(False, f"{key[0]} '{key[1]}' is not worse than committed", "\n".join(what) +
                  "\nif this is meant: tools/evidence_expected, and say why in CHANGELOG.md")
    check(True, "the committed groups were compared")
    missing = [key for key in new if key not in old]
    check(not missing, "every group is in the committed table", f"{missing}: run tools/evidence_expected")


def check_document(document):
    rows = document["rows"]
    check(document["format"] == "gigawatt.evidence/1", "the document names its format")
    check(len(rows) == document["row_count"] == sum(1 for _ in csv.DictReader(open(SHIPPED, newline="", encoding="utf-8"))),
          "every row of the table is in the document")
    without = [row for row in rows if "reason" in row]
    check(sum(entry["rows"] for entry in document["without_prediction"]) == len(without) ==
          len(rows) - document["predicted_count"], f"{len(without)} rows without a prediction are counted by reason")
    broken = [row["id"] for row in rows if "reason" not in row and not
              (row["predicted_s"] > 0 and row["measured_s"] > 0 and 0 < row["uncertainty_frac"] < 5 and
               abs(row["error_frac"] - (row["predicted_s"] / row["measured_s"] - 1)) < 1e-9 and row["setup"]["plan"])]
    check(not broken, "every prediction has its measured value, error, uncertainty and plan", broken[:5])
    groups = {(g["kind"], g["name"]): g for g in document["groups"]}
    everything = groups[("all", "quality A and B")]
    for kind in ("sharding", "generation", "class", "scale", "source"):
        total = sum(g["rows"] for g in document["groups"] if g["kind"] == kind)
        check(total == everything["rows"], f"the groups by {kind} hold every row of quality A and B once", total)


def check_rows(document):
    for row in [r for r in document["rows"] if "reason" not in r][::60]:
        done = gw("evidence", "--row", row["id"], "--json", "--quiet")
        one = strict_json(done.out)["row"] if done.code == 0 else {}
        total = sum(part["seconds"] for part in one.get("parts", []))
        check(done.code == 0 and abs(total / row["predicted_s"] - 1) < 1e-9 and one["predicted_s"] == row["predicted_s"],
              f"--row {row['id']}: the parts add up to the prediction of the table", done)
    done = gw("evidence", "--row", "T9999")
    check(done.code == 2 and "GW6006" in done.err, "a row that is not there is named", done)
    done = gw("evidence", "--group", "sources")
    check(done.code == 2 and "GW6007" in done.err, "a kind of group that is not there is named", done)


def scored(folder, text, *flags):
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return gw("evidence", "--data", path, *flags)


def check_own_table(folder):
    done = scored(folder, f"{HEADER}\n{GOOD}\n{GOOD.replace('mine-1', 'mine-2').replace('10.5', '20')}\n", "--json")
    document = strict_json(done.out) if done.code == 0 else {"rows": []}
    check(done.code == 0 and done.err == "" and len(document["rows"]) == 2, "a user's own table is scored", done)
    if len(document["rows"]) == 2:
        one, two = document["rows"]
        check(one["predicted_s"] == two["predicted_s"] and one["measured_s"] == 10.5 and two["measured_s"] == 20,
              "the same setup has the same prediction, whatever was measured")
        check(document["groups"][0]["rows"] == 2, "rows without a quality count")
    said = scored(folder, f"{HEADER},software\n{GOOD},megatron_core\n").out
    check("mine.csv: 1 of 1 rows predicted" in said, "a column names the training software", said)
    done = scored(folder, f"{HEADER},micro_batchs\n{GOOD},1\n".replace("micro_batch,", "mb,"))
    check(done.code == 0 and "column 'micro_batchs' is not read; did you mean 'micro_batch'?" in done.err and
          "column 'mb' is not read" in done.err,
          "columns that are not read are warned of", done)
    done = scored(folder, f"{HEADER}\n{GOOD}\n".replace("H100", "abacus"))
    check(done.code == 1 and "GW6008" in done.err and "'abacus'" in done.out, "no usable row: exit 1 with the reasons", done)


def check_bad_tables(folder):
    bad = "\n".join([HEADER, GOOD, GOOD.replace(",96,12288", ",96.5,-1"), GOOD.replace("bf16", "bf61"),
                     GOOD.replace("10.5", "fast"), GOOD.replace("2048", "2048 tokens"), GOOD.replace("1024", "1e999")]) + "\n"
    done = scored(folder, bad)
    places = re.findall(r"mine\.csv:(\d+):(\d+): error\[GW1412\]", done.err)
    check(done.code == 2 and done.out == "" and places == [("3", "3"), ("3", "4"), ("4", "10"), ("5", "15"), ("6", "7"), ("7", "9")],
          "bad cells: all at once, each with file, line and column", f"{places}\n{done}")
    check("did you mean 'bf16'?" in done.err, "a bad word gets the nearest good one", done)
    cases = {"a missing column": (f"{HEADER}\n{GOOD}\n".replace("n_accelerators", "accelerators"), "GW1411"),
             "a short row": (f"{HEADER}\nmine\n", "GW1402"), "no header": ("", "GW1402"),
             "an open quote": (f'{HEADER}\n"mine\n', "GW1402"), "a column twice": (f"{HEADER},id\n{GOOD},1\n", "GW1402")}
    for what, (text, code) in cases.items():
        done = scored(folder, text)
        check(done.code == 2 and f"error[{code}]" in done.err and not done.crashed, f"{what}: {code}", done)
    done = gw("evidence", "--data", folder / "no-such.csv")
    check(done.code == 2 and "GW1410" in done.err, "a file that is not there: GW1410", done)


def check_extremes(folder):
    """The largest and least values a column allows give a prediction or a reason, never a crash or a hang."""
    for changes in ({"layers": 10000}, {"n_accelerators": 10000000}, {"seq_len": 1000000000}, {"tp": 1000000},
                    {"pp": 10000, "layers": 10000}, {"global_batch_sequences": 1000000000}, {"micro_batch": 1000000},
                    {"hidden": 1, "heads": 1}, {"measured_step_time_s": 1e-12}, {"vocab": 1}, {"tp": "", "pp": "", "layers": 10000}):
        cells = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | {k: str(v) for k, v in changes.items()}
        done = scored(folder, f"{HEADER}\n{','.join(cells.values())}\n", "--json", "--quiet")
        good = done.code in (0, 1) and not done.crashed
        if good:
            strict_json(done.out)
        check(good, f"extreme: {changes}", done)


def check_files(folder):
    done = gw("evidence", "--html", folder / "page.html", "-o", folder / "out", "--quiet", cwd=folder)
    page = (folder / "page.html").read_text(encoding="utf-8") if done.code == 0 else ""
    check(done.code == 0 and page == (folder / "out/evidence.html").read_text(encoding="utf-8"), "--html and -o write the page", done)
    check(not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)),
          "the page names no address")
    check(sorted(p.name for p in (folder / "out").iterdir()) == ["evidence.html", "evidence.json", "groups.csv", "rows.csv"],
          "-o writes four files")
    done = gw("evidence", "--html", folder / "no/such/page.html", "--quiet")
    check(done.code == 1 and "GW5001" in done.err, "a page that cannot be written: exit 1", done)


def check_overrides():
    plain = gw("evidence", "--group", "all", "--quiet").out
    slow = gw("evidence", "--group", "all", "--quiet", "--set", "software.llm_foundry.host_per_step_ms=3000").out
    check(plain != slow, "--set changes the predictions")
    done = gw("evidence", "--set", "software.llm_foundry.host_per_step=3000")
    check(done.code == 2 and "did you mean 'host_per_step_ms'?" in done.err, "--set of no such field is named", done)


def main():
    need_program()
    done = gw("evidence", "--json", "--quiet")
    if not check(done.code == 0 and done.err == "", "gw evidence --json runs", done):
        return finish()
    document = strict_json(done.out)
    check(gw("evidence", "--json", "--quiet").out == done.out, "the same bytes again")
    check_expected(document)
    check_document(document)
    check_rows(document)
    check_overrides()
    with temporary_folder() as name:
        folder = pathlib.Path(name)
        check_own_table(folder)
        check_bad_tables(folder)
        check_extremes(folder)
        check_files(folder)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
