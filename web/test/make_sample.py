#!/usr/bin/env python3
"""Writes a result document with every part of gigawatt.result/1, invented but consistent, for the page's tests.

Usage: make_sample.py [--hours N] [--plain] > sample.json. Columns are float32 in base64 unless --plain.
"""
import argparse
import base64
import json
import math
import random
import struct

IT_PEAK_MW = 2010.0


def wave(hour, period, phase=0.0):
    return math.cos(2 * math.pi * (hour - phase) / period)


def weather(hour, draw):
    dry = 19.0 - 9.0 * wave(hour, 8760, 360) - 4.5 * wave(hour, 24, 3) + draw.gauss(0, 1.2)
    return dry, min(dry - 0.5, 0.82 * dry + 1.0 + draw.gauss(0, 0.6))


def it_load(hour, draw):
    built = 0.35 if hour % 8760 < 1600 and hour < 8760 else 0.7 if hour < 4200 else 1.0
    stopped = 0.45 if draw.random() < 0.004 else 1.0
    return IT_PEAK_MW * built * stopped * (0.985 + draw.gauss(0, 0.004))


def one_hour(hour, draw):
    dry, wet = weather(hour, draw)
    it = it_load(hour, draw)
    cooling = it * (0.045 + 0.0028 * max(0.0, wet - 12))
    losses = 0.045 * it
    facility = it + cooling + losses
    sun = max(0.0, -wave(hour, 24, 0) - 0.1) * (0.75 - 0.25 * wave(hour, 8760, 360)) * draw.uniform(0.35, 1)
    solar = 620 * sun
    gas = min(1450.0, 0.62 * facility) * (0.93 if dry > 31 else 1.0)
    battery = 180 * wave(hour, 24, 20) if hour > 2000 else 0.0
    grid = min(1250.0, max(0.0, facility - gas - solar - battery))
    return {"it_mw": it, "facility_mw": facility, "cooling_mw": cooling, "electrical_loss_mw": losses,
            "grid_mw": grid, "gas_mw": gas, "solar_mw": solar, "battery_mw": battery,
            "store_mw": 40 * max(0.0, wave(hour, 24, 19)), "store_charge_mw": 44 * max(0.0, -wave(hour, 24, 19)),
            "store_stored_mwh": 200 - 190 * wave(hour, 24, 1), "running_frac": min(1.0, it / IT_PEAK_MW), "unserved_mw": max(0.0, facility - gas - solar - battery - grid),
            "curtailed_mw": max(0.0, gas + solar + battery + grid - facility),
            "price_usd_per_mwh": 31 + 9 * wave(hour, 24, 18) + draw.gauss(0, 4), "dry_bulb_c": dry, "wet_bulb_c": wet,
            "water_m3_per_h": 0.9 * cooling, "pue": facility / it, "tokens_per_s": 7.6e6 * it / IT_PEAK_MW}


COLUMNS = [
    ("it_mw", "IT power", "MW", "power"), ("facility_mw", "Facility power", "MW", "power"),
    ("grid_mw", "Grid", "MW", "supply"), ("gas_mw", "Gas, combined cycle", "MW", "supply"),
    ("solar_mw", "Solar", "MW", "supply"), ("battery_mw", "Battery", "MW", "supply"),
    ("store_mw", "Second battery", "MW", "supply"), ("store_charge_mw", "Second battery charging", "MW", "supply"),
    ("store_stored_mwh", "Second battery stored", "MWh", "supply"),
    ("unserved_mw", "Unserved", "MW", "supply"), ("curtailed_mw", "Curtailed", "MW", "supply"),
    ("price_usd_per_mwh", "Grid price", "USD/MWh", "supply"), ("dry_bulb_c", "Dry bulb", "C", "weather"),
    ("wet_bulb_c", "Wet bulb", "C", "weather"), ("cooling_mw", "Cooling power", "MW", "cooling"),
    ("electrical_loss_mw", "Electrical losses", "MW", "cooling"), ("water_m3_per_h", "Water", "m3/h", "cooling"),
    ("pue", "PUE", "", "cooling"), ("running_frac", "Share running", "", "work"), ("tokens_per_s", "Tokens per second", "tokens/s", "work"),
]


