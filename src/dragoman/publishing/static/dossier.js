// Filters and the reading pane. Without this script the page holds all the same text: links lead to the full texts below.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const rows = JSON.parse(byId("filter-data").textContent);

  // Reading pane: a value opens the report beside it, at its sentence, so that the reader keeps their place.
  const pane = byId("reader"), paneText = byId("reader-text");
  const holder = (target) => target.closest("details.report");

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
            found[i][found[i].length - (found[i].length && found[i].at(-1).node === node ? 1 : 0)] =
              { node, from: starts[i], to: unit + character.length };
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

  const openReader = (target, marks) => {
    const report = holder(target), text = report.querySelector(".text");
    const copy = text.cloneNode(true);
    const hits = [...copy.querySelectorAll(".q")].filter((q) => q.id === target.id);
    copy.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    hits.forEach((node) => node.classList.add("hit"));
    if (marks) markWords(copy, marks);
    paneText.replaceChildren(...copy.childNodes);
    byId("reader-title").textContent = report.querySelector("h3").textContent;
    byId("reader-meta").textContent = report.querySelector(".meta").textContent;
    pane.showModal();
    byId("reader-title").focus({ preventScroll: true });
    paneText.querySelector(".hit")?.scrollIntoView({ block: "center", behavior: "instant" });
  };

  byId("reader-close").addEventListener("click", () => pane.close());
  pane.addEventListener("click", (event) => { if (event.target === pane) pane.close(); });

  // A link into a closed group opens what holds it; not every browser does so by itself.
  const reveal = (target) => {
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  };
  const targetOf = (hash) => byId(decodeURIComponent(hash.slice(1)));

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const target = targetOf(link.hash);
    if (!target) return;
    if (target.classList.contains("q") && typeof pane.showModal === "function") {
      event.preventDefault();
      openReader(target, link.dataset.m || "");
    } else {
      reveal(target);
    }
  });
  const arrive = () => {
    const target = location.hash.length > 1 && targetOf(location.hash);
    if (target) { reveal(target); target.scrollIntoView({ block: target.classList.contains("q") ? "center" : "start" }); }
  };
  window.addEventListener("hashchange", arrive);
  arrive();

  // Filters: each row of filter-data gives, for one event, the places of its values among the choices.
  const form = byId("filters"), words = byId("f-words"), shown = byId("shown");
  const selects = [...form.querySelectorAll("select")];
  const views = rows.map(() => []);
  document.querySelectorAll("[data-e]").forEach((node) => views[Number(node.dataset.e)].push(node));
  const texts = [];
  const textOf = (i) => (texts[i] ??= (views[i].find((node) => node.classList.contains("event")) || views[i][0]).textContent.toLowerCase());
  const groups = [...document.querySelectorAll("[data-g]")].reverse();

  const apply = () => {
    const chosen = selects.map((select) => (select.value === "" ? -1 : Number(select.value)));
    const needle = words.value.trim().toLowerCase();
    let count = 0;
    rows.forEach((row, i) => {
      const keep = chosen.every((choice, f) => choice < 0 || row[f].includes(choice)) && (!needle || textOf(i).includes(needle));
      if (keep) count += 1;
      views[i].forEach((node) => node.classList.toggle("off", !keep));
    });
    const active = needle !== "" || chosen.some((choice) => choice >= 0);
    groups.forEach((group) => {
      const kept = group.querySelectorAll("[data-e]:not(.off)").length;
      group.classList.toggle("off", kept === 0);
      const label = group.querySelector(":scope > summary .n, :scope > h3 .n");
      if (label) {
        label.dataset.whole ??= label.textContent;
        label.textContent = active ? `${kept} of ${label.dataset.whole}` : label.dataset.whole;
      }
    });
    shown.textContent = active ? `${count.toLocaleString("en")} of ${rows.length.toLocaleString("en")} events` : "";
  };
  let wait = 0;
  form.addEventListener("change", apply);
  words.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(apply, 150); });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = rows.length < 2;

  // Print shows what is found of every event, also where the browser cannot open groups by style alone.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("main details:not([open])")];
    closed.forEach((node) => { node.open = true; });
  });
  window.addEventListener("afterprint", () => { closed.forEach((node) => { node.open = false; }); closed = []; });
})();
