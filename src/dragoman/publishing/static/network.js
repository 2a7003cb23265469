// The network: parties of one state side by side on a circle, the two largest states facing each other, and a curve for
// each two that share events. It is laid out anew from what is kept; nothing in it is left to chance.
const canvas = byId("network");
const RING = 300, MOST_PARTIES = 28, GAP = 0.7, LETTERS = 32, EDGE = 12;
const SVG = "http://www.w3.org/2000/svg";
const FAMILIES = ["transfers", "together", "about", "other"];

const svg = (name, attributes, ...children) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};
const titled = (node, title) => { node.append(svg("title", {}, title)); return node; };

// Parties by state, the state first; the largest sectors on the left and the right, the others above and below.
const sectorsOf = (parties) => {
  const byState = new Map();
  for (const party of parties) {
    const key = party.state || `\0${party.name}`;
    byState.set(key, [...(byState.get(key) || []), party]);
  }
  const sectors = [...byState.values()].map((members) => members.sort((a, b) => b.isState - a.isState || b.n - a.n || (a.name < b.name ? -1 : 1)));
  const size = (members) => members.reduce((sum, party) => sum + party.n, 0);
  sectors.sort((a, b) => size(b) - size(a) || (a[0].name < b[0].name ? -1 : 1));
  const [first, second, ...rest] = sectors;
  return [first, ...rest.filter((_, i) => i % 2), second, ...rest.filter((_, i) => i % 2 === 0)].filter(Boolean);
};

// Angles in radians, from nine o'clock on clockwise.
const layOut = (sectors) => {
  const round = sectors.reduce((sum, members) => sum + members.length + GAP, 0);
  let place = (1 - sectors[0].length) / 2;
  for (const members of sectors) {
    for (const party of members) {
      party.angle = Math.PI + 2 * Math.PI * place / round;
      party.x = RING * Math.cos(party.angle);
      party.y = RING * Math.sin(party.angle);
      place += 1;
    }
    place += GAP;
  }
};

const curve = (one, other) => {
  const turn = Math.abs(one.angle - other.angle), apart = Math.min(turn, 2 * Math.PI - turn) / Math.PI;
  const middle = (one.angle + other.angle) / 2 + (turn > Math.PI ? Math.PI : 0), depth = RING * 0.75 * (1 - apart), inner = 1 - 14 / RING;
  const bend = `${tenth(depth * Math.cos(middle))} ${tenth(depth * Math.sin(middle))}`;
  return `M${tenth(one.x * inner)} ${tenth(one.y * inner)}Q${bend} ${tenth(other.x * inner)} ${tenth(other.y * inner)}`;
};

const arc = (members) => {
  const start = members[0].angle - 0.03, end = members.at(-1).angle + 0.03, radius = RING + 16;
  const at = (angle) => `${tenth(radius * Math.cos(angle))} ${tenth(radius * Math.sin(angle))}`;
  return titled(svg("path", { d: `M${at(start)}A${radius} ${radius} 0 ${Number(end - start > Math.PI)} 1 ${at(end)}` }), members[0].state);
};

const nodeOf = (party, top) => {
  const left = Math.cos(party.angle) < 0, turn = party.angle * 180 / Math.PI + (left ? 180 : 0);
  const group = svg("g", { class: party.isState ? "node state" : "node", transform: `translate(${tenth(party.x)} ${tenth(party.y)})` });
  const dot = svg("circle", { r: tenth(3 + 8 * Math.sqrt(party.n / top)), "data-k": party.key, "data-open": party.name });
  const name = party.name.length > LETTERS ? `${party.name.slice(0, LETTERS - 1).trimEnd()}…` : party.name;
  const label = svg("text", { transform: `rotate(${tenth(turn)})`, x: left ? -24 : 24, dy: ".35em", "text-anchor": left ? "end" : "start" }, name);
  group.append(titled(dot, `${party.name}: ${withNoun(party.n, "event|events")}`), label);
  return group;
};

const tieOf = ({ one, other, key, n }, top) => {
  const counts = [0, 0, 0, 0];
  for (const event of eventsOf(key)) counts[data.families[event]] += 1;
  const family = FAMILIES[counts.indexOf(Math.max(...counts))], names = `${one.name} and ${other.name}`;
  const line = svg("path", { class: `l-${family}`, d: curve(one, other), "stroke-width": tenth(1 + 6 * n / top), "data-k": key, "data-open": names });
  return titled(line, `${names}: ${withNoun(n, "event|events")}`);
};

const drawNetwork = () => {
  if (!canvas) return;
  const parties = data.network.nodes.map(([name, state, isState, key]) => ({ name, state, isState, key, n: countOf(key) }));
  const ties = data.network.ties.map(([one, other, key]) => ({ one: parties[one], other: parties[other], key, n: countOf(key) })).filter((tie) => tie.n > 0);
  const tied = new Set(ties.flatMap((tie) => [tie.one, tie.other]));
  const most = [...tied].sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1)).slice(0, MOST_PARTIES);
  canvas.closest("figure").classList.toggle("off", most.length < 2);
  byId("network-none").classList.toggle("off", most.length >= 2);
  setText(byId("network-more"), tied.size > most.length ? `${tied.size - most.length} more in fewer events are not drawn; the table has all.` : "");
  if (most.length < 2) { canvas.replaceChildren(); return; }
  const sectors = sectorsOf(most), shown = new Set(most);
  layOut(sectors);
  const drawn = ties.filter((tie) => shown.has(tie.one) && shown.has(tie.other)).sort((a, b) => a.n - b.n);
  const strongest = Math.max(...drawn.map((tie) => tie.n)), busiest = Math.max(...most.map((party) => party.n));
  canvas.replaceChildren(
    svg("g", { class: "ties", fill: "none" }, ...drawn.map((tie) => tieOf(tie, strongest))),
    svg("g", { class: "sectors", fill: "none" }, ...sectors.filter((members) => members[0].state && members.length > 1).map(arc)),
    svg("g", {}, ...most.map((party) => nodeOf(party, busiest))),
  );
  const { x, y, width, height } = canvas.getBBox();
  if (width) canvas.setAttribute("viewBox", [x - EDGE, y - EDGE, width + 2 * EDGE, height + 2 * EDGE].map(tenth).join(" "));
};
