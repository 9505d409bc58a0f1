// Who, where, when: the campus's name, its horizon and weather, and what exactly made this document.

import { h } from "./dom";
import { date_text, parse_date, plain } from "./format";
import { Result } from "./result";
import { toggle_theme } from "./theme";

function facts(result: Result): string[] {
  const campus = result.campus ?? {};
  const weather = campus.weather;
  const list: string[] = [];
  if (campus.place) list.push(campus.place);
  if (campus.start) {
    const start = parse_date(campus.start);
    const end = start + (campus.hours ?? 0) * 3600;
    list.push(campus.hours ? `${date_text(start, false)} \u2013 ${date_text(end - 1, false)} (${
      plain(campus.hours, 6)} h)` : `from ${date_text(start, false)}`);
  }
  if (weather?.station) {
    list.push(`weather: ${weather.station}${weather.stand_in_for ? ` standing in for ${weather.stand_in_for}` : ""}`);
  }
  return list;
}

export function masthead(result: Result): HTMLElement {
  const name = result.campus?.name || "Campus";
  document.title = `${name} \u00b7 gigawatt`;
  return h("header", { class: "masthead" },
    h("div", {}, h("h1", {}, name, h("span", { class: "brand" }, "gigawatt report")),
      result.campus?.description ? h("p", { class: "description" }, result.campus.description) : null,
      h("p", { class: "facts" }, facts(result).join("  \u00b7  "))),
    h("div", { class: "tools" },
      h("button", { class: "quiet", title: "Print, or save as PDF", click: () => window.print() }, "Print"),
      h("button", { class: "quiet", id: "theme", title: "Light or dark", click: toggle_theme }, "Light / dark")));
}

export function colophon(result: Result): HTMLElement {
  const version = result.version ?? {};
  const parts = [
    version.code ? `gigawatt ${version.code}` : "gigawatt",
    version.input_hash ? `input ${version.input_hash}` : "",
    version.catalogue_hash ? `catalogue ${version.catalogue_hash}` : "",
    version.seed !== undefined ? `seed ${version.seed}` : "",
    result.campus?.file ?? "", result.format ?? "",
  ].filter((part) => part !== "");
  return h("footer", { class: "colophon" }, parts.join("  \u00b7  "),
    h("span", {}, "Keys: 1\u20137 and \u2190 \u2192 change tabs; drag on a time chart to zoom."));
}
