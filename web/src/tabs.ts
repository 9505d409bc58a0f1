// The tabs: built when first opened, by mouse, number keys, arrow keys or the address (#power).

import { h } from "./dom";

export interface Tab {
  id: string;
  title: string;
  build: () => HTMLElement[];
}

interface Shown {
  tab: Tab;
  button: HTMLButtonElement;
  page: HTMLElement;
  built: boolean;
}

export class Tabs {
  private readonly shown: Shown[] = [];
  private current = 0;

  constructor(tabs: Tab[], bar: HTMLElement, pages: HTMLElement) {
    bar.setAttribute("role", "tablist");
    tabs.forEach((tab, index) => {
      const button = h("button", { role: "tab", id: `tab-${tab.id}`, "aria-controls": `page-${tab.id}`,
        title: `${tab.title} (key ${index + 1})`, click: () => this.open(index) },
        tab.title, h("kbd", {}, String(index + 1)));
      const page = h("div", { role: "tabpanel", id: `page-${tab.id}`, class: "page", "aria-labelledby":
        `tab-${tab.id}`, "data-title": tab.title });
      bar.append(button);
      pages.append(page);
      this.shown.push({ tab, button, page, built: false });
    });
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.open(this.from_address()));
    window.addEventListener("beforeprint", () => this.shown.forEach((_, index) => this.build(index)));
    this.open(this.from_address());
  }

  private from_address(): number {
    const wanted = location.hash.replace(/^#/, "");
    return Math.max(0, this.shown.findIndex((item) => item.tab.id === wanted));
  }

  private build(index: number): void {
    const item = this.shown[index]!;
    if (item.built) return;
    item.built = true;
    const parts = item.tab.build();
    item.page.append(...(parts.length > 0 ? parts
      : [h("p", { class: "empty" }, "This run has nothing to show here.")]));
  }

  open(index: number): void {
    this.current = index;
    this.shown.forEach((item, i) => {
      item.button.setAttribute("aria-selected", String(i === index));
      item.button.tabIndex = i === index ? 0 : -1;
      item.page.classList.toggle("open", i === index);
    });
    this.build(index);
    const id = this.shown[index]!.tab.id;
    if (location.hash !== `#${id}` && (location.hash || index !== 0)) history.replaceState(null, "", `#${id}`);
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    if (document.querySelector("dialog[open]")) return;
    const number = Number(event.key) - 1;
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (number >= 0 && number < this.shown.length) this.open(number);
    else if (step !== 0) this.open((this.current + step + this.shown.length) % this.shown.length);
    else return;
    if (target.getAttribute("role") === "tab") this.shown[this.current]!.button.focus();
    event.preventDefault();
  }
}
