// Before somebody logs out: what still waits on this phone (outbox.js) is said. Who logs in next is another author.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const out = form.action.endsWith("/logout/");
  if (!out && !form.action.endsWith("/login/")) return;
  if (!window.isSecureContext || !localStorage.getItem("outbox") || form.dataset.asked) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { author, forgetAuthor, waiting } = await import("./outbox.js");
  const who = await author();
  const left = out && who ? (await waiting()).filter((entry) => entry.account === who.account).length : 0;
  if (left && !confirm(`还有 ${left} 条上报没有送出。退出后仍留在这部手机里，您下次登录才会送出。现在退出吗？`)) return;
  await forgetAuthor();
  localStorage.removeItem("outbox");
  form.dataset.asked = "1";
  form.requestSubmit(event.submitter);
}, true); // before once.js counts the first submit
