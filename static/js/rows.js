// Lines of a formset: Alt A (where one is, else the first) or the button adds one, a ticked 删去 takes a new one away.
const adders = new Map();
for (const box of document.querySelectorAll("[data-rows]")) {
  const total = box.querySelector("input[name$=TOTAL_FORMS]");
  const body = box.querySelector("tbody");
  const button = box.querySelector("[data-add-row]");
  if (!button) continue; // its lines are given
  const pattern = box.querySelector("template").innerHTML;
  const most = Number(box.querySelector("input[name$=MAX_NUM_FORMS]").value);

  const add = () => {
    const number = Number(total.value);
    if (number >= most) return;
    const spare = document.createElement("tbody");
    spare.innerHTML = pattern.replaceAll("__prefix__", number).replaceAll("第 新 行", `第 ${number + 1} 行`);
    const row = spare.querySelector("[data-row]");
    body.append(row);
    total.value = number + 1;
    row.querySelector("input:not([type=hidden]), select")?.focus();
    row.dispatchEvent(new CustomEvent("added", { bubbles: true }));
  };
  button.hidden = false;
  button.addEventListener("click", add);
  adders.set(box, add);
  // A line is never taken out of the form, only marked, so that the numbers of the others stay.
  body.addEventListener("change", (event) => {
    if (!event.target.name?.endsWith("-DELETE")) return;
    const row = event.target.closest("[data-row]");
    for (const field of row.querySelectorAll("input, select, textarea")) {
      if (field !== event.target && field.type !== "hidden") field.disabled = event.target.checked;
    }
  });
}
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.code !== "KeyA" || !adders.size) return;
  event.preventDefault();
  const here = document.activeElement?.closest("[data-rows]");
  (adders.get(here) ?? [...adders.values()][0])();
});
