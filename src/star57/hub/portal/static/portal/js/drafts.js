// Saves the answer that is being written, a moment after each change. What the hub says about it stands beside the form.
const PAUSE_MS = 1200;

export function saveDrafts() {
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  let waiting = 0, typed = print(form);
  const changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      if (print(form) === typed) return;
      typed = print(form);
      await save(form);
    }, PAUSE_MS);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
}

function print(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

async function save(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { "X-Part": "draft" } }).catch(() => null);
  const place = document.querySelector("[data-draft-said]");
  if (!answer || answer.redirected || !answer.ok) return void (place.textContent = place.dataset.failed);
  const said = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...said.body.childNodes);
  form.elements.draft_saves.value = answer.headers.get("X-Saves");
}
