// The report page: header, headline strip, tabs.

import { assumptions } from "./assumptions";
import { campus_file } from "./campus_file";
import { cost } from "./cost";
import { h } from "./dom";
import { book_of } from "./formula";
import { binding_line, headline_strip } from "./headline";
import { load } from "./load";
import { colophon, masthead } from "./masthead";
import { overview } from "./overview";
import { power } from "./power";
import { Result, embedded_result } from "./result";
import { Table } from "./series";
import { Tab, Tabs } from "./tabs";
import { start_theme } from "./theme";
import { work } from "./work";

function tabs_of(result: Result, table: Table): Tab[] {
  return [
    { id: "overview", title: "Overview", build: () => overview(result) },
    { id: "power", title: "Power", build: () => power(result, table) },
    { id: "load", title: "Load", build: () => load(result, table) },
    { id: "cost", title: "Cost", build: () => cost(result) },
    { id: "work", title: "Work", build: () => work(result, table) },
    { id: "assumptions", title: "Assumptions", build: () => assumptions(result) },
    { id: "campus", title: "Campus file", build: () => campus_file(result) },
  ];
}

function start(): void {
  start_theme();
  const root = document.getElementById("report")!;
  let result: Result;
  try {
    result = embedded_result();
  } catch (error) {
    console.error("the result document of this report cannot be read:", error);
    root.append(h("p", { class: "failed" }, `The result document in this file cannot be read: ${String(error)}`));
    return;
  }
  const bar = h("nav", { class: "tabs" });
  const pages = h("main");
  root.append(...[masthead(result), headline_strip(result, book_of(result.figures)), binding_line(result), bar,
    pages, colophon(result)].filter((part): part is HTMLElement => part !== null));
  new Tabs(tabs_of(result, new Table(result)), bar, pages);
}

start();
