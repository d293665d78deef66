// j and k move, enter opens, e acts, / searches, g q goes to the list, ? shows the keys.
let last = "";

export function listenForKeys() {
  const hint = document.querySelector(".keys-hint");
  if (hint) hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const chord = `${last} ${event.key}`;
    last = event.key;
    const deed = chord === "g q" ? goHome : deeds[event.key];
    if (deed && deed() !== false) event.preventDefault();
  });
}

const deeds = {
  j: () => move(1),
  k: () => move(-1),
  e: () => (document.querySelector(".is-at [data-act]") || document.querySelector("[data-act]"))?.click() ?? false,
  "/": () => document.querySelector("[data-search]")?.focus() ?? false,
  "?": () => document.getElementById("keys")?.showModal(),
};

function isTyping(target) {
  return target.closest("input, textarea, select, dialog") !== null;
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
  next.querySelector("a")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
