"""Reads the data sheet's figures of a catalogue row and writes the measured row. No YAML library is needed."""
import json
import pathlib
import re

PARTS = pathlib.Path(__file__).resolve().parent
ROWS = PARTS.parents[1] / "catalog/accelerators"
SCHEMA = PARTS.parents[1] / "schema/accelerators.schema.json"
# Words in the name that the driver prints; rows of the catalogue. The first that matches counts.
GUESSES = (("GB300", "gb300"), ("GB200", "gb200"), ("B300", "b300"), ("B200", "b200"), ("GH200", "gh200"), ("H200 NVL", None),
           ("H200", "h200"), ("H100 PCIe", None), ("H100 NVL", None), ("H100", "h100_sxm"), ("H800", "h800"), ("H20", "h20"),
           ("A100 SXM4 40GB", "a100_40"), ("A100 SXM4 80GB", "a100_80"), ("V100 SXM2 32GB", "v100_32"), ("MI300X", "mi300x"),
           ("MI325X", "mi325x"), ("MI350X", "mi350x"), ("MI355X", "mi355x"))


def guess_base(name):
    """The row whose data sheet fits the GPU's name; None when unsure."""
    words = f" {re.sub('[^A-Za-z0-9]+', ' ', name)} "
    row = next((row for text, row in GUESSES if f" {text} " in words), None)
    return row if row and (ROWS / f"{row}.yaml").is_file() else None


def scalar(text):
    text = text.strip()
    if text[:1] in "\"'" and text[-1:] == text[:1] and len(text) > 1:
        return json.loads(text) if text[0] == '"' else text[1:-1]
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text


def flow(text):
    """`{a: 1, b: "x, y"}` on one line."""
    parts = re.findall(r"""([A-Za-z_0-9]+)\s*:\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^,}]*)""", text)
    return {key: scalar(value) for key, value in parts}


def parse(text):
    """Nested dicts of the block style that catalogue rows are written in; enough for them, not for YAML at large."""
    root = {}
    stack = [(-1, root)]
    for line in text.splitlines():
        body = re.sub(r"\s+#.*$", "", line) if '"' not in line else line
        match = re.match(r"( *)([A-Za-z_0-9]+):\s*(.*)$", body)
        if not match:
            continue
        indent, key, value = len(match[1]), match[2], match[3].strip()
        while stack[-1][0] >= indent:
            stack.pop()
        if value:
            stack[-1][1][key] = flow(value) if value.startswith("{") else scalar(value)
        else:
            stack[-1][1][key] = {}
            stack.append((indent, stack[-1][1][key]))
    return root


def number(value):
    """A plain value or that of {value: ...}; None when it is no number."""
    value = value.get("value") if isinstance(value, dict) else value
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def sheet(name, folder=ROWS):
    """{"peaks": TFLOP/s by precision, "memory_bandwidth_tb_per_s", "tdp_w"} of a row; FileNotFoundError without one."""
    row = parse((folder / f"{name}.yaml").read_text(encoding="utf-8"))
    out = sheet(row["base"], folder) if isinstance(row.get("base"), str) and row["base"] != name else {"peaks": {}}
    peaks = row.get("peak") if isinstance(row.get("peak"), dict) else {}
    out["peaks"].update({key.removesuffix("_tflops"): number(v) for key, v in peaks.items()
                         if key.endswith("_tflops") and number(v)})
    for key in ("memory_bandwidth_tb_per_s", "tdp_w"):
        if number(row.get(key)):
            out[key] = number(row[key])
    return out


def value_lines(key, value, source, note="", indent=""):
    """One value with where it is from, in the style of the other rows."""
    lines = [f"{indent}{key}:", f"{indent}  value: {value:.4g}", f"{indent}  source: {json.dumps(source)}",
             f"{indent}  grade: measured"]
    return lines + ([f"{indent}  note: {json.dumps(note, ensure_ascii=False)}"] if note else [])


def render(*, base, title, source, values, efficiency):
    """The row's text. `values`: {key: (value, note)} at the top; `efficiency`: {key: {"value", "note"}}."""
    lines = ["# Written by tools/calibrate. The measurements are in the CSV files of the folder above this one; what is not",
             f"# measured is taken from the row {base}.", "format: gigawatt.accelerator/1", f"base: {base}",
             f"name: {json.dumps(title)}"]
    for key, (value, note) in values.items():
        lines += value_lines(key, value, source, note)
    if efficiency:
        lines.append("efficiency:")
        for key, found in efficiency.items():
            lines += value_lines(key, found["value"], source, found["note"], "  ")
    return "\n".join(lines) + "\n"
