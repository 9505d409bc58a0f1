#!/usr/bin/env python3
"""The same bytes with 1 and 2 threads and on a second run; a seed changes chance and nothing else; balances hold; every
figure's formula gives its value; the JSON is JSON.
"""
import ast
import csv
import math
import operator
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import SOURCE, TINY, check, campuses, finish, gw, need_program, strict_json, temporary_folder

HEADLINE = {
    "tokens_trained": "tokens", "days_to_train": "days", "mfu_frac": "", "achieved_tflops_per_accelerator": "TFLOP/s",
    "goodput_frac": "", "it_peak_mw": "MW", "it_mean_mw": "MW", "facility_peak_mw": "MW", "facility_mean_mw": "MW",
    "facility_energy_twh": "TWh", "us_households_equivalent": "households", "pue": "", "water_m3": "m3",
    "grid_energy_gwh": "GWh", "on_site_energy_gwh": "GWh", "unserved_mwh": "MWh", "co2_t": "t", "capex_busd": "BUSD",
    "usd_per_accelerator_hour": "USD/h", "usd_per_million_training_tokens": "USD"}
ENTRY = {"label", "value", "unit", "how", "sources", "grade"}
GRADES = {"measured", "standard", "vendor", "published", "press", "user", "assumed", "computed"}
BALANCES = ["energy", "water", "accelerator-hours", "tokens", "money"]
TOLERANCE = 1e-9
# No draw may touch these: weather, the step, what is bought, what stands there.
NO_CHANCE_COLUMNS = ["dry_bulb_c", "wet_bulb_c"]
NO_CHANCE_FIGURES = ["accelerators", "mfu_frac", "achieved_tflops_per_accelerator", "goodput_frac", "capex_busd",
                     "horizon_h", "accelerator_hours"]
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
             ast.Pow: operator.pow, ast.USub: operator.neg, ast.UAdd: operator.pos}
FUNCTIONS = {"min": min, "max": max, "exp": math.exp}
AWKWARD = """format: gigawatt.campus/1
name: awkward
site: {place: "Richmond", weather: richmond}
horizon: {start: 2026-01-01, length_years: 0.1}
halls:
  - {name: "Hall 1: \u00e9ast", energised: 2026-01-01, racks: 40, rack: hgx_h100, cooling: air_cooled_chillers,
     power_chain: ac_415v_double_conversion_2n}
fabric: nvlink_infiniband_400g
jobs:
  - &job {kind: training, name: first, model: llama3_8b, accelerators: 128, tokens: 1e11, repeat: true, instances: 1,
     plan: {tensor: 2, micro_batch: 1, sequence_length: 8192, global_batch_sequences: 512, precision: bf16}}
  - {<<: *job, name: "8b run", tokens: 1e10, repeat: false}
  - {<<: *job, name: 'a,b "c"', accelerators: 16, measured_step_time_s: 90}
  - {<<: *job, name: "A_B _C_", accelerators: 16}
supply:
  - {kind: grid, base: srvc, name: "1 utility & co", service: [{date: 2026-01-01, service_mw: 0.9}]}
  - {kind: grid, base: srvc, name: 'facility', service: [{date: 2026-01-01, service_mw: 0.9}]}
  - {kind: grid, base: srvc, name: "Facility", service: [{date: 2026-01-01, service_mw: 0.9}]}
failures: llama3_h100
economics: epoch_2026
"""


def evaluate(formula, values):
    """A formula over ids: + - * / ^, min, max, exp, numbers."""
    def value(node):
        if isinstance(node, ast.Constant):
            return float(node.value)
        if isinstance(node, ast.Name):
            return values[node.id]
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp):
            return OPERATORS[type(node.op)](value(node.operand))
        if isinstance(node, ast.Call):
            return FUNCTIONS[node.func.id](*map(value, node.args))
        raise ValueError(f"not a formula: {ast.dump(node)}")
    return value(ast.parse(formula.replace("^", "**"), mode="eval").body)


def formula_problem(figure, values):
    """What is wrong with a figure's formula, or nothing."""
    try:
        found = evaluate(figure["how"], {i: values[i] for i in figure["inputs"]})
    except (KeyError, ValueError, SyntaxError, ZeroDivisionError) as error:
        return f"{figure['id']} = {figure['how']}: {error!r}"
    scale = max(abs(found), abs(figure["value"]))
    if abs(found - figure["value"]) <= TOLERANCE * scale:
        return None
    return f"{figure['id']} = {figure['how']}: {found!r}, but the figure says {figure['value']!r}"


def check_figures(name, result):
    figures = result["figures"]
    values = {figure["id"]: figure["value"] for figure in figures}
    evaluable = [figure for figure in figures if figure["evaluable"]]
    wrong = [problem for problem in (formula_problem(figure, values) for figure in evaluable) if problem]
    check(evaluable and not wrong, f"{name}: {len(evaluable)} formulas give their figures", "\n".join(wrong))
    unknown = [f"{f['id']}: {i}" for f in figures for i in f["inputs"] if i not in values]
    check(not unknown and len(values) == len(figures), f"{name}: every input of {len(figures)} figures is a figure", unknown)
    leaves = [f["id"] for f in figures if not f["inputs"] and not f["how"]
              and not (f["place"] and (f["source"] or f["grade"] in ("user", "assumed")))]
    check(not leaves, f"{name}: every given figure has a place, and a source or the word of the user", leaves)


# Without a number where nothing trains.
OF_TRAINING = {"tokens_trained", "days_to_train", "mfu_frac", "achieved_tflops_per_accelerator", "goodput_frac", "usd_per_million_training_tokens"}


