// A figure's formula with its inputs' values put in, for the explanation of a number.

import { Figure } from "./result";
import { plain } from "./format";

export type Book = Map<string, Figure>;

export function book_of(figures: Figure[] | undefined): Book {
  return new Map((figures ?? []).map((figure) => [figure.id, figure]));
}

// "it_energy_mwh * pue" -> "43.1 × 1.13", or null when the formula names an unknown input.
export function substituted(figure: Figure, book: Book): string | null {
  if (!figure.evaluable || !figure.how) return null;
  let complete = true;
  const text = figure.how.replace(/[A-Za-z_][A-Za-z0-9_.]*/g, (name, offset: number, all: string) => {
    if (/^\s*\(/.test(all.slice(offset + name.length)) && /^(min|max)$/.test(name)) return name;
    const input = book.get(name);
    if (!input) complete = false;
    return input ? plain(input.value, 5) : name;
  });
  return complete ? typeset(text) : null;
}

// Arithmetic as print: × for *, a minus sign, thin spaces.
export function typeset(formula: string): string {
  return formula.replace(/\s*\*\s*/g, " \u00d7 ").replace(/\s+-\s+/g, " \u2212 ");
}

// The ids below `id`, each once, deepest last; survives a cycle.
export function below(id: string, book: Book): string[] {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    for (const input of book.get(name)?.inputs ?? []) {
      if (seen.has(input)) continue;
      seen.add(input);
      visit(input);
    }
  };
  visit(id);
  return [...seen];
}
