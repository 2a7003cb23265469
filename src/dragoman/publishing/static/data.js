// What the page is counted from. `marks` gives the events behind each figure, `rows` the filter values of each event.
const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const data = JSON.parse(byId("data").textContent);
const whole = data.rows.length;
const wideMarks = new Set(data.wide);

// Which events are kept by all filters, and by all but that of the pair of states; 1 for kept.
const state = { kept: new Uint8Array(whole), wide: new Uint8Array(whole), pair: null };

const countOf = (key) => {
  const kept = wideMarks.has(key) ? state.wide : state.kept, weights = data.weights[key];
  let sum = 0;
  data.marks[key].forEach((event, i) => { if (kept[event]) sum += weights ? weights[i] : 1; });
  return Math.round(sum * 1e4) / 1e4;
};
const eventsOf = (key) => data.marks[key].filter((event) => (wideMarks.has(key) ? state.wide : state.kept)[event]);

// Rounded as the program rounds: both must draw the same.
const tenth = (value) => Math.floor(value * 10 + 0.5) / 10;
const inWords = (count) => tenth(count).toLocaleString("en", { maximumFractionDigits: 1 });
const withNoun = (count, nouns) => {
  if (!nouns) return inWords(count);
  const [one, many] = nouns.split("|");
  return `${inWords(count)} ${count === 1 ? one : many}`;
};
const listed = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);
const setText = (node, text) => { if (node.textContent !== text) node.textContent = text; };
const setTo = (node, name, value) => { if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value); };
