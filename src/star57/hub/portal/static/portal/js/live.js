// While a page is open and seen: a traceback's page takes in what is new, a list only says that something is.
import { watchCopying } from "./copy.js";
import { showTimes } from "./times.js";

const EVERY_MS = 4000;

export function watchLive() {
  for (const part of document.querySelectorAll("[data-live]")) watchPart(part);
}

export function watchPart(part) {
  const look = () => { if (!document.hidden && !isBusy(part)) ask(part); };
  const timer = setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  return () => { clearInterval(timer); document.removeEventListener("visibilitychange", look); };
}

function isBusy(part) {
  return part.contains(document.activeElement) && document.activeElement.closest("details[open], form") !== null;
}

async function ask(part) {
  const address = new URL(part.dataset.live, location.href);
  address.searchParams.set("mark", part.dataset.mark);
  const answer = await fetch(address, { headers: { "X-Background": "1" } }).catch(() => null);
  if (!answer || answer.status !== 200 || answer.redirected) return;
  if (part.dataset.liveMode === "announce") return part.querySelector("[data-arrivals]")?.removeAttribute("hidden");
  replace(part, await answer.text());
  part.dataset.mark = answer.headers.get("X-Mark");
}

function replace(part, text) {
  const arrived = new DOMParser().parseFromString(text, "text/html");
  const before = new Map([...part.querySelectorAll(".station")].map((each) => [each.dataset.hop, each.dataset.state]));
  const open = [...part.querySelectorAll("details[open][data-keep]")].map((each) => each.dataset.keep);
  const slid = part.querySelector(".hero")?.scrollLeft ?? 0;
  for (const each of arrived.querySelectorAll("details[data-keep]")) each.open = open.includes(each.dataset.keep);
  for (const each of arrived.querySelectorAll(".station")) {
    if (before.get(each.dataset.hop) !== each.dataset.state) each.classList.add("is-new");
  }
  renew(part, arrived);
  if (part.querySelector(".hero")) part.querySelector(".hero").scrollLeft = slid;
  showTimes(part);
  watchCopying(part);
  const said = document.querySelector("[data-announce]");
  if (said) said.textContent = said.dataset.words ?? said.textContent;
}

// Regions with a name are renewed each by itself; what has none, such as a form being filled in, stays as it is.
function renew(part, arrived) {
  const regions = [...part.querySelectorAll("[data-region]")];
  const fresh = new Map([...arrived.querySelectorAll("[data-region]")].map((each) => [each.dataset.region, each]));
  if (!regions.length || regions.length !== fresh.size) return part.replaceChildren(...arrived.body.childNodes);
  for (const region of regions) region.replaceWith(fresh.get(region.dataset.region) ?? region);
}
