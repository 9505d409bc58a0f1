#!/usr/bin/env python3
"""Campus files damaged at random: gw ends by itself with exit code 0, 1, 2 or 3, and never prints NaN.

Usage: fuzz_test.py [RUNS [SEED [CAMPUS...]]]. Without arguments: 60 mutants of campuses/tiny.yaml, always the same. A
longer hunt with a sanitizer build: GW=build/dev/apps/gw/gw tests/bad_input/fuzz_test.py 500 7 campuses/*.yaml. Mutants
that fail are kept in the temporary folder and named.
"""
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import TINY, check, finish, gw, need_program, temporary_folder

TIME_LIMIT_S = float(os.environ.get("GW_FUZZ_TIME_LIMIT_S", "10"))
NUMBER = re.compile(r"(?<![\w.-])-?\d+(\.\d+)?(e[+-]?\d+)?(?![\w.-])")
EXTREMES = ["0", "-1", "1e18", "1e-18", "1", "2", "3", "7", "0.5", "1000000", "1e308", "-1e308", "1e9", "65536"]
DATES = ["1970-01-01", "2025-12-31", "2026-02-28", "2026-12-31", "2031-06-15", "9999-12-31", "0001-01-01"]
UNFINISHED = re.compile(r"(?<![\w.])[-+]?(nan|inf|infinity)(?![\w.])", re.I)


def flip_bytes(text, draw):
    data = bytearray(text.encode())
    for _ in range(draw.randint(1, 4)):
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    return bytes(data)


def change_lines(text, draw):
    lines = text.splitlines(keepends=True)
    here, there = draw.randrange(len(lines)), draw.randrange(len(lines))
    kind = draw.randrange(3)
    if kind == 0:
        del lines[here]
    elif kind == 1:
        lines.insert(there, lines[here])
    else:
        lines[here], lines[there] = lines[there], lines[here]
    return "".join(lines).encode()


def change_numbers(text, draw):
    for _ in range(draw.randint(1, 2)):
        found = list(NUMBER.finditer(text))
        number = draw.choice(found)
        text = text[:number.start()] + draw.choice(EXTREMES) + text[number.end():]
    return text.encode()


def change_dates(text, draw):
    found = list(re.finditer(r"\d{4}-\d\d-\d\d", text))
    date = draw.choice(found)
    return (text[:date.start()] + draw.choice(DATES) + text[date.end():]).encode()


def cut(text, draw):
    return text.encode()[: draw.randrange(len(text))]


MUTATIONS = [flip_bytes, change_lines, change_numbers, change_numbers, change_numbers, change_numbers, change_dates, cut]


def mutant(campus, number, seed):
    draw = random.Random(f"{seed} {campus.name} {number}")
    return draw.choice(MUTATIONS)(campus.read_text(encoding="utf-8"), draw)


def problem(path, as_json):
    run = gw("run", path, "--quiet", *["--json"] * as_json, time_limit_s=TIME_LIMIT_S)
    if run.crashed:
        return str(run)
    if run.code not in (0, 1, 2, 3):
        return f"an exit code of its own: {run}"
    if run.code == 0 and UNFINISHED.search(run.out):
        return f"prints a number that is none: {run.out}"
    if run.code == 0 and run.err or run.code != 0 and (not run.err.strip() or run.out):
        return f"output and messages do not go with the exit code: {run}"
    if run.code == 1:
        return f"a file can make no run fail, only be refused: {run}"
    return None


def hunt(campus, runs, seed, folder):
    def one(number):
        path = folder / f"{campus.stem}_{seed}_{number}.yaml"
        path.write_bytes(mutant(campus, number, seed))
        found = problem(path, number % 2)
        if found:
            kept = pathlib.Path(tempfile.gettempdir()) / f"gw-fuzz-{path.name}"
            shutil.copy(path, kept)
            return f"{kept}: {found}"
        return None
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = [text for text in pool.map(one, range(runs)) if text]
    check(not found, f"{runs} mutants of {campus.name}, seed {seed}", f"{len(found)} failed\n" + "\n".join(found))
    return found


def main():
    need_program()
    runs, seed = (int(word) for word in (sys.argv[1:3] + ["60", "1"][len(sys.argv[1:3]):]))
    with temporary_folder() as name:
        for campus in [pathlib.Path(word).resolve() for word in sys.argv[3:]] or [TINY]:
            found = hunt(campus, runs, seed, pathlib.Path(name))
            if len(sys.argv) > 1:
                print("\n".join(found))
    return finish()


if __name__ == "__main__":
    sys.exit(main())
