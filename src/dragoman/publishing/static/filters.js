// Filters: each row of `rows` gives, for one event, the places of its values among the choices.
const form = byId("filters"), box = byId("filter-box"), words = byId("f-words"), pairChoice = byId("f-pair");
const selects = all("select[data-f]", form);
const views = data.rows.map(() => []);
all("[data-e]").forEach((node) => views[Number(node.dataset.e)].push(node));
const texts = [];
const textOf = (i) => (texts[i] ??= (views[i].find((node) => node.classList.contains("event")) || views[i][0]).textContent.toLowerCase());
const beside = byId("f-beside");
const core = data.pairs.map((pair) => new Set(pair.core)), near = data.pairs.map((pair) => new Set([...pair.core, ...pair.beside]));
const members = () => (state.pair === null ? null : (beside.checked ? near : core)[state.pair]);

const keep = () => {
  const chosen = selects.map((select) => (select.value === "" ? -1 : Number(select.value)));
  const needle = words.value.trim().toLowerCase();
  state.pair = pairChoice && pairChoice.value !== "" ? Number(pairChoice.value) : null;
  const ofPair = members();
  data.rows.forEach((row, i) => {
    const kept = chosen.every((choice, f) => choice < 0 || row[f].includes(choice)) && (!needle || textOf(i).includes(needle));
    state.wide[i] = Number(kept);
    state.kept[i] = Number(kept && (!ofPair || ofPair.has(i)));
  });
  return selects.filter((_, f) => chosen[f] >= 0).map((select) => `${form.querySelector(`label[for=${select.id}]`).textContent.toLowerCase()} ${select.selectedOptions[0].textContent}`).concat(needle ? [`words “${words.value.trim()}”`] : []);
};

const sayWhatIsShown = (active) => {
  const count = state.kept.reduce((sum, kept) => sum + kept, 0);
  const of = members()?.size ?? whole;
  setText(byId("shown"), active.length ? `${count.toLocaleString("en")} of ${of.toLocaleString("en")} events` : "");
  setText(byId("active"), active.length ? `(${active.length})` : "");
  byId("filtered").hidden = !active.length;
  setText(byId("filtered").querySelector("span"), `Only ${listed(active)}: ${count.toLocaleString("en")} of ${of.toLocaleString("en")} events.`);
};

const apply = () => {
  const active = keep();
  views.forEach((nodes, i) => { for (const node of nodes) node.classList.toggle("off", !state.kept[i]); });
  all("[data-ahead]").forEach((list) => {
    let left = Number(list.dataset.ahead);
    for (const item of list.children) if (state.kept[item.dataset.e]) item.classList.toggle("off", (left -= 1) < 0);
  });
  redraw();
  drawMap();
  drawNetwork();
  sayWhatIsShown(active);
};

const clear = () => {
  for (const select of selects) select.value = "";
  words.value = "";
  apply();
};

let wait = 0;
form.addEventListener("change", apply);
words.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(apply, 150); });
form.addEventListener("reset", (event) => { event.preventDefault(); clear(); });
form.addEventListener("submit", (event) => event.preventDefault());
byId("unfilter").addEventListener("click", clear);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-pair]");
  if (!link || !pairChoice) return;
  event.preventDefault();
  pairChoice.value = link.dataset.pair;
  beside.checked = false;
  clear();
  if (link.hash === "#main") {
    window.scrollTo(0, 0);
    byId("heading").parentElement.focus({ preventScroll: true });
  } else {
    byId(link.hash.slice(1)).scrollIntoView();
  }
});
