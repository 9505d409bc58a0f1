#!/usr/bin/env python3
"""Every number of a campus file does something: each is moved, and some figure, series, cost or warning of the result must
move, or another rule than its own range refuse it. A number that only counts under a condition that this campus does not
meet stands below with the condition. `--list` prints all that did not move.
"""
import concurrent.futures
import itertools
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import SOURCE, TINY, check, finish, gw, need_program, temporary_folder

STEPS = [("*", 1.07), ("*", 0.9), ("+", 1), ("+", -1), ("*", 0.1), ("*", 10), ("=", 0.5), ("*", 2)]
THREADS = 2

# Paths (list places as []) that do nothing in these campuses, and why that is right.
CONDITIONAL = {
    r"economics\.capital\.(accelerator_capex|rack_capex|it_surcharge)": "price by accelerator or rack: it_basis",
    r"fabric\.(levels\[\]\.accelerators|all_to_all)": "a job that outgrows the level; experts",
    r"failures\.observed\.accelerators_per_rack": "a counted cause with that scope",
    r"halls\[\]\.accelerator\.(peak|efficiency)\.": "a plan in that precision",
    r"halls\[\]\.accelerator\.price_usd": "price by accelerator: it_basis",
    r"halls\[\]\.cooling\.air\.(plant\.economiser_cooler\.|plant\.cut_out|air_rise)": "weather that lets the economiser work, or trips the chillers",
    r"halls\[\]\.cooling\.air\.economiser\.dew_point_min": "cold, dry air",
    r"halls\[\]\.cooling\.liquid\.": "racks with liquid heat",
    r"halls\[\]\.cooling\.staging_load_frac": "staging by_load, at low load",
    r"halls\[\]\.rack\.accelerator_power\.min_clock_frac": "a cap that only the lowest clocks keep",
    r"jobs\[\]\.checkpoint\.(maximum_interval_h|snapshot_s)": "an optimum beyond a day; asynchronous checkpoints",
    r"jobs\[\]\.model\.attention\.(window|full_every)": "sequences beyond the window",
    r"halls\[\]\.accelerator\.host_(memory_)?bandwidth": "optimizer states or activations in host memory",
    r"jobs\[\]\.plan\.recompute_layers_frac": "full recompute",
    r"jobs\[\]\.plan\.shard_ranks": "ZeRO-3",
    r"jobs\[\]\.plan\.software\.(expert_|grouped_fused|permute|deepep_)": "experts",
    r"jobs\[\]\.plan\.software\.host_per_kernel": "kernels so short that the device waits for the host",
    r"jobs\[\]\.plan\.software\.shard_messages": "ZeRO-3",
    r"supply\[\]\.(export_price|minimum_take|demand_ratchet)": "surplus; a peak below the minimum take; more than a month",
    r"supply\[\]\.(ramp|cold_after|min_(up|down)_time)": "engines stopped and started so often that it binds; ramps slower than an hour",
    r"supply\[\]\.block_load": "read by gw adequacy on a bus without a grid connection",
    r"supply\[\]\.(voltage_kv|circuits)": "a service near what the circuits carry",
    r"supply\[\]\.(line_length|circuit)": "read by gw adequacy; in the hourly year where one circuit out leaves less than the service",
    r"supply\[\]\.fade_per_year": "a battery with a date of service",
    r"supply\[\]\.fade_per_cycle": "a battery that works",
    r"supply\[\]\.lead_time_months": "a source with a day of its order, or gw check",
    r"supply\[\]\.start_power_frac": "read by gw adequacy on a bus without a grid connection",
    r"supply\[\]\.tariff_ramp_years": "a tariff with a term or an exit fee",
    r"supply\[\]\.forced_outage\.points\[\]\.temperature_c": "a curve of more than one point",
    r"supply\[\]\.(ground_coverage_ratio|rotation_limit_deg)": "solar on trackers",
    r"supply\[\]\.peak_target_mw": "a battery for peak shaving",
}


def normal(path):
    return re.sub(r"\[\d+\]", "[]", path)


def numbers(document):
    """(path, value) of every numeric input, list elements of one list once."""
    seen = set()
    for row in document["assumptions"]:
        if row["value"] is None or normal(row["path"]) in seen:
            continue
        seen.add(normal(row["path"]))
        yield row["path"], row["value"]


def fingerprint(document):
    """What may move: everything but the inputs themselves and what repeats them."""
    kept = {key: document[key] for key in ("figures", "costs", "cost_views", "cash_flow", "jobs", "events", "balances",
                                           "warnings", "energy_flow", "series") if key in document}
    inputs = {row["path"] for row in document["assumptions"]}
    kept["figures"] = [(f["id"], f["value"]) for f in document["figures"]
                       if f["how"] or not any(f["place"].endswith(path) for path in inputs)]
    return json.dumps(kept, sort_keys=True)


