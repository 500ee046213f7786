// Remembers which sections of the menu somebody opened by hand, so that they are open on the next page too.
const kept = () => new Set(decodeURIComponent(document.cookie.match(/(?:^|; )menu=([^;]*)/)?.[1] ?? "").split("|").filter(Boolean));
for (const one of document.querySelectorAll(".fq-side > details > summary")) {
  one.addEventListener("click", () => {
    const labels = kept(), section = one.parentElement;
    labels[section.open ? "delete" : "add"](section.dataset.label); // it opens or closes after this
    document.cookie = `menu=${encodeURIComponent([...labels].join("|"))}; path=/; max-age=31536000; samesite=lax`;
  });
}
