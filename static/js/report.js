// The report page: kept on the phone first, then sent. Without this script, and where the page is not served over TLS,
// the form posts itself.
import { author, keep } from "./outbox.js";
import { Photos } from "./photos.js";
import { go, taken } from "./queue.js";

const form = document.querySelector("[data-report]");
const said = document.querySelector("[data-said]");
const field = (name) => form.elements.namedItem(name);
const OURS = new Set(["csrfmiddlewaretoken", "_writer", "key", "scan"]);
let away = form.hasAttribute("data-blank"), waiting, happened; // waiting: the last one stays on the phone, it is said

form.dataset.report = "on"; // the photos are shown by us
const photos = new Photos(field("scan"), form.querySelector("[data-photos]"), form.querySelector("[data-photos-said]"));

function tell(kind, ...words) {
  said.dataset.kind = kind;
  said.replaceChildren(...words);
  waiting = false;
  said.hidden = false;
  scrollTo({ top: 0 });
}

// What the server asks because of the words (closed or not): its own fields, which it has made itself.
function asked(fields = "") {
  form.querySelector("[data-asked]").innerHTML = fields;
}

function begin() {
  const area = field("area").value;
  form.reset();
  form.removeAttribute("aria-busy");
  field("key").value = crypto.randomUUID();
  field("area").value = area; // the next find is mostly in the same grid
  form.querySelector("details").open = false;
  happened = undefined;
  asked("");
  photos.set([]);
  place();
  alarm();
}

// --- Sending ------------------------------------------------------------------------------------------------------

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const fields = [...new FormData(form, event.submitter)].filter(([name, value]) => typeof value === "string" && !OURS.has(name));
  const key = field("key").value, red = flagged();
  try {
    await keep(key, happened ?? new Date().toISOString(), fields, photos.files);
  } catch {
    return plainly();
  }
  // Without a net there is nothing to wait for: the next find can be written at once.
  if (away || !navigator.onLine) {
    go();
    return waits("away", red);
  }
  tell("", "已存在手机里，正在送出……");
  let answer;
  form.inert = true;
  const came = await go((entry, given) => entry.key === key && (answer = given));
  form.inert = false;
  if (!answer) return waits(came, red);
  if (answer.done) {
    begin();
    return tell(answer.call ? "stop" : "good", ...taken(answer));
  }
  form.removeAttribute("aria-busy");
  asked(answer.asked);
  tell("stop", `${answer.errors.join("")}没有丢：这一条还在手机里，改好再送。`);
});

function waits(came, red) {
  begin();
  if (red) tell("stop", `没有送出，存在手机里。${form.dataset.call}`);
  else tell("warn", came === "login" ? "登录已经结束，这一条存在手机里，登录后自动送出。" : "已存下，可以接着报。");
  waiting = true;
}

// Nothing can be kept here: the page posts itself where it can, photos and all.
async function plainly() {
  form.removeAttribute("aria-busy");
  if (!field("csrfmiddlewaretoken")) {
    const why = (await author()) ? "手机存不下了，这一条没有存下。请删去几张照片再试。" : "这部手机还没有登录过上报页，这一条没有存下。请记在纸上，连上以后登录再报。";
    return tell("stop", `${why}${flagged() ? form.dataset.call : ""}`);
  }
  const files = new DataTransfer();
  for (const file of photos.files) files.items.add(file);
  field("scan").files = files.files;
  form.submit();
}

addEventListener("outbox-edit", (event) => {
  event.preventDefault();
  const { entry, fields, files } = event.detail;
  begin();
  asked(entry.refused.asked);
  for (const [name, value] of fields) {
    for (const control of [field(name)].flatMap((one) => (one instanceof RadioNodeList ? [...one] : one ?? []))) {
      if (["radio", "checkbox"].includes(control.type)) control.checked ||= control.value === value;
      else control.value = value;
    }
  }
  field("key").value = entry.key;
  happened = entry.at;
  photos.set(files);
  alarm();
  if (field("latitude").value) place(Number(field("latitude").value), Number(field("longitude").value), "已取得位置");
  tell("stop", entry.refused.errors.join(""));
});

// --- Danger without a net -----------------------------------------------------------------------------------------

const flagged = () => !!form.querySelector("[name=flags]:checked, [name=level][value='1']:checked");
function alarm() {
  form.querySelector("[data-alarm-call]").hidden = !(away && flagged());
}
form.addEventListener("change", alarm);
addEventListener("outbox", (event) => {
  away = event.detail === "away";
  if (waiting && event.detail === "sent") said.hidden = true;
  alarm();
});
addEventListener("offline", () => {
  away = true;
  alarm();
});

// --- Where --------------------------------------------------------------------------------------------------------

const where = form.querySelector("[data-where]");
const find = form.querySelector("[data-locate]");
const map = form.querySelector("[data-map-open]");
let mark = () => {}; // on the map, once that is open

function place(latitude = "", longitude = "", words = "") {
  field("latitude").value = latitude && latitude.toFixed(6);
  field("longitude").value = longitude && longitude.toFixed(6);
  where.textContent = words || where.dataset.where;
  find.textContent = latitude ? "去掉位置" : "定位";
  mark(latitude, longitude);
}

find.hidden = !navigator.geolocation;
find.addEventListener("click", () => {
  if (field("latitude").value) return place();
  where.textContent = "正在定位……";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => place(coords.latitude, coords.longitude, `已取得位置，误差约 ${Math.round(coords.accuracy)} 米；不准就选网格，或者在地图上点`),
    () => place("", "", "没有取得位置，请选网格，或者写在哪里"),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
  );
});

map.hidden = false;
map.addEventListener("click", async () => {
  map.hidden = true;
  try {
    const { draw } = await import("./place.js");
    mark = await draw(form.querySelector("[data-map]"), (latitude, longitude) => place(latitude, longitude, "位置按地图上点的"));
    mark(Number(field("latitude").value), Number(field("longitude").value));
  } catch {
    map.hidden = false;
    where.textContent = "现在没有地图，请选网格，或者写在哪里";
  }
});

// All grids by village, without people; the account's own stand above them already, or are known from the last time.
async function grids() {
  const answer = await fetch(form.dataset.areas, { signal: AbortSignal.timeout(8000) }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const select = field("area"), { own = [] } = (await author()) ?? {};
  const kept = select.value;
  const known = new Set([...select.options].map((option) => option.value));
  for (const [village, rows] of await answer.json()) {
    for (const [pk, name] of rows) if (own.includes(pk) && !known.has(String(pk))) select.append(new Option(name, pk));
    const group = Object.assign(document.createElement("optgroup"), { label: village });
    group.append(...rows.filter(([pk]) => !own.includes(pk)).map(([pk, name]) => new Option(name, pk)));
    if (group.children.length) select.append(group);
  }
  if (kept) select.value = kept;
}

if (away) field("key").value = crypto.randomUUID(); // the kept page is the same each time
alarm();
grids();
if (window.isSecureContext && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(form.dataset.worker).then(
    async () => (await navigator.serviceWorker.ready).active.postMessage("renew"),
    () => {},
  );
}
