// While a page is open and seen: a traceback's page takes in what is new, a list only says that something is.
const EVERY_MS = 4000;

export function watchLive() {
  for (const part of document.querySelectorAll("[data-live]")) {
    let seen = null;
    const look = async () => {
      if (document.hidden) return;
      const answer = await fetch(part.dataset.live, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
      if (!answer || !answer.ok || answer.redirected) return;
      const text = await answer.text();
      if (seen === null && part.dataset.liveMode === "announce") seen = text;
      if (text === seen) return;
      if (part.dataset.liveMode === "announce") announce(part);
      else replace(part, text, seen !== null);
      seen = text;
    };
    setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    if (part.dataset.liveMode === "announce") look();
  }
}

function announce(part) {
  part.querySelector("[data-arrivals]")?.removeAttribute("hidden");
}

async function replace(part, text) {
  const arrived = new DOMParser().parseFromString(text, "text/html");
  const before = states(part);
  const after = states(arrived.body);
  if (plain(arrived.body) === part.dataset.shown) return;
  const had = part.dataset.shown !== undefined;
  part.dataset.shown = plain(arrived.body);
  if (!had && same(before, after) && count(part) === count(arrived.body)) return;
  if (part.contains(document.activeElement) && document.activeElement.closest("form, details")) return;
  const { showTimes } = await import("./times.js");
  const { watchCopying } = await import("./copy.js");
  const open = [...part.querySelectorAll("details[open][data-keep]")].map((each) => each.dataset.keep);
  const slid = part.querySelector(".hero")?.scrollLeft ?? 0;
  for (const each of arrived.querySelectorAll("details[data-keep]")) each.open = open.includes(each.dataset.keep);
  for (const each of arrived.querySelectorAll(".station")) {
    if (before.get(each.dataset.hop) !== each.dataset.state) each.classList.add("is-new");
  }
  part.replaceChildren(...arrived.body.childNodes);
  if (part.querySelector(".hero")) part.querySelector(".hero").scrollLeft = slid;
  showTimes(part);
  watchCopying(part);
  const said = document.querySelector("[data-announce]");
  if (said) said.textContent = said.dataset.words;
}

function states(root) {
  return new Map([...root.querySelectorAll(".station")].map((each) => [each.dataset.hop, each.dataset.state]));
}

function same(one, other) {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}

function count(root) {
  return root.querySelectorAll(".timeline > li").length;
}

function plain(root) {
  return root.innerHTML;
}
