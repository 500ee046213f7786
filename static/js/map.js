// Draws a map of outlines on plain ground beside its table: names, counts, marks; where it says so, one is drawn anew.
const L = window.L;
const FEW = 40; // outlines whose names all stand there at once

function words() {
  const { draw, edit } = L.drawLocal;
  Object.assign(draw.toolbar.actions, { title: "不画了", text: "取消" });
  Object.assign(draw.toolbar.finish, { title: "画完", text: "画完" });
  Object.assign(draw.toolbar.undo, { title: "去掉最后一点", text: "退一点" });
  draw.toolbar.buttons.polygon = "画边界";
  Object.assign(draw.handlers.polygon.tooltip, { start: "点第一点", cont: "点下一点", end: "点第一点画完" });
  draw.handlers.polyline.error = "线不能交叉";
  Object.assign(edit.toolbar.actions.save, { title: "改好了", text: "改好" });
  Object.assign(edit.toolbar.actions.cancel, { title: "不改了", text: "取消" });
  Object.assign(edit.toolbar.actions.clearAll, { title: "全部去掉", text: "全部去掉" });
  Object.assign(edit.toolbar.buttons, { edit: "改边界", editDisabled: "没有可改的", remove: "去掉", removeDisabled: "没有可去掉的" });
  Object.assign(edit.handlers.edit.tooltip, { text: "拖动各点", subtext: "" });
  edit.handlers.remove.tooltip.text = "点要去掉的一块";
}

function text(words) {
  return Object.assign(document.createElement("span"), { textContent: words }); // a string would be read as HTML
}

function outlines(map, areas, silent) {
  const named = areas.length <= FEW;
  return areas.map((area) => {
    const heat = area.heat === undefined ? "" : ` fq-heat-${area.heat}`;
    const className = area.frame ? "fq-frame" : area.beside ? "fq-beside" : `fq-area${heat}`;
    const drawn = L.geoJSON(area.shape, { style: { className }, interactive: !silent && !area.frame }).addTo(map);
    const label = area.count === undefined ? area.name : `${area.name} ${area.count}`;
    if (!area.frame) drawn.bindTooltip(text(label), { permanent: named, direction: "center" });
    if (area.url && !silent) drawn.on("click", () => location.assign(area.url));
    return drawn;
  });
}

function drawing(map, field) {
  words();
  const own = L.featureGroup().addTo(map);
  const look = { className: "fq-draft" };
  const parts = (shape) => (shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates);
  if (field.value) {
    for (const rings of parts(JSON.parse(field.value))) {
      L.geoJSON({ type: "Polygon", coordinates: rings }, { style: look }).eachLayer((part) => own.addLayer(part));
    }
  }
  map.addControl(new L.Control.Draw({
    draw: { polygon: { shapeOptions: look, allowIntersection: false, showLength: false, metric: true }, polyline: false, rectangle: false, circle: false, circlemarker: false, marker: false },
    edit: { featureGroup: own },
  }));
  const said = document.createElement("p"); // in place of the coordinates
  field.hidden = true;
  field.after(said);
  const keep = () => {
    const coordinates = own.getLayers().map((part) => part.toGeoJSON(7).geometry.coordinates);
    field.value = coordinates.length ? JSON.stringify({ type: "MultiPolygon", coordinates }) : "";
    said.textContent = coordinates.length ? `已画 ${coordinates.length} 块` : "还没有画";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  said.textContent = field.value ? "图上红色的" : "还没有画";
  map.on("draw:created", ({ layer }) => { own.addLayer(layer); keep(); });
  map.on("draw:edited draw:deleted", keep);
  return own;
}

// What lies in the window, gathered by the server: asked anew after each pan.
function marking(map, address) {
  const layer = L.layerGroup().addTo(map);
  map.createPane("marks").style.zIndex = 660; // over the names of the areas
  map.createPane("numbers").style.zIndex = 670;
  let running;
  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const url = new URL(address, location);
    url.searchParams.set("box", map.getBounds().toBBoxString());
    try {
      const answer = await fetch(url, { headers: { "X-Part": "1" }, signal: running.signal });
      if (!answer.ok || answer.redirected) return;
      const { marks } = await answer.json();
      layer.clearLayers();
      for (const [latitude, longitude, n, pk] of marks) {
        const radius = Math.min(8 + 4 * Math.log2(n), 28);
        const mark = L.circleMarker([latitude, longitude], { className: "fq-mark", radius, pane: "marks" }).addTo(layer);
        if (n > 1) mark.bindTooltip(text(n), { permanent: true, direction: "center", className: "fq-number-in", pane: "numbers" });
        mark.on("click", () => (pk ? location.assign(`/matters/${pk}/`) : map.setView([latitude, longitude], map.getZoom() + 2)));
      }
    } catch {
      // The next pan has begun, or the line is down: what is shown stays.
    }
  };
  map.on("moveend", ask);
  ask();
}

async function show(place) {
  const answer = await fetch(place.dataset.map, { headers: { "X-Part": "1" } });
  if (!answer.ok || answer.redirected) return;
  const { areas, box, tiles } = await answer.json();
  if (!areas.length && !tiles && !("draw" in place.dataset)) {
    const said = document.querySelector("[data-map-none]"); // marks on plain ground tell nobody anything
    if (said) said.hidden = false;
    return;
  }
  place.hidden = false;
  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25, maxZoom: 19 });
  map.fitBounds(box, { animate: false });
  if (tiles) L.tileLayer(tiles, { maxZoom: 19 }).addTo(map);
  const shown = outlines(map, areas, "draw" in place.dataset);
  const field = document.getElementById(place.dataset.draw);
  if (field) shown.push(drawing(map, field));
  const all = L.featureGroup(shown).getBounds();
  if (all.isValid()) map.fitBounds(all, { padding: [12, 12], animate: false });
  if (place.dataset.marks) marking(map, place.dataset.marks);
}

for (const place of document.querySelectorAll("[data-map]")) show(place);
