// "Find it in my file" on the request page: the file is chosen, its columns are guessed, a worker searches it, a row is taken over.
import { wordsIn } from "../words.js";
import { fieldsOf, Records, sniff } from "./csv.js";
import { guess, WANTED } from "./columns.js";
import { fill } from "./filling.js";
import { showRows } from "./rows.js";
import { carriesZone, isInstant } from "./times.js";

const HEAD_BYTES = 256 * 1024;
const HEAD_RECORDS = 200;

export function findInFile() {
  const root = document.querySelector("[data-find]");
  if (!root || !window.Worker) return;
  root.hidden = false;
  const panel = new Panel(root);
  root.querySelector("[type=file]").addEventListener("change", (event) => panel.take(event.target.files[0]));
  root.querySelector("[data-find-settings]").addEventListener("change", () => panel.search());
}

class Panel {
  constructor(root) {
    this.root = root;
    this.words = wordsIn(root);
    this.facts = JSON.parse(root.dataset.find);
    this.neighbours = JSON.parse(root.dataset.neighbours);
    this.worker = null;
  }

  part(name) {
    return this.root.querySelector(`[data-find-${name}]`);
  }

  say(text) {
    this.part("status").textContent = text;
  }

  async take(file) {
    if (!file) return;
    this.file = file;
    const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    this.encoding = encodingOf(bytes);
    const records = [...new Records().feed(`${new TextDecoder(this.encoding).decode(bytes)}\n`)].slice(0, HEAD_RECORDS);
    if (!records.length || (this.encoding === "utf-8" && bytes.includes(0))) return this.say(this.words("unreadable"));
    this.format = sniff(records.slice(0, 50));
    const rows = records.map((line) => fieldsOf(line, this.format.delimiter));
    const header = this.format.hasHeader ? rows.shift() : null;
    this.offer(header, rows, guess(header, rows, this.facts));
    this.search();
  }

  offer(header, rows, guessed) {
    const width = Math.max(...rows.map((row) => row.length), header ? header.length : 0);
    for (const wanted of WANTED) {
      const select = this.root.querySelector(`[data-column="${wanted}"]`);
      const options = [...Array(width).keys()].map((at) => new Option(this.named(header, rows, at), String(at), false, guessed[wanted] === at));
      select.replaceChildren(new Option(this.words("no_column"), "-1", false, guessed[wanted] < 0), ...options);
    }
    const times = rows.map((row) => row[guessed.time] || "").filter((text) => isInstant(text));
    this.part("zone").hidden = times.length > 0 && times.every((text) => carriesZone(text));
    this.part("slashed").hidden = !times.some((text) => /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/.test(text.trim()));
    this.part("settings").hidden = false;
    this.part("columns").open = ["called", "time"].some((wanted) => guessed[wanted] < 0);
  }

  named(header, rows, at) {
    const example = (rows.find((row) => row[at]) || [])[at] || "";
    return [header ? header[at] : this.words("column", { n: at + 1 }), example.slice(0, 32)].filter(Boolean).join(" · ");
  }

  settings() {
    const value = (name) => this.root.querySelector(`[name="${name}"]`).value;
    const columns = Object.fromEntries(WANTED.map((wanted) => [wanted, Number(this.root.querySelector(`[data-column="${wanted}"]`).value)]));
    return { ...this.format, encoding: this.encoding, columns, zone: value("find_zone"), dayFirst: value("find_order") === "day" };
  }

  search() {
    if (!this.file) return;
    this.worker?.terminate();
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    this.part("rows").replaceChildren();
    this.part("progress").hidden = false;
    this.say(this.words("searching"));
    this.worker.postMessage({ file: this.file, facts: this.facts, settings: this.settings() });
  }

  hear({ progress, done, failed }) {
    if (progress !== undefined) return void (this.part("progress").value = progress);
    this.part("progress").hidden = true;
    this.worker.terminate();
    if (failed !== undefined) return this.say(this.words("unreadable"));
    const fitting = done.rows.filter((row) => row.fits).length;
    const key = fitting === 1 ? "one_fits" : fitting ? "some_fit" : done.rows.length ? "only_near" : "none_fits";
    this.say(this.words(key, { n: fitting, count: done.count }));
    showRows(this.part("rows"), done.rows, this.settings().zone, this.words, (row) => this.use(row));
  }

  use(row) {
    const neighbour = this.neighbours[row.trunk.toLowerCase().split(/\s+/).join(" ").trim()] || "";
    fill(row, neighbour);
    this.say(neighbour ? this.words("taken_named", { name: neighbour }) : this.words("taken", { trunk: row.trunk || "–" }));
  }
}

function encodingOf(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, Math.max(0, bytes.length - 4)));
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}
