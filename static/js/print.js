// On paper the folded older steps of a road map stand open. A button with data-print prints its page.
const folded = () => document.querySelectorAll(".fq-older:not([open])");
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...folded()];
  for (const one of opened) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
});
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
