// Puts a demo account into the login form.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-fill]");
  if (!link) return;
  event.preventDefault();
  document.querySelector("[name=username]").value = link.dataset.fill;
  document.querySelector("[name=password]").value = link.dataset.fillPassword;
  document.querySelector("#login .btn-primary").focus();
});
