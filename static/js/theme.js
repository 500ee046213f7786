// Light, dark or as the computer has it. A cookie, so that the server writes the next page right away.
const box = document.querySelector("[data-theme-choice]");
if (box) {
  const root = document.documentElement;
  box.hidden = false;
  for (const radio of box.querySelectorAll("input")) radio.checked = radio.value === root.dataset.theme;
  box.addEventListener("change", (event) => {
    root.dataset.theme = event.target.value;
    document.cookie = `theme=${event.target.value}; path=/; max-age=31536000; samesite=lax`;
    document.dispatchEvent(new Event("themechange"));
  });
}
// An open menu of the band closes on Escape and on a click beside it.
const close = (event) => {
  for (const menu of document.querySelectorAll(".fq-me[open]")) {
    if (event.key === "Escape" || (event.type === "click" && !menu.contains(event.target))) menu.open = false;
  }
};
document.addEventListener("click", close);
document.addEventListener("keydown", close);
