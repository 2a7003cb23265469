// Figures: every count, bar, dot and line is drawn anew from its mark after a filter has changed.
const figures = {
  texts: all("[data-n][data-k]"), sets: all("[data-set]"), rows: all("[data-row]"), none: all("[data-none]"),
  shares: all("[data-share]"), scales: all("[data-scale]").map((root) => ({ root, parts: all("[data-k]", root) })),
};
const GRID_DOT = 9, LEAST_DOT = 2.2, SHADES = 3;

// One function for each kind of drawing: the part, its count, and what the whole drawing is scaled to.
const draw = {
  dot: (part, n, top) => setTo(part.querySelector("circle"), "r", tenth(LEAST_DOT + (GRID_DOT - LEAST_DOT) * Math.sqrt(n / top))),
};

const scale = ({ root, parts }, counts) => {
  const kind = root.dataset.scale;
  if (kind === "seg") {
    const sum = parts.reduce((before, part) => before + counts[part.dataset.k], 0) || 1;
    let x = 0;
    for (const part of parts) {
      const wide = 1000 * counts[part.dataset.k] / sum;
      setTo(part, "x", tenth(x));
      setTo(part, "width", tenth(wide));
      x += wide;
    }
  } else if (kind === "share") {
    const sum = counts[root.dataset.whole] || 1;
    for (const part of parts.filter((node) => node.tagName === "rect")) setTo(part, "width", tenth(100 * counts[part.dataset.k] / sum));
    for (const part of parts.filter((node) => "share" in node.dataset)) setText(part, `${Math.floor(100 * counts[part.dataset.k] / sum + 0.5)} %`);
  } else {
    const shapes = parts.filter((part) => kind !== "dot" || part.querySelector("circle"));
    const top = Math.max(0, ...shapes.map((part) => counts[part.dataset.k])) || 1;
    for (const part of shapes) draw[kind](part, counts[part.dataset.k], top);
  }
};

// The sentences of the first screen.
const often = (counts) => {
  const shown = data.types.filter(([key]) => counts[key] > 0);
  const together = shown.filter(([, , cooperation]) => cooperation);
  const most = (together.length ? together : shown).sort((a, b) => counts[b[0]] - counts[a[0]]).slice(0, 3);
  return listed(most.map(([key, name]) => `${name} (${inWords(counts[key])})`));
};
const period = () => {
  let first = Infinity, last = -Infinity;
  data.spans.forEach((span, i) => {
    if (span && state.kept[i]) { first = Math.min(first, span[0]); last = Math.max(last, span[1]); }
  });
  return first > last ? "no dates told" : first === last ? String(first) : `${first}–${last}`;
};

const redraw = () => {
  const counts = data.marks.map((_, key) => countOf(key));
  for (const node of figures.texts) setText(node, withNoun(counts[node.dataset.k], node.dataset.n));
  for (const node of figures.sets) {
    const n = data.sets[node.dataset.set].filter((key) => counts[key] > 0).length;
    setText(node, withNoun(n, node.dataset.n));
  }
  const pair = state.pair === null ? null : data.pairs[state.pair];
  for (const node of figures.rows) {
    const ofPair = !("state" in node.dataset) || (pair ? pair.states.includes(node.dataset.state) : "first" in node.dataset);
    node.classList.toggle("off", !(counts[node.dataset.row] > 0 && ofPair));
  }
  for (const node of all("[data-rowset]")) node.classList.toggle("off", !data.sets[node.dataset.rowset].some((key) => counts[key] > 0));
  for (const node of all("[data-ifempty]")) node.classList.toggle("off", all(":scope > :not(.off)", node.previousElementSibling).length > 0);
  for (const node of all("[data-nil]")) node.classList.toggle("nil", !(counts[node.dataset.nil] > 0));
  for (const node of figures.none) node.classList.toggle("off", counts[node.dataset.none] > 0);
  for (const table of all("[data-grid]")) fitGrid(table);
  for (const drawing of figures.scales) scale(drawing, counts);
  for (const area of all("path.area[data-k]")) {
    const top = Math.max(1, ...all("path.area[data-k]").map((other) => counts[other.dataset.k]));
    const shade = Math.max(1, Math.ceil(SHADES * counts[area.dataset.k] / top));
    for (let i = 1; i <= SHADES; i += 1) area.classList.toggle(`a${i}`, i === shade);
  }
  if (byId("often")) setText(byId("often"), often(counts));
  if (byId("beside") && pair) setText(byId("beside"), withNoun(pair.beside.length, "more event|more events"));
  setText(byId("period"), period());
  setText(byId("heading"), pair ? pair.name : data.heading);
  for (const node of all("[data-when=pair]")) node.classList.toggle("off", !pair);
};

// Years before the first and after the last that has anything kept are not drawn; the last column has no date.
const fitGrid = (table) => {
  const last = table.rows[0].cells.length - 1;
  const at = all("tbody a.dot:not(.off)", table).map((link) => link.parentElement.cellIndex).filter((i) => i < last);
  const from = Math.min(...at), to = Math.max(...at);
  const step = to - from < 8 ? 1 : to - from < 14 ? 2 : 5;
  for (let i = 1; i < last; i += 1) table.rows[0].cells[i].firstChild.classList.toggle("vh", i < from || i > to || (i - from) % step !== 0);
  for (const row of table.rows) for (let i = 1; i < last; i += 1) row.cells[i].classList.toggle("off", i < from || i > to);
};

// A table of dots is one stop of the Tab key; arrow keys go from dot to dot.
for (const table of all("[data-grid]")) {
  const links = () => all("a.dot:not(.off)", table).filter((link) => link.offsetParent);
  const only = (link) => all("a.dot", table).forEach((other) => { other.tabIndex = other === link ? 0 : -1; });
  only(table.querySelector("tr:not(.off) a.dot:not(.off)"));
  table.addEventListener("focusin", (event) => only(event.target.closest("a.dot")));
  table.addEventListener("keydown", (event) => {
    const here = event.target.closest("a.dot"), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], rise = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!here || !(step || rise)) return;
    event.preventDefault();
    const shown = links(), column = here.parentElement.cellIndex;
    const sameColumn = shown.filter((link) => link.parentElement.cellIndex === column);
    const next = step ? shown[shown.indexOf(here) + step] : sameColumn[sameColumn.indexOf(here) + rise];
    next?.focus();
  });
}
