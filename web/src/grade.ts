// How far a number may be trusted, as a small badge: letter and colour, and the word on hover.

import { h } from "./dom";
import { Grade } from "./result";

export const kGrades: Grade[] = ["measured", "standard", "vendor", "published", "press", "user", "assumed",
  "computed"];

const kMeaning: Record<Grade, string> = {
  measured: "measured: taken from published measurements",
  standard: "standard: a physical constant, a standard or a definition",
  vendor: "vendor: a maker's data sheet",
  published: "published: a paper, a report or a filing",
  press: "press: an announcement or a news report",
  user: "user: given in the campus file or on the command line",
  assumed: "assumed: no source, chosen",
  computed: "computed from other numbers",
};

export function grade_meaning(grade: Grade): string {
  return kMeaning[grade] ?? grade;
}

export function grade_badge(grade: Grade | undefined, long = false): HTMLElement | null {
  if (!grade) return null;
  return h("span", { class: `grade grade-${grade}`, title: `Grade of the weakest input or of the source: ${
    grade_meaning(grade)}` }, long ? grade : grade.slice(0, 1).toUpperCase());
}
