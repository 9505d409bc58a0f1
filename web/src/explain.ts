// The explanation of a headline number: its formula, the same with values, its inputs, theirs, down to sources.

import { Child, h } from "./dom";
import { pretty_unit, quantity } from "./format";
import { Book, below, substituted, typeset } from "./formula";
import { grade_badge } from "./grade";
import { Figure, Headline } from "./result";

const kOpenDepth = 2;

function value_of(figure: { value: number | null; unit?: string }, id: string): HTMLElement {
  const shown = quantity(id, figure.value, figure.unit, 5);
  return h("span", { class: "tree-value" }, shown.number, " ", h("small", {}, shown.unit));
}

function origin_lines(figure: Figure): Child[] {
  return [
    figure.source ? h("div", { class: "origin" }, h("b", {}, "source "), figure.source) : null,
    figure.place ? h("div", { class: "origin" }, h("b", {}, "given in "), h("code", {}, figure.place)) : null,
    figure.note ? h("div", { class: "origin" }, h("b", {}, "note "), figure.note) : null,
  ];
}

function formula_lines(figure: Figure, book: Book): Child[] {
  if (!figure.how) return [];
  const numbers = substituted(figure, book);
  const unit = pretty_unit(figure.unit);
  return figure.evaluable
    ? [h("div", { class: "formula" }, h("code", {}, `= ${typeset(figure.how)}`)),
      numbers ? h("div", { class: "formula numbers" }, `= ${numbers}${unit ? ` ${unit}` : ""}`) : null]
    : [h("div", { class: "formula how" }, figure.how)];
}

function node(figure: Figure, book: Book, path: string[], seen: Set<string>): HTMLElement {
  const repeated = seen.has(figure.id);
  seen.add(figure.id);
  const inputs = (figure.inputs ?? []).filter((id) => !path.includes(id));
  const summary = h("summary", {}, h("span", { class: "tree-label" }, figure.label || figure.id),
    value_of(figure, figure.id), grade_badge(figure.grade, true), h("code", { class: "tree-id" }, figure.id));
  const element = h("details", { class: inputs.length ? "tree" : "tree leaf" }, summary,
    h("div", { class: "tree-body" }, ...formula_lines(figure, book), ...origin_lines(figure)));
  element.open = path.length < kOpenDepth && !repeated;
  const grow = () => {
    if (!element.open || element.dataset.grown) return;
    element.dataset.grown = "yes";
    element.append(h("div", { class: "tree-inputs" }, ...inputs.map((id) => {
      const input = book.get(id);
      return input ? node(input, book, [...path, figure.id], seen)
        : h("div", { class: "tree leaf missing" }, h("code", {}, id), " is not in this document");
    })));
  };
  grow();
  element.addEventListener("toggle", grow);
  return element;
}

function sources(id: string, headline: Headline | undefined, book: Book): string[] {
  const listed = headline?.sources?.length ? headline.sources
    : below(id, book).map((name) => book.get(name)?.source ?? "");
  return [...new Set(listed.filter((source) => source !== ""))];
}

let dialog: HTMLDialogElement | null = null;

// Opens the explanation of figure `id` beside the page; Escape or a click outside closes it.
export function explain(id: string, headline: Headline | undefined, book: Book): void {
  const figure: Figure | undefined = book.get(id) ?? (headline ? { id, ...headline } : undefined);
  if (!figure) return;
  if (!dialog) {
    dialog = h("dialog", { class: "explain", click: (event: MouseEvent) => {
      if (event.target === dialog) dialog!.close();
    } });
    document.body.append(dialog);
  }
  const list = sources(id, headline, book);
  const inputs = below(id, book).length;
  dialog.replaceChildren(h("div", { class: "explain-inner", tabindex: -1, autofocus: true },
    h("header", {}, h("h2", {}, figure.label || id),
      h("button", { class: "quiet", click: () => dialog!.close(), "aria-label": "Close" }, "\u2715")),
    h("p", { class: "note" }, inputs > 0
      ? `Made from ${inputs} number${inputs === 1 ? "" : "s"}. Open any of them to see how it was made.`
      : "How this number was made.",
      headline?.grade ? h("span", {}, " As good as its weakest input: ", grade_badge(headline.grade, true)) : null),
    node(figure, book, [], new Set()),
    list.length ? h("section", {}, h("h3", {}, "Sources below this number"),
      h("ol", { class: "sources" }, ...list.map((source) => h("li", {}, source)))) : null));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}
