"""What the cross-room tests share: the program, folders, one line a check, and a closing line."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ.get("GW_SOURCE") or pathlib.Path(__file__).resolve().parents[1]).resolve()
GW = pathlib.Path(os.environ.get("GW") or SOURCE / "build/release/apps/gw/gw").resolve()
TINY = SOURCE / "campuses/tiny.yaml"
TIME_LIMIT_S = float(os.environ.get("GW_TEST_TIME_LIMIT_S", "20"))
HUNG = "hung"  # the exit code of a run that passed the time limit

_passed, _failed = 0, 0


def check(holds, what, detail=""):
    """One line; the detail is printed when the check fails."""
    global _passed, _failed
    _passed, _failed = _passed + bool(holds), _failed + (not holds)
    print(f"{'passed' if holds else 'FAILED'}: {what}")
    if not holds and detail:
        print("    " + str(detail).rstrip()[:2000].replace("\n", "\n    "))
    return bool(holds)


def skip(what):
    print(f"skipped: {what}")


def finish():
    """The closing line and the process's exit code."""
    print(f"{_passed} passed, {_failed} failed")
    return 1 if _failed else 0


class Outcome:
    """Exit code, standard output and standard error of one run, as text."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")

    @property
    def crashed(self):
        """Ended by a signal, by a sanitizer, or not at all."""
        return self.code == HUNG or (self.code < 0 and self.code != -signal.SIGPIPE) or any(
            word in self.err for word in ("Sanitizer", "runtime error:", "terminate called", "assertion"))

    def __str__(self):
        return f"exit {self.code}\n{self.err[-1200:]}\n{self.out[-400:]}"


def gw(*arguments, cwd=SOURCE, time_limit_s=None, **options):
    command = [str(GW), *map(str, arguments)]
    try:
        run = subprocess.run(command, cwd=cwd, timeout=time_limit_s or TIME_LIMIT_S, stdin=subprocess.DEVNULL,
                             stdout=options.pop("stdout", subprocess.PIPE), stderr=subprocess.PIPE, **options)
    except subprocess.TimeoutExpired as error:
        return Outcome(HUNG, error.stdout or b"", error.stderr or b"")
    return Outcome(run.returncode, run.stdout or b"", run.stderr or b"")


def strict_json(text):
    """JSON without NaN and Infinity, which Python would read."""
    def refuse(word):
        raise ValueError(f"{word} is not JSON")
    return json.loads(text, parse_constant=refuse)


def temporary_folder():
    return tempfile.TemporaryDirectory(prefix="gw-test-")


def campuses():
    return sorted((SOURCE / "campuses").glob("*.yaml"))


def need_program():
    """Ends the test when there is no program to test."""
    if not GW.is_file():
        print(f"FAILED: no program at {GW}: name it in the environment as GW")
        sys.exit(1)
