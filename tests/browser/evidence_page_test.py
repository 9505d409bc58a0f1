#!/usr/bin/env python3
"""Opens the page of `gw evidence` in headless Chromium: every run drawn, tables sort and filter, a row's dialog, print, no
console error, no network request; an empty and a hostile document too.

Usage: evidence_page_test.py. Needs esbuild and Chromium; the shipped page also the program (GW).
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import chromium

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FAILED = []


def check(holds, what):
    if not holds:
        FAILED.append(what)
        print(f"FAILED: {what}")


def template(folder):
    subprocess.run(["cmake", f"-DESBUILD={shutil.which('esbuild')}", f"-DWEB={SOURCE / 'web'}", f"-DOUT={folder}",
                    "-DPAGE=evidence", f"-DENTRY={SOURCE / 'web/src/evidence_main.ts'}", "-DCHARTS=OFF",
                    "-P", SOURCE / "cmake/web_bundle.cmake"], check=True)
    return (folder / "evidence_template.html").read_text()


def row(number, **changes):
    out = {"id": f"R{number}", "source": "made up", "model": "m", "accelerator": "H100", "accelerators": 8, "quality": "A",
           "config_group": f"g{number}", "experts": number % 2 == 0, "fully_sharded": number % 3 == 0,
           "generation": "Hopper", "weight": 1, "measured_as": "step time", "measured_s": 1.0 + number,
           "predicted_s": 1.1 + number, "error_frac": (1.1 + number) / (1.0 + number) - 1, "uncertainty_frac": 0.1,
           "within_uncertainty": True, "memory_bytes": 1, "memory_fits": True, "assumptions": ["cp 1: not printed"],
           "setup": {"accelerator": "h100_sxm", "software": "mlperf", "fabric": "f", "model": None, "plan": {"tensor": 8}}}
    return out | changes


def made_up(rows):
    group = {"kind": "all", "name": "quality A and B", "rows": len(rows), "configurations": len(rows),
             "median_error_frac": 0.05, "two_thirds_error_frac": 0.06, "p90_error_frac": 0.1, "bias_frac": -0.01,
             "rank_correlation": None, "ranked_groups": 0, "within_uncertainty_frac": 1}
    return {"format": "gigawatt.evidence/1", "table": "t.csv", "row_count": len(rows), "predicted_count": len(rows),
            "groups": [group], "without_prediction": [], "rows": rows}


def open_page(browser, path):
    browser.errors.clear()
    browser.requests.clear()
    browser.open(path.as_uri())


def closed_clean(browser, name):
    check(not browser.errors, f"{name}: console says {browser.errors[:3]}")
    outside = [request for request in browser.requests if not request.startswith(("file:", "data:"))]
    check(not outside, f"{name}: asked for {outside[:3]}")
    check(browser.run("document.querySelectorAll('.failed').length") == 0, f"{name}: a part failed")
    check("NaN" not in browser.run("document.body.innerText"), f"{name}: NaN on the page")


def check_table(browser, name, predicted):
    rows = "document.querySelectorAll('.panel:last-of-type tbody tr').length"
    check(browser.run(rows) == len(predicted), f"{name}: {browser.run(rows)} of {len(predicted)} rows listed")
    fill = ("(() => { const i = document.querySelector('input[type=search]'); i.value = %s;"
            "i.dispatchEvent(new Event('input')); })()")
    browser.run(fill % json.dumps(predicted[0]["id"]))
    check(browser.run(rows) == 1, f"{name}: the filter leaves {browser.run(rows)} rows")
    browser.run(fill % '""')
    heading = "[...document.querySelectorAll('.panel:last-of-type th button')].find(b => b.textContent.startsWith('error'))"
    browser.run(f"{heading}.click()")
    first = browser.run("document.querySelector('.panel:last-of-type tbody tr button').textContent")
    check(first == min(predicted, key=lambda r: r["error_frac"])["id"], f"{name}: sorted by error, {first} is first")
    browser.run("document.querySelector('.panel:last-of-type tbody tr button').click()")
    check(f"gw evidence --row {first}" in browser.run("document.querySelector('dialog').innerText"), f"{name}: a row's dialog")
    browser.run("document.querySelector('dialog button').click()")
    check(browser.run("document.querySelector('dialog') === null"), f"{name}: the dialog closes")


def check_hover(browser, name, predicted):
    one = predicted[len(predicted) // 2]["id"]
    browser.run(f"document.querySelector('[data-id=\"{one}\"]').dispatchEvent(new MouseEvent('mousemove', "
                "{clientX: 50, clientY: 50, bubbles: true}))")
    check(one in browser.run("document.querySelector('.tooltip').innerText"), f"{name}: a mark tells its id")
    browser.run(f"document.querySelector('[data-id=\"{one}\"]').dispatchEvent(new MouseEvent('mouseleave'))")


def check_page(browser, path, name, document):
    page = path.read_text(encoding="utf-8")
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    check(not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", markup), f"{name}: the markup names an address")
    open_page(browser, path)
    predicted = [r for r in document.get("rows", []) if "reason" not in r]
    dots = browser.run("document.querySelectorAll('.dot').length")
    check(dots == len(predicted), f"{name}: {dots} marks of {len(predicted)} runs")
    if predicted:
        check_table(browser, name, predicted)
        check_hover(browser, name, predicted)
        check(browser.run("document.querySelectorAll('.histogram').length") > 0, f"{name}: no histogram")
    for scheme in ("dark", "light"):
        browser.scheme(scheme)
        browser.settle()
    pdf = browser.pdf()
    check(pdf.startswith(b"%PDF"), f"{name}: prints")
    closed_clean(browser, name)
    print(f"{name}: {len(page) / 1e6:.2f} MB, {dots} runs, {len(re.findall(rb'/Type /Page[^s]|/Type/Page[^s]', pdf))} pages of A4")


def shipped(folder):
    program = os.environ.get("GW", "")
    if not os.path.exists(program):
        print("skipped: no gw program, so no page of its own")
        return None
    run = subprocess.run([program, "evidence", "--json", "--quiet", "--html", folder / "shipped.html"], capture_output=True,
                         text=True)
    check(run.returncode == 0, f"gw evidence --html: {run.stderr[-300:]}")
    return json.loads(run.stdout) if run.returncode == 0 else None


def main():
    path = chromium.find()
    if not path or not shutil.which("esbuild"):
        print("skipped: no Chromium or no esbuild here (Debian packages chromium, esbuild)")
        return 0
    with tempfile.TemporaryDirectory() as name, chromium.Browser(path) as browser:
        folder = pathlib.Path(name)
        page = template(folder)
        hostile = "<img src=x onerror=stolen=1></script><script>stolen=1</script>"
        cases = {"empty": {}, "made_up": made_up([row(n) for n in range(20)]), "one": made_up([row(1)]),
                 "hostile": made_up([row(1, model=hostile, source=hostile, assumptions=[hostile])])}
        for case, document in cases.items():
            file = folder / f"{case}.html"
            file.write_text(page.replace("@RESULT@", json.dumps(document).replace("<", "\\u003c")))
            check_page(browser, file, case, document)
            check(browser.run("window.stolen === undefined"), f"{case}: text ran as a script")
        document = shipped(folder)
        if document:
            check_page(browser, folder / "shipped.html", "gw evidence", document)
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
