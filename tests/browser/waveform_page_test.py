#!/usr/bin/env python3
"""Opens the page of `gw waveform` in headless Chromium: every panel drawn, print, no console error, no network request; a
bare and a hostile document too.

Usage: waveform_page_test.py. Needs esbuild and Chromium; the shipped page also the program (GW).
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import chromium

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FAILED = []
PANELS = ["Waveform", "Limits", "Spectrum with limit lines", "Iteration", "Ramps", "Duration", "Power system",
          "What passes, and what it costs", "Single line", "Numbers and their sources"]


def check(holds, what):
    if not holds:
        FAILED.append(what)
        print(f"FAILED: {what}")


def template(folder):
    subprocess.run(["cmake", f"-DESBUILD={shutil.which('esbuild')}", f"-DWEB={SOURCE / 'web'}", f"-DOUT={folder}",
                    "-DPAGE=waveform", f"-DENTRY={SOURCE / 'web/src/waveform_main.ts'}", "-P", SOURCE / "cmake/web_bundle.cmake"],
                   check=True)
    return (folder / "waveform_template.html").read_text()


def smoothed(what, scale=1.0):
    return {"what": what, "peak_mw": 10 * scale, "mean_mw": 8, "lowest_mw": 5, "cost": None, "clauses": [], "response": None,
            "trace": {"start_s": 0, "step_s": 0.1, "low_mw": [5, 6, 7], "high_mw": [6, 7, 10]},
            "spectrum": {"spacing_hz": 0.1, "frequency_hz": [0.1, 0.2, 0.3], "amplitude_mw": [1, 0, 2]},
            "ramps": {"over_s": 1, "first_mw_per_s": -1, "width_mw_per_s": 1, "counts": [3, 4]}, "duration_mw": [10, 8, 5]}


def made_up(text):
    one = smoothed(text)
    one["clauses"] = [{"clause": text, "verdict": "fail", "worst": 2, "limit": 1, "unit": text, "margin_frac": -1, "at_s": 3, "note": text},
                      {"clause": "b", "verdict": "not assessed", "worst": None, "limit": None, "unit": "", "margin_frac": None,
                       "at_s": None, "note": ""}]
    one["response"] = {"largest_deviation_hz": 0.01, "nadir_hz": 59.9, "rocof_hz_per_s": 0.1, "steady_deviation_hz": 0.02, "largest_scale": None}
    cost = {"total_usd_per_year": 3e6, "energy_usd_per_year": 1e6, "time_usd_per_year": 1e6, "capital_usd_per_year": 1e6,
            "energy_mwh_per_year": 1e3, "slowdown_frac": 0.01}
    two = smoothed("mitigated", 0.8) | {"cost": cost}
    level = {"hall": text, "part": "critical", "stage": text, "in_mw": 2, "out_mw": 1.9, "loss_mw": 0.1, "loading_frac": 1.2,
             "installed": 3}
    return {"format": "gigawatt.waveform/1", "campus": text, "title": text, "at": text, "buses": [text], "window_s": 60,
            "step_s": 0.01, "in_training": 1000, "limits": text, "band_limits": [{"from_hz": 0.1, "to_hz": 0.2, "limit_mw": 1}],
            "events": [{"event": text, "begin_s": 1, "end_s": 2}],
            "iteration": {"job": text, "period_s": 3, "segments": [{"duration_s": 2, "power_w": 1000}, {"duration_s": 1, "power_w": 500}]},
            "as_built": one, "mitigated": two, "search": {"simulated": 9, "passing": [{"what": text, "cost": cost}]},
            "resonance": [{"period_s": 1, "deviation_hz": 0.01}, {"period_s": 2, "deviation_hz": 0}],
            "single_line": [level, level | {"part": "mechanical"}, level | {"part": "site"}],
            "assumptions": [{"path": text, "value": 1, "unit": "MW", "source": text, "grade": "assumed", "place": text}]}


def check_page(browser, path, name, panels):
    browser.errors.clear()
    browser.requests.clear()
    browser.open(path.as_uri())
    titles = browser.run("[...document.querySelectorAll('.panel > h2')].map(e => e.firstChild.textContent)")
    check(titles == panels, f"{name}: panels {titles}")
    for scheme in ("dark", "light"):
        browser.scheme(scheme)
        browser.settle()
    if panels:
        check(browser.run("document.querySelectorAll('.u-wrap canvas').length") >= 4, f"{name}: charts drawn")
    check(browser.pdf().startswith(b"%PDF"), f"{name}: prints")
    check(not browser.errors, f"{name}: console says {browser.errors[:3]}")
    outside = [request for request in browser.requests if not request.startswith(("file:", "data:"))]
    check(not outside, f"{name}: asked for {outside[:3]}")
    check(browser.run("document.querySelectorAll('.failed').length") == 0, f"{name}: a part failed")
    check("NaN" not in browser.run("document.body.innerText"), f"{name}: NaN on the page")
    print(f"{name}: {len(titles)} panels")


def shipped(folder):
    program = os.environ.get("GW", "")
    if not os.path.exists(program):
        print("skipped: no gw program, so no page of its own")
        return None
    run = subprocess.run([program, "waveform", SOURCE / "campuses/prometheus.yaml", "--limits", "study_limits", "--mitigate",
                          "--system", "eastern", "--quiet", "-o", folder / "shipped"], capture_output=True, text=True)
    check(run.returncode == 0, f"gw waveform -o: {run.stderr[-300:]}")
    return folder / "shipped/waveform.html" if run.returncode == 0 else None


def main():
    path = chromium.find()
    if not path or not shutil.which("esbuild"):
        print("skipped: no Chromium or no esbuild here (Debian packages chromium, esbuild)")
        return 0
    with tempfile.TemporaryDirectory() as name, chromium.Browser(path) as browser:
        folder = pathlib.Path(name)
        page = template(folder)
        hostile = "<img src=x onerror=stolen=1></script><script>stolen=1</script>"
        bare = {"as_built": smoothed("no smoothing"), "mitigated": None}
        cases = {"bare": (bare, ["Waveform", "Limits", "Spectrum with limit lines", "Iteration", "Ramps", "Duration"]),
                 "made_up": (made_up("a"), PANELS), "hostile": (made_up(hostile), PANELS)}
        for case, (document, panels) in cases.items():
            file = folder / f"{case}.html"
            file.write_text(page.replace("@RESULT@", json.dumps(document).replace("<", "\\u003c")))
            check_page(browser, file, case, panels if case != "bare" else [p for p in panels if p not in ("Limits", "Iteration")])
            check(browser.run("window.stolen === undefined"), f"{case}: text ran as a script")
        own = shipped(folder)
        if own:
            check_page(browser, own, "prometheus", PANELS)
    print(f"{len(FAILED)} failed")
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
