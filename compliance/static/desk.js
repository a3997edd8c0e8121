/* Comfort only: the desk works without this file. */
"use strict";

const KEYS = "mc-desk-keys"; // "off" where somebody does not want them (WCAG 2.2, 2.1.4)
const desk = document.querySelector("[data-mc-desk]");
const list = document.querySelector("[data-mc-keys]");
const used = document.querySelector("[data-mc-keys-on]");
const rows = desk ? [...desk.querySelectorAll("tbody tr")] : [];
const link = (row) => row.querySelector("th a");
const box = (row) => row.querySelector("input[type=checkbox]");
const here = () => document.activeElement?.closest("[data-mc-desk] tbody tr");

// The browser may keep nothing: then they are on.
const kept = () => { try { return localStorage.getItem(KEYS); } catch { return null; } };
const keep = (value) => { try { localStorage.setItem(KEYS, value); } catch { /* until the next page */ } };

const move = (by) => {
  const at = rows.indexOf(here());
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
  if (next) link(next).focus();
};
const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => { const found = here() && box(here()); if (found) found.click(); },
  o: () => { if (here()) link(here()).click(); },
  "/": () => document.querySelector("input[name=words]")?.focus(),
  "?": () => list.showModal(),
};

const typing = (element) => element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (!used.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key !== "j" && event.key !== "k") return;
  if (list.open || typing(event.target) || !(event.key in ACTIONS)) return;
  event.preventDefault();
  ACTIONS[event.key]();
});

used.checked = kept() !== "off";
used.addEventListener("change", () => keep(used.checked ? "on" : "off"));
const button = document.querySelector("[data-mc-keys-button]");
button.hidden = false;
button.addEventListener("click", () => list.showModal());

// All rows at once.
const head = desk?.querySelector("thead .mc-tick");
if (head && rows.some(box)) {
  const all = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input" });
  all.setAttribute("aria-label", head.textContent.trim());
  all.addEventListener("change", () => { for (const each of rows) if (box(each)) box(each).checked = all.checked; });
  head.replaceChildren(all);
}
