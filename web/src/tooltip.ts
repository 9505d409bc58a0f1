// One tooltip for the page, beside the pointer.

import { Child, h } from "./dom";

let box: HTMLElement | null = null;

export function show_tooltip(event: { clientX: number; clientY: number }, ...content: Child[]): void {
  if (!box) {
    box = h("div", { class: "tooltip", role: "tooltip" });
    document.body.append(box);
  }
  box.replaceChildren(...content.filter((part): part is Node | string => part instanceof Node ||
    typeof part === "string"));
  box.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = event.clientX + 14 + width > window.innerWidth ? event.clientX - width - 10 : event.clientX + 14;
  const top = Math.min(event.clientY + 14, window.innerHeight - height - 6);
  box.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
}

export function hide_tooltip(): void {
  if (box) box.hidden = true;
}

// Attributes that give an element a tooltip.
export function tip(...lines: string[]) {
  return {
    mousemove: (event: MouseEvent) => show_tooltip(event, ...lines.map((line, index) =>
      h("div", { class: index === 0 ? "tip-title" : "" }, line))),
    mouseleave: hide_tooltip,
  };
}