def series(rows, plain):
    def column(spec):
        identity, label, unit, group = spec
        values = [row[identity] for row in rows]
        head = {"id": identity, "label": label, "unit": unit, "group": group}
        if plain:
            return {**head, "values": [round(value, 4) for value in values]}
        packed = struct.pack(f"<{len(values)}f", *values)
        return {**head, "f32": base64.b64encode(packed).decode()}
    return {"start": "2030-01-01", "step_h": 1, "count": len(rows), "columns": [column(spec) for spec in COLUMNS]}


def load_duration(rows):
    curves = []
    for identity, label in (("facility_mw", "Facility power"), ("it_mw", "IT power")):
        ordered = sorted((row[identity] for row in rows), reverse=True)
        places = [round(i * (len(ordered) - 1) / 199) for i in range(200)]
        curves.append({"id": identity, "label": label, "values": [ordered[i] for i in places],
                       "hours": [i + 1 for i in places]})
    return curves


def energy_flow(rows):
    total = {name: sum(max(0.0, row[name]) for row in rows) / 1000 for name in rows[0]}
    nodes = [("grid", "Grid", 0), ("gas", "Gas, combined cycle", 0), ("solar", "Solar", 0), ("battery", "Battery", 0),
             ("bus", "Campus bus", 1), ("loss", "Electrical losses", 2), ("cooling", "Cooling", 2), ("it", "IT", 2),
             ("accelerators", "Accelerators", 3), ("host", "Hosts", 3), ("network", "Network", 3),
             ("useful", "Useful training", 4), ("lost", "Checkpoints, lost work, restarts", 5), ("tokens", "27.4 trillion tokens", 5)]
    it = total["it_mw"]
    supply = [total["grid_mw"], total["gas_mw"], total["solar_mw"], total["battery_mw"]]
    share = total["facility_mw"] / sum(supply)
    links = [(name, "bus", value * share) for name, value in zip(("grid", "gas", "solar", "battery"), supply)]
    links += [("bus", "loss", total["electrical_loss_mw"]), ("bus", "cooling", total["cooling_mw"]), ("bus", "it", it),
              ("it", "accelerators", 0.84 * it), ("it", "host", 0.1 * it), ("it", "network", 0.06 * it),
              ("accelerators", "useful", 0.76 * it), ("accelerators", "lost", 0.08 * it),
              ("useful", "tokens", 0.76 * it)]
    return {"unit": "GWh", "nodes": [{"id": i, "label": l, "column": c} for i, l, c in nodes],
            "links": [{"from": a, "to": b, "value": v} for a, b, v in links]}


