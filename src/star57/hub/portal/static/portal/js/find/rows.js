// Shows the records found, each with its reasons and a button that takes it over.
export function showRows(list, rows, zone, words, use) {
  list.replaceChildren(...rows.map((row) => shown(row, zone, words, use)));
}

function shown(row, zone, words, use) {
  const item = element("li", row.fits ? "found-row fits" : "found-row");
  const when = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "medium", timeStyle: "medium", timeZone: zone, hourCycle: "h23",
  }).format(new Date(row.at));
  const head = element("p", "", `${when} · ${words(row.fits ? "fits" : "near")}`);
  head.prepend(element("strong", "", words("record", { n: row.record })), " ");
  const numbers = element("p", "number small", [row.calling, row.called].filter(Boolean).join(" → "));
  const more = [row.trunk && words("trunk", { trunk: row.trunk }), row.duration !== null && words("duration", { s: row.duration })].filter(Boolean);
  const reasons = element("ul", "small");
  reasons.append(...row.reasons.map((key) => element("li", "", words(key, { apart: span(row.apart) }))));
  const button = element("button", row.fits ? "" : "quiet", words("use"));
  button.type = "button";
  button.append(element("span", "unseen", ` ${words("record", { n: row.record })}`));
  button.addEventListener("click", () => {
    for (const other of item.parentElement.children) other.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    use(row);
  });
  item.append(head, numbers, ...(more.length ? [element("p", "small", more.join(" · "))] : []), reasons, button);
  return item;
}

function element(name, look, text = "") {
  const made = document.createElement(name);
  if (look) made.className = look;
  made.textContent = text;
  return made;
}

function span(ms) {
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 120) return `${Math.round(seconds * 10) / 10} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
}
