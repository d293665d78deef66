// Opens a row's page beside the list, where there is room for both; the address shown stays the list's, and the link stays a link.
import { watchCopying } from "./copy.js";
import { watchPart } from "./live.js";
import { showTimes } from "./times.js";

const WIDE = matchMedia("(min-width: 75rem)");
const PAUSE_MS = 200;
let waiting = 0;
let stopWatching = () => {};

export const beside = { follow: (link) => { if (isOpen()) { clearTimeout(waiting); waiting = setTimeout(() => open(link), PAUSE_MS); } } };

export function openBeside() {
  const panel = place();
  if (!panel) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-row] .row-link");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && event.button === 0;
    if (!link || !isPlain || !WIDE.matches) return;
    event.preventDefault();
    for (const row of document.querySelectorAll("[data-row]")) row.classList.toggle("is-at", row === link.closest("[data-row]"));
    open(link);
  });
  panel.querySelector("[data-beside-close]").addEventListener("click", closeBeside);
}

function place() {
  return document.querySelector("[data-beside]");
}

function isOpen() {
  return place()?.hidden === false;
}

async function open(link) {
  const answer = await fetch(link.href, { headers: { "X-Part": "1" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return location.assign(link.href);
  const arrived = new DOMParser().parseFromString(await answer.text(), "text/html");
  const panel = place();
  const content = panel.querySelector("[data-beside-content]");
  stopWatching();
  content.replaceChildren(...arrived.body.childNodes);
  panel.querySelector("[data-beside-whole]").href = link.href;
  for (const form of content.querySelectorAll("form[method=post]")) leadBack(form);
  panel.hidden = false;
  panel.scrollTop = 0;
  panel.parentElement.classList.add("has-beside");
  link.closest("[data-row]").scrollIntoView({ block: "nearest" });
  showTimes(content);
  watchCopying(content);
  const part = content.querySelector("[data-live]");
  stopWatching = part ? watchPart(part) : () => {};
  say("opened", part?.dataset.name ?? link.textContent);
}

function leadBack(form) {
  const back = Object.assign(document.createElement("input"), { type: "hidden", name: "back", value: location.pathname + location.search });
  form.append(back);
}

export function closeBeside() {
  if (!isOpen()) return;
  stopWatching();
  const panel = place();
  panel.hidden = true;
  panel.parentElement.classList.remove("has-beside");
  document.querySelector("[data-row].is-at .row-link")?.focus();
  say("closed", "");
}

function say(what, name) {
  const said = document.querySelector("[data-announce][data-opened]");
  if (said) said.textContent = (said.dataset[what] ?? "").replace("{name}", name);
}
