// Reading: a claim and its sentence light up together, and the very words of a value are marked in the report's text.
(() => {
  "use strict";
  const text = document.getElementById("text");
  if (!text) return;

  // Offsets count characters (code points) of the report's text; the page counts UTF-16 units.
  const ranges = (root, marks) => {
    const wanted = marks.split(" ").map((pair) => pair.split("-").map(Number));
    const found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const points = [...node.data];
      for (const [from, to] of wanted) {
        const first = Math.max(from - at, 0), last = Math.min(to - at, points.length);
        if (first < last) {
          const start = points.slice(0, first).join("").length;
          found.push({ node, from: start, to: start + points.slice(first, last).join("").length });
        }
      }
      at += points.length;
    }
    return found;
  };

  const unmark = () => {
    text.querySelectorAll("mark.words").forEach((mark) => mark.replaceWith(...mark.childNodes));
    text.normalize();
  };
  const mark = (marks) => {
    unmark();
    if (!/^\d+-\d+( \d+-\d+)*$/.test(marks || "")) return;
    let last = null;
    for (const part of ranges(text, marks).sort((a, b) => b.from - a.from)) {
      if (last && last.node === part.node && part.to > last.from) continue; // the same words marked twice
      const range = document.createRange();
      range.setStart(part.node, part.from);
      range.setEnd(part.node, part.to);
      const wrap = document.createElement("mark");
      wrap.className = "words";
      range.surroundContents(wrap);
      last = part;
    }
  };

  const claims = [...document.querySelectorAll(".claim")];
  const light = (anchor, scroll) => {
    text.querySelectorAll(".q.on").forEach((q) => q.classList.remove("on"));
    claims.forEach((claim) => claim.classList.toggle("on", claim.dataset.at === anchor));
    const sentence = anchor && document.getElementById(anchor);
    if (!sentence) return;
    sentence.classList.add("on");
    if (scroll === "text") sentence.scrollIntoView({ block: "center", behavior: "instant" });
    const claim = claims.find((c) => c.dataset.at === anchor);
    if (scroll === "claim" && claim) claim.scrollIntoView({ block: "nearest", behavior: "instant" });
  };

  text.addEventListener("mark", (event) => mark(event.detail));
  if (text.dataset.focus) return; // a page of review, which lights up its own sentence

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const go = event.target.closest?.("a.goto");
    if (go) {
      event.preventDefault();
      const anchor = go.closest(".claim").dataset.at;
      mark(go.dataset.m);
      light(anchor, "text");
      history.replaceState(null, "", `${location.pathname}${go.dataset.m ? `?m=${encodeURIComponent(go.dataset.m)}` : ""}#${anchor}`);
      return;
    }
    const sentence = event.target.closest?.(".q[id]");
    if (sentence && text.contains(sentence) && getSelection().isCollapsed) {
      unmark();
      light(sentence.id, "claim");
    }
  });

  const arrive = () => {
    mark(new URLSearchParams(location.search).get("m"));
    const anchor = decodeURIComponent(location.hash.slice(1));
    if (!anchor) return;
    light(anchor, "text");
    claims.find((c) => c.dataset.at === anchor)?.scrollIntoView({ block: "nearest", behavior: "instant" });
    document.getElementById(anchor)?.scrollIntoView({ block: "center", behavior: "instant" });
  };
  window.addEventListener("hashchange", arrive);
  arrive();
})();

// A build that runs is followed without loading the page anew; when it ends the page is, for its failures.
(() => {
  "use strict";
  const build = document.getElementById("build");
  if (build?.dataset.state !== "runs") return;
  const AGAIN = 1500, ROWS = 500;
  const put = (name, value) => { build.querySelector(`[data-of="${name}"]`).textContent = value; };
  const number = (value) => Number(value || 0).toLocaleString("en");
  const node = (name, ...children) => { const made = document.createElement(name); made.append(...children); return made; };
  let known = -1;
  // What failed, by reason and by file, as the page itself tells it.
  const failed = async () => {
    const all = await (await fetch("/api/failures")).json(), reasons = new Map();
    for (const one of all) reasons.set(one.what, (reasons.get(one.what) || 0) + 1);
    const section = document.getElementById("failures"), table = section.querySelector(".scroll");
    section.querySelector("h2").textContent = `${number(all.length)} ${all.length === 1 ? "failure" : "failures"}`;
    const ordered = [...reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    section.querySelector(".reasons").replaceChildren(...ordered.map(([what, n]) => node("li", node("b", number(n)), ` ${what}`)));
    table.querySelector("tbody").replaceChildren(...all.slice(0, ROWS).map((one) => {
      const head = node("th", one.address);
      head.scope = "row";
      return node("tr", head, node("td", one.what), node("td", one.remedy));
    }));
    table.hidden = !all.length;
  };
  const look = async () => {
    try {
      const [last] = await (await fetch("/api/builds")).json();
      if (last.state !== "runs") { location.reload(); return; }
      put("done", number(last.done));
      put("total", number(last.total));
      put("failed", number(last.failed));
      put("stage", last.stage || "");
      put("at", last.at || "");
      build.querySelector('[data-of="bar"]').setAttribute("width", String(Math.round(last.share * 1000)));
      if (last.failed !== known) { await failed(); known = last.failed; }
    } catch { /* the server is away for a moment: it is asked again */ }
    setTimeout(look, AGAIN);
  };
  setTimeout(look, AGAIN);
})();
