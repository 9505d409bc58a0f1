// The strip at the top: every headline number as a card that opens its explanation.

import { h } from "./dom";
import { explain } from "./explain";
import { quantity } from "./format";
import { Book } from "./formula";
import { grade_badge } from "./grade";
import { Headline, Result } from "./result";

function card(id: string, item: Headline, book: Book): HTMLElement {
  const shown = quantity(id, item.value, item.unit, 4);
  const label = item.label || id;
  const repeated = (item.unit ?? "").length > 4 && label.toLowerCase().includes(item.unit!.toLowerCase());
  const unit = repeated ? shown.unit.replace(item.unit!, "").trim() : shown.unit;
  return h("button", { class: "card", "data-id": id, title: item.how ?? "", click: () => explain(id, item, book) },
    h("span", { class: "card-label" }, label.replace("CO2", "CO\u2082")),
    h("span", { class: "card-value" }, h("b", {}, shown.number), h("small", {}, unit)),
    grade_badge(item.grade));
}

export function headline_strip(result: Result, book: Book): HTMLElement | null {
  const entries = Object.entries(result.headline ?? {});
  if (entries.length === 0) return null;
  return h("section", { class: "headline", "aria-label": "Headline numbers" },
    ...entries.map(([id, item]) => card(id, item, book)));
}

export function binding_line(result: Result): HTMLElement | null {
  const binding = result.binding;
  if (!binding?.constraint && !result.next_command) return null;
  return h("section", { class: "binding" },
    binding?.constraint ? h("div", {}, h("span", { class: "tag" }, "Binding constraint"),
      h("b", {}, binding.constraint), binding.detail ? ` \u2014 ${binding.detail}` : "") : null,
    result.next_command ? h("div", {}, h("span", { class: "tag" }, "Try next"),
      h("code", { class: "command" }, result.next_command)) : null);
}
