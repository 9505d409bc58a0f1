#!/usr/bin/env python3
"""The committed schemas are what the program says; every campus file meets them by an independent validator; and the
validator and the reader agree on campus files that were changed.

Needs python3-jsonschema and python3-yaml. After a change of a description: tools/update_schema.
"""
import concurrent.futures
import copy
import importlib.machinery
import importlib.util
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import GW, SOURCE, check, campuses, finish, gw, need_program, skip, temporary_folder

NUMBER = re.compile(r"[+-]?([0-9]+(_[0-9]+)*\.?([0-9]+(_[0-9]+)*)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]+)?")
ROW_IS_MISSING = {"GW1110", "GW1111"}  # a schema does not know the catalogue
MUTANTS_PER_CAMPUS = 60
WRONG = [None, -7, 0.5, "x", "5 MW", "2028-02-31", True, [], [5], {}, {"value": 5, "zzz": 1}, {"kind": "x"}]


def load_script(name, path):
    loader = importlib.machinery.SourceFileLoader(name, str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


def read_yaml(text):
    """YAML as the program reads it: plain numbers, true, false and null; everything else is text."""
    import yaml

    class Loader(yaml.BaseLoader):
        pass

    def scalar(loader, node):
        if node.style or not isinstance(node, yaml.ScalarNode):
            return node.value
        if node.value in ("", "~", "null"):
            return None
        if node.value in ("true", "false"):
            return node.value == "true"
        if not NUMBER.fullmatch(node.value):
            return node.value
        number = float(node.value.replace("_", ""))
        return int(number) if number.is_integer() and abs(number) < 2**53 else number

    Loader.add_constructor("tag:yaml.org,2002:str", scalar)
    return yaml.load(text, Loader)


def check_generated():
    update = load_script("update_schema", SOURCE / "tools/update_schema")
    files = update.generated(str(GW))
    check(update.present() == files.keys(), "schema/ and docs/reference/ hold one file for each name",
          f"differ: {sorted(update.present() ^ files.keys())}; run tools/update_schema")
    stale = [path for path, text in files.items()
             if not (SOURCE / path).is_file() or (SOURCE / path).read_text(encoding="utf-8") != text]
    check(not stale, f"{len(files)} generated files are as committed", f"{stale}: run tools/update_schema")
    return {path: json.loads(text) for path, text in files.items() if path.endswith(".json")}


def check_schemas(schemas, jsonschema):
    for path, schema in schemas.items():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            check(False, f"{path} is a JSON Schema", error.message)
    check(bool(schemas), f"{len(schemas)} schemas are JSON Schema, draft 2020-12")


def check_unknown_name():
    asked = gw("schema", "acelerators")
    check(asked.code == 2 and "did you mean 'accelerators'" in asked.err, "an unknown schema name gets the nearest one",
          asked)


def places(node, path=()):
    yield path, node
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in list(items):
        yield from places(child, (*path, key))


def at(tree, path):
    for key in path:
        tree = tree[key]
    return tree


def changed(tree, path, change):
    out = copy.deepcopy(tree)
    change(at(out, path))
    return out


def replaced(tree, path, value):
    out = copy.deepcopy(tree)
    at(out, path[:-1])[path[-1]] = copy.deepcopy(value)
    return out


def mutants(tree):
    """(what, document): every place loses its keys, gains unknown ones and takes wrong values."""
    for path, node in places(tree):
        name = ".".join(map(str, path)) or "top"
        if isinstance(node, dict):
            yield f"{name} + zzz", changed(tree, path, lambda d: d.update(zzz=1))
            for key in node:
                yield f"{name} - {key}", changed(tree, path, lambda d, k=key: d.pop(k))
                yield f"{name}: {key} misspelt", changed(tree, path, lambda d, k=key: d.update({k + "x": d.pop(k)}))
        if path:
            for value in WRONG:
                yield f"{name} = {json.dumps(value)}", replaced(tree, path, value)


def reader_refuses(what, document, path):
    """True or False for the description's own verdict; None where only the catalogue objects, or a range of text does
    (a schema sees the pattern of "5 MW", not its size)."""
    path.write_text(json.dumps(document), encoding="utf-8")
    asked = gw("check", path)
    codes = set(re.findall(r"error\[(GW\d+)\]", asked.err))
    if asked.crashed:
        return asked
    beyond_schema = ROW_IS_MISSING | ({"GW1102"} if what.endswith('"') else set())
    if codes & beyond_schema and not {c for c in codes if c.startswith("GW11")} - beyond_schema:
        return None
    return any(code.startswith(("GW11", "GW10")) for code in codes)


def check_agreement(campus, tree, validator, folder):
    every = list(mutants(tree))
    chosen = every[:: max(1, len(every) // MUTANTS_PER_CAMPUS)]
    paths = [folder / f"{campus.stem}_{i}.yaml" for i in range(len(chosen))]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(reader_refuses, *zip(*chosen), paths))
    disagree = []
    for (what, document), refuses in zip(chosen, verdicts):
        error = next(validator.iter_errors(document), None)
        if refuses is not None and refuses != (error is not None):
            disagree.append(f"{what}: reader refuses: {refuses}; validator: {error.message[:120] if error else 'valid'}")
    check(not disagree, f"{campus.name}: reader and validator agree on {len(chosen)} of {len(every)} changed files",
          "\n".join(disagree))


def main():
    need_program()
    schemas = check_generated()
    check_unknown_name()
    try:
        import jsonschema
        import yaml  # noqa: F401
    except ImportError as error:
        skip(f"validation of the campus files: {error} (Debian packages python3-jsonschema, python3-yaml)")
        return finish()
    check_schemas(schemas, jsonschema)
    validator = jsonschema.Draft202012Validator(schemas["schema/campus.schema.json"])
    with temporary_folder() as folder:
        for campus in campuses():
            tree = read_yaml(campus.read_text(encoding="utf-8"))
            errors = [f"{'.'.join(map(str, e.path))}: {e.message[:200]}" for e in validator.iter_errors(tree)]
            check(not errors, f"{campus.name} meets the schema", "\n".join(errors))
            check_agreement(campus, tree, validator, pathlib.Path(folder))
    return finish()


if __name__ == "__main__":
    sys.exit(main())
