// A text field with a datalist finds by any part of value, code or pinyin initials, with arrows and Enter.
// Without this file the browser's own list works on the same options. A long select (data-find) is narrowed by what is
// typed above it.
const MOST = 12;
const FEW = 8; // options that one sees at a glance

function enhance(input) {
  const source = document.getElementById(input.getAttribute("list"));
  if (!source || input.dataset.ready) return;
  input.dataset.ready = "1";
  const options = [...source.options].map((o) => ({ value: o.value, keys: `${o.value} ${o.label}`.toLowerCase() }));
  const holder = document.createElement("div");
  const list = document.createElement("ul");
  holder.className = "fq-combo";
  list.id = `${input.id}_list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可选");
  input.replaceWith(holder);
  holder.append(input, list);
  input.removeAttribute("list");
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);
  let at = -1;

  const mark = (to) => {
    const items = [...list.children];
    at = items.length ? (to + items.length) % items.length : -1;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", items[at].id);
      items[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) mark(-1);
  };
  const find = () => {
    const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = options.filter((o) => words.every((w) => o.keys.includes(w))).slice(0, MOST);
    list.replaceChildren(...found.map((o, i) => {
      const item = document.createElement("li");
      item.id = `${list.id}_${i}`;
      item.setAttribute("role", "option");
      item.textContent = o.value;
      return item;
    }));
    show(found.length > 0 && !(found.length === 1 && found[0].value === input.value));
    if (words.length && !list.hidden) mark(0);
  };
  const take = (item) => {
    input.value = item.textContent;
    show(false);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    show(false);
  };
  input.addEventListener("input", find);
  input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the input method's own choice, not ours
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) find();
      else mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if ((event.key === "Enter" || event.key === "Tab") && !list.hidden && at >= 0 && !event.ctrlKey) {
      if (event.key === "Enter") event.preventDefault();
      take(list.children[at]);
    } else if (event.key === "Escape") show(false);
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    if (event.target.role === "option" || event.target.matches("li")) take(event.target);
  });
}

function narrow(select) {
  if (select.options.length <= FEW || select.closest(".fq-rows")) return;
  const whole = [...select.options];
  const find = document.createElement("input");
  find.className = "form-control fq-narrowing";
  find.type = "search";
  find.autocomplete = "off";
  find.placeholder = "写一两个字，缩短下面的清单";
  find.setAttribute("aria-label", `在${select.labels[0]?.textContent.trim() ?? "清单"}里找`);
  const both = document.createElement("div");
  both.className = "fq-stack";
  select.before(both);
  both.append(find, select);
  find.addEventListener("input", () => {
    const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (o) => !o.value || words.every((word) => o.text.toLowerCase().includes(word));
    const kept = whole.filter(fits);
    select.replaceChildren(...kept);
    const found = kept.filter((o) => o.value);
    if (words.length && found.length === 1) select.value = found[0].value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  find.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || !["Enter", "ArrowDown"].includes(event.key)) return;
    event.preventDefault(); // Enter chooses here, it does not send the form
    select.focus();
  });
}

const all = (root) => {
  root.querySelectorAll("input[data-combobox][list]").forEach(enhance);
  root.querySelectorAll("select[data-find]").forEach(narrow);
};
all(document);
document.addEventListener("added", (event) => all(event.target));
