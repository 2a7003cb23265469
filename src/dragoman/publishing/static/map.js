// The map: framed to the places that are kept, its marks and names the same size on any screen.
const mapped = byId("map");
const MARGIN = 3, LEAST = 30, LABELS = 14, LETTER = 7.2, NAME_SIZE = 13;

const frameOf = (places) => {
  const xs = places.flatMap((p) => (p.box ? [p.box[0], p.box[2]] : [p.x])), ys = places.flatMap((p) => (p.box ? [p.box[1], p.box[3]] : [p.y]));
  const west = Math.min(...xs) - 2 * MARGIN, east = Math.max(...xs) + 2 * MARGIN;
  const top = Math.min(...ys) - MARGIN, bottom = Math.max(...ys) + MARGIN;
  const wide = Math.max(east - west, 2 * (bottom - top), LEAST);
  return { x: Math.round((west + east) / 2 - wide / 2), y: Math.round((top + bottom) / 2 - wide / 4), wide: Math.round(wide) };
};

const drawMap = () => {
  if (!mapped || !mapped.clientWidth) return;
  const pins = all("#pins > g:not(.off)", mapped).map((group) => {
    const circle = group.querySelector("circle");
    return { group, circle, x: Number(circle.getAttribute("cx")), y: Number(circle.getAttribute("cy")), n: countOf(Number(circle.dataset.k)), name: circle.dataset.open };
  });
  const areas = all("path.area:not(.off)", mapped).map((path) => ({ x: Number(path.dataset.x), y: Number(path.dataset.y), n: countOf(Number(path.dataset.k)), name: path.dataset.name, area: true, box: path.dataset.box.split(" ").map(Number) }));
  all("text", mapped).forEach((text) => text.remove());
  const shown = [...pins, ...areas];
  if (!shown.length) return;
  const frame = frameOf(shown), pixel = frame.wide / mapped.clientWidth;
  mapped.setAttribute("viewBox", `${frame.x} ${frame.y} ${frame.wide} ${frame.wide / 2}`);
  const top = Math.max(1, ...pins.map((pin) => pin.n));
  for (const pin of pins) {
    pin.size = (4 + 6 * Math.sqrt(pin.n / top)) * pixel;
    pin.circle.setAttribute("r", pin.size);
  }
  nameThem(shown.sort((a, b) => b.n - a.n), frame, pixel);
};

// Names from the most frequent on, where they stand on no other.
const nameThem = (places, frame, pixel) => {
  const taken = [];
  for (const place of places) {
    if (taken.length >= LABELS) break;
    const long = (LETTER * place.name.length + 4) * pixel, gap = place.area ? 0 : place.size + 4 * pixel;
    const left = !place.area && place.x + gap + long > frame.x + frame.wide;
    const start = place.area ? place.x - long / 2 : left ? place.x - gap - long : place.x + gap;
    const box = { x: start, y: place.y - NAME_SIZE * pixel / 2, w: long, h: NAME_SIZE * pixel * 1.15 };
    const clash = taken.some((b) => box.x < b.x + b.w && b.x < box.x + box.w && box.y < b.y + b.h && b.y < box.y + box.h);
    if (clash || start < frame.x || start + long > frame.x + frame.wide) continue;
    taken.push(box);
    const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
    text.textContent = place.name;
    text.setAttribute("x", place.area ? place.x : left ? place.x - gap : place.x + gap);
    text.setAttribute("y", place.y + NAME_SIZE * pixel * 0.35);
    text.setAttribute("font-size", NAME_SIZE * pixel);
    text.setAttribute("text-anchor", place.area ? "middle" : left ? "end" : "start");
    if (place.area) text.setAttribute("class", "whole");
    byId("pins").append(text);
  }
};
