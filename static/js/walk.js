// From one matter of a list to the next: a list leaves the addresses of its rows in this tab, a matter that stands among
// them shows the one before and the one after. Alt with [ and ] goes there.
const KEPT = "list";
const rows = [...document.querySelectorAll(".fq-matters .fq-codelink")].map((link) => link.pathname);
if (rows.length) sessionStorage.setItem(KEPT, JSON.stringify({ rows, back: location.pathname + location.search }));

const place = document.querySelector("[data-walk]");
if (place) {
  const { rows: known = [], back } = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  const at = known.indexOf(location.pathname);
  for (const [name, to] of [["before", at > 0 && known[at - 1]], ["after", at >= 0 && known[at + 1]], ["back", at >= 0 && back]]) {
    const link = place.querySelector(`[data-walk-${name}]`);
    if (to) link.href = to;
    link.hidden = !to;
  }
  place.hidden = at < 0;
}
