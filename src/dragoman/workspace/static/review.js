// Review by keyboard, and fields filled by selecting words of the report. Without this script the forms work by mouse.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");
  const byId = (id) => document.getElementById(id);
  const form = byId("decide"), text = byId("text"), palette = byId("palette");
  const inField = (node) => node.closest?.("input:not([type=radio], [type=checkbox]), select, textarea");

  // Panels for a rejection and a merge stay closed until they are asked for.
  const open = (id) => {
    document.querySelectorAll(".opens").forEach((panel) => panel.classList.toggle("open", panel.id === id && !panel.classList.contains("open")));
    byId(id).querySelector("input")?.focus();
  };
  const opened = () => document.querySelector(".opens.open");

  // Words of the report: where the selection stands, in characters (code points) of the report's text.
  const offset = (node, at) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    range.setEnd(node, at);
    return [...range.toString()].length;
  };
  const selected = () => {
    const selection = getSelection();
    if (!text || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const said = range.toString(), words = said.trim();
    if (!words) return null;
    const start = offset(range.startContainer, range.startOffset) + [...said].findIndex((c) => c.trim());
    return { words, start, end: start + [...words].length };
  };
  const named = (name) => form.elements.namedItem(lastPart === "1" ? name : `${name}_${lastPart}`);
  let lastPart = "1";
  const LISTS = ["actor", "recipient", "place", "quantity"];

  const latest = {}, pending = new Set();
  // The answer may be late: it goes where it was asked for, unless something newer went there, and leaves alone what has
  // been selected since.
  const read = async (name, beside, found) => {
    const input = named(name), span = named(`span_${name}`), turn = latest[input.name] = (latest[input.name] || 0) + 1;
    const query = new URLSearchParams({ field: name, words: found.words, report: text.dataset.report });
    const answer = await (await fetch(`/review/reading?${query}`)).json();
    if (turn !== latest[input.name]) return;
    palette.querySelector(".fault").textContent = answer.fault || "";
    if (answer.fault) return;
    const add = beside && LISTS.includes(name) && input.value;
    input.value = add ? `${input.value}; ${answer.value}` : answer.value;
    span.value = (add && span.value ? `${span.value} ` : "") + `${found.start}-${found.end}`;
    input.closest(".row").classList.add("changed");
    const now = selected();
    if (now?.start !== found.start || now?.end !== found.end) return;
    getSelection().collapseToEnd();
    palette.hidden = true;
  };
  const fill = (name, beside) => {
    const found = selected();
    if (!found) return;
    const work = read(name, beside, found).finally(() => pending.delete(work));
    pending.add(work);
  };
  // What is sent holds what was selected before.
  form?.addEventListener("submit", (event) => {
    if (!pending.size) return;
    event.preventDefault();
    Promise.allSettled([...pending]).then(() => form.requestSubmit(event.submitter));
  });

  if (palette) {
    document.addEventListener("selectionchange", () => {
      const found = selected();
      palette.hidden = !found;
      if (found) palette.querySelector("q").textContent = found.words.length > 60 ? `${found.words.slice(0, 58)}…` : found.words;
    });
    palette.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    palette.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-field]");
      if (button) fill(button.dataset.field, event.shiftKey);
    });
    form.addEventListener("focusin", (event) => { lastPart = event.target.closest(".fields")?.dataset.part || lastPart; });
    form.addEventListener("input", (event) => {
      const row = event.target.closest(".row");
      row?.classList.add("changed");
      const span = event.target.name && form.elements.namedItem(`span_${event.target.name}`);
      if (span) span.value = ""; // what is typed stands nowhere in the text
    });
    lastPart = document.querySelector(".fields:last-of-type")?.dataset.part || "1";

    // The sentence lights up, and keys choose words in it.
    const sentence = byId(text.dataset.focus);
    const mark = (words) => text.dispatchEvent(new CustomEvent("mark", { detail: words }));
    sentence?.classList.add("on");
    if (sentence) text.scrollTop += sentence.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
    mark(text.dataset.m);
    form.addEventListener("focusin", (event) => {
      const row = event.target.closest(".row");
      if (row) mark(form.elements.namedItem(`span_${event.target.name}`)?.value || (row.classList.contains("changed") ? "" : row.dataset.m));
    });
    const enter = () => {
      const range = document.createRange();
      range.setStart(sentence, 0);
      range.collapse(true);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      getSelection().modify("extend", "forward", "word");
      text.focus({ preventScroll: true });
    };
    text.addEventListener("keydown", (event) => {
      if (!["ArrowRight", "ArrowLeft"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
      const selection = getSelection(), ahead = event.key === "ArrowRight";
      event.preventDefault();
      if (!selection.rangeCount || !text.contains(selection.anchorNode)) { enter(); return; }
      if (event.shiftKey) { selection.modify("extend", ahead ? "forward" : "backward", "word"); return; }
      if (ahead) { selection.collapseToEnd(); selection.modify("extend", "forward", "word"); return; }
      selection.collapseToStart();
      selection.modify("move", "backward", "word");
      selection.modify("extend", "forward", "word");
    });
    root.addEventListener("enter-text", enter);
    if (document.querySelectorAll(".fields").length > 1) byId(`f-item_${lastPart}`)?.focus();
  }

  const press = (node) => { if (node.matches("a")) location.assign(node.href); else node.click(); };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-opens], button[data-focus]");
    if (button?.dataset.opens) open(button.dataset.opens);
    if (button?.dataset.focus) byId(button.dataset.focus).focus();
  });
  byId("reject")?.addEventListener("change", (event) => {
    if (event.target.name === "why") byId("reject").querySelector("[name=reason]").value = event.target.value;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      form.querySelector("button.vh")?.click();
      return;
    }
    if (event.key === "Escape") {
      getSelection().removeAllRanges();
      opened()?.classList.remove("open");
      document.activeElement.blur();
      return;
    }
    if (event.key === "Enter" && event.target.closest?.(".opens input")) {
      event.preventDefault();
      event.target.closest(".opens").querySelector("button").click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
    const key = event.key.toLowerCase();
    if (palette && selected()) { // the palette itself may show a moment later
      const button = [...palette.querySelectorAll("button")].find((b) => b.querySelector("kbd").textContent === key);
      if (button) { event.preventDefault(); fill(button.dataset.field, event.shiftKey); return; }
    }
    if (opened() && /^[1-9]$/.test(key)) {
      const choice = opened().querySelector(`[data-digit="${key}"]`);
      if (choice) { event.preventDefault(); choice.click(); choice.focus(); return; }
    }
    if (event.shiftKey) return;
    if (key === "f" && text) { event.preventDefault(); root.dispatchEvent(new Event("enter-text")); return; }
    const meant = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (meant) { event.preventDefault(); press(meant); }
  });
})();
