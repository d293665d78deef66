// Puts the reader's own time before UTC, and keeps "in 5 h" moving by the hub's clock.
import { wordsIn } from "./words.js";

const inZone = (options, locale) => new Intl.DateTimeFormat(locale, options);
const SECONDS = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
const MINUTES = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { weekday: "short", day: "numeric", month: "short" };
const UTC = { timeZone: "UTC" };
const words = wordsIn(document.getElementById("words"));
const started = performance.now();
const hubAtStart = Date.parse(document.documentElement.dataset.now) || Date.now();

export function showTimes(root) {
  for (const time of root.querySelectorAll("time[data-instant]")) inBothZones(time);
  count(root);
}

function inBothZones(time) {
  const at = new Date(time.dateTime);
  const clock = time.dataset.instant === "short" ? MINUTES : SECONDS;
  if (at.getTimezoneOffset() !== 0) {
    const sameDay = at.getDate() === at.getUTCDate();
    const utc = inZone({ ...(sameDay ? {} : DAY), ...clock, ...UTC }, "en-GB").format(at);
    const local = `${inZone(DAY).format(at)}, ${inZone(clock).format(at)}`;
    time.textContent = words(time.dataset.instant === "short" ? "short_times" : "both_times", { local, utc });
  }
  time.removeAttribute("data-instant");
}

function count(root) {
  const now = hubAtStart + performance.now() - started;
  for (const span of root.querySelectorAll("[data-left]")) {
    const minutes = Math.round((Date.parse(span.dataset.left) - now) / 60000);
    const size = Math.abs(minutes);
    const parts = size < 1440 ? [[Math.floor(size / 60), "hours"], [size % 60, "minutes"]] : [[Math.floor(size / 1440), "days"], [Math.floor((size % 1440) / 60), "hours"]];
    const said = parts.filter(([n]) => n).map(([n, unit]) => words(unit, { n })).join(" ") || words("moments");
    const text = words(minutes >= 0 ? "ahead" : "ago", { span: said });
    if (span.textContent !== text) span.textContent = text;
  }
}

setInterval(() => count(document), 30000);
