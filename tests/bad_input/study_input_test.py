#!/usr/bin/env python3
"""Bad input of `gw adequacy` and `gw dispatch`: named at its place, exit 2; odd but good input answers without a crash; the same bytes
on any number of threads."""
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import SOURCE, check, finish, gw, need_program

TINY, PROMETHEUS = "campuses/tiny.yaml", "campuses/prometheus.yaml"


def refused(arguments, words, what):
    run = gw(*arguments, "--quiet")
    missing = [word for word in words if word not in run.err]
    check(run.code == 2 and not missing and run.out == "", f"{what} is refused, exit 2 ({missing})", run)


def answered(arguments, what):
    """The document of a run that must end well: no number in it is infinite or undefined."""
    run = gw(*arguments, "--json", "--quiet")
    if check(run.code == 0, f"{what} runs", run):
        check("NaN" not in run.out and "Infinity" not in run.out, f"{what}: every number is finite")
        return json.loads(run.out)
    return None


def bad_flags():
    refused(["adequacy", PROMETHEUS, "--bus", "west"], ["GW2301", "west", "south"], "an unknown bus")
    for years in ("-1", "many", "1.5", "nan"):
        refused(["adequacy", TINY, "--years", years], ["--years"], f"--years {years}")
    refused(["adequacy", "nowhere.yaml"], ["nowhere.yaml"], "a campus that is not there")
    refused(["dispatch", "nowhere.yaml"], ["nowhere.yaml"], "a campus that is not there")
    refused(["dispatch", TINY, "--set", "supply.0.kind=coal"], ["GW1107", "coal"], "an unknown kind of source")
    refused(["dispatch", TINY, "--set", "supply.0.service.0.service_mw=-3"], ["GW", "-3"], "a negative service")
    refused(["adequacy", PROMETHEUS, "--set", "supply.1.units=-3"], ["GW", "-3"], "negative units")
    refused(["adequacy", PROMETHEUS, "--set", "supply.1.min_load_heat_rate_mmbtu_per_mwh=1"], ["GW", "heat_rate"], "a part-load heat rate too low")
    refused(["adequacy", PROMETHEUS, "--set", "supply.1.min_load_frac=1.5"], ["GW", "min_load_frac"], "a minimum load above the unit")


def bad_files(folder):
    text = (SOURCE / TINY).read_text()
    broken = folder / "broken.yaml"
    broken.write_text(text.replace("service_mw: 0.4", "service_mw: lots\n        unknown_key: 3"))
    for verb in ("adequacy", "dispatch"):
        refused([verb, broken], ["broken.yaml:"], f"{verb}: a file with a wrong value")


def odd_input():
    day = ["--set", "horizon.length_years=0.003"]
    for verb in (["adequacy", TINY, "--years", "3"], ["dispatch", TINY]):
        document = answered([*verb, *day], f"{verb[0]} of a day")
        if document:
            check(document["hours"] >= 24, f"{verb[0]}: {document['hours']} h")
    alone = answered(["adequacy", TINY, "--years", "0", *day], "convolution alone")
    if alone:
        check(alone["buses"][0]["monte_carlo"] is None, "nothing is drawn with --years 0")
    starved = answered(["adequacy", TINY, "--years", "2", *day, "--set", "supply.0.service.0.service_mw=0.001"], "a service of a kilowatt")
    if starved:
        bus = starved["buses"][0]
        check(abs(bus["convolution"]["lolh_h"] - starved["hours"]) < 1e-6 and bus["removals"][0]["short_hours"] == starved["hours"], "every hour is short")
    short = answered(["dispatch", TINY, *day, "--set", "supply.0.service.0.service_mw=0.001"], "dispatch of a service of a kilowatt")
    if short:
        check(short["buses"][0]["gap_frac"] <= 1e-6, "what little there is costs the same")


def same_bytes():
    for verb in (["adequacy", PROMETHEUS, "--years", "40"], ["dispatch", PROMETHEUS]):
        outs = {gw(*verb, "--json", "--quiet", "--threads", n).out for n in (1, 2, 3)}
        check(len(outs) == 1, f"{verb[0]}: the same bytes on any number of threads")
    one, other = (gw("adequacy", PROMETHEUS, "--years", "40", "--json", "--quiet", "--seed", seed, "--set", "supply.1.units=0",
                     "--set", "supply.2.units=4").out for seed in (1, 2))
    check(one != other, "another seed draws other years")


def consistent():
    document = answered(["adequacy", PROMETHEUS, "--years", "200", "--bus", "south", "--set", "supply.1.units=0", "--set",
                         "supply.2.units=4"], "a plant without its large turbines")
    if not document:
        return
    bus = document["buses"][0]
    mean, error = bus["monte_carlo"]["mean"], bus["monte_carlo"]["standard_error"]
    check(abs(mean["lolh_h"] - bus["convolution"]["lolh_h"]) < 4 * error["lolh_h"], "both methods agree on loss-of-load hours")
    check(abs(mean["eue_mwh"] - bus["convolution"]["eue_mwh"]) < 4 * error["eue_mwh"], "both methods agree on unserved energy")
    check(bus["with_batteries"]["mean"]["eue_mwh"] <= mean["eue_mwh"], "batteries never make it worse")
    check(0 < mean["events"] and 0 < mean["lole_days"] <= mean["lolh_h"], "days lie below hours")
    risks = [hour["expected_unserved_mw"] for hour in bus["hours_at_risk"]]
    check(risks == sorted(risks, reverse=True) and len(risks) == 10, "the ten hours most at risk, worst first")


def main():
    need_program()
    bad_flags()
    with tempfile.TemporaryDirectory() as folder:
        bad_files(pathlib.Path(folder))
    odd_input()
    same_bytes()
    consistent()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
