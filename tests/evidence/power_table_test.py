#!/usr/bin/env python3
"""Power of racks and accelerators: `gw evidence --power` meets what is published as closely as docs/power.md says, and every rack row
takes its coefficients from the one that was measured, as its source says."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from harness import SOURCE, check, finish, gw, need_program
from calibrate_parts import catalogue_row

MEASURED = "hgx_h100"
SHARES = ("awake_w", "memory_w")  # those over TDP; tensor_w also over the best-shape product


def rows_of(document):
    return {row["id"]: row for row in document["rows"]}


def compare_published():
    run = gw("evidence", "--power", "--json")
    if not check(run.code == 0, "gw evidence --power --json runs", run):
        return
    check(gw("evidence", "--power", "--json").out == run.out, "the same bytes again")
    rows = rows_of(json.loads(run.out))
    ratings = [row for row in rows.values() if row["kind"] == "rating"]
    check(len(ratings) >= 8, f"{len(ratings)} ratings are compared")
    for row in ratings:
        check(abs(row["error_frac"]) <= 0.05, f"{row['what']}: rating within 5 % ({100 * row['error_frac']:+.1f} %)")
    ours = [row for row in rows.values() if row["grade"] == "measured"]
    check(len(ours) >= 5, f"{len(ours)} loads of the measured accelerator are compared")
    for row in ours:
        check(abs(row["error_frac"]) <= 0.05, f"{row['what']}: within 5 % ({100 * row['error_frac']:+.1f} %)")
    for row in rows.values():
        check(row["source"] != "" and row["published_w"] > 0, f"{row['id']} has a source and a figure")


def accelerator(rack):
    return catalogue_row.parse((SOURCE / f"catalog/accelerators/{rack['accelerator']}.yaml").read_text())


def best_shape(part):
    own = part.get("efficiency") if isinstance(part.get("efficiency"), dict) else {}
    if catalogue_row.number(own.get("gemm_frac")):
        return catalogue_row.number(own["gemm_frac"])
    family = own.get("base") or part.get("efficiency")
    return catalogue_row.number(catalogue_row.parse((SOURCE / f"catalog/kernels/{family}.yaml").read_text()).get("gemm_frac"))


def compare_rows():
    racks = {path.stem: catalogue_row.parse(path.read_text()) for path in sorted((SOURCE / "catalog/racks").glob("*.yaml"))}
    measured = racks[MEASURED]
    reference, tdp = measured["accelerator_power"], catalogue_row.number(accelerator(measured)["tdp_w"])
    reference_best = best_shape(accelerator(measured))
    check(len(racks) >= 13, f"{len(racks)} rack rows")
    for name, rack in racks.items():
        part, power = accelerator(rack), rack["accelerator_power"]
        scale = catalogue_row.number(part["tdp_w"]) / tdp
        for key in SHARES:
            expected = catalogue_row.number(reference[key]) * scale
            check(abs(catalogue_row.number(power[key]) / expected - 1) < 0.03, f"{name}: {key} is that of {MEASURED} over TDP")
        expected = catalogue_row.number(reference["tensor_w"]) * scale * reference_best / best_shape(part)
        check(abs(catalogue_row.number(power["tensor_w"]) / expected - 1) < 0.02, f"{name}: tensor_w follows the best-shape product")
        check(catalogue_row.number(power["clock_exponent"]) == catalogue_row.number(reference["clock_exponent"]), f"{name}: one exponent")


def main():
    need_program()
    compare_published()
    compare_rows()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
