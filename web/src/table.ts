// Tables: numbers to the right, a click on a heading sorts.

import { Child, h } from "./dom";

export interface Heading<Row> {
  title: string;
  cell: (row: Row) => Child;
  sort?: (row: Row) => number | string;
  number?: boolean;
  class?: string;
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

export class DataTable<Row> {
  readonly element: HTMLTableElement;
  private readonly body = h("tbody");
  private readonly heads: HTMLTableCellElement[];
  private sorted: { column: number; down: boolean } | null = null;
  private shown: Row[];

  constructor(private readonly headings: Heading<Row>[], private readonly rows: Row[], foot?: Child[]) {
    this.shown = rows;
    this.heads = headings.map((heading, index) => h("th", { class: heading.number ? "number" : heading.class ?? "",
      scope: "col" }, heading.sort ? h("button", { click: () => this.sort(index) }, heading.title)
      : heading.title));
    this.element = h("table", {}, h("thead", {}, h("tr", {}, ...this.heads)), this.body,
      foot ? h("tfoot", {}, h("tr", {}, ...foot.map((cell, index) =>
        h("td", { class: headings[index]?.number ? "number" : "" }, cell)))) : null);
    this.draw();
  }

  filter(keep: (row: Row) => boolean): number {
    this.shown = this.rows.filter(keep);
    this.draw();
    return this.shown.length;
  }

  sort(column: number): void {
    const down = this.sorted?.column === column ? !this.sorted.down : false;
    this.sorted = { column, down };
    this.heads.forEach((head, index) => {
      if (index === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    this.draw();
  }

  private draw(): void {
    const rows = [...this.shown];
    const key = this.sorted ? this.headings[this.sorted.column]!.sort : undefined;
    if (key) rows.sort((a, b) => (this.sorted!.down ? -1 : 1) * compare(key(a), key(b)));
    this.body.replaceChildren(...rows.map((row) => h("tr", {}, ...this.headings.map((heading) =>
      h("td", { class: heading.number ? "number" : heading.class ?? "" }, heading.cell(row))))));
  }
}
