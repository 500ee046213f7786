// Articles and kept answers beside a field for an answer: looked for by words, put in where the cursor stands.
// Without this file the link under the field opens their page.
const PAUSE = 300; // milliseconds without a key

function put(area, words) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const before = from > 0 && !value.slice(0, from).endsWith("\n") ? "\n" : "";
  area.setRangeText(`${before}${words}\n`, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

for (const area of document.querySelectorAll("textarea[data-insert]")) {
  const box = document.createElement("div");
  box.className = "fq-insert";
  box.innerHTML = '<input type="search" class="form-control"><div role="status"></div>';
  const [input, found] = box.children;
  input.placeholder = `${area.dataset.insertLabel}：写一两个词`;
  input.setAttribute("aria-label", area.dataset.insertLabel);
  area.after(box);
  let timer, running;
  const look = async () => {
    running?.abort();
    running = new AbortController();
    if (!input.value.trim()) return found.replaceChildren();
    try {
      const answer = await fetch(`${area.dataset.insert}?${new URLSearchParams({ q: input.value })}`, { signal: running.signal });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      found.replaceChildren(...page.querySelectorAll("[data-law]"));
      for (const one of found.querySelectorAll("[data-put]")) one.hidden = false;
    } catch {
      // The line is down, or the next look has begun.
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // does not send the form
    look();
  });
}

// What was found below a field goes into it; what is shown elsewhere (questions asked before), into the page's first.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-put]");
  const beside = button?.closest(".fq-insert")?.parentElement ?? document;
  const area = button && beside.querySelector("textarea[data-insert]");
  if (area) put(area, button.dataset.put);
});
