// The map of the report page: loaded when it is opened, and not kept on the phone. A tap says where it was found.
const load = (tag, facts) =>
  new Promise((done, failed) => document.head.append(Object.assign(document.createElement(tag), facts, { onload: done, onerror: failed })));

// Draw the outlines that `box` names; `tapped(latitude, longitude)`. Resolves with what puts the mark somewhere.
export async function draw(box, tapped) {
  const answer = await fetch(box.dataset.outlines, { headers: { "X-Part": "1" }, signal: AbortSignal.timeout(8000) });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  const { areas, box: town, tiles } = await answer.json();
  if (!areas.length && !tiles) throw new Error("nothing to be seen");
  const sheets = box.dataset.sheets.split(" ").map((href) => load("link", { rel: "stylesheet", href }));
  await Promise.all([...sheets, load("script", { src: box.dataset.leaflet })]);
  box.hidden = false;
  const { L } = window;
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, maxZoom: 19 });
  map.fitBounds(town, { animate: false });
  if (tiles) L.tileLayer(tiles, { maxZoom: 19 }).addTo(map);
  const shown = areas.map((area) => {
    const drawn = L.geoJSON(area.shape, { style: { className: area.frame ? "fq-frame" : "fq-area" }, interactive: false }).addTo(map);
    const name = Object.assign(document.createElement("span"), { textContent: area.name }); // a string would be read as HTML
    return area.frame ? drawn : drawn.bindTooltip(name, { permanent: true, direction: "center" });
  });
  const all = L.featureGroup(shown).getBounds();
  if (all.isValid()) map.fitBounds(all, { animate: false });
  const mark = L.circleMarker(map.getCenter(), { className: "fq-mark", radius: 10, pane: "popupPane" });
  const put = (latitude, longitude) => (latitude ? mark.setLatLng([latitude, longitude]).addTo(map) : mark.remove());
  map.on("click", ({ latlng }) => tapped(latlng.lat, latlng.lng));
  return put;
}