def moved(value, step):
    how, by = step
    new = value * by if how == "*" else value + by if how == "+" else by
    return int(new) if float(value).is_integer() and float(new).is_integer() else float(f"{new:.9g}")


def run(campus, *more):
    done = gw("run", campus, "--json", "--quiet", *more)
    return done, (json.loads(done.out) if done.code == 0 else None)


def has_effect(campus, base, path, value):
    """True when some step of the value changes the answer, or a rule across fields refuses it."""
    refused = False
    for step in STEPS:
        new = moved(value, step)
        if new == value:
            continue
        done, document = run(campus, "--set", f"{path}={new}")
        if document is not None and fingerprint(document) != base:
            return True
        refused = refused or (document is None and re.search(r"error\[GW[2-4]", done.err) is not None)
    return refused


# A campus in which most conditions hold: plants that run, prices, charges, outages, revenue, a cap.
CHANGES = [("start: 2026-01-01, length_years: 1", "start: 2026-07-01, length_years: 0.015"),
           ("energised: 2026-01-01, racks: 17", "energised: 2026-07-01, power_cap_w: 400, racks: 33"),
           ("repeat: true", "repeat: true, instances: 2"),
           ("cooling: air_cooled_chillers", """cooling: {base: air_cooled_chillers, units: 3, spare_units: 1,
     air: {economiser: {media_effectiveness_frac: 0.3, dew_point_max_c: 22}, storage: {kind: water_tank, energy_mwh: 0.4, charge_power_mw: 0.04, discharge_power_mw: 0.04, use: level_load, level_swing_k: 2}}}"""),
           ("{kind: grid, base: srvc, name: utility, service: [{date: 2026-01-01, service_mw: 0.4}]}", """{kind: grid,
     base: srvc, name: utility, service: [{date: 2026-01-01, service_mw: 0.2}], demand_charge_usd_per_kw_month: 9,
     capacity_charge_usd_per_kw_year: 5, minimum_take_frac: 0.99, capex_usd_per_kw: 100, fixed_om_usd_per_kw_year: 1,
     forced_outage_frac: 0.05, planned_outage_frac: 0.05, variable_om_usd_per_mwh: 1, export_allowed: true,
     export_price_usd_per_mwh: 20}
  - {kind: gas_engine, base: cat_g3520, name: engines, units: 3, unit_power_mw: 0.06, altitude_derate_per_km_frac: 0.01,
     temperature_derate_per_k: 0.001}
  - {kind: solar, base: pv_fixed, name: roof, dc_power_mw: 0.3, degradation_per_year_frac: 0.005}
  - {kind: battery, base: megapack_2xl, name: store, power_mw: 0.05, energy_mwh: 0.1, use: shift, initial_state_frac: 0.5}"""),
           ("economics: epoch_2026", """economics:
  base: epoch_2026
  operating: {staff: 3, co2_usd_per_t: 20}
  tax: {method: macrs}
  revenue: {per_accelerator_hour_usd: 2, per_million_tokens_usd: 1}
  construction_years: 2""")]


def campus_in_full(folder):
    """The campus above with every row written out, so that every number has a place to be set."""
    text = TINY.read_text()
    for before, after in CHANGES:
        text = text.replace(before, after)
    short = pathlib.Path(folder) / "short.yaml"
    short.write_text(text)
    done, document = run(short)
    if not check(document is not None, "the campus runs", done):
        return None
    full = pathlib.Path(folder) / "full.yaml"
    full.write_text(document["campus_yaml"])
    return full


def main():
    need_program()
    with temporary_folder() as folder:
        campus = campus_in_full(folder)
        done, document = run(campus) if campus else (None, None)
        if not check(document is not None, "the campus written out in full runs", done):
            return finish()
        base = fingerprint(document)
        paths = list(numbers(document))
        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(has_effect, itertools.repeat(campus), itertools.repeat(base), *zip(*paths)))
    still = [path for (path, _), effect in zip(paths, found) if not effect]
    dead = [path for path in still if not any(re.match(pattern, normal(path)) for pattern in CONDITIONAL)]
    check(not dead, f"{sum(found)} of {len(paths)} numbers move the answer, the rest under a condition", "\n".join(dead))
    unused = [pattern for pattern in CONDITIONAL if not any(re.match(pattern, normal(path)) for path in still)]
    check(not unused, "every condition that is listed is needed", "\n".join(unused))
    if "--list" in sys.argv[1:]:
        print("\n".join(still))
    return finish()


if __name__ == "__main__":
    sys.exit(main())
