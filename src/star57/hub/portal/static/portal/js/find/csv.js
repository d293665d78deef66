// Reads delimited text as people's switches write it: finds the delimiter, cuts records, cuts fields. Knows no page.
const DELIMITERS = [",", ";", "\t", "|"];
const LONGEST_RECORD = 8; // lines that one quoted field may span before the quote is taken for a stray one

export function sniff(lines) {
  let best = { delimiter: ",", width: 1 };
  for (const delimiter of DELIMITERS) {
    const widths = lines.map((line) => fieldsOf(line, delimiter).length);
    const same = widths.filter((width) => width === widths[widths.length - 1]).length;
    const width = same * 2 > widths.length ? widths[widths.length - 1] : 1;
    if (width > best.width) best = { delimiter, width };
  }
  return { delimiter: best.delimiter, hasHeader: isHeader(fieldsOf(lines[0] || "", best.delimiter)) };
}

export function isHeader(fields) {
  const named = fields.filter((field) => /[\p{L}]/u.test(field)).length;
  const counted = fields.some((field) => /^[+\d][\d\s:.\-/]*$/.test(field.trim()) || field.includes("/"));
  return fields.length > 1 && named >= fields.length * 0.6 && !counted;
}

export function fieldsOf(line, delimiter) {
  if (!line.includes('"')) return line.split(delimiter);
  const fields = [];
  let field = "", at = 0;
  while (at <= line.length) {
    if (line[at] === '"') {
      [field, at] = quoted(line, at + 1);
    }
    const end = line.indexOf(delimiter, at);
    const stop = end < 0 ? line.length : end;
    fields.push(field + line.slice(at, stop));
    field = "";
    at = stop + 1;
  }
  return fields;
}

function quoted(line, from) {
  let text = "", at = from;
  for (;;) {
    const end = line.indexOf('"', at);
    if (end < 0) return [text + line.slice(at), line.length];
    text += line.slice(at, end);
    if (line[end + 1] !== '"') return [text, end + 1];
    text += '"';
    at = end + 2;
  }
}

export class Records {
  // Cuts text that arrives in pieces into records; a line break inside quotation marks does not end one.
  #rest = "";
  #held = [];

  *feed(text) {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop();
    for (const line of lines) yield* this.#take(line);
  }

  *end() {
    if (this.#rest) yield* this.#take(this.#rest);
    yield* this.#held;
    this.#rest = "";
    this.#held = [];
  }

  *#take(raw) {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (!this.#held.length && isWhole(line)) {
      if (line) yield line;
      return;
    }
    this.#held.push(line);
    const joined = this.#held.join("\n");
    if (isWhole(joined)) yield joined;
    else if (this.#held.length >= LONGEST_RECORD) yield* this.#held;
    else return;
    this.#held = [];
  }
}

function isWhole(line) {
  let marks = 0;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) marks++;
  return marks % 2 === 0;
}
