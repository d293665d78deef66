// Copy buttons: shown only where they can work.
export function watchCopying(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      const words = button.firstChild.textContent;
      button.firstChild.textContent = "✓ " + words;
      setTimeout(() => { button.firstChild.textContent = words; }, 1500);
    });
  }
}
