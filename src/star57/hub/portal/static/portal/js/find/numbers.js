// Whether a number as a switch wrote it is the one that is looked for. The hub's page brings the usual spellings.
const LONGEST_PREFIX = 10;
const SHORTEST_BARE = 9;

export function digitsOf(raw) {
  const user = raw.replace(/^.*<([^<>]*)>.*$/, "$1").replace(/^(sips?|tel|pjsip)[:/]/i, "").split(/[@;]/)[0];
  return { plus: /^\s*\+/.test(user), coded: /[#*]/.test(user), digits: user.replace(/^.*[#*](?=\d)/, "").replace(/\D/g, "") };
}

export function isWithheld(raw) {
  const { digits } = digitsOf(raw);
  return /^0*$/.test(digits) || digits === "266696687" || /anonymous|\.invalid|unavailable|restricted|private/i.test(raw);
}

export function likeness(wanted, raw) {
  // "same", "prefixed" or "": wanted is {e164, forms}, forms being digits only
  const { plus, coded, digits } = digitsOf(raw);
  if (digits.length < 7) return "";
  const whole = wanted.e164.slice(1);
  if (plus) return digits === whole ? "same" : "";
  if (wanted.forms.includes(digits)) return coded ? "prefixed" : "same";
  const tail = wanted.forms.find((form) => form.length >= SHORTEST_BARE && digits.endsWith(form));
  return tail && digits.length - tail.length <= LONGEST_PREFIX ? "prefixed" : "";
}
