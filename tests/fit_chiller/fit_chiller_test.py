#!/usr/bin/env python3
"""tools/fit_chiller: a table made from known curves gives them back, and bad tables are refused with all that is wrong."""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import SOURCE, TINY, check, finish, gw, need_program, temporary_folder

# The program's own water-cooled centrifugal machine (src/gw/cooling/chiller.cpp).
CAPACITY = [0.257896, 0.0389016, -0.00021708, 0.0468684, -0.00094284, -0.00034344]
EIR = [0.933884, -0.058212, 0.00450036, 0.00243, 0.000486, -0.001215]
LOAD = [0.222903, 0.313387, 0.463710]
COP, RATED_KW = 5.5, 1800.0
TE, TC = [5, 6.7, 8, 10], [24, 27, 29.4, 32, 35]


def surface(k, te, tc):
    return k[0] + k[1] * te + k[2] * te * te + k[3] * tc + k[4] * tc * tc + k[5] * te * tc


def ratings(noise=lambda n: 1.0):
    """(te, tc, kW, kW, load) over the box at full load, and part loads at other temperatures."""
    out = []
    points = [(te, tc, 1.0) for te in TE for tc in TC]
    points += [(6.7, tc, x) for x, tc in ((0.9, 29.4), (0.75, 27), (0.5, 24), (0.25, 24), (0.4, 32))]
    for n, (te, tc, x) in enumerate(points):
        capacity = RATED_KW * surface(CAPACITY, te, tc)
        power = capacity / COP * surface(EIR, te, tc) * (LOAD[0] + x * (LOAD[1] + x * LOAD[2])) / sum(LOAD)
        out.append((te, tc, capacity, power * noise(n), x))
    return out


def table(folder, rows, head="evaporator_c,condenser_c,capacity_kw,power_kw,load_frac"):
    path = pathlib.Path(folder) / "table.csv"
    lines = [",".join("" if v is None else f"{v:.10g}" for v in row) for row in rows]
    path.write_text("# of a maker\n" + head + "\n" + "\n".join(lines) + "\n")
    return path


def tool(*arguments):
    return subprocess.run([sys.executable, str(SOURCE / "tools/fit_chiller"), *map(str, arguments)], capture_output=True, text=True)


def numbers(text, key):
    return [float(v) for v in re.search(rf"^{key}: \[?([^\]\n]*)", text, re.M).group(1).split(",")]


def near(found, wanted, tolerance=1e-6):
    return len(found) == len(wanted) and all(abs(a - b) <= tolerance * max(1.0, abs(b)) for a, b in zip(found, wanted))


def check_recovered(folder):
    run = tool(table(folder, ratings()))
    check(run.returncode == 0, "a clean table is fitted", run.stderr)
    reference = (6.7, 29.4)
    for key, curve in (("capacity_curve", CAPACITY), ("eir_curve", EIR)):
        wanted = [c / surface(curve, *reference) for c in curve]
        check(near(numbers(run.stdout, key), wanted), f"{key} comes back", run.stdout)
        check(abs(surface(numbers(run.stdout, key), *reference) - 1) < 1e-6, f"{key} is 1 at the reference point", run.stdout)
    check(near(numbers(run.stdout, "part_load_curve"), [c / sum(LOAD) for c in LOAD]), "part_load_curve comes back", run.stdout)
    check(near(numbers(run.stdout, "cop"), [COP / surface(EIR, *reference)], 1e-5), "the COP is that of the reference point", run.stdout)
    box = [numbers(run.stdout, key)[0] for key in ("evaporator_min_c", "evaporator_max_c", "condenser_min_c", "condenser_max_c")]
    check(box == [5, 10, 24, 35], "the box is where the table is", run.stdout)
    check(numbers(run.stdout, "minimum_unloading_frac") == [0.25], "the least load is the table's", run.stdout)
    errors = [float(v) for v in re.findall(r"rms ([0-9.]+) %", run.stderr)]
    check(len(errors) == 3 and max(errors) < 1e-3, "residuals of all three curves, and near nothing", run.stderr)


def check_other_units(folder):
    plain = tool(table(folder, ratings()))
    us = [(te * 1.8 + 32, tc * 1.8 + 32, q / 3.51685, p, 100 * x) for te, tc, q, p, x in ratings()]
    run = tool(table(folder, us, "evaporator_f,condenser_f,capacity_tons,power_kw,load_percent"))
    check(all(near(numbers(run.stdout, key), numbers(plain.stdout, key)) for key in ("capacity_curve", "eir_curve", "part_load_curve")),
          "F, tons and percent give the same curves", run.stdout + run.stderr)


