// Guesses which column is which, from the header's names and from what the first rows hold. Every guess can be corrected.
import { isWithheld, likeness } from "./numbers.js";
import { isInstant } from "./times.js";

export const WANTED = ["called", "calling", "time", "trunk", "duration", "call_id"];

// Most telling names first. A header's name is compared in small letters without spaces, dots and dashes.
const NAMES = {
  called: ["calledonwire", "callednumber", "called", "dstouser", "dst", "destinationnumber", "destination", "callee", "bnumber", "dialednumber", "dialled", "dialed", "dnis", "tonumber", "to", "finalcalledpartynumber", "originalcalledpartynumber", "did"],
  calling: ["callingonwire", "callingnumber", "calling", "srcuser", "src", "calleridnumber", "callerid", "caller", "anumber", "ani", "source", "fromnumber", "from", "callingpartynumber", "cnum", "clid"],
  time: ["calldate", "starttime", "startstamp", "start", "setuptime", "starttimestamp", "calltime", "datetimeorigination", "startuepoch", "timestamp", "datetime", "time", "date", "begin"],
  trunk: ["trunkin", "ingresstrunk", "intrunk", "ingressrealm", "sourcetrunk", "trunk", "trunkgroup", "peeraccount", "srcip", "sourceip", "ingressip", "networkaddr", "sourceaddress", "remoteaddress", "channel", "origdevicename", "ingress", "carrier", "accountcode"],
  duration: ["duration", "callduration", "durations", "billsec", "seconds", "length", "talktime"],
  call_id: ["callid", "sipcallid", "ingresscallid", "uniqueid", "linkedid", "uuid"],
};

// asterisk's cdr_csv writes no header; its order has not changed since its first release
const ASTERISK = { trunk: 5, calling: 1, called: 2, time: 9, duration: 12, call_id: -1 };

export function guess(header, rows, facts) {
  if (header) return byNames(header.map(plain), rows);
  if (looksLikeAsterisk(rows)) return ASTERISK;
  return byContent(rows, facts);
}

function plain(name) {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function byNames(names, rows) {
  const found = {};
  const taken = new Set();
  for (const wanted of WANTED) {
    const isUsed = (at) => at >= 0 && !taken.has(at) && (!rows.length || rows.some((row) => row[at]));
    const at = NAMES[wanted].map((name) => names.indexOf(name)).find(isUsed);
    found[wanted] = at ?? -1;
    if (at !== undefined) taken.add(at);
  }
  if (found.call_id >= 0 && !rows.some((row) => (row[found.call_id] || "").includes("@"))) found.call_id = sipCallId(rows);
  return found;
}

function looksLikeAsterisk(rows) {
  return rows.length > 0 && rows.every((row) => row.length >= 16 && isInstant(row[9] || "") && /^\d+$/.test(row[12] || ""));
}

function byContent(rows, facts) {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const share = (at, holds) => rows.filter((row) => holds((row[at] || "").trim())).length / Math.max(1, rows.length);
  const best = (holds, taken) => {
    const shares = [...Array(width).keys()].filter((at) => !taken.includes(at)).map((at) => [share(at, holds), at]);
    const [top, at] = shares.sort((one, other) => other[0] - one[0] || one[1] - other[1])[0] || [0, -1];
    return top > 0 ? at : -1;
  };
  const time = best(isInstant, []);
  const numbers = [...Array(width).keys()].filter((at) => at !== time && share(at, isNumber) > 0.6);
  const { called, calling } = pairOf(rows, numbers, facts);
  const trunk = best((text) => /^(PJSIP|SIP|IAX2|DAHDI)\//i.test(text) || /^\d+\.\d+\.\d+\.\d+$/.test(text), [time, called, calling]);
  return { called, calling, time, trunk, duration: -1, call_id: sipCallId(rows) };
}

// The two columns in which one record has both numbers that are asked about; else callers stand before the called.
function pairOf(rows, numbers, facts) {
  for (const called of numbers) {
    for (const calling of numbers.filter((at) => at !== called && facts.calling)) {
      const both = (row) => likeness(facts.called, row[called] || "") && likeness(facts.calling, row[calling] || "");
      if (rows.some(both)) return { called, calling };
    }
  }
  return { called: numbers[1] ?? numbers[0] ?? -1, calling: numbers.length > 1 ? numbers[0] : -1 };
}

function isNumber(text) {
  return isWithheld(text) ? /anonymous/i.test(text) : /^[+\d][\d\s().-]{6,17}$/.test(text) && !isInstant(text);
}

function sipCallId(rows) {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return [...Array(width).keys()].find((at) => rows.some((row) => /^[^\s<>:]{6,}@[\w.:-]+$/.test(row[at] || ""))) ?? -1;
}
