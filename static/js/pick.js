// Ticks of a list: all of the page at once, and how many are ticked.
const picks = [...document.querySelectorAll("[data-pick]")];
const every = document.querySelector("[data-pick-all]");
const bar = document.querySelector("[data-bulk]");
if (bar) {
  const said = bar.querySelector("[data-picked]");
  const show = () => {
    const number = picks.filter((pick) => pick.checked).length;
    said.textContent = `已选 ${number} 件`;
    bar.hidden = number === 0;
    for (const pick of picks) pick.closest("tr").toggleAttribute("aria-selected", pick.checked);
    for (const pick of picks) if (pick.checked) pick.closest("tr").setAttribute("aria-selected", "true");
    if (every) every.checked = number > 0 && number === picks.length;
  };
  if (every) {
    every.hidden = false;
    every.addEventListener("change", () => {
      for (const pick of picks) pick.checked = every.checked;
      show();
    });
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick]")) show();
  });
  addEventListener("pageshow", show);
}
