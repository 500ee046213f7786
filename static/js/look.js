// While a registration is typed: looks who and what is known already, and puts the parts of the answer in place.
// Without this file the button 查重、带出专问 does the same.
const PAUSE = 400; // milliseconds without a key
const form = document.querySelector("form[data-look]");
const said = document.querySelector("[data-look-said]");
const there = document.querySelector("[data-look-there]"); // on a phone what is found stands below the buttons
let timer, running, last;

const fields = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
const asks = (control) => control.dataset.asks !== undefined; // what a look depends on
const asked = () => JSON.stringify([...form.elements].filter(asks).map((control) => [control.name, control.value]));

function place(part) {
  const old = document.querySelector(`[data-part="${part.dataset.part}"]`) ?? (part.id && document.getElementById(part.id));
  if (!old || (part.dataset.for !== undefined && part.dataset.for === old.dataset.for)) return;
  if (!old.contains(document.activeElement)) old.replaceWith(part);
}

async function look() {
  clearTimeout(timer);
  const question = asked();
  if (question === last) return;
  running?.abort();
  running = new AbortController();
  try {
    const answer = await fetch(form.dataset.look, { method: "POST", body: fields(), headers: { "X-Part": "1" }, signal: running.signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    last = question;
    page.querySelectorAll("[data-part]").forEach(place);
    const found = [...document.querySelectorAll("[data-found]")].filter((one) => one.dataset.found !== "0");
    said.textContent = found.map((one) => `${one.dataset.what} ${one.dataset.found} 件`).join("，");
    there.textContent = said.textContent && `${said.textContent}，看一看`;
    hint();
  } catch {
    // The line is down, or the next look has begun: nothing on the page changes.
  }
}

// What will be taken along shows, masked, in the fields that were left blank.
function hint() {
  for (const input of document.querySelectorAll("input[data-hinted]")) {
    input.placeholder = "";
    delete input.dataset.hinted;
  }
  for (const tick of document.querySelectorAll("input[data-line]:checked")) {
    for (const { name, value } of tick.attributes) {
      const input = name.startsWith("data-to-") && form.elements[tick.dataset.line + name.slice("data-to-".length)];
      if (input && value) Object.assign(input, { placeholder: value }).dataset.hinted = "1";
    }
  }
}

function group() {
  const count = form.querySelector("[data-group-from]"); // so many are a group
  for (const tag of document.querySelectorAll("[data-group]")) tag.hidden = !(Number(count?.value) >= Number(count?.dataset.groupFrom));
}

if (form) {
  last = asked();
  form.addEventListener("input", (event) => {
    if (event.target.dataset.groupFrom) group();
    if (!asks(event.target)) return;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  form.addEventListener("change", (event) => {
    if (asks(event.target)) look();
    if (!event.target.dataset.line) return;
    for (const other of form.querySelectorAll(`input[name="${event.target.name}"]`)) {
      if (other !== event.target) other.checked = false;
    }
    hint();
  });
  hint();
  group();
}
