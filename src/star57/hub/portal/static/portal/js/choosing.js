// Small comforts: a choice takes effect when it is made, and a code is sent once it is complete.
export function submitChoices() {
  for (const form of document.querySelectorAll("[data-submits]")) {
    form.querySelector("button")?.setAttribute("hidden", "");
    form.addEventListener("change", () => form.requestSubmit());
  }
}

export function printPages() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
