#!/usr/bin/env python3
"""The headline of every shipped campus stays where it was: a move must be meant, and stand in CHANGELOG.md.

tests/golden/headline.json holds the headline numbers by campus. After a meant change run
    tests/golden/golden_test.py --update
and say in CHANGELOG.md what moved, by how much and why.
"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import SOURCE, check, finish, gw, need_program

GOLDEN = pathlib.Path(__file__).with_name("headline.json")
TOLERANCE = 1e-6  # relative: other compilers and libraries round differently
DIGITS = 10


def rounded(value):
    return float(f"{value:.{DIGITS}g}")


def headline(campus):
    """Headline numbers of a campus, or None with a failed check when it does not run."""
    done = gw("run", f"campuses/{campus}.yaml", "--json", "--quiet")
    if not check(done.code == 0, f"{campus} runs", done):
        return None
    return {key: rounded(entry["value"]) for key, entry in json.loads(done.out)["headline"].items()
            if entry["value"] is not None}


def moved(old, new):
    """(id, old, new) of every number that is not where it was; None stands for a number that is not there."""
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before is None or after is None:
            yield key, before, after
        elif abs(after - before) > TOLERANCE * max(abs(before), abs(after)):
            yield key, before, after


def compare(campus, old, new):
    if old is None:
        return check(False, f"{campus} is in {GOLDEN.name}", "run with --update")
    moves = [f"{key}: {before} -> {after}" for key, before, after in moved(old, new)]
    return check(not moves, f"{campus}: {len(new)} headline numbers are where they were", "\n".join(moves))


def shipped():
    return sorted(path.stem for path in (SOURCE / "campuses").glob("*.yaml"))


def check_table(now):
    """campuses/README.md states provisioned MW of each campus as its headline has it, to the digits it prints."""
    rows = {}
    for line in (SOURCE / "campuses/README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 4 and cells[1].startswith("`"):
            rows[cells[1].strip("`")] = cells[3]
    for campus, new in now.items():
        if not check(campus in rows, f"{campus} stands in campuses/README.md"):
            continue
        for text, key in zip(rows[campus].split(" / "), ("it_provisioned_mw", "facility_provisioned_mw")):
            digits = len(text.split(".")[1]) if "." in text else 0
            stated = float(text.replace(",", ""))
            check(abs(stated - new[key]) <= 0.5001 * 10 ** -digits, f"{campus}: {key} as campuses/README.md states it", f"{stated} and {new[key]}")


def main():
    need_program()
    now = {campus: headline(campus) for campus in shipped()}
    if "--update" in sys.argv[1:]:
        GOLDEN.write_text(json.dumps(now, indent=1) + "\n")
        print(f"wrote {GOLDEN.relative_to(SOURCE)}")
        return 0
    golden = json.loads(GOLDEN.read_text())
    for campus, new in now.items():
        if new is not None:
            compare(campus, golden.get(campus), new)
    check_table({campus: new for campus, new in now.items() if new})
    check(set(golden) == set(now), "every campus of the file is shipped", set(golden) ^ set(now))
    return finish()


if __name__ == "__main__":
    sys.exit(main())
