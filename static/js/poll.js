// Looks again (data-poll: seconds) at a running job, at a queue, and puts the new state in place of the old.
// Not while somebody chooses something in it. Looking is no sign of life: the login may end meanwhile.
async function look(box) {
  const wait = Number(box.dataset.poll) * 1000;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Part": "1", "X-Poll": "1" } });
    if (answer.status === 401) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(box.id);
    if (answer.ok && !fresh) return location.reload(); // it is over, and the page says what came of it
    if (fresh && !box.querySelector("[aria-busy], [data-hold][open]")) {
      const at = box.contains(document.activeElement) && document.activeElement.id;
      box.replaceWith(fresh);
      if (at) document.getElementById(at)?.focus();
      box = fresh;
    }
  } catch {
    // The line is down for a moment: the old state stays and the next look tries again.
  }
  if (box.dataset.poll) setTimeout(look, wait, box);
}
for (const box of document.querySelectorAll("[data-poll]")) setTimeout(look, Number(box.dataset.poll) * 1000, box);
