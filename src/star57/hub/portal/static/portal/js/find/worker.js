// Searches a file piece by piece away from the page. Reads it where it lies; sends nothing anywhere.
import { fieldsOf, Records } from "./csv.js";
import { judge } from "./judging.js";

const MOST_ROWS = 50;
const TELL_EVERY_MS = 200;

self.addEventListener("message", async ({ data }) => {
  try {
    self.postMessage({ done: await search(data) });
  } catch (wrong) {
    self.postMessage({ failed: String(wrong && wrong.message) });
  }
});

async function search({ file, facts, settings }) {
  const ending = facts.called.e164.slice(-4);
  const records = new Records();
  const found = [];
  let read = 0, count = 0, told = 0, first = settings.hasHeader;
  const look = (line) => {
    if (first) return void (first = false);
    count++;
    if (!line.includes(ending)) return;
    const fields = fieldsOf(line, settings.delimiter);
    const fit = judge(fields, facts, settings);
    if (fit) found.push({ ...fit, record: count });
    if (found.length > MOST_ROWS * 4) keepBest(found);
  };
  const reader = file.stream().getReader();
  const decoder = new TextDecoder(settings.encoding);
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    read += value.length;
    for (const line of records.feed(decoder.decode(value, { stream: true }))) look(line);
    if (performance.now() - told > TELL_EVERY_MS) {
      told = performance.now();
      self.postMessage({ progress: read / Math.max(1, file.size) });
    }
  }
  for (const line of records.feed(decoder.decode())) look(line);
  for (const line of records.end()) look(line);
  keepBest(found);
  return { rows: found, count };
}

function keepBest(found) {
  found.sort((one, other) => one.rank - other.rank || Math.abs(one.apart) - Math.abs(other.apart));
  found.length = Math.min(found.length, MOST_ROWS);
}
