#!/usr/bin/env python3
"""Opens the HTML report in headless Chromium: every tab, the keyboard, the explanation of a number, zoom, print, no
console error, no network request.

Usage: report_test.py [REPORT.html ...]. Without arguments: the page from web/ with a made-up document, with an empty
one, and, where the environment names the program (GW), the report of campuses/tiny.yaml. Prints one line a report.
"""
import importlib.util
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
TABS = ["overview", "power", "load", "cost", "work", "assumptions", "campus"]
FAILED = []


def check(holds, what):
    if not holds:
        FAILED.append(what)
        print(f"FAILED: {what}")


def page_of(folder, document, entry=None):
    """The page as gw writes it: bundled from web/, with the document in its slot."""
    command = ["cmake", f"-DESBUILD={shutil.which('esbuild')}", f"-DWEB={SOURCE / 'web'}", f"-DOUT={folder}"]
    command += [f"-DENTRY={entry}"] if entry else []
    subprocess.run([*command, "-P", SOURCE / "cmake/web_bundle.cmake"], check=True)
    page = (folder / "report_template.html").read_text()
    return page.replace("@RESULT@", document.replace("<", "\\u003c"))


def sample(hours=8760, plain=False):
    spec = importlib.util.spec_from_file_location("make_sample", SOURCE / "web/test/make_sample.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.document(hours, plain)


def outside_addresses(page):
    """Addresses in src and href of the markup: data of the report itself may speak of web pages."""
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    return re.findall(r"""(?:src|href)\s*=\s*["']?((?:https?:)?//[^"'\s>]*)""", markup)


def open_clean(browser, path, name):
    browser.errors.clear()
    browser.requests.clear()
    browser.open(path.as_uri())
    return lambda: (check(not browser.errors, f"{name}: console says {browser.errors[:3]}"),
                    check(all(r.startswith(("file:", "data:")) for r in browser.requests),
                          f"{name}: asked for {[r for r in browser.requests if not r.startswith('file:')][:3]}"))


def check_tabs(browser, name, document):
    for number, tab in enumerate(TABS, 1):
        browser.key(str(number))
        shown = browser.run("[...document.querySelectorAll('.page.open')].map(p => p.id).join()")
        check(shown == f"page-{tab}", f"{name}: key {number} shows {shown}")
        check(browser.run("document.querySelectorAll('.failed').length") == 0, f"{name}: a part of {tab} failed")
        check(browser.run("document.querySelector('.page.open').innerText.length") > 20, f"{name}: {tab} is empty")
        check("NaN" not in browser.run("document.querySelector('.page.open').innerText"), f"{name}: NaN in {tab}")
    cards = browser.run("document.querySelectorAll('.card').length")
    check(cards == len(document.get("headline", {})), f"{name}: {cards} cards")


def check_keyboard(browser, name):
    browser.key("1")
    browser.key("ArrowRight")
    check(browser.run("location.hash") == "#power", f"{name}: arrow right goes to power")
    browser.key("ArrowLeft")
    browser.key("ArrowLeft")
    check(browser.run("location.hash") == "#campus", f"{name}: arrow left goes round")
    browser.key("6")
    if browser.run("(() => { const i = document.querySelector('input[type=search]'); i?.focus(); return !!i; })()"):
        browser.key("2")
    check(browser.run("location.hash") == "#assumptions", f"{name}: a number typed in the search stays there")
    browser.run("""(() => { const i = document.activeElement; i.value = ''; i.dispatchEvent(new Event('input'));
        i.blur(); })()""")


def check_charts(browser, name, document):
    drawn = """(() => [...document.querySelectorAll('.page.open .uplot canvas')].map(c => { const d =
        c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let inked = 0;
        for (let i = 3; i < d.length; i += 4) if (d[i]) inked++; return inked; }))()"""
    browser.key("2")
    inked = browser.run(drawn)
    check(len(inked) >= 3 and min(inked) > 500, f"{name}: charts of power drew {inked}")
    title = "document.querySelector('.page.open .toolbar .note').textContent"
    before = browser.run(title)
    browser.run("document.querySelector('.page.open .plot-area').scrollIntoView({block: 'center'})")
    box = browser.run("(() => { const b = document.querySelector('.page.open .u-over').getBoundingClientRect();"
                      "return [b.left, b.top, b.width, b.height]; })()")
    browser.drag(box[0] + 0.40 * box[2], box[0] + 0.44 * box[2], box[1] + box[3] / 2)
    hours = document["series"]["count"]
    if 2000 < hours < 20000:
        check("hourly" in browser.run(title), f"{name}: a drag zooms to hours, not {browser.run(title)!r}")
    check(browser.run(title) != before, f"{name}: a drag zooms")
    browser.run("document.querySelector('.page.open .toolbar button').click()")
    browser.settle()
    check(browser.run(title) == before, f"{name}: 'Whole horizon' goes back")


def check_explanation(browser, name, document):
    computed = [f["id"] for f in document.get("figures", []) if f.get("inputs") and f["id"] in document["headline"]]
    if not computed:
        return
    browser.key("1")
    browser.run(f"document.querySelector('.card[data-id={computed[0]}]').click()")
    browser.settle()
    check(browser.run("document.querySelector('dialog').open"), f"{name}: a card opens its explanation")
    check(browser.run("document.querySelectorAll('dialog .tree').length") > 1, f"{name}: the explanation is a tree")
    check(browser.run("document.querySelectorAll('dialog .missing').length") == 0, f"{name}: a figure is missing")
    browser.run("document.querySelector('dialog').close()")


def check_bill(browser, name, document):
    """The utility's bill: a row a connection and month, and its total."""
    months = document.get("utility_bill", [])
    panel = "[...document.querySelectorAll('#page-cost .panel')].find(p => p.querySelector('h2').textContent.startsWith('Utility bill'))"
    check(browser.run(f"Boolean({panel})") == bool(months), f"{name}: the bill is shown where there is one")
    if not months:
        return
    check(browser.run(f"{panel}.querySelectorAll('tbody tr').length") == len(months), f"{name}: {len(months)} rows of the bill")
    heads = browser.run(f"[...{panel}.querySelectorAll('th')].map(h => h.textContent)")
    check(("Connection" in heads) == (len({m['connection'] for m in months}) > 1), f"{name}: the bill has columns {heads}")
    check(("Contracts" in heads) == any(m["contract_settlement_usd"] for m in months), f"{name}: the bill has columns {heads}")


def check_assumptions(browser, name, document):
    rows = len(document.get("assumptions", []))
    if not rows:
        return
    count = "document.querySelectorAll('#page-assumptions tbody tr').length"
    browser.key("6")
    check(browser.run(count) == rows, f"{name}: {rows} assumptions are listed")
    browser.run("document.querySelector('#page-assumptions .chip').click()")
    part = browser.run(count)
    check(0 < part <= rows, f"{name}: a grade filters")
    browser.run("document.querySelector('#page-assumptions .chip').click()")
    browser.run("(() => { const i = document.querySelector('#page-assumptions input'); i.value = 'no-such-number';"
                "i.dispatchEvent(new Event('input')); })()")
    check(browser.run(count) == 0, f"{name}: a search filters")
    browser.run("document.querySelector('#page-assumptions th button').click()")


def check_themes(browser, name):
    paper = "getComputedStyle(document.body).backgroundColor"
    browser.scheme("dark")
    browser.settle()
    dark = browser.run(paper)
    browser.run("document.getElementById('theme').click()")
    check(browser.run(paper) != dark, f"{name}: the button changes the theme")
    browser.run("document.getElementById('theme').click()")
    check(browser.run(paper) == dark, f"{name}: and back")
    browser.scheme("light")


def check_report(browser, path, name):
    page = path.read_text(encoding="utf-8")
    document = json.loads(re.search(r'id="result">(.*?)</script>', page, re.S).group(1))
    check(not outside_addresses(page), f"{name}: the file names {outside_addresses(page)[:3]}")
    done = open_clean(browser, path, name)
    check_tabs(browser, name, document)
    check_keyboard(browser, name)
    if document.get("series", {}).get("count"):
        check_charts(browser, name, document)
    check_explanation(browser, name, document)
    check_bill(browser, name, document)
    check_assumptions(browser, name, document)
    check_themes(browser, name)
    pdf = browser.pdf()
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    check(pdf.startswith(b"%PDF") and pages >= 1, f"{name}: prints")
    done()
    print(f"{name}: {len(page) / 1e6:.2f} MB, {len(TABS)} tabs, {pages} pages of A4")


def check_hostile(browser, path):
    """Text of a document never becomes markup."""
    done = open_clean(browser, path, "hostile text")
    check(browser.run("window.stolen === undefined"), "hostile text: ran as a script")
    check("<img" in browser.run("document.querySelector('h1').textContent"), "hostile text: is shown as text")
    done()


def check_units(browser, folder):
    path = folder / "unit.html"
    path.write_text(page_of(folder, "{}", SOURCE / "web/test/unit.ts"))
    browser.open(path.as_uri())
    failures, checks = browser.run("window.unit_failures"), browser.run("window.unit_checks")
    check(failures == [] and checks > 50, f"unit: {failures} of {checks}")
    print(f"unit: {checks} checks of the page's arithmetic")


def check_own_pages(browser, folder):
    check_units(browser, folder)
    page = page_of(folder, "@RESULT@")
    hostile = {"campus": {"name": "<img src=x onerror=stolen=1></script><script>stolen=1</script><!--"},
               "headline": {"x": {"label": "</button><b>", "value": None, "unit": "<i>"}}}
    cases = {"sample": sample(), "plain numbers, 40 days": sample(960, True), "empty": {}, "hostile": hostile}
    for name, document in cases.items():
        path = folder / f"{name.split(',')[0].replace(' ', '_')}.html"
        path.write_text(page.replace("@RESULT@", json.dumps(document).replace("<", "\\u003c")))
        check_hostile(browser, path) if name == "hostile" else check_report(browser, path, name)


def gw_report(folder):
    """The report that the program itself writes, or None where there is no program."""
    program, campus = os.environ.get("GW", ""), SOURCE / "campuses/tiny.yaml"
    if not (os.path.exists(program) and campus.exists()):
        print("skipped: no gw program or no campuses/tiny.yaml, so no report of its own")
        return None
    run = subprocess.run([program, "run", str(campus), "-o", str(folder / "out")], capture_output=True, text=True)
    check(run.returncode == 0, f"gw run campuses/tiny.yaml: {run.stderr.strip()[-300:]}")
    report = folder / "out/report.html"
    check(report.exists(), "gw run -o writes report.html")
    return report if report.exists() else None


def main():
    path = chromium.find()
    if not path:
        print("skipped: no Chromium here (Debian package chromium)")
        return 0
    if not shutil.which("esbuild") and len(sys.argv) == 1:
        print("skipped: no esbuild here (Debian package esbuild)")
        return 0
    with tempfile.TemporaryDirectory() as name, chromium.Browser(path) as browser:
        folder = pathlib.Path(name)
        if len(sys.argv) > 1:
            for report in sys.argv[1:]:
                check_report(browser, pathlib.Path(report).resolve(), report)
        else:
            check_own_pages(browser, folder)
            report = gw_report(folder)
            if report:
                check_report(browser, report, "gw run campuses/tiny.yaml")
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
