// ? outside a field opens the page of keys; Ctrl K goes to the search box; Ctrl Enter sends the form one is in,
// or, outside of all fields, the one whose button says so; Alt and a letter presses the button that says so,
// in every browser alike (where the browser has done it already, the event says that).
const saysCtrlEnter = (one) => one.textContent.includes("Ctrl ↵");
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // Enter belongs to the input method
  if (event.altKey && !event.ctrlKey && !event.metaKey && !event.defaultPrevented && event.key.length === 1) {
    const button = document.querySelector(`[accesskey="${CSS.escape(event.key.toLowerCase())}"]:not(:disabled)`);
    if (!button) return;
    event.preventDefault();
    button.click();
  }
  if (event.key === "?" && !event.ctrlKey && !event.target.closest("input, select, textarea")) {
    const help = document.querySelector("[data-keys]");
    if (help) location.assign(help.href);
  }
  // A card reader ends with Enter, and so do many hands: a form that Ctrl Enter sends is not sent half filled.
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.defaultPrevented && event.target.matches("input:not([type=file], [type=submit])")) {
    const fields = [...(event.target.form?.elements ?? [])].filter((one) => one.matches("input, select, textarea, button") && one.checkVisibility());
    if (!fields.some(saysCtrlEnter)) return;
    event.preventDefault();
    fields.slice(fields.indexOf(event.target)).find((one) => one.name !== event.target.name)?.focus();
  }
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.key.toLowerCase() === "k") {
    const box = document.querySelector("[data-key=k]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "Enter") {
    const said = [...document.querySelectorAll("form button")].filter(saysCtrlEnter);
    const form = event.target.form ?? (said.length === 1 ? said[0].form : null);
    if (!form) return;
    event.preventDefault();
    // A button may stand in this form and send another one (form=): only the form's own count.
    const buttons = [...form.elements].filter((one) => one.matches("button:not([type=button], :disabled)"));
    form.requestSubmit(buttons.find((one) => one.matches(".btn-primary")) ?? buttons[0]);
  }
});
// After a refusal the reader starts at the sentence that says why.
document.querySelector("[data-focus]:not([data-calm] *)")?.focus();
