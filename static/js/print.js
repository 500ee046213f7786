// On paper the folded older steps of a road map stand open.
const folded = () => document.querySelectorAll(".fq-older:not([open])");
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...folded()];
  for (const one of opened) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
});
