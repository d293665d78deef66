// A password can be looked at; pasting and managers are never in the way. An invitation learns the browser's time zone.
export function letPasswordsBeSeen() {
  for (const field of document.querySelectorAll("input[type=password][data-show]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "linklike small reveal";
    button.textContent = field.dataset.show;
    button.setAttribute("aria-controls", field.id);
    button.addEventListener("click", () => {
      const hidden = field.type === "password";
      field.type = hidden ? "text" : "password";
      button.textContent = hidden ? field.dataset.hide : field.dataset.show;
      field.focus();
    });
    field.after(button);
    field.form?.addEventListener("submit", () => { field.type = "password"; });
  }
  for (const field of document.querySelectorAll("[data-own-zone]")) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}
