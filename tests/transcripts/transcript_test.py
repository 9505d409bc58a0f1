#!/usr/bin/env python3
"""The documents do not lie: every ```console block of README.md and docs/*.md is run, and its output compared; every
example in a verb's --help is run.

In a block, `$ COMMAND` is run in a copy of the source root with `./gw` and `gw` standing for the program; the lines that
follow are what it prints (standard output, then standard error). A line `...` stands for any lines, `…` for any part of
a line. Commands that install or build (./tools/..., apt) are not run.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import GW, SOURCE, check, finish, gw, need_program, skip, temporary_folder

NOT_RUN = re.compile(r"^(sudo |apt|\./tools/|tools/|git |cmake |ninja |cd )")
TIME_LIMIT_S = 60
VERBS = ["run", "train", "waveform", "adequacy", "dispatch", "check", "explain", "diff", "catalog", "evidence", "schema", "init"]


class Step:
    """A command with its place and the lines that should follow."""

    def __init__(self, command, place):
        self.command, self.place, self.expected = command, place, []


def blocks(text):
    """(first line number, lines) of every ```console block."""
    inside, start, lines = False, 0, []
    for number, line in enumerate(text.splitlines(), 1):
        if not inside and line.strip() == "```console":
            inside, start, lines = True, number + 1, []
        elif inside and line.strip() == "```":
            inside = False
            yield start, lines
        elif inside:
            lines.append(line)


def steps(document):
    for start, lines in blocks(document.read_text(encoding="utf-8")):
        found = []
        for number, line in enumerate(lines, start):
            if line.startswith("$ "):
                found.append(Step(line[2:], f"{document.relative_to(SOURCE)}:{number}"))
            elif found:
                found[-1].expected.append(line)
        yield from found


def pattern(expected):
    """The expected lines as a regular expression over the whole output."""
    out = ""
    for line in expected:
        text = line.rstrip()
        out += r"(?:.*\n)*?" if text == "..." else ".*".join(map(re.escape, text.split("…"))) + r"[ \t]*\n"
    return re.compile(out)


def first_difference(expected, printed):
    """Where the longest prefix of the expected lines that still fits ends, for the message."""
    fits = 0
    for n in range(len(expected) + 1):
        if re.match(pattern(expected[:n]).pattern, printed):
            fits = n
    wanted = expected[fits] if fits < len(expected) else "the end"
    return f"after {fits} lines that fit, expected: {wanted}\nprinted:\n{printed}"


def run(command, folder):
    """A shell command line where ./gw and gw are the program."""
    tools = folder / ".tools"
    tools.mkdir(exist_ok=True)
    if not (tools / "gw").exists():
        (tools / "gw").write_text(f'#!/bin/sh\nexec {shlex.quote(str(GW))} "$@"\n')
        (tools / "gw").chmod(0o755)
    line = re.sub(r"(^|[\s;|&(])\./gw\b", r"\1gw", command)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True,
                          timeout=TIME_LIMIT_S, stdin=subprocess.DEVNULL)


def working_copy(folder):
    """What examples read, without the build; the catalogue stays in its place."""
    for name in ("campuses", "catalog", "docs", "schema", "evidence"):
        if (SOURCE / name).is_dir():
            shutil.copytree(SOURCE / name, folder / name)


def check_step(step, folder):
    done = run(step.command, folder)
    printed = done.stdout + done.stderr
    printed += "" if not printed or printed.endswith("\n") else "\n"
    if not any(line.strip() for line in step.expected):
        return check(done.returncode == 0, f"{step.place}: $ {step.command}", printed)
    expected = step.expected[: len(step.expected) - (not step.expected[-1].strip())]
    return check(pattern(expected).fullmatch(printed), f"{step.place}: $ {step.command}", first_difference(expected, printed))


def check_documents():
    documents = [path for path in (SOURCE / "README.md", *sorted((SOURCE / "docs").glob("*.md"))) if path.is_file()]
    ran = 0
    for document in documents:
        with temporary_folder() as name:
            folder = pathlib.Path(name)
            working_copy(folder)
            for step in steps(document):
                if NOT_RUN.match(step.command):
                    skip(f"{step.place}: $ {step.command} (installs or builds)")
                    continue
                check_step(step, folder)
                ran += 1
    if not ran:
        skip("no ```console block in README.md or docs/*.md yet")


def missing_input(command, folder):
    """A campus that an example names and that is not there."""
    return [word for word in command.split() if word.endswith(".yaml") and "/" in word and not (folder / word).is_file()]


def check_help():
    said = gw("--help")
    listed = re.findall(r"^  ([a-z]+) +\S", said.out[said.out.find("Subcommands:"):], re.M)
    check(said.code == 0 and set(listed) == set(VERBS), f"gw --help lists the verbs: {', '.join(listed)}", said)
    with temporary_folder() as name:
        folder = pathlib.Path(name)
        working_copy(folder)
        for verb in listed:
            asked = gw(verb, "--help")
            examples = re.findall(r"^ +(gw .+)$", asked.out[asked.out.rfind("Example"):], re.M)
            check(asked.code == 0 and "Example" in asked.out and examples, f"gw {verb} --help ends with examples", asked)
            for example in examples:
                done = run(example, folder)
                check(done.returncode == 0, f"example of {verb}: {example}",
                      f"{missing_input(example, folder) or ''}\n{done.stderr}")


def main():
    need_program()
    check_help()
    check_documents()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
