// How many characters have been written, beside the help of the field.
for (const area of document.querySelectorAll("textarea[data-count]")) {
  const said = document.createElement("span");
  const help = document.getElementById(`${area.id}_helptext`);
  const most = area.maxLength > 0 ? `，最多 ${area.maxLength} 字` : "";
  const show = () => { said.textContent = ` 已写 ${[...area.value].length} 字${most}。`; };
  said.className = "fq-help";
  if (help) help.append(said);
  else area.after(said);
  area.addEventListener("input", show);
  show();
}
