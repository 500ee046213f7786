// The box of what waits on this phone (data-outbox: where to send; data-ask: who is logged in), on every page of the
// phone. Tries when the page opens, when the net is back, when the page is looked at again, and by hand.
import { ask, author, forget, keep, open, send, waiting } from "./outbox.js";

const AGAIN = 60_000; // milliseconds
const box = document.querySelector("[data-outbox]");
let session = "away", running;
const sent = []; // what the server said of those that went up by themselves

const make = (tag, facts, ...inside) => {
  const made = Object.assign(document.createElement(tag), facts);
  made.append(...inside.filter(Boolean));
  return made;
};

export function age(since) {
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(since)) / 60_000));
  if (minutes < 1) return "刚刚存下";
  if (minutes < 60) return `已等待 ${minutes} 分钟`;
  return minutes < 48 * 60 ? `已等待 ${Math.floor(minutes / 60)} 小时` : `已等待 ${Math.floor(minutes / 1440)} 天`;
}

// What the server says of a report that it has taken: above all that nobody else calls the police.
export function taken({ said, url, call }) {
  const police = call && [make("p", {}, make("b", { textContent: call })), make("a", { className: "btn btn-danger", href: "tel:110", textContent: "打 110" })];
  return [make("span", { textContent: said }), make("a", { href: url, textContent: "查看" }), ...(police || [])];
}

// Ask who is logged in, send, show. Resolves with "sent", "away" or "login"; `told` as in outbox.send: what it does not
// tell itself (false) is told here.
export function go(told = () => {}) {
  return (running = (running ?? Promise.resolve()).then(() => once(told)).catch(() => "away"));
}

async function once(told) {
  session = await ask(box.dataset.ask);
  const tell = (entry, answer) => told(entry, answer) || (answer.done && sent.push(answer));
  const came = typeof session === "string" ? session : await send(box.dataset.outbox, session, tell);
  await show(came);
  dispatchEvent(new CustomEvent("outbox", { detail: came }));
  return came;
}

async function show(came) {
  const who = await author(), all = await waiting();
  const mine = all.filter((entry) => who && entry.account === who.account);
  const others = all.length - mine.length;
  const lines = [];
  if (came === "away") lines.push(make("b", { textContent: `现在连不上服务器，可以照常上报${who ? `，记在${who.name}名下` : ""}。` }));
  if (came === "login" && who && mine.length) lines.push(make("b", { textContent: `登录已经结束。用${who.name}的账号登录，下面的就会送出。` }));
  lines.push(...sent.map((answer) => make("div", {}, ...taken(answer))));
  if (mine.length) {
    const summary = make("summary", { textContent: `${mine.length} 条存在手机里${came === "sent" ? "" : "，连上以后自动送出"}。` });
    lines.push(make("details", { open: mine.some((entry) => entry.refused) }, summary, make("ul", {}, ...mine.map(row))));
  }
  if (others) lines.push(make("p", { textContent: `另有 ${others} 条是别的账号存下的，由本人登录后才会送出。` }));
  box.hidden = !lines.length;
  box.dataset.came = came;
  box.dataset.kind = sent.some((answer) => answer.call) ? "stop" : "warn";
  const words = make("div", {}, ...lines);
  const again = make("button", { type: "button", className: "btn", textContent: "重试" });
  again.addEventListener("click", () => go());
  const door = make("a", { className: "btn", href: `/login/?next=${encodeURIComponent(location.pathname)}`, textContent: "登录" });
  box.replaceChildren(words, ...(came === "login" && mine.length ? [door] : mine.some((entry) => !entry.refused) ? [again] : []));
}

function row(entry) {
  const at = new Date(entry.at).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const said = make("p", { textContent: `${at}${entry.photos ? `，照片 ${entry.photos} 张` : ""}，${age(entry.at)}` });
  if (!entry.refused) return make("li", {}, said);
  const why = make("p", { className: "fq-error", textContent: entry.refused.errors.join("") });
  const change = make("button", { type: "button", className: "btn", textContent: entry.refused.there ? "作为新的一条" : "修改" });
  const away = make("button", { type: "button", className: "btn btn-danger", textContent: "删去" });
  change.hidden = typeof session === "string";
  change.addEventListener("click", () => again(entry));
  away.addEventListener("click", async () => {
    if (!confirm("从手机里删去这一条？删去以后不能找回。")) return;
    await forget(entry.key);
    go();
  });
  return make("li", {}, said, why, beside(entry), make("div", { className: "fq-tools" }, change, away));
}

// What the server has under this key, and what was changed on the phone since: side by side, a person decides.
function beside(entry) {
  const { there } = entry.refused;
  if (!there) return null;
  const here = make("td", { textContent: "…" });
  if (typeof session !== "string") open(entry, session).then(({ fields }) => (here.textContent = new Map(fields).get("what") ?? ""));
  const head = make("tr", {}, make("th", { scope: "col", textContent: "已经送到的" }), make("th", { scope: "col", textContent: "手机里改过的" }));
  return make("table", { className: "fq-table" }, make("thead", {}, head), make("tbody", {}, make("tr", {}, make("td", { textContent: there }), here)));
}

// Back into the form; what the server has already goes up as another one.
async function again(entry) {
  const { fields, files } = await open(entry, session);
  if (entry.refused.there) {
    const key = crypto.randomUUID();
    await keep(key, entry.at, fields, files);
    await forget(entry.key);
    return go();
  }
  const asked = new CustomEvent("outbox-edit", { detail: { entry, fields, files }, cancelable: true });
  if (dispatchEvent(asked)) location.assign(box.dataset.outbox); // only the page of the form can take it
}

if (box && window.isSecureContext && "locks" in navigator) {
  go();
  addEventListener("online", () => go());
  addEventListener("offline", () => show("away"));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && go());
  setInterval(async () => document.visibilityState === "visible" && (await waiting()).some((one) => !one.refused) && go(), AGAIN);
}
