// Identity cards. A reader that works as a keyboard types into the field 证件号码 and ends with Enter: that fills
// the line and sends nothing. A reader with a local service (data-reader: its address) is asked by the button.
const NUMBER = /^\d{17}[\dXx]$/;
const KEYS = {
  name: ["name", "姓名", "partyName", "peopleName"],
  id_number: ["idNumber", "证件号码", "身份证号", "certNumber", "cardNo", "idCardNo"],
  address: ["address", "住址", "certAddress", "peopleAddress"],
};
const button = document.querySelector("[data-reader]");
let line; // where one was last

function fill(row, card) {
  for (const [name, text] of Object.entries(card)) {
    const input = row.querySelector(`[name$="-${name}"]`);
    if (!input || !text) continue;
    input.value = text.trim();
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  row.querySelector("[name$='-phone']").focus();
}

// 姓名|证号|住址, in any order and with whatever else stands on the card.
function parse(text) {
  const parts = text.split(/[|,，;；\t\n]+/).map((part) => part.trim()).filter(Boolean);
  const rest = parts.filter((part) => !NUMBER.test(part) && /[\u3400-\u9fff]/.test(part));
  const address = rest.slice(1).filter((part) => !part.includes("公安")).sort((a, b) => b.length - a.length)[0];
  return { id_number: parts.find((part) => NUMBER.test(part)), name: rest[0], address: address?.length > 4 ? address : "" };
}

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || !input.matches?.("input[data-id-number]")) return;
  event.preventDefault();
  const card = /[|,，;；]/.test(input.value) ? parse(input.value) : {};
  if (card.id_number) input.value = "";
  fill(input.closest("[data-row]"), card.id_number ? card : {});
});

// The answer of a vendor's service: its names for the three, at any depth of the first two levels.
function read(answer) {
  const levels = [answer, ...Object.values(answer).filter((one) => one && typeof one === "object")];
  const find = (names) => levels.flatMap((level) => names.map((name) => level[name])).find((text) => typeof text === "string" && text);
  return Object.fromEntries(Object.entries(KEYS).map(([name, names]) => [name, find(names) ?? ""]));
}

function free() {
  const rows = [...document.querySelectorAll("[data-rows=people] [data-row]")];
  const empty = (row) => !row.querySelector("[name$='-name']").value && !row.querySelector("[name$='-id_number']").value;
  return (line?.isConnected && empty(line) ? line : rows.find(empty)) ?? rows[0];
}

if (button) {
  const said = button.parentElement.querySelector("[data-reader-said]");
  document.addEventListener("focusin", (event) => { line = event.target.closest?.("[data-rows=people] [data-row]") ?? line; });
  button.hidden = false;
  button.addEventListener("click", async () => {
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), 10000);
    said.textContent = "正在读卡…";
    try {
      const card = read(await (await fetch(button.dataset.reader, { signal: stop.signal })).json());
      said.textContent = card.id_number ? "" : "没有读到证件，请把证件放好再读，或手工填写。";
      if (card.id_number) fill(free(), card);
    } catch {
      said.textContent = "读卡器没有应答，请手工填写。";
    }
    clearTimeout(limit);
  });
}