def figures(rows):
    it_gwh = sum(row["it_mw"] for row in rows) / 1000
    facility_gwh = sum(row["facility_mw"] for row in rows) / 1000
    pue = facility_gwh / it_gwh
    data_sheet = "Vendor data sheet, table 2"

    def leaf(identity, label, value, unit, source, grade, place="campuses/sample.yaml:12:9"):
        return {"id": identity, "label": label, "value": value, "unit": unit, "how": "", "evaluable": False,
                "inputs": [], "source": source, "grade": grade, "place": place, "note": ""}

    def made(identity, label, value, unit, how, inputs, evaluable=True):
        return {"id": identity, "label": label, "value": value, "unit": unit, "how": how, "evaluable": evaluable,
                "inputs": inputs, "source": "", "grade": "computed", "place": "", "note": ""}
    households = 10_500.0
    return [
        leaf("kwh_per_household", "Electricity of a US household in a year", households, "kWh",
             "EIA, Residential Energy Consumption Survey", "published", "catalog/constants/household.yaml:4:3"),
        leaf("accelerator_power_w", "Accelerator power", 1400, "W", data_sheet, "vendor"),
        leaf("accelerators", "Accelerators", 1.2e6, "", "", "assumed"),
        made("it_energy_gwh", "IT energy", it_gwh, "GWh", "time integral of the hourly IT power",
             ["accelerators", "accelerator_power_w"], False),
        made("cooling_energy_gwh", "Cooling energy", facility_gwh - it_gwh, "GWh",
             "hourly wet bulb through the cooling plant", ["it_energy_gwh"], False),
        made("pue", "PUE", pue, "", "(it_energy_gwh + cooling_energy_gwh) / it_energy_gwh",
             ["it_energy_gwh", "cooling_energy_gwh"]),
        made("facility_energy_gwh", "Facility energy", facility_gwh, "GWh", "it_energy_gwh * pue",
             ["it_energy_gwh", "pue"]),
        made("facility_energy_twh", "Facility energy", facility_gwh / 1000, "TWh", "facility_energy_gwh / 1000",
             ["facility_energy_gwh"]),
        made("us_households_equivalent", "Equivalent US households", facility_gwh * 1e6 / households, "households",
             "facility_energy_gwh * 1000000 / kwh_per_household", ["facility_energy_gwh", "kwh_per_household"]),
    ]


def headline(rows, book):
    known = {figure["id"]: figure for figure in book}
    facility = [row["facility_mw"] for row in rows]
    table = [
        ("tokens_trained", "Tokens trained", 2.74e13, "tokens", "assumed"),
        ("days_to_train", "Days to train", 41.6, "d", "assumed"), ("mfu_frac", "MFU", 0.403, "", "assumed"),
        ("achieved_tflops_per_accelerator", "Achieved per accelerator", 1008.2, "TFLOP/s", "vendor"),
        ("goodput_frac", "Goodput", 0.931, "", "published"),
        ("it_peak_mw", "Peak IT power", max(row["it_mw"] for row in rows), "MW", "assumed"),
        ("it_mean_mw", "Mean IT power", sum(row["it_mw"] for row in rows) / len(rows), "MW", "assumed"),
        ("facility_peak_mw", "Peak facility power", max(facility), "MW", "assumed"),
        ("facility_mean_mw", "Mean facility power", sum(facility) / len(rows), "MW", "assumed"),
        ("facility_energy_twh", None, None, None, "published"),
        ("us_households_equivalent", None, None, None, "published"), ("pue", None, None, None, "published"),
        ("water_m3", "Water used", 1.62e6, "m3", "standard"), ("wue_l_per_kwh", "WUE", 0.112, "l/kWh", "standard"),
        ("grid_energy_gwh", "Grid energy", 5210.0, "GWh", "assumed"),
        ("on_site_energy_gwh", "On-site energy", 10940.0, "GWh", "vendor"),
        ("unserved_mwh", "Unserved energy", 0.0, "MWh", "assumed"), ("co2_t", "CO2", 4.91e6, "t", "published"),
        ("capex_busd", "Capital cost", 84.7, "BUSD", "press"),
        ("usd_per_accelerator_hour", "Cost of an accelerator hour", 2.183, "USD/h", "press"),
        ("usd_per_million_training_tokens", "Cost of a million training tokens", 0.3721, "USD", "press"),
        ("npv_busd", "Net present value", -3.42, "BUSD", "assumed")]
    result = {}
    for identity, label, value, unit, grade in table:
        figure = known.get(identity)
        result[identity] = {
            "label": label or figure["label"], "value": figure["value"] if figure else value,
            "unit": figure["unit"] if figure else unit, "how": figure["how"] if figure else "simulated",
            "sources": [], "grade": grade}
    return result


