// Instants out of what call records say: Unix seconds in any unit, ISO with offset, local times in a zone that was asked for.
// 2001 to 2033; no ten-digit telephone number of North America begins with 1
const EPOCH = /^1\d{9}(\.\d+)?$/;
const LONG_EPOCH = /^1\d{12}(\d{3})?(\d{3})?$/;
const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*([AP]M)?$/i;

export function carriesZone(text) {
  const found = ISO.exec(text.trim());
  return EPOCH.test(text.trim()) || LONG_EPOCH.test(text.trim()) || Boolean(found && found[7]);
}

export function isInstant(text) {
  return instantsOf(text, "UTC", false).length > 0;
}

// Milliseconds since 1970: none when unreadable, two where a local hour came twice.
export function instantsOf(text, zone, dayFirst) {
  const written = text.trim();
  if (EPOCH.test(written)) return [Number(written) * 1000];
  if (LONG_EPOCH.test(written)) return [Number(written) / 10 ** (written.length - 13)];
  const iso = ISO.exec(written);
  if (iso) return ofParts([iso[1], iso[2], iso[3]], iso.slice(4, 7), "", iso[7], zone);
  const found = SLASHED.exec(written);
  if (!found) return [];
  const isDayFirst = dayFirst || Number(found[1]) > 12;
  const [month, day] = isDayFirst ? [found[2], found[1]] : [found[1], found[2]];
  const year = found[3].length === 2 ? `20${found[3]}` : found[3];
  return ofParts([year, month, day], found.slice(4, 7), found[7] || "", "", zone);
}

function ofParts([year, month, day], [hour, minute, second], half, offset, zone) {
  let hours = Number(hour);
  if (half) hours = (hours % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
  const seconds = Number((second || "0").replace(",", "."));
  const asUtc = Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute)) + Math.round(seconds * 1000);
  if (Number.isNaN(asUtc) || Number(month) > 12 || Number(day) > 31 || hours > 24) return [];
  if (offset) return [asUtc - minutesOf(offset) * 60000];
  return inZone(asUtc, zone);
}

function minutesOf(offset) {
  const found = /([+-])(\d{2}):?(\d{2})/.exec(offset);
  return found ? (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0;
}

function inZone(asUtc, zone) {
  const found = new Set();
  for (const near of [asUtc - 86400000, asUtc + 86400000]) {
    const at = asUtc - offsetAt(near, zone);
    if (at + offsetAt(at, zone) === asUtc) found.add(at);
  }
  return [...found].sort((one, other) => one - other);
}

const formats = new Map();

export function offsetAt(at, zone) {
  if (!formats.has(zone)) {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" };
    formats.set(zone, new Intl.DateTimeFormat("en-CA", { ...parts, timeZone: zone, hourCycle: "h23" }));
  }
  const said = Object.fromEntries(formats.get(zone).formatToParts(new Date(at)).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(said.year, said.month - 1, said.day, said.hour, said.minute, said.second) - Math.floor(at / 1000) * 1000;
}
