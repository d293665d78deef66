// Puts the reader's own time before UTC, and keeps "in 5 h" moving.
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const utcDay = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
const utcClock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: "UTC" });
const isUtc = new Date().getTimezoneOffset() === 0;

export function showTimes(root) {
  if (!isUtc) for (const time of root.querySelectorAll("time[data-instant]")) inBothZones(time);
  count(root);
}

function inBothZones(time) {
  const at = new Date(time.dateTime);
  const sameDay = at.getDate() === at.getUTCDate();
  const utc = sameDay ? utcClock.format(at) : `${utcDay.format(at)} ${utcClock.format(at)}`;
  time.textContent = `${weekday.format(at)} ${day.format(at)}, ${clock.format(at)} your time · ${utc} UTC`;
  time.removeAttribute("data-instant");
}

function count(root) {
  const offset = Number(document.documentElement.dataset.clockOffset || 0);
  for (const span of root.querySelectorAll("[data-left]")) {
    const minutes = Math.round((new Date(span.dataset.left) - Date.now() - offset) / 60000);
    const size = Math.abs(minutes);
    const parts = size < 1440 ? [[Math.floor(size / 60), "h"], [size % 60, "min"]] : [[Math.floor(size / 1440), "d"], [Math.floor((size % 1440) / 60), "h"]];
    const words = parts.filter(([number]) => number).map(([number, unit]) => `${number} ${unit}`).join(" ") || "less than a minute";
    const text = minutes >= 0 ? `in ${words}` : `${words} ago`;
    if (span.textContent !== text) span.textContent = text;
  }
}

setInterval(() => count(document), 30000);