def costs():
    rows = [("Accelerators and servers", "IT", 52e9, 5), ("Network", "IT", 7.1e9, 5), ("Storage", "IT", 1.4e9, 5),
            ("Buildings and land", "facility", 6.2e9, 30), ("Electrical plant", "facility", 7.9e9, 20),
            ("Cooling plant", "facility", 3.1e9, 20), ("Gas plants", "generation", 5.6e9, 30),
            ("Solar and battery", "generation", 1.4e9, 25)]
    return [{"label": l, "layer": y, "capex_usd": c, "life_years": n, "annual_usd": c * 0.08 / (1 - 1.08 ** -n)}
            for l, y, c, n in rows]


def cost_views():
    def view(total):
        parts = (("accelerators", 0.62), ("facility", 0.17), ("energy", 0.14), ("staff and upkeep", 0.07))
        return {"total_usd": total, "usd_per_accelerator_hour": total / 1.2e6 / 8760,
                "usd_per_used_accelerator_hour": total / 1.1e6 / 8760, "usd_per_million_tokens": total / 2.74e7 / 50,
                "split": [{"label": label, "usd": share * total, "share_frac": share} for label, share in parts]}
    return {"annuity": view(2.21e10), "straight_line": view(1.93e10)}


def cash_flow():
    rows, total = [], 0.0
    for year in range(2029, 2041):
        capex = {2029: 48e9, 2030: 36.7e9, 2035: 30e9}.get(year, 0.0)
        revenue = 0.0 if year == 2029 else 19e9 if year == 2030 else 24e9
        opex = 0.0 if year == 2029 else 2.6e9
        tax = max(0.0, 0.21 * (revenue - opex - 12e9))
        net = revenue - opex - tax - capex
        total += net
        rows.append({"year": year, "revenue_usd": revenue, "opex_usd": opex, "capex_usd": capex, "tax_usd": tax,
                     "net_usd": net, "cumulative_usd": total})
    return rows


def utility_bill():
    rows = []
    for connection, scale in (("north", 1.0), ("south <b>", 0.4)):
        for month in range(1, 13):
            mwh, peak = 4.1e5 * scale * (1 + 0.01 * month), 6.4e5 * scale
            energy, demand, top_up = 38 * mwh, 8 * peak, 0.5 * peak if month < 3 else 0.0
            rows.append({"connection": connection, "month": f"2030-{month:02}", "hours": 720, "billed_hours": 720,
                         "import_mwh": mwh, "export_mwh": 0.0, "peak_kw": peak, "peak_hour": 730 * month - 400,
                         "billed_demand_kw": peak * 1.06, "energy_charge_usd": energy, "export_revenue_usd": 0.0,
                         "demand_charge_usd": demand, "minimum_take_top_up_usd": top_up, "ratchet_top_up_usd": 0.0, "capacity_charge_usd": 0.0,
                         "interruptible_credit_usd": 0.0, "contract_settlement_usd": 0.0,
                         "total_usd": energy + demand + top_up})
    return rows


def assumptions():
    rows = []
    grades = ["vendor", "published", "assumed", "press", "measured", "standard", "user"]
    for hall in range(6):
        for key, value, unit, doc in (("racks", 420, "", "racks in the hall"), ("rack.power_kw", 132, "kW", "rated power"),
                                      ("cooling.approach_k", 4.5, "K", "leaving water above wet bulb"),
                                      ("ups.efficiency_frac", 0.972, "", "at half load"),
                                      ("energised", "2030-03-07", "", "first day with power")):
            grade = grades[len(rows) % len(grades)]
            rows.append({"path": f"halls[{hall}].{key}", "value": value, "text": str(value), "unit": unit, "doc": doc,
                         "source": "" if grade in ("assumed", "user") else f"Source no. {len(rows)}, table 3, page 17",
                         "grade": grade, "place": f"catalog/halls/liquid_{hall}.yaml:{7 + len(rows)}:3",
                         "note": "rounded <by us>" if len(rows) % 5 == 0 else ""})
    return rows


