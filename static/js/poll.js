// Looks again at a running job (data-poll: seconds) and puts the new state in place of the old.
async function look(box) {
  const wait = Number(box.dataset.poll) * 1000;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(box.id);
    if (fresh) {
      box.replaceWith(fresh);
      box = fresh;
    }
  } catch {
    // The line is down for a moment: the old state stays and the next look tries again.
  }
  if (box.dataset.poll) setTimeout(look, wait, box);
}
for (const box of document.querySelectorAll("[data-poll]")) setTimeout(look, Number(box.dataset.poll) * 1000, box);
