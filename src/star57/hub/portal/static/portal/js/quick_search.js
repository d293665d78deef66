// The quick search's list: offered while somebody types; arrow keys choose, enter opens, escape closes.
const PAUSE_MS = 150;

export function offerWhatIsFound() {
  const field = document.querySelector("[data-quick-search]");
  const list = document.getElementById("quick-found");
  if (!field || !list) return;
  let waiting = 0;
  let turn = 0;
  let at = -1;
  const close = () => { at = -1; list.hidden = true; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const ask = async (typed) => {
    const mine = ++turn;
    const answer = await fetch(`${field.dataset.address}?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer?.ok || answer.redirected || mine !== turn || document.activeElement !== field) return;
    const { found } = await answer.json();
    list.replaceChildren(...found.map(option));
    at = -1;
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(found.length > 0));
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const typed = field.value.trim();
    if (typed.length < 2) return close();
    waiting = setTimeout(() => ask(typed), PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => {
    const options = [...list.children];
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); return close(); }
    if (list.hidden || !options.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1) + options.length) % options.length;
      options.forEach((each, number) => each.setAttribute("aria-selected", String(number === at)));
      field.setAttribute("aria-activedescendant", options[at].id);
      event.preventDefault();
    }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); location.assign(options[at].dataset.address); }
  });
  field.addEventListener("blur", close);
}

function option(found, number) {
  const line = Object.assign(document.createElement("li"), { id: `quick-${number}` });
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  line.dataset.address = found.address;
  line.append(found.words, Object.assign(document.createElement("span"), { className: "second", textContent: found.more }));
  line.addEventListener("pointerdown", (event) => { event.preventDefault(); location.assign(found.address); });
  return line;
}
