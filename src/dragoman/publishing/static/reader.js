// The pane: a value opens its report at its sentence, a count opens the sentences behind it; the reader keeps their place.
const pane = byId("reader"), paneText = byId("reader-text"), foot = byId("reader-cite"), back = byId("reader-back");
const MOST_LISTED = 100;
let before = null, quotation = "";

// Offsets count characters (code points) of the report's text; the page counts UTF-16 units.
const ranges = (root, marks) => {
  const wanted = marks.split(" ").map((pair) => pair.split("-").map(Number));
  const found = wanted.map(() => []);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let unit = 0;
    const starts = wanted.map(() => -1);
    for (const character of node.data) {
      wanted.forEach(([from, to], i) => {
        if (at >= from && at < to) {
          if (starts[i] < 0) starts[i] = unit;
          const last = found[i].length && found[i].at(-1).node === node ? 1 : 0;
          found[i][found[i].length - last] = { node, from: starts[i], to: unit + character.length };
        }
      });
      at += 1;
      unit += character.length;
    }
  }
  return found.flat();
};

const markWords = (root, marks) => {
  const parts = ranges(root, marks).sort((a, b) => b.from - a.from);
  let last = null;
  for (const part of parts) {
    if (last && last.node === part.node && part.to > last.from) continue; // the same words marked twice
    const range = document.createRange();
    range.setStart(part.node, part.from);
    range.setEnd(part.node, part.to);
    const mark = document.createElement("mark");
    mark.className = "words";
    range.surroundContents(mark);
    last = part;
  }
};

const show = (title, meta, content, kind) => {
  paneText.className = kind;
  paneText.replaceChildren(...content);
  byId("reader-title").textContent = title;
  byId("reader-meta").textContent = meta;
  if (!pane.open) pane.showModal();
  byId("reader-title").focus({ preventScroll: true });
};

const oneLine = (text) => text.split(/\s+/u).filter(Boolean).join(" ");

const openReader = (target, marks) => {
  const report = target.closest("details.report"), text = report.querySelector(".text");
  const copy = text.cloneNode(true);
  const hits = all(".q", copy).filter((q) => q.id === target.id);
  all("[id]", copy).forEach((node) => node.removeAttribute("id"));
  hits.forEach((node) => node.classList.add("hit"));
  if (marks) markWords(copy, marks);
  show(report.querySelector("h3").textContent, report.querySelector(".meta").textContent, [...copy.childNodes], "text");
  const [start, end] = target.id.split("-").slice(-2).map(Number);
  const citation = report.querySelector(".citation").textContent;
  const quote = oneLine([...text.textContent].slice(start, end).join(""));
  quotation = `“${quote}” (${citation.replace(/\.+$/, "")}, characters ${start}–${end}.)`;
  setText(byId("reader-citation"), citation);
  foot.hidden = false;
  foot.querySelector(".said").textContent = "";
  back.hidden = before === null;
  paneText.querySelector(".hit")?.scrollIntoView({ block: "center", behavior: "instant" });
};

const listedEvent = (node) => {
  const item = document.createElement("li"), head = document.createElement("h3"), link = document.createElement("a");
  link.href = `#${node.id}`;
  link.textContent = node.querySelector(".title").textContent;
  const when = document.createElement("small");
  when.textContent = node.querySelector(".when").textContent;
  head.append(link, " ", when);
  item.append(head, ...all(".sentences > li", node).flatMap((sentence) => [...sentence.cloneNode(true).childNodes]));
  return item;
};

const openList = (key, title) => {
  before = () => openList(key, title);
  const events = eventsOf(key), list = document.createElement("ol");
  list.append(...events.slice(0, MOST_LISTED).map((i) => listedEvent(views[i].find((node) => node.classList.contains("event")))));
  const more = events.length - MOST_LISTED;
  const sentences = list.querySelectorAll("blockquote").length;
  const meta = `${withNoun(events.length, "event|events")}, ${withNoun(sentences, "sentence|sentences")}` + (more > 0 ? `; the first ${MOST_LISTED} events are listed: filters show fewer` : "");
  show(title || "What is counted here", meta, [list], "found");
  foot.hidden = true;
  back.hidden = true;
  paneText.scrollTop = 0;
};

byId("reader-close").addEventListener("click", () => pane.close());
back.addEventListener("click", () => before());
pane.addEventListener("close", () => { before = null; });
pane.addEventListener("click", (event) => { if (event.target === pane) pane.close(); });

// A link into a closed group opens what holds it; not every browser does so by itself.
const reveal = (target) => {
  for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
};
const targetOf = (hash) => byId(decodeURIComponent(hash.slice(1)));

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button || event.defaultPrevented) return;
  const counted = event.target.closest?.("[data-open]");
  if (counted) {
    event.preventDefault();
    openList(Number(counted.dataset.k), counted.dataset.open);
    return;
  }
  const link = event.target.closest?.('a[href^="#"]'), target = link && targetOf(link.hash);
  if (!target) return;
  if (target.classList.contains("q")) {
    event.preventDefault();
    if (!pane.contains(link)) before = null;
    openReader(target, link.dataset.m || "");
    return;
  }
  if (pane.open) pane.close();
  reveal(target);
  if (target.closest(".off")) { // told of other states than those chosen
    if (pairChoice) pairChoice.value = "";
    clear();
  }
});

// Copying: from a file not every browser lets a page write to the clipboard, so the old way stands behind the new one.
const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    (pane.open ? pane : document.body).append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
};
const entries = () => {
  const bytes = Uint8Array.from(atob(byId("bibtex").href.split(",")[1]), (c) => c.charCodeAt(0));
  return new TextDecoder().decode(bytes).split(/\n\n(?=@misc)/);
};
const copied = (button, text) => copyText(text).then(() => {
  const said = button.parentElement.querySelector(".said");
  said.textContent = "Copied";
  button.focus();
});
all("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => copied(button, byId(button.dataset.copy).textContent));
});
all("[data-bibtex]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => copied(button, `${entries()[Number(button.dataset.bibtex)].trimEnd()}\n`));
});
byId("reader-copy").addEventListener("click", (event) => copied(event.target, quotation));