def check_headline(name, result):
    headline = result["headline"]
    wrong = [f"{key}: {headline.get(key)}" for key, unit in HEADLINE.items()
             if key not in headline or set(headline[key]) != ENTRY or headline[key]["unit"] != unit]
    check(not wrong, f"{name}: {len(HEADLINE)} headline fields are there, each with value, unit, how, sources, grade",
          "\n".join(wrong))
    trains = any("step" in job for job in result["jobs"])
    bare = [key for key, entry in headline.items() if (trains or key not in OF_TRAINING) and
            (not isinstance(entry.get("value"), (int, float)) or not entry["how"] or entry["grade"] not in GRADES)]
    check(not bare, f"{name}: every headline field has a number, a how and a grade", bare)
    said = result["binding"]["constraint"] and result["binding"]["detail"] and result["next_command"].startswith("gw ")
    check(said, f"{name}: the binding constraint and a next command are named", result["binding"])


def check_balances(name, result):
    broken = [b for b in result["balances"] if abs(b["in"] - b["out"]) > TOLERANCE * max(abs(b["in"]), abs(b["out"]))]
    check(not broken, f"{name}: {len(result['balances'])} balances hold", broken)
    names = " ".join(b["name"].lower() for b in result["balances"])
    absent = [word for word in BALANCES if word not in names]
    check(not absent, f"{name}: energy, water, accelerator-hours, tokens and money are balanced", f"{absent} not in {names}")


def run_json(name, *arguments):
    run = gw("run", *arguments, "--json", "--quiet")
    if not check(run.code == 0, f"{name}: runs", run):
        return None
    try:
        return strict_json(run.out)
    except ValueError as error:
        check(False, f"{name}: the result is JSON", error)
    return None


def check_result(name, *arguments):
    result = run_json(name, *arguments)
    if not result:
        return
    check_headline(name, result)
    check_figures(name, result)
    check_balances(name, result)


def check_mean_of_households(result):
    """5 GW all year is the electricity of 4.06 million US households."""
    values = {figure["id"]: figure["value"] for figure in result["figures"]}
    each = values["us_households_equivalent"] / values["facility_mean_mw"]
    check(4.05e6 < 5000 * each < 4.07e6, f"5 GW all year: {5000 * each / 1e6:.3f} million US households")


def files_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def check_same_bytes(campus, folder):
    runs = {}
    for what, flags in {"1 thread": ["--threads", 1], "2 threads": ["--threads", 2], "a second run": []}.items():
        out = folder / f"{campus.stem}_{len(runs)}"
        run = gw("run", campus, "-o", out, "--quiet", *flags)
        check(run.code == 0, f"{campus.name}: runs with {what}", run)
        runs[what] = (files_of(out), run.out)
    first, said = runs["1 thread"]
    wanted = {"result.json", "hourly.nc", "report.html"}
    check(wanted <= first.keys() and any(path.startswith("tables/") for path in first),
          f"{campus.name}: -o writes result.json, hourly.nc, report.html and tables", sorted(first))
    for what, (files, out) in list(runs.items())[1:]:
        differ = [path for path in first if files.get(path) != first[path]]
        check(files.keys() == first.keys() and not differ and out == said,
              f"{campus.name}: {len(first)} files have the same bytes with {what}", differ)


def check_tables(folder):
    """Names with commas and quotes stay in their cell."""
    run = gw("run", folder / "awkward.yaml", "-o", folder / "tables_of", "--quiet")
    check(run.code == 0, "awkward names: runs with tables", run)
    ragged = []
    for path in sorted((folder / "tables_of/tables").glob("*.csv")):
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        if len({len(row) for row in rows}) != 1 or len(set(rows[0])) != len(rows[0]):
            ragged.append(f"{path.name}: {rows[0]}")
    check(not ragged, "awkward names: every row of every table has the columns of its heading", "\n".join(ragged))


def check_seed(campus):
    one, two = (run_json(f"{campus.name} with seed {seed}", campus, "--seed", seed) for seed in (1, 2))
    if not (one and two):
        return
    columns = [{c["id"]: c["values"] for c in result["series"]["columns"]} for result in (one, two)]
    figures = [{f["id"]: f["value"] for f in result["figures"]} for result in (one, two)]
    moved = [i for i in NO_CHANCE_COLUMNS if columns[0][i] != columns[1][i]]
    moved += [i for i in NO_CHANCE_FIGURES if i in figures[0] and figures[0][i] != figures[1].get(i)]
    moved += [f["id"] for f in one["figures"] if not f["inputs"] and f["grade"] != "computed"
              and f["value"] != figures[1].get(f["id"])]
    check(not moved, f"{campus.name}: another seed changes no weather, step, purchase or input", moved)
    check(one["assumptions"] == two["assumptions"] and one["version"]["input_hash"] == two["version"]["input_hash"],
          f"{campus.name}: another seed changes no assumption and no input hash")
    supply = [c["id"] for c in one["series"]["columns"] if c["group"] == "supply"]
    drawn = [i for i in supply if columns[0][i] != columns[1][i]]
    check(bool(drawn), f"{campus.name}: another seed draws other outages", supply)


def main():
    need_program()
    for campus in campuses():
        check_result(campus.name, campus)
    with temporary_folder() as name:
        folder = pathlib.Path(name)
        (folder / "awkward.yaml").write_text(AWKWARD, encoding="utf-8")
        check_result("four jobs of awkward names", folder / "awkward.yaml")
        check_same_bytes(folder / "awkward.yaml", folder)
        check_tables(folder)
        check_same_bytes(TINY, folder)
        check_same_bytes(SOURCE / "campuses/hyperion.yaml", folder)
    check_seed(SOURCE / "campuses/hyperion.yaml")
    check_mean_of_households(run_json("hyperion.yaml for its households", SOURCE / "campuses/hyperion.yaml"))
    return finish()


if __name__ == "__main__":
    sys.exit(main())
