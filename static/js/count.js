// How many characters have been written, beside the help of the field; the limit only when it comes near.
for (const area of document.querySelectorAll("textarea[data-count]")) {
  const said = document.createElement("span");
  const help = document.getElementById(`${area.id}_helptext`);
  const show = () => {
    const written = [...area.value].length;
    const near = area.maxLength > 0 && written > area.maxLength * 0.8;
    said.textContent = written ? ` 已写 ${written} 字${near ? `，最多 ${area.maxLength} 字` : ""}。` : "";
  };
  said.className = "fq-help";
  if (help) help.append(said);
  else area.after(said);
  area.addEventListener("input", show);
  show();
}