YAML = """# A campus for the tests: nothing in it is a real place.
format: gigawatt.campus/1
name: Sample campus
horizon: {start: 2030-01-01, hours: 8760}
halls:
  - name: hall-1          # liquid cooled
    racks: 420
    rack: {power: 132 kW}
  - name: "hall-2"
    racks: 420
supply:
  - kind: grid
    connection: 1.25 GW
  - {kind: gas, power_mw: 1450, heat_rate_mmbtu_per_mwh: 6.35}
"""


def work_parts():
    step = {"total_s": 9.83, "capacity_bytes": 288e9,
            "parts": [{"label": l, "seconds": s} for l, s in (
                ("Matrix multiplication", 6.1), ("Attention", 1.05), ("Exposed expert exchange", 0.92),
                ("Pipeline bubble", 0.74), ("Gradient reduction, exposed", 0.52), ("Optimiser", 0.31),
                ("Other", 0.19))],
            "memory": [{"label": l, "bytes": b} for l, b in (
                ("Weights", 38e9), ("Gradients", 38e9), ("Optimiser state", 61e9), ("Activations", 92e9),
                ("Buffers", 12e9))]}
    goodput = [{"label": l, "share": s} for l, s in (
        ("Productive steps", 0.931), ("Lost work", 0.021), ("Restart", 0.026), ("Checkpoint", 0.012),
        ("Waiting for spares", 0.006), ("Power stop", 0.004))]
    return step, goodput


def document(hours, plain):
    draw = random.Random(7)
    rows = [one_hour(hour, draw) for hour in range(hours)]
    book = figures(rows)
    step, goodput = work_parts()
    facility = sum(row["facility_mw"] for row in rows) / 1000
    return {
        "format": "gigawatt.result/1",
        "version": {"code": "0.1.0", "catalogue_hash": "5f1c2e90", "input_hash": "a81d00b7", "seed": 1},
        "campus": {"name": "Sample campus", "description": "Two thousand megawatts of IT with gas, solar and grid.",
                   "place": "Nowhere in particular", "file": "campuses/sample.yaml", "start": "2030-01-01",
                   "hours": hours, "weather": {"station": "Sample airport TMY", "stand_in_for": "Sample county"}},
        "headline": headline(rows, book),
        "binding": {"constraint": "Grid connection", "detail": "1,250 MW reached in 412 hours; 90 MW more would end it"},
        "next_command": "gw run campuses/sample.yaml --set supply[0].connection=1.34GW",
        "figures": book, "energy_flow": energy_flow(rows), "series": series(rows, plain),
        "load_duration": load_duration(rows), "costs": costs(), "cash_flow": cash_flow(),
        "utility_bill": utility_bill(), "step": step, "goodput": goodput,
        "events": [{"hour": 0, "date": "2030-01-01", "what": "Phase 1 energised: 700 MW"},
                   {"hour": 1600, "date": "2030-03-08", "what": "Phase 2 energised: 1,400 MW"},
                   {"hour": 4200, "date": "2030-06-25", "what": "Phase 3 energised: 2,010 MW"}],
        "balances": [{"name": "Electric energy", "in": facility, "out": facility, "residual_frac": 3e-13, "unit": "GWh"},
                     {"name": "Water", "in": 1.62e6, "out": 1.62e6, "residual_frac": 0.0, "unit": "m3"}],
        "jobs": [{"step": {**step, "job": "pretraining", "uncertainty_frac": 0.08, "binding": "expert exchange"},
                  "goodput": goodput, "simulated_goodput_frac": 0.9302, "simulated_goodput_standard_error": 0.0011},
                 {"step": {**step, "job": "fine-tuning", "total_s": 12.1}, "goodput": goodput}],
        "cost_views": cost_views(),
        "warnings": [{"code": "GW3104", "path": "halls[0].cooling", "message": "dry cooler used at 38.2 C; the model is validated up to 35 C (11 h)"}],
        "assumptions": assumptions(), "campus_yaml": YAML}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=8760)
    parser.add_argument("--plain", action="store_true", help="numbers in place of base64")
    arguments = parser.parse_args()
    print(json.dumps(document(arguments.hours, arguments.plain)))
