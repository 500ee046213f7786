// Keeps what is typed as a draft on the server, a second after the last change and when the page is left.
const WAIT = 1000; // milliseconds
const form = document.querySelector("form[data-draft]");
const said = document.querySelector("[data-draft-said]");
const spent = document.querySelector("[data-spent]");
let timer, changed = 0, kept = 0;

const fields = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

function tell(text, bad) {
  said.textContent = text;
  said.className = bad ? "fq-error" : "";
  said.setAttribute("role", bad ? "alert" : "presentation");
}

async function save() {
  clearTimeout(timer);
  const state = changed;
  let why = "网络断了";
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: fields(), headers: { "X-Part": "1" } });
    if (answer.ok && !answer.redirected) {
      const { saved } = await answer.json();
      if (!saved) return tell("这张表单已经登记过，不再存草稿；登记另一件请打开新表单", true);
      kept = state;
      tell(`· 草稿 ${saved} 已存`);
      if (kept === changed) form.dispatchEvent(new Event("saved", { bubbles: true }));
      return;
    }
    why = answer.status === 401 || answer.redirected ? "登录已过期，请直接提交，登录后接着办" : "系统没有收下";
  } catch {
    // said below
  }
  tell(`草稿没有存上（${why}），请不要关闭这一页`, true);
  timer = setTimeout(save, 4 * WAIT);
}

function clock() {
  if (!spent) return; // the one screen of the grid has no room for it
  const all = Math.floor(Number(spent.dataset.spent) + performance.now() / 1000);
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  spent.textContent = `已用 ${hours ? `${hours} 小时 ` : ""}${all >= 60 ? `${minutes} 分 ` : ""}${hours ? "" : `${seconds} 秒`}`;
}

if (form) {
  const later = (event) => {
    if (event.target.type === "file") return;
    changed += 1;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    clearTimeout(timer); // what is being sent is no draft any more; a page that comes back with errors saves anew
    kept = changed;
  });
  addEventListener("pagehide", () => {
    if (kept !== changed) fetch(form.dataset.draft, { method: "POST", body: fields(), keepalive: true, headers: { "X-Part": "1" } }).catch(() => {});
  });
  clock();
  setInterval(clock, 1000);
}
