// Whether one record fits the call that is looked for, and why. Reasons are keys: the page has the words.
import { isWithheld, likeness } from "./numbers.js";
import { instantsOf } from "./times.js";

const NEAR_MS = 36 * 3600000; // a wrong zone or day is worth showing; last month's call is not
const QUARTER_MS = 900000;

// facts: {called, calling (null: withheld), at, within (ms)}; settings: {columns, zone, dayFirst}. Returns null for another call.
export function judge(fields, facts, settings) {
  const { columns } = settings;
  const field = (name) => (columns[name] >= 0 ? (fields[columns[name]] || "").trim() : "");
  const called = likeness(facts.called, field("called"));
  if (!called) return null;
  const at = nearest(instantsOf(field("time"), settings.zone, settings.dayFirst), facts.at);
  if (at === null || Math.abs(at - facts.at) > Math.max(NEAR_MS, facts.within)) return null;
  const calling = likenessOfCaller(facts.calling, field("calling"));
  const apart = at - facts.at;
  const isInside = Math.abs(apart) <= facts.within;
  if (calling === "other" && !isInside) return null;
  return {
    at,
    apart,
    reasons: [`called_${called}`, `calling_${calling}`, isInside ? "inside" : wholeHours(apart) ? "hours_off" : "outside"],
    fits: isInside && calling !== "other",
    rank: (isInside ? 0 : 4) + (calling === "other" ? 2 : 0) + (called === "same" ? 0 : 1),
    called: field("called"),
    calling: field("calling"),
    trunk: trunkOf(field("trunk")),
    duration: durationOf(field("duration")),
    call_id: field("call_id"),
  };
}

export function trunkOf(channel) {
  const found = /^[A-Za-z0-9]+\/(.+)-[0-9a-f]{8}(?:;\d)?$/.exec(channel);
  return found ? found[1] : channel;
}

export function durationOf(text) {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(text);
  return clock ? Number(clock[1] || 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]) : null;
}

function nearest(instants, at) {
  return instants.length ? instants.reduce((one, other) => (Math.abs(other - at) < Math.abs(one - at) ? other : one)) : null;
}

function likenessOfCaller(wanted, raw) {
  if (wanted === null) return isWithheld(raw) ? "withheld" : "shown";
  return isWithheld(raw) ? "withheld" : likeness(wanted, raw) || "other";
}

function wholeHours(apart) {
  const rest = Math.abs(apart) % QUARTER_MS;
  return Math.abs(apart) > QUARTER_MS && Math.min(rest, QUARTER_MS - rest) < 120000;
}
