// What a button would make (form data-prepare) is made at once, so that it lies there when somebody presses it; also
// where the page is left meanwhile. The button itself works without this file.
for (const form of document.querySelectorAll("form[data-prepare]")) {
  fetch(form.action, {
    method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Part": "1" }, redirect: "manual", keepalive: true,
  }).catch(() => {}); // the button will say what is wrong
}
