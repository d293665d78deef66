// Offers names of known providers while one is typed.
export function suggestProviders() {
  const list = document.getElementById("providers");
  if (!list) return;
  let waiting = 0;
  for (const field of document.querySelectorAll("[data-suggest]")) {
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      if (field.value.trim().length >= 2) waiting = setTimeout(() => fill(list, field.value.trim()), 150);
    });
  }
}

async function fill(list, typed) {
  const answer = await fetch(`${list.dataset.address}?q=${encodeURIComponent(typed)}`).catch(() => null);
  if (!answer || !answer.ok) return;
  const { providers } = await answer.json();
  list.replaceChildren(...providers.map((provider) => {
    const option = document.createElement("option");
    option.value = provider.name;
    option.label = `${provider.name} · ${provider.country} · ${provider.id}`;
    return option;
  }));
}
