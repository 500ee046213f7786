// What follows from a choice (the roles of a team) the server lays out; what was typed comes back with it.
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-lay]")) return;
  const asks = Object.assign(document.createElement("input"), { type: "hidden", name: "lay", value: "1" });
  target.form.append(asks);
  target.form.requestSubmit();
});