def check_noise(folder):
    run = tool(table(folder, ratings(lambda n: 1.02 if n == 7 else 1.0)))
    check(run.returncode == 0 and "eir_curve" in run.stderr, "a table with an error is fitted", run.stderr)
    said = re.search(r"eir_curve: 20 ratings, rms [0-9.]+ %, largest ([+-][0-9.]+) % at .*:(\d+)", run.stderr)
    check(said and -2.1 < float(said.group(1)) < -1.0 and said.group(2) == "10", "and its worst rating is named by its line", run.stderr)


def check_two_temperatures(folder):
    run = tool(table(folder, [row for row in ratings() if row[0] < 8]))
    check(run.returncode == 0 and numbers(run.stdout, "capacity_curve")[2] == 0, "two chilled-water temperatures give no square", run.stderr)


def check_used(folder):
    """The row is read, sound, and used by a campus in place of the default machine."""
    rows = pathlib.Path(folder) / "rows" / "chillers"
    rows.mkdir(parents=True)
    run = tool(table(folder, ratings()), "--source", 'maker "M", 2020', "--out", rows / "mine.yaml")
    check(run.returncode == 0 and "gw check" in run.stderr, "the row is written", run.stderr)
    checked = gw("check", rows / "mine.yaml")
    check(checked.code == 0 and "a row of catalog/chillers" in checked.out, "gw check reads it", checked)
    campus = pathlib.Path(folder) / "campus.yaml"
    campus.write_text(TINY.read_text().replace("cooling: air_cooled_chillers",
                                               "cooling: {base: chilled_water_economiser, air: {plant: {chiller: mine}}}"))
    used = gw("check", campus, "--catalog", rows.parent, time_limit_s=60)
    check(used.code == 0, "a campus takes it by its name", used)
    text = (rows / "mine.yaml").read_text()
    (rows / "mine.yaml").write_text(re.sub(r"cop: .*", "cop: 25", text))
    checked = gw("check", rows / "mine.yaml")
    check(checked.code != 0 and "second law" in checked.err, "and refuses a COP above Carnot's", checked)


def refused(folder, what, path, *words):
    run = tool(path)
    check(run.returncode == 1 and all(word in run.stderr for word in words) and "Traceback" not in run.stderr and not run.stdout,
          f"refused: {what}", run.stderr + run.stdout)


def check_bad(folder):
    rows = ratings()
    refused(folder, "columns that are missing, unknown or double, all at once",
            table(folder, rows, "evaporator_c,evaporator_f,kw,power_kw,load_frac"), ":2: unknown column 'kw'",
            "two columns give the same as 'evaporator_f'", "no column condenser_c", "no column capacity_kw")
    bad = table(folder, rows[:3] + [(5, 24, -1, 100, 1), (5, 24, None, 100, None), (5, 24, 90, 100, 1.5)])
    bad.write_text(bad.read_text() + "5,x,90,nan,1\n")
    refused(folder, "ratings that are no ratings, each by its line", bad, ":6: capacity_kw: -1", ":7: a rating at full load without",
            ":8: a load of 1.5", ":9: condenser_c: expected a number, found 'x'", ":9: power_kw: nan")
    refused(folder, "too few ratings", table(folder, rows[:5]), "5 ratings at full load", "one temperature of leaving", "fewer than 2 part loads")
    line = [(5 + t, 24 + t, 1000 + t, 200 + t, 1) for t in range(8)] + rows[-5:]
    refused(folder, "temperatures that go together", table(folder, line), "do not tell the coefficients apart")
    refused(folder, "a table without lines", table(folder, [], "# nothing"), "no ratings")
    refused(folder, "no such file", pathlib.Path(folder) / "none.csv", "none.csv")
    binary = pathlib.Path(folder) / "binary.csv"
    binary.write_bytes(bytes(range(256)))
    refused(folder, "a file that is not text", binary, "binary.csv")
    check(tool().returncode == 2, "no arguments are wrong arguments")
    check(tool("x.csv", "--reference", "warm").returncode == 2, "a reference that is no pair is a wrong argument")


def main():
    need_program()
    with temporary_folder() as folder:
        check_recovered(folder)
        check_other_units(folder)
        check_noise(folder)
        check_two_temperatures(folder)
        check_used(folder)
        check_bad(folder)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
