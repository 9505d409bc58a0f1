#!/usr/bin/env python3
"""`gw evidence --plant`: every published figure of cooling and supply is met, a table of one's own is read, bad ones are refused."""
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import check, finish, gw, need_program

HEAD = "id,topic,what,row,inputs,published,unit,tolerance_frac,grade,source,note\n"


def main():
    need_program()
    run = gw("evidence", "--plant", "--json")
    if check(run.code == 0, "gw evidence --plant --json runs", run):
        rows = json.loads(run.out)["rows"]
        check(len(rows) >= 20, f"{len(rows)} figures")
        for row in rows:
            check(row["met"], f"{row['id']} {row['what']}: {100 * row['error_frac']:+.2f} % of {100 * row['tolerance_frac']:g}")
        check(gw("evidence", "--plant", "--json").out == run.out, "the same bytes again")
    with tempfile.TemporaryDirectory() as folder:
        own = pathlib.Path(folder) / "own.csv"
        own.write_text(HEAD + 'A,atmosphere,Denver,,elevation_m=1609,83400,Pa,0.01,published,"a textbook",\n')
        run = gw("evidence", "--plant", "--data", own)
        check(run.code == 0 and "Denver" in run.out and "1 of 1" in run.out, "a table of one's own", run)
        own.write_text(HEAD + "A,atmosfere,Denver,,elevation_m=1609,none,Pa,0.01,published,s,\n")
        run = gw("evidence", "--plant", "--data", own)
        check(run.code == 2 and "GW1412" in run.err and "atmosphere" in run.err and "own.csv:2:" in run.err, "a wrong topic has the nearest", run)
        check("'none'" in run.err and run.out == "", "all problems at once, no answer", run)
        run = gw("evidence", "--plant", "--data", pathlib.Path(folder) / "nowhere.csv")
        check(run.code == 2 and "GW1410" in run.err, "a table that is not there", run)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
