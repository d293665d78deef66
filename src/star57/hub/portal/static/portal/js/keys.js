// j and k move, x ticks, enter opens beside the list, e acts, u undoes, / searches, g q goes to the list, ? shows the keys.
// A person can switch all of this off; then only the button in the footer shows what there would be.
import { beside, closeBeside } from "./beside.js";

let last = "";

export function listenForKeys() {
  const hint = document.querySelector("[data-show-keys]");
  if (hint) {
    hint.hidden = false;
    hint.addEventListener("click", showKeys);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) closeBeside();
    if (document.body.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const chord = `${last} ${event.key}`;
    last = event.key;
    const deed = chord === "g q" ? goHome : deeds[event.key];
    if (deed && deed() !== false) event.preventDefault();
  });
}

const deeds = {
  j: () => move(1),
  k: () => move(-1),
  x: () => press(".is-at [data-tick]"),
  e: () => press("[data-beside]:not([hidden]) [data-act]") || press(".is-at [data-act]") || press("[data-act]"),
  u: () => press("[data-undo-button]"),
  "/": () => focusOn("[data-search]") || focusOn("[data-quick-search]"),
  "?": showKeys,
};

function press(selector) {
  const found = document.querySelector(selector);
  found?.click();
  return found !== null;
}

function focusOn(selector) {
  const found = document.querySelector(selector);
  found?.focus();
  return found !== null;
}

function showKeys() {
  document.getElementById("keys")?.showModal();
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, dialog") !== null;
}

function goHome() {
  document.querySelector(".brand")?.click();
}

function move(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.classList.contains("is-at"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
  for (const row of rows) row.classList.toggle("is-at", row === next);
  const link = next.querySelector(".row-link, a");
  link?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  if (link) beside.follow(link);
}
