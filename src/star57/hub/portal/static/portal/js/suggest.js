// A combobox over the registry: names are offered while one is typed. Arrow keys choose, enter takes, escape closes.
import { wordsIn } from "./words.js";

const PAUSE_MS = 150;

export function suggestProviders() {
  const source = document.querySelector("[data-suggestions]");
  if (!source) return;
  const words = wordsIn(source.parentElement);
  document.querySelectorAll("[data-suggest]").forEach((field, number) => new Combobox(field, source.dataset.suggestions, words, number));
}

class Combobox {
  constructor(field, address, words, number) {
    Object.assign(this, { field, address, words, at: -1, waiting: 0, asked: 0 });
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `offered-${number}`, className: "offered", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", words("list"));
    this.said = document.createElement("p");
    this.said.className = "hint";
    this.said.setAttribute("role", "status");
    const around = document.createElement("div");
    around.className = "combobox";
    field.replaceWith(around);
    around.append(field, this.list, this.said);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off" })) {
      field.setAttribute(name, value);
    }
    field.removeAttribute("list");
    field.addEventListener("input", (event) => event.isTrusted && this.wait());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
  }

  wait() {
    clearTimeout(this.waiting);
    const typed = this.field.value.trim();
    if (typed.length < 2) return this.close();
    this.waiting = setTimeout(() => this.ask(typed), PAUSE_MS);
  }

  async ask(typed) {
    const turn = ++this.asked;
    const answer = await fetch(`${this.address}?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer?.ok || answer.redirected || turn !== this.asked || document.activeElement !== this.field) return;
    const { providers } = await answer.json();
    this.list.replaceChildren(...providers.map((provider, number) => this.option(provider, number)));
    this.open(providers.length > 0);
    this.said.textContent = providers.length ? this.words("some", { n: providers.length }) : this.words("none");
  }

  option(provider, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.name = provider.name;
    const more = provider.means ? this.words("own", { name: provider.means }) : `${provider.country} · ${provider.id}`;
    option.append(provider.name, Object.assign(document.createElement("span"), { className: "second", textContent: more }));
    option.addEventListener("pointerdown", (event) => { event.preventDefault(); this.take(option); });
    return option;
  }

  key(event) {
    const options = [...this.list.children];
    if (event.key === "Escape" && !this.list.hidden) { this.close(); event.preventDefault(); }
    if (!options.length || this.list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark(options, (this.at + step + options.length + (this.at < 0 && step < 0 ? 1 : 0)) % options.length);
      event.preventDefault();
    }
    if (event.key === "Enter" && this.at >= 0) { this.take(options[this.at]); event.preventDefault(); }
  }

  mark(options, at) {
    this.at = at;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    this.field.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  take(option) {
    this.field.value = option.dataset.name;
    this.close();
    this.said.textContent = "";
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  open(isOpen) {
    this.at = -1;
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
    this.field.removeAttribute("aria-activedescendant");
  }

  close() {
    this.open(false);
  }
}
