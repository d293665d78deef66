// Ticked rows: how many there are, and all at once.
export function countTicks() {
  const form = document.querySelector("[data-bulk]");
  if (!form) return;
  const ticks = () => [...form.querySelectorAll("[data-tick]")];
  const all = form.querySelector("[data-tick-all]");
  const told = form.querySelector("[data-ticked]");
  const show = () => {
    const count = ticks().filter((each) => each.checked).length;
    if (all) Object.assign(all, { checked: count > 0 && count === ticks().length, indeterminate: count > 0 && count < ticks().length });
    if (told) told.textContent = count ? told.dataset.one.replace("{n}", count) : told.dataset.none;
    for (const button of form.querySelectorAll("[name=deed]")) button.disabled = count === 0;
  };
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => { for (const each of ticks()) each.checked = all.checked; show(); });
  }
  form.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
