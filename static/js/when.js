// Fields that apply only where another one says so: data-when="way=2 3" on a control or on a box around several;
// conditions joined by ";" must all hold, a name alone wants anything. What does not apply is neither shown nor sent.
// Without this file all of them stand there, and the server says which are missing.
const dependent = [...document.querySelectorAll("[data-when]")];
const ticked = (control) => !["radio", "checkbox"].includes(control.type) || control.checked;

function holds(rule, form) {
  const [name, values] = rule.trim().split("=");
  const said = [...form.elements].filter((control) => control.name === name && !control.disabled && ticked(control));
  return said.some(({ value }) => (values === undefined ? value : values.split(" ").includes(value)));
}

function show() {
  for (const one of dependent) {
    const box = one.closest(".fq-field") ?? one;
    box.hidden = !one.dataset.when.split(";").every((rule) => holds(rule, one.closest("form"))) && !box.querySelector(".fq-error");
    for (const control of box.querySelectorAll("input, select, textarea")) control.disabled = box.hidden;
  }
}

if (dependent.length) {
  document.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
