// A second click on the way sends nothing. The server would take it as the same act anyway.
const keys = () => [...document.querySelectorAll("form:not([data-fresh]) input[type=hidden][name=key]")];
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.getAttribute("aria-busy")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  setTimeout(() => form.removeAttribute("aria-busy"), 8000); // an answer that is a file leaves the page here
  const at = keys().findIndex((key) => key.form === form);
  if (at >= 0) history.replaceState({ ...history.state, sent: { at, key: keys()[at].value } }, "");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
  again();
});

// Back asks for the page anew, with another key, and puts the old words into it. The form keeps the key under which
// it was sent: sent once more with the same words it is the same act, and with other words it is refused.
async function again() {
  const { at, key } = history.state?.sent ?? {};
  const field = keys()[at];
  if (!field) return;
  field.value = key;
  if (!field.form.elements.namedItem("_writer")) return; // a citizen's page: the answer to sending it again says all
  const answer = await fetch(`/sent/${key}/`, { headers: { "X-Part": "1" } }).catch(() => null);
  if (answer?.status !== 200) return; // not carried out
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const notice = page.querySelector(".fq-notice");
  for (const old of document.querySelectorAll("[data-sent]")) old.remove();
  notice.dataset.sent = "";
  const anew = notice.querySelector("[data-anew]");
  anew.href = location.pathname;
  anew.addEventListener("click", () => history.replaceState(null, ""));
  field.form.before(notice);
  notice.scrollIntoView({ block: "center" });
}
