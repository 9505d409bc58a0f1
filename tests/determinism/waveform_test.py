#!/usr/bin/env python3
"""`gw waveform`: the same bytes on any number of threads, a document that agrees with its tables, energies that close, and
physics that a user can see: a floor costs energy, a stall is seen, a longer window assesses more clauses.
"""
import csv
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import campuses, check, finish, gw, need_program, strict_json, temporary_folder

PROMETHEUS = "campuses/prometheus.yaml"


def document(*arguments):
    run = gw("waveform", *arguments, "--json", "--quiet")
    check(run.code == 0 and not run.err, " ".join(map(str, arguments)), run)
    return strict_json(run.out)


def near(a, b, tolerance=1e-9):
    return abs(a - b) <= tolerance * max(abs(a), abs(b), 1e-300)


def check_bytes(folder):
    arguments = [PROMETHEUS, "--limits", "study_limits", "--mitigate", "--phases", "random", "--json", "--quiet"]
    outs = [gw("waveform", *arguments, "--threads", n).out for n in (1, 2, 2)]
    check(outs[0] and len(set(outs)) == 1, "same bytes on 1 and 2 threads")
    other = gw("waveform", *arguments, "--seed", 7).out
    check(other != outs[0], "another seed, other phases")


def check_tables(folder):
    out = folder / "out"
    run = gw("waveform", PROMETHEUS, "--limits", "study_limits", "--mitigate", "--system", "western", "-o", out, "--quiet")
    check(run.code == 0, "-o writes", run)
    d = json.loads((out / "waveform.json").read_text())
    rows = list(csv.DictReader((out / "waveform.csv").open(newline="")))
    poi = [float(r["poi_mw"]) for r in rows]
    check(len(poi) == round(d["window_s"] / d["step_s"]), "a row a sample")
    check(near(max(poi), d["as_built"]["peak_mw"]) and near(min(poi), d["as_built"]["lowest_mw"]), "peak and lowest are those of the rows")
    check(near(sum(poi) / len(poi), d["as_built"]["mean_mw"]), "so is the mean")
    energy = d["as_built"]["energy"]
    check(near(energy["input_mwh"], d["as_built"]["mean_mw"] * d["window_s"] / 3600), "energy is mean power times the window")
    spectrum = list(csv.DictReader((out / "spectrum.csv").open(newline="")))
    limited = [float(r["frequency_hz"]) for r in spectrum if r["limit_mw"]]
    check(min(limited) >= 0.1 - 1e-9 and max(limited) <= 20 + 1e-9, "limit lines stand where the clause holds")
    clauses = list(csv.DictReader((out / "clauses.csv").open(newline="")))
    check(all(c["verdict"] != "fail" for c in clauses if c["waveform"] == "cheapest that passes"), "what is found passes")
    check("waveform.html" in {p.name for p in out.iterdir()}, "the page is there")
    again = gw("waveform", PROMETHEUS, "-o", out, "--quiet")
    check(again.code == 0 and not (out / "mitigation.csv").exists(), "an earlier result is replaced whole", again)


def check_balances(folder):
    for campus in campuses():
        for smoothing in ([], ["--smoothing", "gb300_storage"], ["--smoothing", "rack_battery"], ["--smoothing", "firefly_ballast"]):
            d = document(campus, *smoothing)
            e = d["as_built"]["energy"]
            parts = (e["work_mwh"] + e["burned_mwh"] + e["storage_loss_mwh"] + e["stored_mwh"] - e["withheld_mwh"] +
                     e["mechanical_mwh"] + e["other_mwh"] + e["conversion_loss_mwh"])
            check(near(parts, e["input_mwh"]), f"{campus.stem} {' '.join(smoothing)}: energy closes")
            line = [stage for stage in d["single_line"]]
            check(all(near(s["in_mw"], s["out_mw"] + s["loss_mw"]) for s in line), f"{campus.stem}: so does every stage")


def check_physics(folder):
    bare = document(PROMETHEUS)["as_built"]
    floor = folder / "floor.yaml"
    floor.write_text("format: gigawatt.smoothing/1\npower_smoothing: {percent_tmp_floor_frac: 0.75}\n")
    held = document(PROMETHEUS, "--smoothing", floor)["as_built"]
    check(held["energy"]["burned_mwh"] > 0 and held["mean_mw"] > bare["mean_mw"], "a floor burns energy")
    check(held["peak_mw"] - held["lowest_mw"] < bare["peak_mw"] - bare["lowest_mw"], "and takes from the swing")
    check(held["cost"]["energy_usd_per_year"] > 0, "which has a price")
    ballast = document(PROMETHEUS, "--smoothing", "firefly_ballast")["as_built"]
    check(ballast["cost"]["slowdown_frac"] == 0.05 and ballast["cost"]["time_usd_per_year"] > 0, "ballast costs time")
    storage = document(PROMETHEUS, "--smoothing", "gb300_storage", "--events", "stall")["as_built"]
    plain = document(PROMETHEUS, "--events", "stall")["as_built"]
    check(storage["peak_mw"] - storage["lowest_mw"] > 0.95 * (plain["peak_mw"] - plain["lowest_mw"]), "65 J do not bridge a stall of 5 s")
    def verdicts(*more):
        return {c["clause"]: c["verdict"] for c in document(PROMETHEUS, "--limits", "study_limits", *more)["as_built"]["clauses"]}
    own, brief, long = verdicts(), verdicts("--window", "60"), verdicts("--window", "200")
    check(brief["ramp, minutes"] == "not assessed", "a minute does not assess the ramp over a minute")
    check("not assessed" not in (own["ramp, minutes"], long["ramp, minutes"]), "two do, which is the window without --window")
    check(brief["dynamic range"] == "fail", "a range beyond its limit fails in any window")
    coarse = verdicts("--window", "200", "--step", "0.1")
    check(coarse["flicker"] == "not assessed" and own["flicker"] != "not assessed", "coarse samples do not assess flicker")


def main():
    need_program()
    with temporary_folder() as name:
        folder = pathlib.Path(name)
        for part in (check_bytes, check_tables, check_balances, check_physics):
            part(folder)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
