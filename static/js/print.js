// On paper nothing stays folded: older steps of a road map, deadlines that ended, the numbers of a chart. A button with
// data-print prints its page.
const folded = () => document.querySelectorAll(":is(.fq-older, .fq-alt):not([open])");
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...folded()];
  for (const one of opened) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
});
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
