// Asks before a form with something new in it is left. Nothing is kept in the browser.
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.method === "post" && !form.hasAttribute("data-calm")) changed.add(form);
});
document.addEventListener("saved", (event) => changed.delete(event.target)); // draft.js
document.addEventListener("submit", () => changed.clear());
addEventListener("beforeunload", (event) => {
  if (changed.size) {
    event.preventDefault();
    event.returnValue = "";
  }
});
