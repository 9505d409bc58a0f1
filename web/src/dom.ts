// Small helpers that make HTML and SVG elements. Text always goes in as text nodes: nothing in a result document
// can become markup.

export type Child = Node | string | number | null | undefined | false;
export type Attributes = Record<string, string | number | boolean | null | undefined | ((event: any) => void)>;

const kSvg = "http://www.w3.org/2000/svg";

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(typeof child === "object" ? child : String(child));
  }
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(kSvg, tag) as SVGElementTagNameMap[K];
  fill(element, attributes, children);
  return element;
}

// A titled panel. A part that fails says so in its place and in the console; the rest of the page stays.
export function panel(title: string, build: () => Child[], options: { wide?: boolean; note?: string } = {}) {
  const body: Child[] = [];
  let failed = false;
  try {
    body.push(...build());
  } catch (error) {
    failed = true;
    console.error(`report panel "${title}":`, error);
    body.push(h("p", { class: "failed" }, `This part could not be shown: ${String(error)}`));
  }
  if (!failed && body.every((child) => child === null || child === undefined || child === false)) return null;
  return h("section", { class: options.wide ? "panel wide" : "panel" },
    h("h2", {}, title, options.note ? h("span", { class: "note" }, options.note) : null), ...body);
}

export function has<T>(list: T[] | undefined | null): list is T[] {
  return Array.isArray(list) && list.length > 0;
}
