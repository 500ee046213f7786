// Ctrl K goes to the search box; Ctrl Enter sends the form one is in.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.key.toLowerCase() === "k") {
    const box = document.querySelector("[data-key=k]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "Enter") {
    const form = event.target.form;
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.btn-primary, button:not([type=button])"));
  }
});
// After a refusal the reader starts at the sentence that says why.
document.querySelector("[data-focus]:not([data-calm] *)")?.focus();
