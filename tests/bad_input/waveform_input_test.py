#!/usr/bin/env python3
"""Bad input of `gw waveform`: named at its place, all at once; nothing written; limits that nothing meets are exit 3."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import TINY, check, finish, gw, need_program, temporary_folder

PROMETHEUS = "campuses/prometheus.yaml"


def refused(folder, what, arguments, words, code=2):
    run = gw("waveform", *arguments, "-o", folder / "out", "--quiet")
    missing = [word for word in words if word not in run.err]
    check(run.code == code and not run.crashed and not run.out and not missing, f"{what}: exit {code}, {', '.join(words)}",
          f"missing {missing}\n{run}")
    check(not list(folder.glob("out*")) and not list(folder.glob(".gw*")), f"{what}: nothing is written")


def write(folder, name, text):
    (folder / name).write_text(text)
    return folder / name


def code(folder, clauses):
    return write(folder, "code.yaml", "format: gigawatt.grid_code/1\nname: bad\nclauses:\n" + clauses)


def check_flags(folder):
    cases = {
        "a date that is none": (["--at", "soon"], ["GW2701", "2026-10-01T14"]),
        "a date outside the horizon": (["--at", "2031-01-01"], ["GW2701", "outside the horizon"]),
        "an hour that is none": (["--at", "2026-10-01T24"], ["GW2701"]),
        "an unknown bus": (["--bus", "sout"], ["GW2701", "did you mean 'south'?"]),
        "an unknown event": (["--events", "start,stal"], ["GW2701", "did you mean 'stall'?"]),
        "a window that is no number": (["--window", "nan"], ["GW2701"]),
        "a negative window": (["--window", "-5"], ["GW2701"]),
        "more samples than fit": (["--window", "1e6", "--step", "0.001"], ["GW2701", "at most 4,000,000"]),
        "a step longer than the window": (["--step", "100"], ["GW2701", "fewer than two"]),
        "a window shorter than its events": (["--events", "fault"], ["GW2704", "--window 2"]),
        "a search without limits": (["--mitigate"], ["GW2701", "--limits"]),
        "an unknown grid code": (["--limits", "study_limit"], ["GW1110", "study_limits"]),
        "a grid code file that is not there": (["--limits", "none.yaml"], ["GW1001"]),
        "a folder in place of a file": (["--limits", "./catalog"], ["GW1001"]),
        "a document of another kind": (["--limits", "catalog/smoothing/gb300_storage.yaml"], ["GW1114"]),
        "nothing energised": (["--bus", "north", "--at", "2026-01-02"], ["GW2703"]),
    }
    for what, (arguments, words) in cases.items():
        refused(folder, what, [PROMETHEUS, *arguments], words)
    run = gw("waveform", PROMETHEUS, "--at", "soon", "--bus", "x", "--events", "y", "--window", "0", "--limits", "z")
    check(len(re.findall(r"error\[", run.err)) == 5, "five mistakes are told at once", run)


def check_grid_codes(folder):
    cases = {
        "curves that cross": ("  - kind: voltage_ride_through\n    low:\n      - {voltage_frac: 0.9, duration_s: 3}\n"
                              "    high:\n      - {voltage_frac: 0.8, duration_s: 1}\n", ["code.yaml:8", "GW2702", "cross"]),
        "a curve that runs backwards": ("  - kind: voltage_ride_through\n    low:\n      - {voltage_frac: 0.9, duration_s: 3}\n"
                                        "      - {voltage_frac: 0.5, duration_s: 1}\n", ["code.yaml:7:", "GW2702", "not above"]),
        "milder for less time": ("  - kind: frequency_ride_through\n    low:\n      - {frequency_hz: 57, duration_s: 3}\n"
                                 "      - {frequency_hz: 58, duration_s: 1}\n", ["code.yaml:7:", "GW2702"]),
        "a band upside down": ("  - {kind: band, from_hz: 5, to_hz: 1, limit_mw: 1}\n", ["code.yaml:4:", "GW2702"]),
        "a limit given twice": ("  - {kind: range, limit_mw: 5, limit_frac: 0.1}\n", ["GW2702", "twice"]),
        "a negative time": ("  - {kind: range, limit_mw: 5, within_s: -1}\n", ["GW1102", "within_s"]),
        "an unknown kind": ("  - {kind: rampp}\n", ["GW1107", "did you mean 'ramp'?"]),
        "flicker without a network": ("  - {kind: flicker, limit_pst: 1}\n", ["GW2702", "short_circuit_mva"]),
        "bands that overlap and disagree": ("  - {kind: band, from_hz: 0.1, to_hz: 1, limit_mw: 5}\n"
                                            "  - {kind: band, from_hz: 0.8, to_hz: 20, limit_mw: 10}\n",
                                            ["code.yaml:5:", "GW2702", "0.8000 to 1.000 Hz", "end one band where the other begins"]),
        "a wider band that is stricter": ("  - {kind: band, from_hz: 0.5, to_hz: 1, limit_mw: 20}\n"
                                          "  - {kind: band, from_hz: 0.1, to_hz: 20, limit_mw: 10}\n",
                                          ["code.yaml:5:", "GW2702", "never counts"]),
        "one limit in two clauses": ("  - {kind: ramp, limit_mw_per_min: 5}\n  - {kind: ramp, limit_mw_per_min: 6}\n",
                                     ["code.yaml:5:", "GW2702", "clauses[0] does already"]),
        "curves that cross in two clauses": ("  - kind: frequency_ride_through\n    low:\n      - {frequency_hz: 59.5, duration_s: 3}\n"
                                             "  - kind: frequency_ride_through\n    high:\n      - {frequency_hz: 59, duration_s: 3}\n",
                                             ["code.yaml:7:", "GW2702", "crosses"]),
        "a sag above nominal": ("  - kind: voltage_ride_through\n    low:\n      - {voltage_frac: 1.05, duration_s: 3}\n",
                                ["code.yaml:6:", "GW2702", "sag"]),
        "pieces shorter than three periods": ("  - {kind: band, from_hz: 0.1, to_hz: 1, limit_mw: 5, over_s: 20}\n",
                                              ["code.yaml:4:", "GW2702", "30.00 s or more"]),
        "no clause": ("  []\n", ["GW2702", "no clause"]),
    }
    for what, (clauses, words) in cases.items():
        refused(folder, what, [TINY, "--limits", code(folder, clauses)], words)


def check_smoothing(folder):
    def smoothing(text):
        return write(folder, "smoothing.yaml", "format: gigawatt.smoothing/1\n" + text)
    cases = {
        "a negative time constant": ("campus_battery: {power_mw: 1, energy_mwh: 1, time_constant_s: -2}\n", ["GW1102", "time_constant_s"]),
        "more energy than its power delivers": ("campus_battery: {power_mw: 1, energy_mwh: 100}\n", ["smoothing.yaml:2:", "GW2702", "slip of units"]),
        "storage without power": ("rack_battery: {power_mw: 0, energy_mwh: 1}\n", ["GW2702"]),
        "an efficiency above one": ("rack_battery: {power_mw: 1, energy_mwh: 1, charge_efficiency_frac: 1.1}\n", ["GW1102"]),
        "a floor above TDP": ("power_smoothing: {percent_tmp_floor_frac: 1.2}\n", ["GW1102"]),
        "a floor above the power cap": ("power_smoothing: {percent_tmp_floor_frac: 0.9}\n", ["GW2705", "80 %"]),
    }
    for what, (text, words) in cases.items():
        refused(folder, what, [PROMETHEUS, "--smoothing", smoothing(text)], words)


def check_infeasible(folder):
    never = code(folder, "  - {kind: power_factor, minimum: 0.99}\n  - {kind: ramp, limit_mw_per_min: 0.0001, over_s: 1}\n")
    load = write(folder, "load.yaml", "format: gigawatt.ride_through/1\nname: load\npower_factor: 0.9\n")
    run = gw("waveform", TINY, "--limits", never, "--ride-through", load, "--mitigate", "--quiet")
    check(run.code == 3 and "GW2706" in run.err and "still fails" in run.err, "limits that nothing meets: exit 3 with clause and gap", run)
    # The clause that fails by most is named; both are in what is printed.
    check(run.out.count("fail") >= 2, "and the verdicts of the campus as it is", run)


def main():
    need_program()
    with temporary_folder() as name:
        folder = pathlib.Path(name)
        for part in (check_flags, check_grid_codes, check_smoothing, check_infeasible):
            part(folder)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
