// Fills a list of names, such as campaigns', while one is typed; and tells what was just done.
const PAUSE_MS = 150;

export function suggestNames() {
  for (const field of document.querySelectorAll("[data-suggest-names]")) {
    const list = document.getElementById(field.dataset.suggestNames);
    let waiting = 0;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      const typed = field.value.trim();
      if (list && typed.length >= 2) waiting = setTimeout(() => fill(list, typed), PAUSE_MS);
    });
  }
}

async function fill(list, typed) {
  const answer = await fetch(`${list.dataset.address}?q=${encodeURIComponent(typed)}`).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { found } = await answer.json();
  list.replaceChildren(...found.map((each) => Object.assign(document.createElement("option"), { value: each.value, label: each.label })));
}

export function tellWhatWasDone() {
  const said = document.querySelector("[data-said]");
  if (said) setTimeout(() => { said.className = "unseen"; said.textContent = said.dataset.said; }, 300);
}
