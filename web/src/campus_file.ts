// The campus file as it was understood: every default filled in, with line numbers and light colouring.

import { h, panel } from "./dom";
import { Result } from "./result";

type Piece = { kind: string; text: string };

// One line of YAML cut into comment, key, number, text and the rest. For the eye only, not a parser.
export function pieces(line: string): Piece[] {
  const parts = /^(\s*(?:- )*)(?:([^\s#:"'{\[][^:#"'{\[]*|"[^"]*"):(?=\s|$))?(.*)$/.exec(line);
  if (!parts) return [{ kind: "plain", text: line }];
  const [, indent, key, rest] = parts;
  const list: Piece[] = [{ kind: "plain", text: indent ?? "" }];
  if (key) list.push({ kind: "key", text: key }, { kind: "plain", text: ":" });
  const comment = /(^|\s)#.*$/.exec(rest ?? "");
  const value = comment ? (rest ?? "").slice(0, comment.index) : (rest ?? "");
  const kind = /^\s*[-+]?[\d.]+([eE][-+]?\d+)?(\s|$)/.test(value) ? "number"
    : /^\s*(true|false|null|~)\s*$/.test(value) ? "number" : "text";
  list.push({ kind, text: value });
  if (comment) list.push({ kind: "comment", text: comment[0] });
  return list.filter((piece) => piece.text !== "");
}

export function campus_file(result: Result): HTMLElement[] {
  const text = result.campus_yaml ?? "";
  if (text.trim() === "") return [];
  const part = panel("Campus file, resolved", () => [h("pre", { class: "yaml" },
    ...text.replace(/\n$/, "").split("\n").map((line) => h("span", { class: "line" },
      ...pieces(line).map((piece) => h("span", { class: `y-${piece.kind}` }, piece.text)), "\n")))],
    { wide: true, note: result.campus?.file ?? "" });
  return part ? [part] : [];
}
