// Says at once what is wrong with an ID number (GB 11643): length, date of birth, check digit.
// The server decides; nothing is sent or kept here.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function fault(text) {
  const number = text.replace(/\s/g, "").toUpperCase();
  if (!number) return "";
  if (!/^\d{17}[\dX]$/.test(number)) return `证件号码应为 18 位，现为 ${number.length} 位，请对照证件核一遍。`;
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  const born = new Date(year, month - 1, day);
  if (born.getMonth() !== month - 1 || born.getDate() !== day || born > new Date()) return "证件号码第 7 至 14 位不是有效的出生日期，请对照证件核一遍。";
  const sum = WEIGHTS.reduce((all, weight, i) => all + weight * Number(number[i]), 0);
  const check = "10X98765432"[sum % 11];
  return check === number[17] ? "" : `证件号码第 18 位应为 ${check}，现为 ${number[17]}，请对照证件核一遍。`;
}

function tell(input, sentence) {
  const id = `${input.id}_live`;
  const old = document.getElementById(id);
  (old?.closest("tr.fq-error-row") ?? old)?.remove();
  if (!sentence) {
    input.removeAttribute("aria-invalid");
    return;
  }
  const said = document.createElement("span");
  said.className = "fq-error";
  said.id = id;
  said.setAttribute("role", "status");
  said.textContent = `${sentence}其他内容都已保留；暂时核不了的可先留空。`;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", id);
  const row = input.closest("tr");
  if (!row) {
    input.after(said);
    return;
  }
  const line = document.createElement("tr");
  const cell = document.createElement("td");
  line.className = "fq-error-row";
  cell.colSpan = row.children.length;
  cell.append(said);
  line.append(cell);
  row.after(line);
}

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("input[data-id-number]")) tell(event.target, fault(event.target.value));
});
