// Light and dark: the system's choice until the reader presses the button. Canvas charts read colours when they
// are drawn, so they ask to be told of a change.

type Listener = () => void;
const listeners: Listener[] = [];
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function apply(theme: "light" | "dark"): void {
  if (document.documentElement.dataset.theme === theme) return;
  document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}

function stored(): "light" | "dark" | null {
  try {
    const value = localStorage.getItem("gigawatt.theme");
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null; // storage is refused for some local files
  }
}

function chosen(): "light" | "dark" {
  return stored() ?? (dark.matches ? "dark" : "light");
}

export function start_theme(): void {
  apply(chosen());
  dark.addEventListener("change", () => apply(chosen()));
  window.addEventListener("beforeprint", () => apply("light"));
  window.addEventListener("afterprint", () => apply(chosen()));
}

export function toggle_theme(): void {
  const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("gigawatt.theme", next);
  } catch {
    // the choice then lasts as long as the page
  }
  apply(next);
}

export function on_theme_change(listener: Listener): void {
  listeners.push(listener);
}
